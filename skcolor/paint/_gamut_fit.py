"""Fit coordinates into the gamut: the rotation, shift and scale that show most."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.spatial.distance import pdist
from scipy.spatial.transform import Rotation

from skcolor._compute.chunks import map_rows
from skcolor._compute.rounding import rounding_share
from skcolor._compute.signs import first_minimum
from skcolor.paint._cvd import simulate_cvd
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._spaces import JND, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._srgb_gamut import in_gamut

# Number of rows in the sample for deficient vision.
_N_ROWS = 200
# Exponent of the power mean of shares that measures the size of a cloud.
_POWER = 4
_MAX_TRIALS = 300
# For deficient vision, all rotations of a cube are tried; so many starts are refined.
_N_STARTS = 2
# The search starts with the first column on lightness, the second from blue to yellow, the
# third from red to green, around a gray at this share of the lightness range.
_START = Rotation.from_matrix([[1, 0, 0], [0, 0, -1], [0, 1, 0]])
_LEVEL = 0.6
# Share of the scale that a rotation by one radian costs. Large rotations rarely pay, and a
# cloud of similar width in several directions would flip with a single row.
_TURN_COST = 0.2
# Initial step sizes: rotations about three axes, lightness, and the other two.
_STEPS = np.array([0.3, 0.3, 0.3, 0.08, 0.04, 0.04])
# Enough noise on the perceived distances that their size counts, not only proportion.
_NOISE = 5 * JND
# Number of directions that outline a cloud of rows, and the quantiles between which each
# direction has a point.
_N_WAYS = 80
_EDGES = np.array([0, 0.5, 0.7, 0.8, 0.9, 0.95, 1])
# Quantile of absolute values that defines the spread of a column.
_SPREAD = 0.9


def fit_gamut_map(
    coordinates: npt.NDArray[np.floating],
    *,
    contrast: float,
    clipped: float,
    cvd: str | None,
    lightness: tuple[float, float],
) -> GamutMap:
    """Fit coordinates into the sRGB gamut.

    Among rigid motions, find one that allows a large scale with at most a share of
    `clipped` of the rows outside; for deficient vision, one in which perceived distances
    follow distances best. The search always starts from the same pose and penalizes large
    rotations, so that small changes of the rows change colors little.

    Parameters
    ----------
    coordinates : ndarray of shape (n, 3)
        Training rows.
    contrast, clipped, cvd, lightness
        See :class:`skcolor.GamutColorer`.

    Returns
    -------
    GamutMap
        The map.
    """
    largest = float(max(coordinates.max(), -coordinates.min()))
    unit = max(largest, float(np.finfo(np.float64).tiny))  # its inverse is finite
    frame, origin = _frame(coordinates, unit, clipped)
    frame = _different_rows(frame, clipped)
    if frame.any():
        poses = _Poses.of(frame, contrast, clipped, cvd, lightness)
        low, high = lightness
        start = np.array([*_START.as_rotvec(), low + _LEVEL * (high - low), 0, 0])
        best = _search(poses.scale_loss, [start])
        if cvd is not None:
            best = _search(poses.sight_loss, [best, *_turned(best)])
        found = poses.make(best, frame)
        with np.errstate(over="ignore"):
            scale = np.divide(found.scale, unit)
        if np.isfinite(scale):
            return replace(found, origin=origin, scale=float(scale))
    # Rows are equal, or differ by too little to be scaled up.
    middle = np.array([sum(lightness) / 2, 0, 0])
    return GamutMap(origin, np.eye(3), middle, 1.0, contrast, lightness)


@dataclass(frozen=True)
class _Poses:
    """Rates poses: a rotation vector and the OKLab of the center, six numbers."""

    outline: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    sample: npt.NDArray[np.float64]
    contrast: float
    clipped: float
    cvd: str | None
    lightness: tuple[float, float]

    @classmethod
    def of(cls, frame, contrast, clipped, cvd, lightness):
        outline, weights = outline_of(frame, clipped)
        sample = _drawn_in(_spread_sample(frame), clipped)
        return cls(outline, weights, sample, contrast, clipped, cvd, lightness)

    def make(self, pose, rows):
        """Build a pose's map, with a scale that leaves `clipped` of the rows outside."""
        map_ = self._unscaled(pose)
        shares = map_.shares(rows)
        n_outside = int(self.clipped * (len(rows) - 1))
        nth = len(rows) - 1 - min(n_outside, np.count_nonzero(shares) - 1)
        return replace(map_, scale=1 / float(np.partition(shares, nth)[nth]))

    def scale_loss(self, pose):
        if not self._is_inside(pose[3:]):
            return 1.0
        angle = (Rotation.from_rotvec(pose[:3]) * _START.inv()).magnitude()
        return -self._scale(pose) * (1 - _TURN_COST * angle**2)

    def sight_loss(self, pose):
        if not self._is_inside(pose[3:]):
            return 1.0
        map_ = replace(self._unscaled(pose), scale=self._scale(pose))
        return -_seen_fidelity(self.sample, map_, self.cvd)

    def _scale(self, pose):
        """Scale at which the power mean of the outline's shares is 1.

        Unlike a quantile, it changes smoothly with the rows and the pose.
        """
        shares = self._unscaled(pose).shares(self.outline)
        most = shares.max()
        mean = self.weights @ (shares / most) ** _POWER
        return 1 / float(most * mean ** (1 / _POWER))

    def _unscaled(self, pose):
        turn = Rotation.from_rotvec(pose[:3]).as_matrix()
        return GamutMap(np.zeros(3), turn, pose[3:], 1.0, self.contrast, self.lightness)

    def _is_inside(self, center):
        low, high = self.lightness
        return low < center[0] < high and in_gamut(center, tolerance=0)


def _frame(coordinates, unit, clipped):
    """Center rows and divide them by `unit`. Far-out rows do not affect the center.

    The axes stay those of the coordinates: principal axes of a round cloud are random.
    """
    frame = coordinates.astype(np.float64)
    frame /= unit
    median = np.array([np.median(column) for column in frame.T])
    frame -= median
    _drop_rounding(frame, rounding_share(coordinates) * np.abs(median), clipped)
    radius = _norms(frame)
    is_inner = radius <= np.quantile(radius, 1 - clipped)
    shift = frame.mean(axis=0, where=is_inner[:, np.newaxis])
    frame -= shift
    return frame, (median + shift) * unit


def _drop_rounding(frame, rounding, clipped):
    """Zero columns that are constant, up to rounding, in all but `clipped` of the rows."""
    for column, most in zip(frame.T, rounding, strict=True):
        is_rounding = np.abs(column) <= most
        if np.count_nonzero(is_rounding) >= (1 - clipped) * len(column):
            column[is_rounding] = 0


def _different_rows(frame, clipped):
    """If most rows are equal, keep the rows that differ and as many equal ones.

    Otherwise all visible differences could fall among the clipped rows.
    """
    differs = frame.any(axis=1)
    n_different = np.count_nonzero(differs)
    if n_different > clipped * len(frame):
        return frame
    differs[np.flatnonzero(~differs)[: max(1, n_different)]] = True
    return frame[differs]


def _norms(rows):
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))


def outline_of(frame, clipped):
    """Outline a cloud of rows by points in fixed directions.

    Small changes of the rows change the points little. Each row belongs to the nearest
    direction, in units of the spread of each column. The points of a direction lie at
    quantiles of the distances of its rows. Distances are capped at their ``1 - clipped``
    quantile.

    Parameters
    ----------
    frame : ndarray of shape (n, 3)
        Centered rows, not all 0.
    clipped : float
        Share of the rows that may end up outside.

    Returns
    -------
    points : ndarray of shape (n_points, 3)
        The points.
    weights : ndarray of shape (n_points,)
        Share of all rows that each point represents.
    """
    spread = np.array([np.quantile(np.abs(column), _SPREAD) for column in frame.T])
    spread = np.where(spread > 0, spread, np.abs(frame).max(axis=0))
    scale = np.where(spread > 0, spread, 1)
    ways = _even_directions(_N_WAYS)

    def place(rows):
        unit = rows / scale
        return np.column_stack([np.argmax(unit @ ways.T, axis=1), _norms(unit)])

    cells, radius = map_rows(place, frame, row_bytes=16 * _N_WAYS).T
    radius = np.minimum(radius, np.quantile(radius, 1 - clipped))
    order = np.lexsort((radius, cells))
    bounds = np.searchsorted(cells[order], np.arange(_N_WAYS + 1))
    middles, widths = (_EDGES[1:] + _EDGES[:-1]) / 2, np.diff(_EDGES)
    used = np.flatnonzero(np.diff(bounds))
    points, weights = [], []
    for way in used:
        sorted_radius = radius[order[bounds[way] : bounds[way + 1]]]
        at = np.linspace(0, 1, len(sorted_radius))
        reach = np.interp(middles, at, sorted_radius)
        points.append(reach[:, np.newaxis] * ways[way] * spread)
        weights.append(widths * len(sorted_radius) / len(frame))
    return np.vstack(points), np.concatenate(weights)


def _even_directions(n):
    """Evenly distributed unit vectors, on a Fibonacci spiral."""
    height = 1 - (2 * np.arange(n) + 1) / n
    angle = np.arange(n) * np.pi * (3 - np.sqrt(5))
    width = np.sqrt(1 - height**2)
    return np.column_stack([width * np.cos(angle), width * np.sin(angle), height])


def _spread_sample(rows):
    """Sample rows at evenly spaced ranks of their distance from the center."""
    order = np.argsort(_norms(rows), kind="stable")
    ranks = np.linspace(0, len(rows) - 1, min(_N_ROWS, len(rows))).round().astype(int)
    return rows[order[ranks]]


def _drawn_in(rows, clipped):
    """Pull far-out rows inward, so that a few rows do not dominate the distances."""
    radius = _norms(rows)
    limit = np.quantile(radius, 1 - clipped, method="lower")
    share = np.minimum(radius, limit) / np.where(radius > 0, radius, 1)
    return rows * share[:, np.newaxis]


def _seen_fidelity(rows, map_, cvd):
    """Correlation of distances with those perceived with deficient vision and noise."""
    colors = np.clip(oklab_to_srgb(map_.to_oklab(rows)), 0, 1)
    lab = srgb_to_oklab(simulate_cvd(colors, cvd))
    lab = lab + _NOISE * np.random.default_rng(0).normal(size=lab.shape)
    given, seen = (table - table.mean() for table in (pdist(rows), pdist(lab)))
    size = np.linalg.norm(given) * np.linalg.norm(seen)
    return float(given @ seen / size) if size > 0 else 0.0


def _search(loss, starts):
    """Minimize the loss over poses, from the best few of some starts."""
    losses = [loss(start) for start in starts]
    found = []
    for _ in starts[:_N_STARTS]:  # the earlier of equally good starts
        best = first_minimum(losses)
        found.append(_descend(loss, starts[best]))
        losses[best] = np.inf
    return found[first_minimum([result.fun for result in found])].x


def _turned(pose):
    """A pose in all rotations of a cube."""
    return [np.array([*turn, *pose[3:]]) for turn in Rotation.create_group("O").as_rotvec()]


def _descend(loss, start):
    return minimize(
        loss,
        start,
        method="Nelder-Mead",
        options={
            "maxfev": _MAX_TRIALS,
            "initial_simplex": start + np.vstack([np.zeros(6), np.diag(_STEPS)]),
        },
    )
