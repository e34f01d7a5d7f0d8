"""The gradient of t-SNE in three dimensions."""

import itertools

import numpy as np
from scipy.sparse import csr_array

from skcolor._compute.chunks import run_all

_PAIRS_IN_CHUNK = 2**17


def grid_gradient(grid, embedding, P, *, n_jobs=1, **_):
    """Compute the gradient, in the form in which openTSNE calls its own functions.

    Parameters
    ----------
    grid : RepulsionGrid
        Computes the repulsion.
    embedding : ndarray of shape (n_rows, 3)
        Where rows are.
    P : sparse array of shape (n_rows, n_rows)
        How strongly rows attract each other, in CSR form.
    n_jobs : int, default=1
        Number of threads.
    **_ : dict
        What openTSNE passes to all its functions.

    Returns
    -------
    error : float
        NaN: nothing here reads the error, and it takes time.
    gradient : ndarray of shape (n_rows, 3)
    """
    places = np.asarray(embedding)
    forces, total = grid(places, n_jobs)
    return np.nan, attraction(P, places, n_jobs) - forces / total


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
