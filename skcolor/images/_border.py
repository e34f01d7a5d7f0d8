"""The pixels along the border of images."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_fill_holes, distance_transform_cdt

# The border is this share of the shorter side of an image wide, and at least a pixel.
_WIDTH = 1 / 32


def border_sides(used: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """On which side of an image its border pixels are.

    Parameters
    ----------
    used : ndarray of shape (height, width), bool
        Which pixels are used. The border is where they end, be it at the edge of the image
        or at unused pixels that reach it; holes have none.

    Returns
    -------
    ndarray of shape (height, width)
        0 for the top, 1 for the bottom, 2 for the left, 3 for the right; -1 for pixels
        that are not used, or not at the border.
    """
    width = max(1, round(min(used.shape) * _WIDTH))
    filled = np.pad(binary_fill_holes(used), 1)
    is_border = used & (distance_transform_cdt(filled, "chessboard")[1:-1, 1:-1] <= width)
    sides = np.full(used.shape, -1, np.int8)
    if not is_border.any():
        return sides
    places = np.argwhere(is_border)
    low, high = places.min(axis=0), places.max(axis=0)
    # Relative to the size of the region, in integers, which tie exactly at corners.
    from_start, to_end = 2 * (places - low) + 1, 2 * (high - places) + 1
    other_size = (high - low + 1)[::-1]
    both = np.stack([from_start * other_size, to_end * other_size])
    sides[is_border] = both.transpose(2, 0, 1).reshape(4, -1).argmin(axis=0)
    return sides
