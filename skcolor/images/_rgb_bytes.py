"""Pictures as arrays of bytes, and features' colors as pictures."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array, clip_rounding

Picture = npt.NDArray[np.uint8]


def as_picture(image: Any, name: str) -> Picture:
    """Validate an image, and convert it to 8-bit RGB.

    Parameters
    ----------
    image : array-like of shape (height, width) or (height, width, 3), or image of pillow
        Gray or sRGB: integers from 0 to 255, or floats in [0, 1].
    name : str
        Name of the argument.

    Returns
    -------
    ndarray of shape (height, width, 3), uint8
        The image.

    Raises
    ------
    ValueError
        If the shape is wrong, or values are not in their range.
    """
    image = as_array(image, name)
    is_image = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    if not is_image or image.dtype.kind not in "fiu" or 0 in image.shape:
        raise ValueError(
            f"{name} must be an image of shape (height, width) or (height, width, 3), of "
            f"integers or floats; got shape {image.shape} of {image.dtype}."
        )
    if image.dtype.kind == "f":
        image = to_bytes(clip_rounding(image, name))
    elif image.dtype != np.uint8:
        low, high = image.min(), image.max()
        if low < 0 or high > 255:
            raise ValueError(
                f"{name} of {image.dtype} must lie in [0, 255]; got values from {low} to "
                f"{high}."
            )
        image = image.astype(np.uint8)
    return np.repeat(image[..., np.newaxis], 3, axis=2) if image.ndim == 2 else image


def to_bytes(colors: npt.NDArray[np.floating]) -> Picture:
    """Quantize colors in [0, 1] to uint8."""
    picture: Picture = np.rint(colors * 255).astype(np.uint8)
    return picture
