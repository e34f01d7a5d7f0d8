"""How coordinates are turned and shifted so that as much as possible of them is seen."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.spatial.distance import pdist
from scipy.spatial.transform import Rotation

from skcolor.paint._cvd import simulate_cvd
from skcolor.paint._gamut import in_gamut
from skcolor.paint._gamut_map import GamutMap, reach
from skcolor.paint._spaces import JND, oklab_to_srgb, srgb_to_oklab

# The search begins with few rows, from the best few of all starts, and ends with more.
_FEW_ROWS, _MORE_ROWS = 200, 400
_N_STARTS = 2
_MAX_TRIALS = 100
# Distances are seen with the noise of small marks.
_NOISE = 2.5 * JND
_LEVELS = (0.5, 0.65, 0.8)
# First steps of the search: turns about three axes, lightness, and the two others.
_STEPS = np.array([0.3, 0.3, 0.3, 0.08, 0.04, 0.04])


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
    coordinates = coordinates.astype(np.float64, copy=False)
    unit = np.abs(coordinates).max() or 1.0
    origin, axes = _frame(coordinates / unit, clipped)
    frame = (coordinates / unit - origin) @ axes.T
    if not frame.any():
        middle = np.array([sum(lightness) / 2, 0, 0])
        return GamutMap(origin * unit, axes, middle, 1.0, contrast, lightness)

    def make(parameters, rows):
        turn, center = _turn(parameters[:3]), parameters[3:]
        scale = _largest_scale(rows, turn, center, clipped, lightness)
        return GamutMap(np.zeros(3), turn, center, scale, contrast, lightness)

    def is_inside(center):
        return lightness[0] < center[0] < lightness[1] and in_gamut(center, tolerance=0)

    def scale_loss(parameters, rows):
        return -make(parameters, rows).scale if is_inside(parameters[3:]) else 1.0

    def sight_loss(parameters, rows):
        if not is_inside(parameters[3:]):
            return 1.0
        return -_seen_fidelity(rows, make(parameters, rows), cvd)

    largest = _search(scale_loss, frame, lightness)
    best = largest if cvd is None else _search(sight_loss, frame, lightness, largest)
    found = make(best, frame)
    return replace(
        found,
        origin=origin * unit,
        rotation=found.rotation @ axes,
        scale=found.scale / unit,
    )


def _frame(coordinates, clipped):
    """Center and principal axes of all but the rows far out."""
    radius = np.linalg.norm(coordinates - np.median(coordinates, axis=0), axis=1)
    inner = coordinates[radius <= np.quantile(radius, 1 - clipped)]
    origin = inner.mean(axis=0)
    _, vectors = np.linalg.eigh((inner - origin).T @ (inner - origin))
    axes = vectors.T[::-1]
    largest = np.abs(axes).argmax(axis=1)
    return origin, axes * np.where(axes[np.arange(3), largest] < 0, -1, 1)[:, np.newaxis]


def _spread_sample(frame, n_rows):
    """Rows at evenly spaced ranks of their distance from the center."""
    order = np.argsort(np.linalg.norm(frame, axis=1), kind="stable")
    ranks = np.linspace(0, len(frame) - 1, min(n_rows, len(frame))).round().astype(int)
    return frame[order[ranks]]


def _turn(vector):
    return Rotation.from_rotvec(vector).as_matrix()


def _largest_scale(rows, turn, center, clipped, lightness):
    """Scale at which a share of `clipped` of the rows is outside the gamut."""
    turned = rows @ turn.T
    radius = np.linalg.norm(turned, axis=1)
    away = radius > 0
    if not away.any():
        return 1.0
    directions = turned[away] / radius[away, np.newaxis]
    limits = np.full(len(rows), np.inf)
    limits[away] = reach(center, directions, lightness) / radius[away]
    return float(np.quantile(limits, clipped, method="lower"))


def _seen_fidelity(rows, map_, cvd):
    """Correlation of distances with those seen with deficient sight and noise."""
    colors = np.clip(oklab_to_srgb(map_.to_oklab(rows)), 0, 1)
    lab = srgb_to_oklab(simulate_cvd(colors, cvd))
    lab = lab + _NOISE * np.random.default_rng(0).normal(size=lab.shape)
    with np.errstate(invalid="ignore"):
        fidelity = np.corrcoef(pdist(rows), pdist(lab))[0, 1]
    return float(np.nan_to_num(fidelity))


def _search(loss, frame, lightness, *more_starts):
    """Smallest loss over turns and centers, from the turns of a cube."""
    few, more = (_spread_sample(frame, n_rows) for n_rows in (_FEW_ROWS, _MORE_ROWS))
    turns = Rotation.create_group("O").as_rotvec()
    low, high = lightness
    centers = [low + share * (high - low) for share in _LEVELS]
    starts = [np.array([*turn, level, 0, 0]) for turn in turns for level in centers]
    starts = [*more_starts, *starts]
    starts.sort(key=lambda start: loss(start, few))
    found = [_descend(loss, few, start, _STEPS) for start in starts[:_N_STARTS]]
    best = min(found, key=lambda result: result.fun).x
    return best if len(more) == len(few) else _descend(loss, more, best, _STEPS / 3).x


def _descend(loss, rows, start, steps):
    return minimize(
        loss,
        start,
        args=(rows,),
        method="Nelder-Mead",
        options={
            "maxfev": _MAX_TRIALS,
            "initial_simplex": start + np.vstack([np.zeros(6), np.diag(steps)]),
        },
    )
