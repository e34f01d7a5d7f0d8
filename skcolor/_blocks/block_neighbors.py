"""Layout neighbors of the rows of a dask array, across blocks.

The layout is in memory, but the rows are not. Blocks of rows are compared pairwise, so that
a worker never holds more than a few.
"""

import numpy as np
from scipy.sparse import csr_array

from skcolor._blocks.dask_arrays import check_blocks, checked_blocks, sum_tree
from skcolor._compute.chunks import map_rows
from skcolor._external import import_optional
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._own_row import find_self


class BlockNeighbors:
    """Rows in blocks, whose layout neighbors may be in any block.

    Parameters
    ----------
    X : dask array of shape (n_samples, n_features)
        The rows, in one chunk along the features.
    """

    def __init__(self, X):
        self.X = X

    def distances(self, X, layout, search, n_neighbors, estimator):
        """Lazily compute distances from rows to their nearest known rows in the layout.

        Parameters
        ----------
        X : dask array of shape (n_rows, n_features)
            Rows, in one chunk along the features.
        layout : ndarray of shape (n_rows, n_components)
            Layout of the rows.
        search : ExactNeighbors
            Search in the layout of the known rows.
        n_neighbors : int
            Number of known rows.
        estimator : estimator
            Estimator that validates rows.

        Returns
        -------
        dask array of shape (n_rows, n_neighbors)
            Distances, 0 for the row itself, in the blocks of X without empty ones.
        """
        delayed = import_optional("dask", extra="dask").delayed
        da = import_optional("dask.array", extra="dask")
        known, dtype = check_blocks(estimator, self.X, reset=False)
        known = checked_blocks(known, estimator)
        search = delayed(search, pure=True)
        tables = []
        for rows, span in checked_blocks(X, estimator):
            nearest = delayed(_find_nearest)(search, layout[slice(*span)], n_neighbors)
            table = delayed(_no_distances)(nearest, rows)
            for other_rows, other_span in known:
                table = delayed(_add_distances)(
                    table, rows, nearest, other_rows, other_span
                )
            table = delayed(_without_self)(table, rows, dtype)
            shape = (span[1] - span[0], n_neighbors)
            tables.append(da.from_delayed(table, shape, meta=np.zeros((0, 0), dtype)))
        return da.concatenate(tables)

    def sum_deviations(self, summarize, layout, n_neighbors, estimator):
        """Sum over blocks of ``summarize(rows, deviation)``.

        The deviation, float64, is the mean of a row's layout neighbors minus the row.
        """
        delayed = import_optional("dask", extra="dask").delayed
        blocks = checked_blocks(self.X, estimator)
        search = delayed(ExactNeighbors(layout), pure=True)
        shift = delayed(np.mean)(blocks[0][0], axis=0, dtype=np.float64)
        sums = []
        for rows, span in blocks:
            others = delayed(_find_others)(search, span, n_neighbors)
            deviation = delayed(_subtract)(shift, rows)
            for other_rows, other_span in blocks:
                deviation = delayed(_add_mean)(
                    deviation, others, other_rows, other_span, shift
                )
            sums.append(delayed(summarize)(rows, deviation))
        return sum_tree(sums)


def _find_others(search, span, n_neighbors):
    return search.others(n_neighbors, np.arange(*span))[1]


def _find_nearest(search, layout, n_neighbors):
    return search.kneighbors(layout, n_neighbors)[1]


def _no_distances(nearest, rows):
    return np.zeros(nearest.shape, dtype=rows.dtype)


def _without_self(table, rows, dtype):
    table = table.copy()  # tasks must not change their input: dask may rerun them
    table[np.arange(len(rows)), find_self(rows, table, dtype, projected=False)] = 0
    return table


def _subtract(shift, rows):
    return shift - rows


def _add_mean(deviation, others, rows, span, shift):
    """Add the contribution of one block to the means of neighbors."""
    here = (others >= span[0]) & (others < span[1])
    which, _ = np.nonzero(here)
    weights = np.full(len(which), 1 / others.shape[1])
    shape = (len(others), len(rows))
    means = csr_array((weights, (which, others[here] - span[0])), shape=shape)
    return deviation + means @ (rows - shift)


def _add_distances(table, rows, nearest, others, span):
    """Fill in the distances to the neighbors in one block."""
    here = (nearest >= span[0]) & (nearest < span[1])
    which, _ = np.nonzero(here)
    if not len(which):
        return table
    table = table.copy()  # tasks must not change their input: dask may rerun them
    table[here] = map_rows(
        lambda which, found: neighbor_distances(rows[which], others, found)[:, 0],
        which,
        nearest[here][:, np.newaxis] - span[0],
        row_bytes=2 * rows.itemsize * rows.shape[1],
    )
    return table
