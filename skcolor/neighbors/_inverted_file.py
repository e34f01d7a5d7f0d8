"""Search among the rows of nearby cells, by matrix products."""

import numpy as np
from sklearn.utils import gen_batches

from skcolor._compute.chunks import map_rows, run_all
from skcolor._compute.linear_algebra import project

# Queries, and pairs of these and cells, that one thread takes at a time. More make larger
# matrix products.
_MOST_TASK_ROWS, _TASK_SIZE = 2**15, 2**22
# Scores of centers that it computes at a time.
_CHUNK_SIZE = 2**20
# Sides of the largest product, whose result fits in the L2 cache of current CPUs.
_MOST_QUERIES, _MOST_MEMBERS = 512, 512
# Candidates that wait to be merged, of 16 bytes each.
_MOST_WAITING = 2**21
# How many times as many cells each round looks into as all before.
_GROWTH = 9


class InvertedFile:
    """Rows in cells, each row in the cell of its nearest center.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), float32
        The rows.
    centers : ndarray of shape (n_cells, n_features), float32
        The centers.
    unit : float, default=1.0
        A power of two, about the size of the rows, in which squares do not overflow.
    cells : ndarray of shape (n_samples,), int, or None, default=None
        The cells of the rows, if known.
    n_jobs : int or None, default=None
        Number of threads.
    """

    def __init__(self, X, centers, *, unit=1.0, cells=None, n_jobs=None):
        self.X = X
        self._centers = centers
        self._unit = np.float32(1 / unit)
        self._middle = centers.mean(axis=0)
        directions = (centers - self._middle) * self._unit
        self._weights = np.ascontiguousarray(directions.T) * self._unit
        self._bias = np.einsum("nd,nd->n", directions, directions) / 2
        if cells is None:
            cells = map_rows(
                lambda rows: self.nearness(rows).argmax(axis=1).astype(np.uint16),
                X,
                row_bytes=4 * len(centers),
                n_jobs=n_jobs,
            )
        self.cells = cells
        self.sizes = np.bincount(cells, minlength=len(centers))
        self._members = np.argsort(cells, kind="stable")
        self._bounds = np.concatenate([[0], np.cumsum(self.sizes)])

    def nearness(self, X):
        """Score how near each center is to each row: the nearest has the largest score.

        The bytes of a row depend on no other row.
        """
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            scores = project(X, self._weights, self._middle)
            scores -= self._bias
        return scores

    def search(self, X, n_neighbors, n_probes, n_jobs=None):
        """Find the rows near to X among those in the `n_probes` nearest cells.

        Parameters
        ----------
        X : ndarray of shape (n_queries, n_features), float32
            The queries.
        n_neighbors : int
            Number of rows to find, at most all.
        n_probes : int
            Number of cells to look into; more if they have too few rows.
        n_jobs : int or None, default=None
            Number of threads.

        Returns
        -------
        ndarray of shape (n_queries, n_neighbors), int
            Indices of rows, roughly nearest first; -1 where distances overflow.
        """
        size = min(_MOST_TASK_ROWS, max(1, _TASK_SIZE // n_probes))

        def search(part):
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                return self._search(X[part], n_neighbors, n_probes)

        return np.concatenate(run_all(search, [*gen_batches(len(X), size)], n_jobs=n_jobs))

    def _search(self, X, n_neighbors, n_probes):
        found = _Found(len(X), n_neighbors)
        rounds = _rounds(n_probes, len(self._centers))
        for cells, queries in self._find_probes(X, rounds):
            self._look_into(cells, queries, X, found)
        is_short = ~(found.radius < np.inf)
        if is_short.any() and n_probes < len(self._centers):
            found.indices[is_short] = self._search(X[is_short], n_neighbors, 4 * n_probes)
        return found.indices

    def _find_probes(self, X, rounds):
        """For each round, find pairs of a cell to look into and a query, by cell."""
        pairs = [[] for _ in rounds]
        n_rows = max(1, _CHUNK_SIZE // len(self._centers))
        for start in range(0, len(X), n_rows):
            nearness = self.nearness(X[start : start + n_rows])
            done = np.full((len(nearness), 1), np.inf, dtype=np.float32)
            for found, n_cells in zip(pairs, rounds, strict=True):
                least = _nth_largest(nearness, n_cells)
                queries, cells = np.nonzero((nearness >= least) & (nearness < done))
                found.append((cells.astype(np.uint16), (queries + start).astype(np.int32)))
                done = least
        for found in pairs:
            cells, queries = map(np.concatenate, zip(*found, strict=True))
            found.clear()
            order = np.argsort(cells, kind="stable")
            yield cells[order], queries[order]

    def _look_into(self, cells, queries, X, found):
        """Find rows in the cells that are to be probed for each query."""
        starts = np.searchsorted(cells, np.arange(len(self._centers) + 1))
        for cell in np.flatnonzero(np.diff(starts)):
            visitors = queries[starts[cell] : starts[cell + 1]]
            members = self._members[self._bounds[cell] : self._bounds[cell + 1]]
            for some in _parts(members, _MOST_MEMBERS):
                others = self._shifted(self.X, some, cell)
                others[:, -1] = np.einsum("nd,nd->n", others, others) / -2
                for part in _parts(visitors, _MOST_QUERIES):
                    found.add(self._shifted(X, part, cell), others, part, some)
        found.merge()

    def _shifted(self, X, rows, cell):
        """Rows relative to a center, for small rounding errors, and a column of zeros."""
        shifted = np.zeros((len(rows), X.shape[1] + 1), dtype=np.float32)
        np.subtract(X[rows], self._centers[cell], out=shifted[:, :-1])
        if self._unit != 1:
            shifted *= self._unit
        return shifted


class _Found:
    """The nearest rows found so far for each query."""

    def __init__(self, n_queries, n_neighbors):
        self._squares = np.full((n_queries, n_neighbors), np.inf, dtype=np.float32)
        self.indices = np.full((n_queries, n_neighbors), -1, dtype=np.intp)
        self._waiting, self._n_waiting = [], 0

    @property
    def radius(self):
        """Squared distance to the farthest row found; infinity if there are too few."""
        return self._squares[:, -1]

    def add(self, shifted, others, queries, members):
        """Add the rows of a cell that are nearer than the farthest found so far.

        Of :math:`x y - y^2 / 2 = (x^2 - (x - y)^2) / 2`, the left is a matrix product.
        """
        sizes = np.einsum("nd,nd->n", shifted, shifted)
        shifted[:, -1] = 1
        scores = shifted @ others.T
        least = (sizes - self.radius[queries]) / 2
        is_open = least == -np.inf
        surplus = scores.shape[1] - self.indices.shape[1]
        if surplus > 0 and is_open.any():
            # Not by their least score, which many rows may have in common.
            best = np.argpartition(scores[is_open], surplus, axis=1)[:, surplus:]
            rows = np.repeat(np.flatnonzero(is_open), best.shape[1])
            self._keep(scores, rows, best.ravel(), sizes, queries, members)
            least[is_open] = np.inf
        hits = np.flatnonzero(scores > least[:, np.newaxis])
        rows, columns = np.divmod(hits, scores.shape[1])
        self._keep(scores, rows, columns, sizes, queries, members)

    def _keep(self, scores, rows, columns, sizes, queries, members):
        """Keep some candidates for the next merge."""
        squares = np.maximum(sizes[rows] - 2 * scores[rows, columns], 0)
        # Infinity, or not a number, after an overflow.
        is_finite = squares < np.inf
        if not is_finite.all():
            rows, columns, squares = rows[is_finite], columns[is_finite], squares[is_finite]
        self._waiting.append((queries[rows], members[columns], squares))
        self._n_waiting += len(rows)
        if self._n_waiting > _MOST_WAITING:
            self.merge()

    def merge(self):
        """Keep the nearest rows."""
        k = self.indices.shape[1]
        if not self._n_waiting:
            return
        queries, members, squares = map(np.concatenate, zip(*self._waiting, strict=True))
        self._waiting, self._n_waiting = [], 0
        known, place = np.nonzero(self._squares < np.inf)
        queries = np.concatenate([known, queries])
        members = np.concatenate([self.indices[known, place], members])
        squares = np.concatenate([self._squares[known, place], squares])
        # The bits of positive floats are in the order of the numbers.
        order = np.argsort(queries << 32 | squares.view(np.uint32))
        counts = np.bincount(queries, minlength=len(self.indices))
        starts = np.cumsum(counts) - counts
        place = np.arange(k)
        row, place = np.nonzero(place < counts[:, np.newaxis])
        best = order[starts[row] + place]
        self._squares[row, place] = squares[best]
        self.indices[row, place] = members[best]


def _parts(array, size):
    return (array[start : start + size] for start in range(0, len(array), size))


def _rounds(n_probes, n_cells):
    """Numbers of cells to look into, up to `n_probes`."""
    last = min(n_probes, n_cells)
    numbers = [last]
    while numbers[0] > 1:
        numbers.insert(0, max(1, numbers[0] // _GROWTH))
    return numbers


def _nth_largest(scores, n):
    """The n-th largest score of each row, as a column."""
    at = scores.shape[1] - n
    return np.partition(scores, at, axis=1)[:, at, np.newaxis]
