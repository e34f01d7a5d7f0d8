"""Fit the parameters of painting to reference colors."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares, linear_sum_assignment
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from skcolor._compute.chunks import spread_rows
from skcolor._compute.linear_algebra import polar
from skcolor.paint._colormaps import apply_colormap
from skcolor.paint._descend import descend
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._scale import rescale
from skcolor.paint._spaces import srgb_to_oklab
from skcolor.paint._srgb_gamut import in_gamut

_MOST_ROWS = 2000
_MOST_COLORS = 1024


def match_range(
    values: npt.NDArray[np.floating], positions: npt.NDArray[np.floating]
) -> tuple[float, float] | None:
    """Find the values that map to 0 and 1 so that all values match reference positions.

    Parameters
    ----------
    values, positions : ndarray of shape (n,)
        Values, and their reference positions in [0, 1]; those at the ends may be clipped.

    Returns
    -------
    low, high : float
        `low` is larger than `high` if values fall as positions rise. None if the positions
        determine nothing.
    """
    inner = (positions > 0.02) & (positions < 0.98)
    if np.count_nonzero(inner) < 2:
        inner[:] = True
    x, y = values[inner].astype(np.float64), positions[inner]
    # Equal numbers may differ from their mean by rounding.
    spread = np.var(x) if np.ptp(x) > 0 and np.ptp(y) > 0 else 0.0
    slope = np.mean((x - x.mean()) * (y - y.mean())) / spread if spread > 0 else 0.0
    if slope == 0:
        return None
    offset = y.mean() - slope * x.mean()
    return -offset / slope, (1 - offset) / slope


def match_limits(
    values: npt.NDArray[np.floating],
    table: npt.NDArray[np.floating],
    limits: tuple[float, float],
    colors: npt.NDArray[np.floating],
    center: float | None = None,
) -> tuple[float, float]:
    """Limits of a colormap that bring values closest to reference colors.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values to paint; NaN where they are missing.
    table : ndarray of shape (n_colors, 3)
        The colormap, in sRGB.
    limits : tuple of two floats
        The current limits.
    colors : ndarray of shape (n, 3)
        Wanted, sRGB.
    center : float or None, default=None
        Value that keeps the middle color.

    Returns
    -------
    low, high : float
        Limits with the smallest mean ΔE found; `low` is larger than `high` where values
        fall along the colormap.
    """
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return limits
    rows = known[spread_rows(len(known), _MOST_ROWS)]
    values, wanted = values[rows], srgb_to_oklab(colors[rows])
    lab = srgb_to_oklab(table)

    def miss(limits):
        if center is not None and (limits[0] - center) * (limits[1] - center) > 0:
            return np.inf
        painted = apply_colormap(rescale(values, *limits, center), lab)
        return np.linalg.norm(painted - wanted, axis=1).mean()

    positions = cKDTree(lab).query(wanted)[1] / max(1, len(lab) - 1)
    starts = [limits, limits[::-1], match_range(values, positions) or limits]
    found = [
        descend(miss, start, np.full(2, 0.1) * (start[1] - start[0])).x
        for start in map(np.array, starts)
    ]
    low, high = min(found, key=miss)
    return float(low), float(high)


def match_palette(
    labels: npt.NDArray[np.integer],
    palette: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
) -> npt.NDArray[np.floating]:
    """Assign each label a palette color or reference color, each at most once.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        Labels of rows; negative labels have no color.
    palette : ndarray of shape (n_labels, 3)
        The current color of each label, sRGB.
    colors : ndarray of shape (n, 3)
        Reference colors of the rows, sRGB.

    Returns
    -------
    ndarray of shape (n_labels, 3)
        The colors with the smallest sum of ΔE over the rows.
    """
    known = labels >= 0
    labels, colors = labels[known], colors[known]
    wanted, index = np.unique(colors, axis=0, return_inverse=True)
    index = index.ravel()
    # Count the colors of each label: rows with the same label and color cost the same.
    counts = np.zeros((len(palette), len(wanted)))
    np.add.at(counts, (labels, index), 1)
    frequent = np.argsort(-counts.sum(axis=0), kind="stable")[:_MOST_COLORS]
    candidates = _without_doubles(np.vstack([wanted[frequent], palette]), len(palette))
    costs = counts @ cdist(srgb_to_oklab(wanted), srgb_to_oklab(candidates))
    rows, columns = linear_sum_assignment(costs)
    matched = palette.copy()
    matched[rows] = candidates[columns]
    return matched


def _without_doubles(colors, n_least):
    """Drop colors that look like an earlier one, unless too few remain."""
    lab = srgb_to_oklab(colors)
    pairs = cKDTree(lab).query_pairs(1e-3, output_type="ndarray")
    keep = np.ones(len(colors), dtype=bool)
    keep[pairs.max(axis=1)] = False
    return colors if np.count_nonzero(keep) < n_least else colors[keep]


def match_channels(
    coordinates: npt.NDArray[np.floating], channels: npt.NDArray[np.floating]
) -> tuple[npt.NDArray, npt.NDArray, npt.NDArray] | None:
    """Find the rotation and ranges that bring coordinates closest to reference channels.

    Parameters
    ----------
    coordinates : ndarray of shape (n, 3)
        Coordinates to rotate.
    channels : ndarray of shape (n, 3)
        Reference channels in [0, 1]; those at the ends may be clipped.

    Returns
    -------
    rotation : ndarray of shape (3, 3)
        Orthogonal.
    low, high : ndarray of shape (3,)
        Rotated coordinates that become 0 and 1. If the channels determine nothing, None is
        returned instead of all three.
    """
    coordinates = coordinates.astype(np.float64)
    center = coordinates.mean(axis=0)
    centered = coordinates - center
    design = np.column_stack([centered, np.ones(len(centered))])
    slopes = np.zeros((3, 3))
    for channel, wanted in enumerate(channels.T):
        inner = (wanted > 0.02) & (wanted < 0.98)
        if np.count_nonzero(inner) < 4:
            inner[:] = True
        slopes[channel] = np.linalg.lstsq(design[inner], wanted[inner], rcond=None)[0][:3]
    steepness = np.linalg.norm(slopes, axis=1)
    if not steepness.all():
        return None
    rotation = polar(slopes / steepness[:, np.newaxis])
    turned = coordinates @ rotation.T
    ranges = [match_range(t, w) for t, w in zip(turned.T, channels.T, strict=True)]
    if any(range_ is None for range_ in ranges):
        return None
    low, high = np.array(ranges).T
    return rotation, low, high


def match_gamut_map(
    map_: GamutMap,
    coordinates: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
) -> GamutMap:
    """Rotate, shift and scale a map to match reference colors.

    Parameters
    ----------
    map_ : GamutMap
        The map to adjust; its contrast is kept.
    coordinates, colors : ndarray of shape (n, 3)
        Coordinates, and their reference colors in sRGB.

    Returns
    -------
    GamutMap
        The map with the smallest sum of squared ΔE found.
    """
    rows = spread_rows(len(colors), _MOST_ROWS)
    points, wanted = coordinates[rows].astype(np.float64), srgb_to_oklab(colors[rows])
    if (wanted == wanted[0]).all():  # a single color determines nothing
        return map_
    # Where the map would have to place the points before it bends them.
    placed = map_.place(map_.to_coordinates(wanted))
    origin, target = points.mean(axis=0), placed.mean(axis=0)
    rotation = polar((placed - target).T @ (points - origin))
    spread = np.linalg.norm(points - origin)
    size = np.linalg.norm(placed - target) / spread if spread > 0 else map_.scale
    origin = origin - rotation.T @ target / size
    unit = np.linalg.norm(points - origin, axis=1).mean() or 1.0

    def make(change):
        turn = Rotation.from_rotvec(change[:3]).as_matrix() @ rotation
        return replace(
            map_,
            origin=origin + change[3:6] * unit,
            rotation=turn,
            center=map_.center + change[6:9],
            scale=size * np.exp(change[9]),
        )

    def miss(change):
        candidate = make(change)
        low, high = map_.lightness
        lightness = candidate.center[0]
        if not (low < lightness < high and in_gamut(candidate.center, tolerance=0)):
            return np.ones(wanted.size)
        return (candidate.to_oklab(points) - wanted).ravel()

    found = least_squares(miss, np.zeros(10), diff_step=1e-3, ftol=1e-3, max_nfev=60)
    return make(found.x)
