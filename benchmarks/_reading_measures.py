"""Evaluate many colorings of the same rows.

The ceilings of `reading_gain` depend on the rows alone and take most of its time, so they
are computed once for all colorings of a split. `tests/test_reading_benchmark.py` checks
that the gains equal those of `reading_gain`.
"""

from copy import deepcopy

import numpy as np
from sklearn.utils import check_random_state

from skcolor._compute.chunks import map_rows
from skcolor.metrics import color_coherence, global_fidelity, local_fidelity
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.neighbors._distances import neighbor_distances
from skcolor.paint import visual_angle

# Two color spaces, so that no coloring wins through the flaws of one.
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
# Word endings are rare: with fewer rows, their gains are noise.
_N_READ = 12_000
_N_LOOKED_AT = 1000
_N_PAIRS = 20_000


class Readings:
    """Reading gains of many colorings of the same rows, and their ceilings.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2)
        Their layout.
    attributes : dict of str to ndarray of shape (n_samples,), or None
        Attributes to be read; None uses X itself.
    sample_size : int
        Number of rows whose attributes are guessed.
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
        """How much colors and X reduce the error, for each attribute.

        Returns
        -------
        dict of str to tuple of two floats
            The share is their ratio. It is meaningless where X conveys hardly anything.
        """
        seen = _see(colors, deepcopy(self._random_state), **noise)
        gains = self._reader.gains(seen).tolist()
        pairs = zip(gains, self._ceilings.tolist(), strict=True)
        return dict(zip(self._reader.attributes.names, pairs, strict=True))


class HeldOut:
    """Held-out rows, with everything about them that does not depend on the coloring.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2)
        Their layout.
    attributes : dict of str to ndarray of shape (n_samples,)
        Attributes to be read.
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
        """Compute gains of the attributes and all `INTRINSIC` metrics, with noise."""
        X, layout = self.X, self.layout
        seen = _see(colors, 0, **noise)
        color_grams = grams(seen, self._looked_at, self._others)
        found = nearest_of(seen, self._looked_at, self._others)
        looked_at = {"sample_size": _N_LOOKED_AT, **noise}
        values = (
            # Not the share: all colorings have the same ceiling, which may be near 0.
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
    return add_perceptual_noise(colors, jnd, random_state, **noise)


def grams(points, rows, others):
    """Compute centered inner products within each neighborhood.

    Parameters
    ----------
    points : ndarray of shape (n_samples, n_dimensions)
        Rows, or their colors as seen.
    rows : ndarray of shape (n_rows,)
        Rows whose neighborhoods are used; each belongs to its own.
    others : ndarray of shape (n_rows, k)
        Their neighbors.

    Returns
    -------
    ndarray of shape (n_rows, k + 1, k + 1)
        Each matrix has norm 1, or 0 if all points are equal.
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

    Matching only the distances from the center gives a low value. A value of 1 requires
    matching directions too, up to a rotation that may differ between neighborhoods.
    """
    return float((first * second).sum(axis=(1, 2), dtype=np.float64).mean())


def nearest_of(points, rows, others):
    """Mark the ten nearest among the neighbors of each row.

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
    """Share of the nearest rows that were found: 0 for chance, 1 for all."""
    chance = nearest.mean()
    return float(((nearest & found).sum() / nearest.sum() - chance) / (1 - chance))
