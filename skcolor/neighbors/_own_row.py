"""The row itself among its neighbors: where it is, and the neighbors without it."""

import numpy as np

# Units in the last place by which the numbers of two copies of one row may differ.
_ULPS = 4


def find_self(X, distances, dtype, *, projected=True):
    """Position of the row itself among its neighbors, or -1, the last, where it is not.

    It is the nearest in X, the first of several, if that one is equal, or as near as
    rounding leaves two copies of one row: by a few units in the last place of the largest
    number of the row, whatever other rows there are.

    A projection rounds in units of the rows before it, which can be far larger than
    those that come out. So where rows may be projected, the nearest is also taken for the
    row itself if its distance is next to nothing (the square root of the float type's
    precision) beside that to the next neighbor. Nothing is lost by that: no other
    neighbor has as much to say about such a row.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        Rows.
    distances : ndarray of shape (n_rows, n_neighbors)
        Their distances, in X, to neighbors, in any order.
    dtype : dtype
        The float type of the rows that were searched.
    projected : bool or ndarray of shape (n_rows, n_neighbors), default=True
        Which neighbors may be the row itself before another rounding of a projection.

    Returns
    -------
    ndarray of shape (n_rows,), int
    """
    each = np.arange(len(X))
    own = np.argmin(distances, axis=1)
    nearest = distances[each, own]
    precision = max(np.finfo(X.dtype).eps, np.finfo(dtype).eps)
    share = _ULPS * precision * np.sqrt(X.shape[1])
    is_self = nearest <= share * np.abs(X).max(axis=1)
    # Copies of the nearest are no other neighbors; their last bits may differ, too.
    others = np.where(distances > 4 * nearest[:, np.newaxis], distances, np.inf)
    gap = others.min(axis=1)
    is_nothing = nearest <= np.sqrt(precision) * np.where(np.isinf(gap), 0, gap)
    is_self |= is_nothing & np.broadcast_to(projected, distances.shape)[each, own]
    return np.where(is_self, own, -1)


def find_rows(indices, rows):
    """Position of `rows` among their own neighbors, or -1, the last, where they are not.

    A row may be hidden behind rows equal to it.
    """
    is_own = indices == rows[:, np.newaxis]
    return np.where(is_own.any(axis=1), is_own.argmax(axis=1), -1)


def leave_out(positions, neighbors):
    """Neighbors, of shape (n_rows, n_neighbors), but for the one at each row's position."""
    keep = np.ones(neighbors.shape, dtype=bool)
    keep[np.arange(len(neighbors)), positions] = False
    return neighbors[keep].reshape(len(neighbors), -1)
