"""The gradient of t-SNE in three dimensions."""

import itertools

import numpy as np
from scipy.sparse import csr_array

from skcolor._compute.chunks import run_all
from skcolor._warn import warn_user

_PAIRS_IN_CHUNK = 2**17


def grid_gradient(grid, embedding, P, dof=1, *, n_jobs=1, bh_params=None, **_):
    """Compute the gradient, in the form in which openTSNE calls its own functions.

    Where the map is so stretched that a grid would be too coarse, Barnes-Hut replaces it.

    Parameters
    ----------
    grid : RepulsionGrid
        Computes the repulsion.
    embedding : ndarray of shape (n_rows, 3)
        Where rows are.
    P : sparse array of shape (n_rows, n_rows)
        How strongly rows attract each other, in CSR form.
    dof : float, default=1
        Passed on to Barnes-Hut; 1 is that of t-SNE.
    n_jobs : int, default=1
        Number of threads.
    bh_params : dict or None, default=None
        Parameters of Barnes-Hut.
    **_ : dict
        What openTSNE passes to all its functions.

    Returns
    -------
    error : float
        NaN: nothing here reads the error, and it takes time.
    gradient : ndarray of shape (n_rows, 3)

    Warns
    -----
    UserWarning
        If Barnes-Hut replaces the grid.
    """
    places = np.asarray(embedding)
    if not grid.resolves(places):
        return _tree_gradient(grid, places, P, dof, n_jobs, bh_params or {})
    forces, total = grid(places, n_jobs)
    return np.nan, attraction(P, places, n_jobs) - forces / total


def _tree_gradient(grid, places, P, dof, n_jobs, bh_params):
    from openTSNE.tsne import kl_divergence_bh

    if not grid.was_left:
        grid.was_left = True
        warn_user(
            f"The map of {len(places):,} rows is {np.ptp(places, axis=0).max():.0f} wide, "
            "too wide for a grid, because rows or groups of them drift apart. Barnes-Hut, "
            "which takes longer, replaces it. A larger perplexity holds rows together; "
            "fewer n_landmarks take less time."
        )
    places = np.ascontiguousarray(places, dtype=np.float64)
    return kl_divergence_bh(places, P, dof, {"theta": 0.5, **bh_params}, n_jobs=n_jobs)


def attraction(P, places, n_jobs=1):
    """Sum of P_ij (y_i - y_j) / (1 + d_ij^2) over rows j, for each row i."""
    columns = np.ascontiguousarray(places.T)
    with_ones = np.column_stack([places, np.ones(len(places))])

    def pull(rows):
        begin, end = P.indptr[[rows.start, rows.stop]]
        others = P.indices[begin:end]
        pointers = P.indptr[rows.start : rows.stop + 1] - begin
        counts = np.diff(pointers)
        squared = np.ones(end - begin)
        for column in columns:
            squared += (column.take(others) - np.repeat(column[rows], counts)) ** 2
        shares = P.data[begin:end] / squared
        weights = csr_array((shares, others, pointers), shape=(len(counts), len(places)))
        sums = weights @ with_ones
        return places[rows] * sums[:, -1:] - sums[:, :-1]

    return np.concatenate(run_all(pull, _chunks(P.indptr), n_jobs=n_jobs))


def _chunks(pointers):
    """Slices of rows with about as many pairs each."""
    targets = np.arange(0, pointers[-1], _PAIRS_IN_CHUNK)
    edges = np.unique(np.append(np.searchsorted(pointers, targets), len(pointers) - 1))
    return [slice(a, b) for a, b in itertools.pairwise(edges)]
