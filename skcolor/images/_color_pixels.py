"""Color pixels with a fitted colorer, and missing ones in a color of their own."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import as_like, get_namespace, is_numpy, to_numpy
from skcolor._fitted.transform_in_chunks import transform_in_chunks
from skcolor.images._bands import finite_rows, read_bands
from skcolor.images._pixels import Images


def color_images(
    colorer: Any,
    images: Images,
    keep: npt.NDArray[np.bool_] | None,
    missing_color: npt.NDArray[np.floating],
    *,
    n_jobs: int | None = None,
) -> Any:
    """Color the pixels of images, a band at a time.

    Parameters
    ----------
    colorer : estimator
        The fitted colorer.
    images : Images
        The images.
    keep : ndarray of shape (n_pixels,), bool, or None
        Which pixels to color; None means all.
    missing_color : ndarray of shape (3,)
        Color of the others, and of those with NaN or infinity.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    array of shape (n_pixels, 3)
        The colors.
    """
    colors = None
    for pixels, rows in read_bands(images.parts):
        part = color_pixels(
            colorer,
            rows,
            None if keep is None else keep[pixels],
            missing_color,
            n_jobs=n_jobs,
        )
        if colors is None:
            colors = _empty_like(part, images.n_pixels)
        colors[pixels, ...] = part
    return colors


def color_pixels(
    colorer: Any,
    rows: Any,
    keep: npt.NDArray[np.bool_] | None,
    missing_color: npt.NDArray[np.floating],
    *,
    n_jobs: int | None = None,
) -> Any:
    """Color rows, except for those that are missing; see `color_images`."""
    used = to_numpy(finite_rows(rows))
    if keep is not None:
        used &= keep
    if used.all():
        return _color(colorer, rows, n_jobs)
    if used.any():
        colors = _color(colorer, rows[_index(used, rows)], n_jobs)
    else:  # what is the dtype of colors?
        colors = _color(colorer, get_namespace(rows).zeros_like(rows[:1, :]), n_jobs)
    painted = _empty_like(colors, rows.shape[0])
    painted[:, :] = as_like(missing_color, colors)
    if used.any():
        painted[_index(used, painted)] = colors
    return painted


def _color(colorer, rows, n_jobs):
    if is_numpy(rows):
        return np.asarray(transform_in_chunks(colorer, rows, n_jobs=n_jobs))
    return colorer.transform(rows)


def _empty_like(colors, n_rows):
    if is_numpy(colors):
        return np.empty((n_rows, 3), colors.dtype)
    xp = get_namespace(colors)
    return xp.empty((n_rows, 3), dtype=colors.dtype, device=colors.device)


def _index(used, array):
    """Index of rows in the array library of an array."""
    if is_numpy(array):
        return used
    return get_namespace(array).asarray(used, device=array.device)
