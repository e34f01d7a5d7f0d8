"""Fix signs and orders that a fit leaves open, by rules that are robust to rounding."""

from functools import cmp_to_key

import numpy as np

# Numbers count as equal if they differ by less than this share of the larger. It far
# exceeds rounding, so that row order, float type and batches do not matter.
_TIE = 1e-3
_ROUNDING = 1e-6


def signs_of(components):
    """Sign, 1 or -1, of the largest entry of each row, or of the first of equal ones."""
    # Not scikit-learn's svd_flip, where rounding decides which of equal entries is largest.
    # No array of absolute values, because `components` can be large.
    sizes = np.maximum(components.max(axis=1), -components.min(axis=1))
    least = (1 - _TIE) * sizes[:, np.newaxis]
    largest = (components >= least) | (components <= -least)
    leading = components[np.arange(len(components)), largest.argmax(axis=1)]
    return np.where(leading < 0, -1.0, 1.0)


def fix_signs(components):
    """Flip each row so that its largest entry, or the first of equal ones, is positive."""
    return components * signs_of(components)[:, np.newaxis]


def descending_order(*criteria):
    """Order by the first criterion, descending; break ties by the next.

    Parameters
    ----------
    *criteria : ndarray of shape (n,) or (n, n_columns)
        For rows, the first column in which they differ decides.

    Returns
    -------
    ndarray of shape (n,), int
        Indices, the largest first.
    """

    def compare(i, j):
        for table in criteria:
            first, second = np.atleast_1d(table[i]), np.atleast_1d(table[j])
            size = max(np.abs(first).max(), np.abs(second).max())
            differs = np.flatnonzero(np.abs(first - second) > _TIE * size)
            if len(differs):
                return -1 if first[differs[0]] > second[differs[0]] else 1
        return 0

    order = sorted(range(len(criteria[0])), key=cmp_to_key(compare))
    return np.array(order, dtype=np.intp)


def first_minimum(values):
    """Index of the smallest number, or of the first of those equal up to rounding."""
    values = np.asarray(values)
    smallest = values.min()
    return int(np.argmax(values <= smallest + _ROUNDING * np.abs(smallest)))
