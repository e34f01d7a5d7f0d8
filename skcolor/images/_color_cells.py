"""Colors of features, one image at a time, with what has no color left open."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import to_numpy
from skcolor._fitted.pipelines import has_labels, has_values
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._labeled_arrays import values_of
from skcolor.images._pixels import Images, find_used


def color_cells(grid: GridColorer, X: Any) -> Iterator[npt.NDArray[np.float32]]:
    """Color images of features, one after another.

    Parameters
    ----------
    grid : GridColorer
        The fitted colorer.
    X : array-like or list of images
        The images of features, as `grid` takes them.

    Yields
    ------
    ndarray of shape (height, width, 3), float32
        sRGB in [0, 1]; NaN where features are NaN or infinite, or not foreground.
    """
    one = copy(grid).set_params(channel_axis=-1, grid_shape=None)
    for part in grid._as_images(values_of(X)).parts:
        cells = np.asarray(to_numpy(part))
        colors = one.transform(cells).astype(np.float32)
        image = Images([cells], None)
        used = find_used(image, grid._find_foreground(image, None))
        if used is not None:
            colors[~used[0]] = np.nan
        yield colors


def find_interpolation(grid: GridColorer) -> str:
    """How colors between those of cells are found: for labels and values, not at all.

    They would be those of other labels, or of no value.
    """
    colorer = grid.colorer_
    return "nearest" if has_labels(colorer) or has_values(colorer) else "bilinear"
