"""Order of points along a curve that fills space."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sklearn.utils import gen_batches

# Cells along each axis for points of one, two and three columns, as a power of two. Their
# numbers must fit in 32 bits.
_BITS = {1: 16, 2: 16, 3: 10}
_INDEX_BITS = np.uint64(32)
# Rows of a file that are read in any order, in bytes.
_PART_BYTES = 2**26


def z_order(points: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    """Order points along a Z-shaped curve, so that most nearby points follow each other.

    What is searched or read in this order is mostly in the processor's cache.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        One to three finite columns.

    Returns
    -------
    ndarray of shape (n_points,), int
        Indices of all points. Those in the same of up to 2³² cells keep their order.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.neighbors._z_order import z_order
    >>> z_order(np.array([[0, 0], [9, 9], [1, 0], [8, 9], [0, 9]]))
    array([0, 2, 4, 3, 1])

    References
    ----------
    .. [1] G. M. Morton, "A computer oriented geodetic data base; and a new technique in
       file sequencing", IBM, 1966.
    """
    n_points, n_columns = points.shape
    extent = max((_span(column) for column in points.T), default=0) if n_points else 0
    if extent == 0 or n_points >= 2**32:
        return np.arange(n_points)
    cells = np.zeros(n_points, dtype=np.uint64)
    bits = _BITS[n_columns]
    spread = _spread_bits(n_columns)
    for axis, column in enumerate(points.T):
        # Halves, because the difference of two numbers may overflow.
        share = (column / 2.0 - column.min() / 2.0) / extent
        cell = (share * (2**bits - 1)).astype(np.uint16)
        high = spread[cell >> 8] << np.uint64(8 * n_columns)
        cells |= (spread[cell & 255] | high) << np.uint64(axis)
    # Sorting numbers is several times faster than finding their order.
    numbered = (cells << _INDEX_BITS) | np.arange(n_points, dtype=np.uint64)
    numbered.sort()
    return (numbered & np.uint64(2**32 - 1)).astype(np.intp)


def order_rows(
    layout: npt.NDArray[np.floating], row_bytes: int, *, mapped: bool
) -> npt.NDArray[np.intp]:
    """Order in which to process rows whose neighbors are searched in a layout.

    Parameters
    ----------
    layout : ndarray of shape (n_rows, n_columns)
        Layout of the rows.
    row_bytes : int
        Size of a row.
    mapped : bool
        Whether rows are read from a file. If so, each part of it is read before the next
        one, and only the rows of a part are put in order.

    Returns
    -------
    ndarray of shape (n_rows,), int
        Indices of all rows.
    """
    if not mapped:
        return z_order(layout)
    order = np.empty(len(layout), dtype=np.intp)
    for part in gen_batches(len(layout), max(1, _PART_BYTES // max(1, row_bytes))):
        np.add(z_order(layout[part]), part.start, out=order[part])
    return order


def _span(column):
    return column.max() / 2.0 - column.min() / 2.0


@lru_cache
def _spread_bits(step):
    """Table of the numbers up to 255 with their bits `step` places apart."""
    numbers = np.arange(256, dtype=np.uint64)
    spread = np.zeros_like(numbers)
    for bit in range(8):
        place = np.uint64(bit * step)
        spread |= ((numbers >> np.uint64(bit)) & np.uint64(1)) << place
    return spread
