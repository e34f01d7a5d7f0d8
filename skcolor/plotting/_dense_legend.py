"""The legend of images of features, with parts of the images as typical pixels."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from skcolor._array_api import to_numpy
from skcolor._keys.label_key import LabelKey
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._labeled_arrays import values_of
from skcolor.images._pixels import pixel_layout
from skcolor.images._rgb_bytes import Picture
from skcolor.plotting._dense_data import Dense
from skcolor.plotting._legend import ColoringLegend

_MOST_CELLS = 4000
# A thumbnail shows this share of the shorter side of an image, and at least some cells.
_SHARE, _LEAST_CELLS, _SIDE = 0.12, 3.0, 48


def make_grid_legend(grid: GridColorer, X: Any, dense: Dense) -> ColoringLegend:
    """Make the legend of a fitted colorer of images, from a sample of their cells.

    Parameters
    ----------
    grid : GridColorer
        The fitted colorer.
    X : array-like or list of images
        The images of features.
    dense : Dense
        Their colors, and the images that thumbnails show, if there are any.

    Returns
    -------
    ColoringLegend
        The legend, not yet drawn.
    """
    images = grid._as_images(values_of(X))
    cells: list[Any] = [np.isfinite(colors[..., 0]) for colors in dense.colors]
    places = np.concatenate(
        [
            np.column_stack([np.full(np.count_nonzero(used), i), *np.nonzero(used)])
            for i, used in enumerate(cells)
        ]
    )
    if len(places) == 0:
        return ColoringLegend.from_estimator(grid.colorer_)
    order = np.random.default_rng(0).permutation(len(places))
    sample = np.sort(order[:_MOST_CELLS])
    chosen = places[sample]
    rows = np.concatenate(
        [
            to_numpy(images.parts[i])[tuple(chosen[chosen[:, 0] == i, 1:].T)]
            for i in np.unique(chosen[:, 0])
        ]
    )
    layout = None
    if grid.layout is not None:
        in_time = grid.layout == "time"
        layout = pixel_layout(images, cells, in_time=in_time)[sample]
    pictures = None if dense.images is None else _cut_all(dense, chosen)
    legend = ColoringLegend.from_estimator(grid.colorer_, rows, layout, images=pictures)
    return ColoringLegend(_in_percent(legend.key))


def _in_percent(key: Any) -> Any:
    """The key with shares of labels, which a sample of cells has too."""
    if not isinstance(key, LabelKey):
        return key
    total = sum(line.count for line in key.lines)
    lines = [
        replace(line, texts=(*line.texts[:-1], f"{line.count / total:.1%}"), count=0)
        for line in key.lines
    ]
    return replace(key, lines=lines)


def _cut_all(dense: Dense, places: npt.NDArray[np.intp]) -> Picture:
    """The part of the image around each of some cells."""
    assert dense.images is not None
    pictures = [Image.fromarray(picture) for picture in dense.images]
    parts = np.empty((len(places), _SIDE, _SIDE, 3), np.uint8)
    for part, (i, row, column) in zip(parts, places, strict=True):
        image, (n_rows, n_columns, _) = pictures[i], dense.colors[i].shape
        cell = min(image.width / n_columns, image.height / n_rows)
        side = max(_SHARE * min(image.size), _LEAST_CELLS * cell)
        side = min(side, *image.size)
        x = (column + 0.5) * image.width / n_columns - side / 2
        y = (row + 0.5) * image.height / n_rows - side / 2
        x, y = np.clip((x, y), 0, np.subtract(image.size, side))
        part[:] = image.resize((_SIDE, _SIDE), box=(x, y, x + side, y + side))
    return parts
