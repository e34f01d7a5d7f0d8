"""Fit coordinates into the gamut: the rotation, shift and scale that show most."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import pdist
from scipy.spatial.transform import Rotation

from skcolor._compute.signs import first_minimum
from skcolor._summaries.weighted import value_at_rank
from skcolor.paint._cloud import (
    center_rows,
    count,
    draw_in,
    outline_of,
    spread_sample,
    total_of,
)
from skcolor.paint._cvd import simulate_cvd
from skcolor.paint._descend import descend
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._spaces import JND, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._srgb_gamut import in_gamut

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
# A pose is dropped if it leaves less than this share of the scale of the first one.
_LEAST_ROOM = 0.25
# Initial step sizes: rotations about three axes, lightness, and the other two.
_STEPS = np.array([0.3, 0.3, 0.3, 0.08, 0.04, 0.04])
# Enough noise on the perceived distances that their size counts, not only proportion.
_NOISE = 5 * JND


def fit_gamut_map(
    coordinates: npt.NDArray[np.floating],
    *,
    contrast: float,
    clipped: float,
    cvd: str | None,
    lightness: tuple[float, float],
    weights: npt.NDArray[np.float64] | None = None,
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
    weights : ndarray of shape (n,) or None, default=None
        How often each row counts, above 0.

    Returns
    -------
    GamutMap
        The map.
    """
    rows, weights, origin, unit = center_rows(coordinates, clipped, weights)
    if rows.any():
        map_ = _fit(rows, weights, contrast, clipped, cvd, lightness)
        with np.errstate(over="ignore"):
            scale = np.divide(map_.scale, unit)
        if np.isfinite(scale):
            return replace(map_, origin=origin, scale=float(scale))
    # Rows are equal, or differ by too little to be scaled up.
    middle = np.array([sum(lightness) / 2, 0, 0])
    return GamutMap(origin, np.eye(3), middle, 1.0, contrast, lightness)


def _fit(rows, weights, contrast, clipped, cvd, lightness):
    """Fit the map of centered rows: for a large scale, then for `cvd` if given."""
    loss = _Loss(
        *outline_of(rows, clipped, weights),
        draw_in(spread_sample(rows, weights), clipped),
        contrast,
        lightness,
    )
    low, high = lightness
    start = np.array([*_START.as_rotvec(), low + _LEVEL * (high - low), 0, 0])
    pose = _search(loss, [start])
    if cvd is not None:
        pose = _search(replace(loss, cvd=cvd), [pose, *_turned(pose)])
    found, first = (
        _fill(loss.map_of(pose), rows, clipped, weights) for pose in (pose, start)
    )
    # Rows between the points of the outline can leave a pose much less room.
    return found if found.scale >= _LEAST_ROOM * first.scale else first


@dataclass(frozen=True)
class _Loss:
    """Loss of a pose: a rotation vector and the OKLab of the center, six numbers.

    It is low for poses that allow a large scale; with `cvd`, for poses in which perceived
    distances follow distances.
    """

    outline: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    sample: npt.NDArray[np.float64]
    contrast: float
    lightness: tuple[float, float]
    cvd: str | None = None

    def __call__(self, pose):
        if not self._is_inside(pose[3:]):
            return 1.0
        map_ = self.map_of(pose)
        if self.cvd is not None:
            return -_seen_fidelity(self.sample, map_, self.cvd)
        angle = (Rotation.from_rotvec(pose[:3]) * _START.inv()).magnitude()
        return -map_.scale * (1 - _TURN_COST * angle**2)

    def map_of(self, pose):
        """Map of a pose, scaled so that the power mean of the outline's shares is 1.

        Unlike a quantile, this scale changes smoothly with the rows and the pose.
        """
        turn = Rotation.from_rotvec(pose[:3]).as_matrix()
        map_ = GamutMap(np.zeros(3), turn, pose[3:], 1.0, self.contrast, self.lightness)
        shares = map_.shares(self.outline)
        most = shares.max()
        mean = self.weights @ (shares / most) ** _POWER
        return replace(map_, scale=1 / float(most * mean ** (1 / _POWER)))

    def _is_inside(self, center):
        low, high = self.lightness
        return low < center[0] < high and in_gamut(center, tolerance=0)


def _fill(map_, rows, clipped, weights):
    """Scale a map so that it leaves at most `clipped` of the rows outside."""
    map_ = replace(map_, scale=1.0)
    shares = map_.shares(rows)
    last = total_of(rows, weights) - 1
    n_outside = int(clipped * last)
    nth = last - min(n_outside, max(count(shares > 0, weights) - 1, 0))
    if weights is None:
        return replace(map_, scale=1 / float(np.partition(shares, nth)[nth]))
    return replace(map_, scale=1 / value_at_rank(shares, weights, nth))


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
        found.append(descend(loss, starts[best], _STEPS, max_trials=_MAX_TRIALS))
        losses[best] = np.inf
    return found[first_minimum([result.fun for result in found])].x


def _turned(pose):
    """A pose in all rotations of a cube."""
    return [np.array([*turn, *pose[3:]]) for turn in Rotation.create_group("O").as_rotvec()]
