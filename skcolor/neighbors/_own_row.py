"""Finding and removing each row itself among its neighbors."""

import numpy as np

# Units in the last place by which values of two copies of a row may differ.
_ULPS = 4


def find_self(X, distances, dtype, *, projected=True):
    """Find the position of each row itself among its neighbors; -1, the last, if missing.

    Only the nearest neighbor, the first of several, can be the row itself. It is, if its
    distance is

    - within rounding error: a few units in the last place of the row's largest value,
      whatever the other rows are;
    - or, if `projected` allows it, far smaller than that of the next neighbor, by the
      square root of the float type's precision. The rounding error of a projection is
      relative to its input, which can be much larger than its output. If it is another
      row after all, this does no harm: no other neighbor is nearly as similar.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        Rows.
    distances : ndarray of shape (n_rows, n_neighbors)
        Their distances in X to their neighbors, in any order.
    dtype : dtype
        Float type of the rows that were searched.
    projected : bool or ndarray of shape (n_rows, n_neighbors), default=True
        Which neighbors may be the same row with the rounding error of a projection.

    Returns
    -------
    ndarray of shape (n_rows,), int

    Examples
    --------
    The first row is its own second neighbor; the other is not among its neighbors.

    >>> import numpy as np
    >>> from skcolor.neighbors._own_row import find_self, leave_out
    >>> X = np.array([[1.0, 2.0], [5.0, 5.0]])
    >>> distances = np.array([[3.0, 0.0, 4.0], [1.0, 2.0, 3.0]])
    >>> own = find_self(X, distances, X.dtype)
    >>> own
    array([ 1, -1])
    >>> leave_out(own, distances)
    array([[3., 4.],
           [1., 2.]])
    """
    each, own = np.arange(len(X)), distances.argmin(axis=1)
    nearest = distances[each, own]
    if not nearest.any():
        return own
    precision = max(np.finfo(X.dtype).eps, np.finfo(dtype).eps)
    is_equal = nearest <= _rounding(X, precision)
    is_far_nearer = nearest <= np.sqrt(precision) * _next_distances(distances, nearest)
    may_be_far = np.broadcast_to(projected, distances.shape)[each, own]
    return np.where(is_equal | (is_far_nearer & may_be_far), own, -1)


def _rounding(X, precision):
    """Largest distance between two copies of each row due to rounding."""
    return _ULPS * precision * np.sqrt(X.shape[1]) * np.abs(X).max(axis=1)


def _next_distances(distances, nearest):
    """Distance to the next neighbor that is not a copy of the nearest; 0 if none."""
    # Copies may differ in their last bits.
    others = np.where(distances > 4 * nearest[:, np.newaxis], distances, np.inf)
    gap = others.min(axis=1)
    return np.where(np.isfinite(gap), gap, 0)


def leave_out(positions, neighbors):
    """Remove from each row of `neighbors` the entry at the row's position."""
    keep = np.ones(neighbors.shape, dtype=bool)
    keep[np.arange(len(neighbors)), positions] = False
    return neighbors[keep].reshape(len(neighbors), -1)
