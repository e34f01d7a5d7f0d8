"""Colors of features, one image at a time, with what has no color left open."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._fitted.pipelines import has_labels, has_values
from skcolor.images._grid_colorer import GridColorer
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
        sRGB in [0, 1]; NaN where features are NaN or infinite.
    """
    for part in grid._as_images(X).parts:
        used = find_used(Images([part], None), None)
        keep = None if used is None else used[0]
        colors = grid._color_image(part, keep).astype(np.float32)
        if keep is not None:
            colors[~keep] = np.nan
        yield colors


def find_interpolation(grid: GridColorer) -> str:
    """How colors between those of cells are found: for labels and values, not at all.

    They would be those of other labels, or of no value.
    """
    colorer = grid.colorer_
    return "nearest" if has_labels(colorer) or has_values(colorer) else "bilinear"
