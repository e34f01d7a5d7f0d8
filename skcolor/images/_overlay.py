"""Colors of features over the image that they are from."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from skcolor._checks.arguments import check_number
from skcolor._checks.arrays import as_array
from skcolor.images._rgb_bytes import Picture, as_picture, to_bytes
from skcolor.images._upsample import check_grid_colors, fill_missing, upsample


def overlay(
    colors: Any,
    image: Any,
    *,
    alpha: float = 0.6,
    interpolation: str = "nearest",
    mask: Any = None,
    gray: bool = True,
) -> Picture:
    """Lay the colors of a grid of features over an image.

    Parameters
    ----------
    colors : array-like of shape (n_rows, n_columns, 3)
        sRGB in [0, 1] of the cells of a grid, as from :class:`GridColorer`; NaN where a
        cell has no color.
    image : array-like of shape (height, width) or (height, width, 3), or image of pillow
        Gray or sRGB: integers from 0 to 255, or floats in [0, 1].
    alpha : float, default=0.6
        Opacity of the colors; 1 hides the image.
    interpolation : {"nearest", "bilinear"}, default="nearest"
        How pixels get the colors of cells; see :func:`upsample`.
    mask : array-like of bool, shape (n_rows, n_columns) or (height, width), or None
        Where to lay colors: cells or pixels. Elsewhere, and in cells without a color, there
        is the image. None lays them everywhere.
    gray : bool, default=True
        Whether the image is gray below colors, so that they keep their hue.

    Returns
    -------
    ndarray of shape (height, width, 3), uint8
        The picture.

    Raises
    ------
    ValueError
        If an argument is invalid.

    See Also
    --------
    skcolor.plotting.plot_dense : A figure of images, colors and overlays.
    save_frames : Writes pictures as files and videos.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.images import overlay
    >>> colors = np.array([[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]])
    >>> overlay(colors, np.zeros((2, 4)), alpha=0.5)[0].tolist()
    [[128, 0, 0], [128, 0, 0], [0, 0, 128], [0, 0, 128]]
    """
    picture = as_picture(image, "image")
    if gray not in (True, False):
        raise ValueError(f"gray must be a bool; got {gray!r}.")
    check_number("alpha", alpha, most=1)
    colors = check_grid_colors(colors, "colors")
    shape = picture.shape[:2]
    if mask is not None:
        colors, mask = clip_to_mask(colors, mask, shape)
    large = upsample(colors, shape, interpolation=interpolation)
    opacity = np.where(np.isnan(large).any(axis=2), 0.0, alpha).astype(np.float32)
    if mask is not None:
        opacity[~mask] = 0
    if gray:
        luma = np.asarray(Image.fromarray(picture).convert("L"))
        picture = np.where((opacity > 0)[..., None], luma[..., None], picture)
    mixed = picture / np.float32(255)
    mixed += opacity[..., np.newaxis] * (np.nan_to_num(large) - mixed)
    return to_bytes(mixed)


def clip_to_mask(
    colors: npt.NDArray[np.float32], mask: Any, shape: tuple[int, ...]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_] | None]:
    """Colors without those of other cells, and the mask if it is one of pixels."""
    mask = as_array(mask, "mask")
    if mask.dtype != bool or mask.shape not in (colors.shape[:2], shape):
        raise ValueError(
            f"mask must be bool of shape {colors.shape[:2]}, the cells, or {shape}, the "
            f"pixels; got {mask.dtype} of shape {mask.shape}."
        )
    if mask.shape == colors.shape[:2]:
        return np.where(mask[..., np.newaxis], colors, np.float32(np.nan)), None
    missing = np.isnan(colors).any(axis=2)
    outside = missing | ~mask_of_cells(mask, colors.shape[:2])
    if not outside.all():
        # Pixels at the edge of the mask may be in cells that are mostly outside.
        colors = fill_missing(colors, outside)
        colors[missing] = np.nan
    return colors, mask


def mask_of_cells(
    mask: npt.NDArray[np.bool_], shape: tuple[int, ...]
) -> npt.NDArray[np.bool_]:
    """Which cells of a grid are in a mask of pixels, by at least half of their pixels."""
    inside = Image.fromarray(mask.astype(np.float32))
    shares = np.asarray(inside.resize((shape[1], shape[0]), Image.Resampling.BOX))
    cells: npt.NDArray[np.bool_] = shares >= 0.5
    return cells
