"""Colorings of the same rows: what is read off them, and what they are like.

The ceilings of `reading_gain` depend on the rows alone and take most of its time, so they
are found once for all the colorings of a split; `tests/test_reading_benchmark.py` holds the
gains to be those of `reading_gain`.
"""

from copy import deepcopy

import numpy as np
from sklearn.utils import check_random_state

from skcolor._compute.chunks import map_rows
from skcolor.metrics import color_coherence, global_fidelity, local_fidelity
from skcolor.metrics._reader import Reader
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.metrics._seen import see
from skcolor.neighbors._exact import neighbor_distances
from skcolor.paint import visual_angle

# Each noise in a space of its own, so that no coloring wins by the faults of one space.
NOISES = {
    "one JND": {"jnd": 0.02, "space": "oklab"},
    "small dots": {"mark_size": visual_angle(5, unit="pixels"), "space": "cam16ucs"},
}
INTRINSIC = (
    "reading_gain of the rows",
    "local_fidelity",
    "centered similarity",
    "neighbor recovery",
    "color_coherence",
    "global_fidelity",
)
_N_NEIGHBORS = 50
_N_RECOVERED = 10
# Endings of words are rare: of fewer rows, what is read of them is noise.
_N_READ = 12_000
_N_LOOKED_AT = 1000
_N_PAIRS = 20_000


class Readings:
    """What colorings of the same rows let one read, and what X would.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2)
        Their layout.
    attributes : dict of str to ndarray of shape (n_samples,), or None
        What is read; None is X itself.
    sample_size : int
        How many rows are guessed.
    """

    def __init__(self, X, layout, attributes, sample_size=_N_READ):
        self._random_state = check_random_state(0)
        self._reader = Reader.of(
            X,
            layout,
            attributes,
            n_neighbors=_N_NEIGHBORS,
            sample_size=sample_size,
            random_state=self._random_state,
        )
        self._ceilings = self._reader.ceilings(X, by_regression=attributes is not None)

    def gains(self, colors, **noise):
        """By how much colors reduce the error, and by how much X does; by attribute.

        Returns
        -------
        dict of str to tuple of two floats
            The share is their ratio. Where X tells next to nothing it is worth nothing.
        """
        seen = _see(colors, deepcopy(self._random_state), **noise)
        gains = self._reader.gains(seen).tolist()
        pairs = zip(gains, self._ceilings.tolist(), strict=True)
        return dict(zip(self._reader.attributes.names, pairs, strict=True))


class HeldOut:
    """Rows that colorings are read on, with all about them that no coloring changes.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2)
        Their layout.
    attributes : dict of str to ndarray of shape (n_samples,)
        What is read.
    """

    def __init__(self, X, layout, attributes):
        self.X, self.layout = X, layout
        self._attributes = Readings(X, layout, attributes)
        self._rows = Readings(X, layout, None, _N_LOOKED_AT)
        self._looked_at = sample_rows(len(X), _N_LOOKED_AT, check_random_state(0))
        self._others = nearest_others(layout, self._looked_at, _N_NEIGHBORS)
        self._grams = grams(X, self._looked_at, self._others)
        self._nearest = nearest_of(X, self._looked_at, self._others)

    def measure(self, colors, **noise):
        """Gains of the attributes, and each of `INTRINSIC`, for colors seen with noise."""
        X, layout = self.X, self.layout
        seen = _see(colors, 0, **noise)
        color_grams = grams(seen, self._looked_at, self._others)
        found = nearest_of(seen, self._looked_at, self._others)
        looked_at = {"sample_size": _N_LOOKED_AT, **noise}
        values = (
            # Not the share: the ceiling is that of all colorings, and may be next to 0.
            self._rows.gains(colors, **noise)["X"][0],
            local_fidelity(X, colors, layout, **looked_at),
            centered_similarity(self._grams, color_grams),
            neighbor_recovery(self._nearest, found),
            color_coherence(layout, colors, **looked_at),
            global_fidelity(X, colors, n_pairs=_N_PAIRS, **noise),
        )
        measured = dict(zip(INTRINSIC, map(float, values), strict=True))
        return {"gains": self._attributes.gains(colors, **noise), **measured}


def _see(colors, random_state, *, jnd=0.02, **noise):
    return see(colors, jnd, random_state, **noise)


def grams(points, rows, others):
    """Inner products within each neighborhood, about its middle.

    Parameters
    ----------
    points : ndarray of shape (n_samples, n_dimensions)
        Rows, or their colors as they are seen.
    rows : ndarray of shape (n_rows,)
        Whose neighborhoods; each is part of its own.
    others : ndarray of shape (n_rows, k)
        Their neighbors.

    Returns
    -------
    ndarray of shape (n_rows, k + 1, k + 1)
        Each of length 1; 0 where all points are the same.
    """

    def multiply(members):
        near = points[members].astype(np.float64)
        near -= near.mean(axis=1, keepdims=True)
        products = near @ near.transpose(0, 2, 1)
        lengths = np.sqrt((products**2).sum(axis=(1, 2), keepdims=True))
        return (products / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    members = np.column_stack([rows, others])
    row_bytes = 16 * members.shape[1] * (points.shape[1] + members.shape[1])
    return map_rows(multiply, members, row_bytes=row_bytes)


def centered_similarity(first, second):
    """Mean correlation of the Gram matrices of neighborhoods; see `grams`.

    Distance from the middle alone earns little here: 1 needs the directions, too, up to
    a turn that may differ from one neighborhood to the next.
    """
    return float((first * second).sum(axis=(1, 2), dtype=np.float64).mean())


def nearest_of(points, rows, others):
    """Which of its neighbors are the ten nearest to each row.

    Returns
    -------
    ndarray of shape (n_rows, k), bool
    """
    distances = neighbor_distances(points[rows], points, others)
    order = np.argsort(distances, axis=1, kind="stable")
    nearest = np.zeros(others.shape, dtype=bool)
    np.put_along_axis(nearest, order[:, :_N_RECOVERED], True, axis=1)
    return nearest


def neighbor_recovery(nearest, found):
    """Share of the nearest that were found, from 0 for chance to 1 for all."""
    chance = nearest.mean()
    return float(((nearest & found).sum() / nearest.sum() - chance) / (1 - chance))
