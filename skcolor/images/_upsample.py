"""Colors of a grid of features at the pixels of an image."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy.ndimage import distance_transform_edt

from skcolor._checks.arguments import check_choice, check_count
from skcolor._checks.arrays import as_array, clip_rounding

INTERPOLATIONS = ("nearest", "bilinear")


def upsample(
    colors: Any, shape: tuple[int, int], *, interpolation: str = "nearest"
) -> npt.NDArray[np.floating]:
    """Bring the colors of a grid to the size of an image.

    Parameters
    ----------
    colors : array-like of shape (n_rows, n_columns, 3)
        sRGB in [0, 1] of the cells of a grid, which divides the image evenly; NaN where a
        cell has no color.
    shape : tuple of two ints
        Height and width of the image.
    interpolation : {"nearest", "bilinear"}, default="nearest"
        ``"nearest"``: each pixel has the color of its cell, as labels need, because
        colors in between would be those of other labels. ``"bilinear"``: colors change
        evenly between the centers of cells, which suits three channels.

    Returns
    -------
    ndarray of shape (height, width, 3), float32
        sRGB in [0, 1]; NaN in the cells without a color, which do not affect others.

    Raises
    ------
    ValueError
        If the colors are not those of a grid, or an argument is invalid.

    See Also
    --------
    overlay : The colors over the image.

    Notes
    -----
    A filter guided by the image is not offered. On photographs, it gets colors that are
    farther from those of features computed for each pixel than bilinear interpolation does.

    Examples
    --------
    >>> from skcolor.images import upsample
    >>> colors = [[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]]
    >>> upsample(colors, (1, 4))[0, :, 0].round(2)
    array([0., 0., 1., 1.], dtype=float32)
    >>> upsample(colors, (1, 4), interpolation="bilinear")[0, :, 0].round(2)
    array([0.  , 0.25, 0.75, 1.  ], dtype=float32)
    """
    colors = check_grid_colors(colors, "colors")
    height, width = _check_shape(shape)
    check_choice("interpolation", interpolation, INTERPOLATIONS)
    missing = np.isnan(colors).any(axis=2)
    if missing.all():
        return np.full((height, width, 3), np.nan, np.float32)
    if interpolation == "bilinear":
        picture = _resize(fill_missing(colors, missing), (height, width), "BILINEAR")
        if missing.any():
            cells = missing.astype(np.float32)[..., np.newaxis]
            picture[_resize(cells, (height, width), "NEAREST")[..., 0] > 0] = np.nan
        return picture
    return _resize(np.where(missing[..., np.newaxis], np.nan, colors), (height, width))


def fill_missing(
    colors: npt.NDArray[np.floating], missing: npt.NDArray[np.bool_]
) -> npt.NDArray[np.floating]:
    """Give missing cells the color of the nearest that is not missing."""
    if not missing.any():
        return colors
    rows, columns = distance_transform_edt(
        missing, return_distances=False, return_indices=True
    )
    return colors[rows, columns]


def check_grid_colors(colors: Any, name: str) -> npt.NDArray[np.float32]:
    """Validate the colors of a grid: floats in [0, 1], or NaN."""
    colors = as_array(colors, name)
    if colors.ndim != 3 or colors.shape[2] != 3 or 0 in colors.shape:
        raise ValueError(
            f"{name} has shape {colors.shape}; wanted (n_rows, n_columns, 3), one sRGB "
            "color for each cell of a grid."
        )
    if colors.dtype.kind == "u" and colors.dtype.itemsize == 1:
        return colors.astype(np.float32) / np.float32(255)
    if colors.dtype.kind not in "fiu":
        raise ValueError(f"{name} must be floats in [0, 1]; got {colors.dtype}.")
    missing = np.isnan(colors)
    if not missing.all():
        filled = clip_rounding(np.where(missing, 0.0, colors), name)
        colors = np.where(missing, np.nan, filled)
    return colors.astype(np.float32)


def _check_shape(shape: Any) -> tuple[int, int]:
    try:
        height, width = shape
    except (TypeError, ValueError):
        raise ValueError(
            f"shape must be two integers, height and width; got {shape!r:.60}."
        ) from None
    for side in (height, width):
        check_count("shape, height and width,", side)
    return int(height), int(width)


def _resize(
    channels: npt.NDArray[np.floating], shape: tuple[int, int], how: str = "NEAREST"
) -> npt.NDArray[np.float32]:
    filtering, size = Image.Resampling[how], shape[::-1]
    resized = np.empty((*shape, channels.shape[2]), np.float32)
    for i in range(channels.shape[2]):
        channel = np.ascontiguousarray(channels[..., i], dtype=np.float32)
        resized[..., i] = np.asarray(Image.fromarray(channel).resize(size, filtering))
    return resized
