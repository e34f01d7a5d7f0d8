"""How coordinates are turned and shifted so that as much as possible of them is seen."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.spatial.distance import pdist
from scipy.spatial.transform import Rotation

from skcolor._linear_algebra import eigh
from skcolor._signs import first_smallest, fix_signs
from skcolor.paint._cvd import simulate_cvd
from skcolor.paint._gamut import in_gamut
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._scale import rounding_share
from skcolor.paint._spaces import JND, oklab_to_srgb, srgb_to_oklab

# Rows that the search looks at.
_N_ROWS = 200
# It goes on from the best few of its starts.
_N_STARTS = 2
_MAX_TRIALS = 100
_LEVELS = (0.5, 0.7)
# First steps of the search: turns about three axes, lightness, and the two others.
_STEPS = np.array([0.3, 0.3, 0.3, 0.08, 0.04, 0.04])
# Distances are seen with so much noise that their size counts beside their proportion.
_NOISE = 5 * JND
# Faces, edges and corners of a cube.
_DIRECTIONS = np.array([way for way in product((-1, 0, 1), repeat=3) if any(way)])


def fit_gamut_map(
    coordinates: npt.NDArray[np.floating],
    *,
    contrast: float,
    clipped: float,
    cvd: str | None,
    lightness: tuple[float, float],
) -> GamutMap:
    """Fit coordinates into the sRGB solid.

    Among all turns and shifts that keep distances, the one that allows the largest scale
    with at most a share of `clipped` of the rows outside; for deficient sight, the one in
    which seen distances follow distances best. From the same start always: no chance.

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
    frame, origin, axes = _frame(coordinates, unit, clipped)
    frame = _different_rows(frame, clipped)
    if frame.any():
        poses = _Poses.of(frame, contrast, clipped, cvd, lightness)
        best = _search(poses.scale_loss, lightness)
        if cvd is not None:
            best = _search(poses.sight_loss, lightness, best)
        found = poses.make(best, frame, int(clipped * (len(frame) - 1)))
        with np.errstate(over="ignore"):
            scale = np.divide(found.scale, unit)
        if np.isfinite(scale):
            rotation = found.rotation @ axes
            return replace(found, origin=origin, rotation=rotation, scale=float(scale))
    # Rows that do not differ, or by less than can be enlarged.
    middle = np.array([sum(lightness) / 2, 0, 0])
    return GamutMap(origin, axes, middle, 1.0, contrast, lightness)


@dataclass(frozen=True)
class _Poses:
    """What a pose, three numbers for a turn and the OKLab of the center, is worth."""

    border: npt.NDArray[np.float64]
    n_outside: int
    sample: npt.NDArray[np.float64]
    contrast: float
    cvd: str | None
    lightness: tuple[float, float]

    @classmethod
    def of(cls, frame, contrast, clipped, cvd, lightness):
        outer = _outer_rows(frame, clipped)
        border, sample = _spread_sample(outer), _drawn_in(_spread_sample(frame), clipped)
        n_outside = int(clipped * (len(frame) - 1) * len(border) / len(outer))
        return cls(border, n_outside, sample, contrast, cvd, lightness)

    def make(self, pose, rows, n_outside):
        """Make the map of a pose, at the scale at which `n_outside` rows are outside."""
        turn = Rotation.from_rotvec(pose[:3]).as_matrix()
        map_ = GamutMap(np.zeros(3), turn, pose[3:], 1.0, self.contrast, self.lightness)
        shares = map_.shares(rows)
        n_outside = min(n_outside, np.count_nonzero(shares) - 1)
        nth = len(rows) - 1 - n_outside
        return replace(map_, scale=1 / float(np.partition(shares, nth)[nth]))

    def scale_loss(self, pose):
        if not self._is_inside(pose[3:]):
            return 1.0
        return -self.make(pose, self.border, self.n_outside).scale

    def sight_loss(self, pose):
        if not self._is_inside(pose[3:]):
            return 1.0
        map_ = self.make(pose, self.border, self.n_outside)
        return -_seen_fidelity(self.sample, map_, self.cvd)

    def _is_inside(self, center):
        low, high = self.lightness
        return low < center[0] < high and in_gamut(center, tolerance=0)


def _frame(coordinates, unit, clipped):
    """Rows about their center, along their principal axes, in a unit; center and axes.

    Rows far out count for neither. One copy of the coordinates is changed in place.
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
    inner = [np.compress(is_inner, column) for column in frame.T]
    _, vectors = eigh([[a @ b for a in inner] for b in inner])
    axes = fix_signs(vectors.T[::-1])
    return frame @ axes.T, (median + shift) * unit, axes


def _drop_rounding(frame, rounding, clipped):
    """Make columns 0 where they are constant, but for rounding and a share of the rows."""
    for column, most in zip(frame.T, rounding, strict=True):
        is_rounding = np.abs(column) <= most
        if np.count_nonzero(is_rounding) >= (1 - clipped) * len(column):
            column[is_rounding] = 0


def _different_rows(frame, clipped):
    """Rows that differ from the rest, and as many of the rest, where that is all equal.

    A share of `clipped` of all rows would be all that there is to see.
    """
    differs = frame.any(axis=1)
    n_different = np.count_nonzero(differs)
    if n_different > clipped * len(frame):
        return frame
    differs[np.flatnonzero(~differs)[: max(1, n_different)]] = True
    return frame[differs]


def _norms(rows):
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))


def _outer_rows(frame, clipped):
    """Rows that may be at the border: among the farthest out in some direction.

    What lies beyond a flat border is less than `clipped` of all rows, and so among the
    outermost in the direction of that border. The slack is for directions between ours,
    and for a border that is not flat.
    """
    spread = np.array([column.std() for column in frame.T])
    directions = _DIRECTIONS / np.where(spread > 0, spread, 1)
    n_inner = max(0, len(frame) - int(1.5 * clipped * len(frame)) - 2)
    is_outer = np.zeros(len(frame), dtype=bool)
    for direction in directions:
        along = frame @ direction
        is_outer |= along >= np.partition(along, n_inner)[n_inner]
    return frame[is_outer]


def _spread_sample(rows):
    """Some rows at evenly spaced ranks of their distance from the center."""
    order = np.argsort(_norms(rows), kind="stable")
    ranks = np.linspace(0, len(rows) - 1, min(_N_ROWS, len(rows))).round().astype(int)
    return rows[order[ranks]]


def _drawn_in(rows, clipped):
    """Rows, those far out drawn in: a few are not to have most of the distances."""
    radius = _norms(rows)
    limit = np.quantile(radius, 1 - clipped, method="lower")
    share = np.minimum(radius, limit) / np.where(radius > 0, radius, 1)
    return rows * share[:, np.newaxis]


def _seen_fidelity(rows, map_, cvd):
    """Correlation of distances with those seen with deficient sight and noise."""
    colors = np.clip(oklab_to_srgb(map_.to_oklab(rows)), 0, 1)
    lab = srgb_to_oklab(simulate_cvd(colors, cvd))
    lab = lab + _NOISE * np.random.default_rng(0).normal(size=lab.shape)
    given, seen = (table - table.mean() for table in (pdist(rows), pdist(lab)))
    size = np.linalg.norm(given) * np.linalg.norm(seen)
    return float(given @ seen / size) if size > 0 else 0.0


def _search(loss, lightness, *more_starts):
    """Turn and center of the smallest loss, from the turns of a cube."""
    low, high = lightness
    centers = [low + level * (high - low) for level in _LEVELS]
    turns = Rotation.create_group("O").as_rotvec()
    starts = [np.array([*turn, center, 0, 0]) for turn in turns for center in centers]
    starts = [*more_starts, *starts]
    losses = [loss(start) for start in starts]
    found = []
    for _ in range(_N_STARTS):  # in their order where they are equally good
        best = first_smallest(losses)
        found.append(_descend(loss, starts[best]))
        losses[best] = np.inf
    return found[first_smallest([result.fun for result in found])].x


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
