"""Move colors apart, within ranges, to maximize the smallest distance."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from skcolor.paint._spaces import srgb_to_oklab

View = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.floating]]

_STEPS = 160
# Exponents p of the repulsion d^-p, from soft to hard.
_POWERS = (8.0, 80.0)
# Step length relative to a color's share of the cube: in the first and last step.
_REACH = (0.12, 0.002)
# Colors closer than this times the median nearest distance repel each other.
_NEAR = 2.0
_RENEW = 10
# Colors snap to a grid, so that a CPU's last digits do not change the result.
_GRID = 4096
_MARGIN = 3e-4
_DIFFERENCE = 1e-4


class ColorRange(NamedTuple):
    """Ranges of lightness and chroma in OKLCH."""

    lightness: tuple[float, float]
    chroma: tuple[float, float]

    def holds(self, colors: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Which sRGB colors lie in both ranges."""
        lab = srgb_to_oklab(colors)
        light = lab[:, 0].clip(0, 1)  # by rounding, that of white exceeds 1
        strength = np.hypot(lab[:, 1], lab[:, 2])
        within = [
            (value >= low) & (value <= high)
            for value, (low, high) in ((light, self.lightness), (strength, self.chroma))
        ]
        return within[0] & within[1]


def repel_colors(
    colors: npt.NDArray[np.float64],
    fixed: npt.NDArray[np.float64],
    views: list[View],
    allowed: ColorRange,
) -> npt.NDArray[np.float64]:
    """Move colors away from each other and from fixed colors.

    Parameters
    ----------
    colors : ndarray of shape (n, 3)
        Initial sRGB colors, within the ranges.
    fixed : ndarray of shape (m, 3)
        sRGB colors that do not move.
    views : list of callables
        Each converts sRGB to coordinates. The distance of two colors is the smallest over
        all views.
    allowed : ColorRange
        Allowed colors.

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB within the ranges. The smallest distance, including fixed colors, is never
        smaller than that of `colors`.

    Notes
    -----
    Gradient descent on the sum of ``d**-p`` over near pairs in all views, with Adam-like
    steps. p grows, so that in the end only the closest pairs repel each other.
    """
    n = len(colors)
    if n + len(fixed) < 2 or not n:
        return colors
    still = view_coordinates(fixed, views)
    best, most = colors, -np.inf
    speed, power = np.zeros((n, 3)), np.zeros((n, 1))
    for step in range(_STEPS + 1):
        places, slopes = _slopes(colors, views)
        others = np.concatenate([still, places], axis=2)
        if step % _RENEW == 0:
            table = _all_distances(places, others)
            if table.min() > most:
                best, most = colors, table.min()
            pairs = np.nonzero(table <= _NEAR * np.median(table.min(axis=1)))
        at = step / _STEPS
        push = _push(places, others, slopes, pairs, _between(_POWERS, at))
        speed = 0.9 * speed + 0.1 * push
        power = 0.95 * power + 0.05 * (push * push).sum(axis=1, keepdims=True)
        pace = np.sqrt(power / (1 - 0.95 ** (step + 1))) + 1e-3
        length = _between(_REACH, at) * n ** (-1 / 3) / (1 - 0.9 ** (step + 1))
        colors = _move(colors, length * speed / pace, allowed)
    return best


def smallest_distance(
    colors: npt.NDArray[np.float64], fixed: npt.NDArray[np.float64], views: list[View]
) -> float:
    """Smallest distance in any view between two colors, fixed ones included."""
    places = view_coordinates(colors, views)
    others = np.concatenate([view_coordinates(fixed, views), places], axis=2)
    return float(_all_distances(places, others).min())


def _between(ends, at):
    """Interpolate geometrically."""
    return ends[0] * (ends[1] / ends[0]) ** at


def view_coordinates(
    colors: npt.NDArray[np.float64], views: list[View]
) -> npt.NDArray[np.floating]:
    """Coordinates of the colors in all views, of shape (n_views, 3, n)."""
    return np.stack([view(colors).T for view in views])


def _slopes(colors, views):
    """Coordinates, (v, 3, n), and their derivatives by channel, (v, 3, 3, n)."""
    shifts = _DIFFERENCE * np.eye(4, 3, -1)[:, np.newaxis]
    seen = view_coordinates((colors + shifts).reshape(-1, 3), views)
    seen = seen.reshape(len(views), 3, 4, len(colors))
    places = seen[:, :, 0]
    return places, (seen[:, :, 1:] - places[:, :, np.newaxis]) / _DIFFERENCE


def _all_distances(places, others):
    """Smallest distance in any view between colors and others; infinite to itself."""
    views = zip(places, others, strict=True)
    table = np.minimum.reduce([cdist(place.T, other.T) for place, other in views])
    rows = np.arange(len(table))
    table[rows, table.shape[1] - len(table) + rows] = np.inf
    return table


def _push(places, others, slopes, pairs, exponent):
    """Direction in which each color is pushed, in sRGB; the largest has length 1."""
    first, second = pairs
    away = places[:, :, first] - others[:, :, second]
    squares = away * away
    distances = np.sqrt(squares[:, 0] + squares[:, 1] + squares[:, 2]).clip(1e-9)
    weights = (distances.min() / distances) ** (exponent + 1) / distances
    n = places.shape[2]
    forces = [
        [np.bincount(first, weight * part, minlength=n) for part in view]
        for weight, view in zip(weights, away, strict=True)
    ]
    push = np.einsum("vin,vikn->nk", np.array(forces), slopes)
    size = np.sqrt((push * push).sum(axis=1)).max()
    return push / max(size, 1e-12)


def _move(colors, steps, allowed):
    """Take steps within the ranges; colors that would leave them stay."""
    moved = _into_range((colors + steps).clip(0, 1), allowed)
    moved = np.round(moved * _GRID) / _GRID
    return np.where(allowed.holds(moved)[:, np.newaxis], moved, colors)


def _into_range(colors, allowed):
    """Bring colors back into the ranges, to first order."""
    _, slopes = _slopes(colors, [srgb_to_oklab])
    lightness, a, b = slopes[0].transpose(0, 2, 1)  # each (n, 3)
    for _ in range(2):
        lab = srgb_to_oklab(colors)
        colors = _correct(colors, lab[:, 0], lightness, allowed.lightness)
        lab = srgb_to_oklab(colors)
        size = np.hypot(lab[:, 1], lab[:, 2])
        chroma = (lab[:, 1:2] * a + lab[:, 2:] * b) / np.maximum(size, 1e-9)[:, np.newaxis]
        colors = _correct(colors, size, chroma, allowed.chroma)
    return colors


def _correct(colors, values, slopes, limits):
    low, high = limits
    margin = min(_MARGIN, (high - low) / 4)
    low, high = low and low + margin, high if high == 1 else high - margin
    excess = values - values.clip(low, high)
    steepness = np.maximum((slopes * slopes).sum(axis=1), 1e-12)
    return (colors - (excess / steepness)[:, np.newaxis] * slopes).clip(0, 1)
