"""How rows differ from their neighbors in the layout: sums of a few columns' size."""

from dataclasses import dataclass

import numpy as np

from skcolor._compute.chunks import map_rows, row_chunks, sum_parts
from skcolor._compute.linear_algebra import add_squares, mirror
from skcolor._summaries.quantiles import percentiles
from skcolor.neighbors._exact import ExactNeighbors

# Rows that tell the middle of all, and how far rows are from it.
_N_SAMPLE = 1000


@dataclass(frozen=True)
class WithinSums:
    """Sums over rows, which add up over batches and blocks.

    Attributes
    ----------
    n_rows : int
        How many rows.
    total : ndarray of shape (n_features,)
        Their sum; of robust sums, as often the median row.
    scatter : ndarray of shape (n_features, n_features)
        Outer products of what rows differ by from the mean of their neighbors.
    spread : ndarray of shape (n_features, n_features) or None
        Outer products of what they differ by from the median row.
    """

    n_rows: int
    total: np.ndarray
    scatter: np.ndarray
    spread: np.ndarray | None = None

    def __add__(self, other):
        return WithinSums(
            self.n_rows + other.n_rows,
            self.total + other.total,
            self.scatter + other.scatter,
            None if self.spread is None else self.spread + other.spread,
        )


class Neighborhoods:
    """The neighbors in the layout of all rows, but for some that are left out.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    n_neighbors : int
        How many neighbors, the row itself not counted.
    left_out : ndarray of shape (n_left_out,), int
        Rows that have no neighbors, and are none.
    """

    def __init__(self, layout, n_neighbors, left_out=()):
        kept = np.ones(len(layout), dtype=bool)
        kept[np.asarray(left_out, dtype=np.intp)] = False
        self._kept = None if kept.all() else np.flatnonzero(kept)
        self._search = ExactNeighbors(self.keep(layout))
        self.n_neighbors = min(n_neighbors, len(self._search.X) - 1)
        # Neighboring rows one after another: what one needs, the next finds in the cache.
        self.order = self._search.local_order()

    def keep(self, X):
        """Rows that are not left out."""
        return X if self._kept is None else X[self._kept]

    def find(self, part):
        """Indices of rows and of their neighbors, for a part of `order`."""
        _, others = self._search.others(self.n_neighbors, part)
        return (
            (part, others) if self._kept is None else (self._kept[part], self._kept[others])
        )


def sums_within(X, neighborhoods, *, with_spread=False, robust=False, n_jobs=None):
    """Sums of rows whose deviations are from the mean of their layout neighbors.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows, read in chunks.
    neighborhoods : Neighborhoods
        Who is compared with whom.
    with_spread : bool, default=False
        Whether to sum what rows differ by from the median row, too.
    robust : bool, default=False
        Whether each row counts by the direction of its deviation alone; see `to_signs`.
    n_jobs : int or None, default=None
        Number of threads. It does not change the result.

    Returns
    -------
    WithinSums
        The sums.
    """
    n_features, order = X.shape[1], neighborhoods.order
    center, radii = None, [None, None]
    if with_spread or robust:
        rows, others = neighborhoods.find(order[:: -(-len(order) // _N_SAMPLE)])
        center = percentiles(X[rows], [50])[0]
    if robust:
        radii = [_radius(deviations(X, rows, others)), _radius(X[rows] - center)]

    def add_up(part):
        sums = np.zeros((1 + with_spread, n_features, n_features))
        for chunk in row_chunks(len(part), 16 * (neighborhoods.n_neighbors + 1)):
            rows, others = neighborhoods.find(part[chunk])
            add_squares(sums[0], to_signs(deviations(X, rows, others), radii[0]))
            if with_spread:
                add_squares(sums[1], to_signs(X[rows] - center, radii[1]))
        return (sums,)

    (sums,) = sum_parts(add_up, order, n_jobs=n_jobs)
    total = center * len(X) if robust else X.sum(axis=0, dtype=np.float64)
    return WithinSums(len(X), total, *map(mirror, sums))


def sums_of_block(X, deviation, *, with_spread=False, robust=False):
    """`sums_within` of a block of rows, whose deviations from neighbors are known."""
    few = slice(None, None, -(-len(X) // _N_SAMPLE))
    center = percentiles(X[few], [50])[0]
    parts = [deviation, X - center] if with_spread else [deviation]
    sums = np.zeros((len(parts), X.shape[1], X.shape[1]))
    for total, part in zip(sums, parts, strict=True):
        add_squares(total, to_signs(part, _radius(part[few]) if robust else None))
    total = center * len(X) if robust else X.sum(axis=0, dtype=np.float64)
    return WithinSums(len(X), total, *map(mirror, sums))


def to_signs(deviation, radius):
    """Bring deviations to one length: spatial signs, in units of what is usual.

    However far out a row is, it counts no more than any other. With None for `radius`,
    deviations stay as they are.
    """
    if radius is None:
        return deviation
    lengths = _lengths(deviation)
    scale = np.where(lengths > 0, radius / np.where(lengths > 0, lengths, 1), 0)
    return deviation * scale[:, np.newaxis]


def deviations(X, rows, others):
    """Mean of other rows less the row itself, in float64, for some rows."""
    return map_rows(
        lambda rows, others: _deviation(X, rows, others),
        rows,
        others,
        row_bytes=2 * X.itemsize * X.shape[1] * others.shape[1],
    )


def _deviation(X, rows, others):
    # Differences first: a mean of large float32 numbers would lose what they differ by.
    differences = X[others]
    differences -= X[rows][:, np.newaxis, :]
    weights = np.full(others.shape[1], 1 / others.shape[1], dtype=X.dtype)
    return (weights @ differences).astype(np.float64)


def _radius(deviation):
    """Median length of those that are not 0."""
    lengths = _lengths(deviation)
    return float(np.median(lengths[lengths > 0])) if lengths.any() else 0.0


def _lengths(deviation):
    # In units of the largest number, so that squares stay within the float type.
    size = np.abs(deviation).max() or 1.0
    unit = deviation / size
    return size * np.sqrt(np.einsum("nd,nd->n", unit, unit))
