"""Rows that K-Means starts from."""

import numpy as np

from skcolor._summaries.spread import median_row


def choose_apart(X, n_chosen, n_trials, random_state):
    """Choose rows far from one another: greedy k-means++, in the float type of X.

    scikit-learn's converts all float32 rows to float64 for each choice.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    n_chosen : int
        Number of rows to choose.
    n_trials : int
        Number of rows that are tried for each choice.
    random_state : RandomState instance
        Draws the rows that are tried.

    Returns
    -------
    ndarray of shape (n_chosen,), int
        The chosen rows.

    References
    ----------
    D. Arthur, S. Vassilvitskii, "k-means++: The advantages of careful seeding", SODA 2007.
    """
    X = np.ldexp(X, -np.frexp(np.abs(X).max())[1])  # exact, and no square overflows
    X -= median_row(X)[0].astype(X.dtype)
    squares = np.einsum("nd,nd->n", X, X)
    ones = np.ones_like(squares)
    # The product of (c·c, -2 c, 1) and (1, x, x·x) is the squared distance of c and x.
    candidates = np.column_stack([squares, -2 * X, ones])
    rows = np.vstack([ones, X.T, squares])
    chosen = np.empty(n_chosen, dtype=np.intp)
    tried = random_state.randint(len(X), size=1)
    closest = np.full(len(X), np.inf, dtype=X.dtype)
    for i in range(n_chosen):
        apart = np.minimum(candidates[tried] @ rows, closest)
        best = apart.sum(axis=1).argmin()
        chosen[i], closest = tried[best], np.maximum(apart[best], 0)
        # Rows are drawn in proportion to their squared distance to the nearest chosen one.
        sums = closest.cumsum(dtype=np.float64)
        drawn = np.searchsorted(sums, random_state.uniform(size=n_trials) * sums[-1])
        tried = np.minimum(drawn, len(X) - 1)
    return chosen
