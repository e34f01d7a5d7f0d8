"""Colors from a map into the gamut, fast: reach by a table and Newton's method."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._spaces import (
    LINEAR_FROM_CONES,
    ROOTS_FROM_OKLAB,
    mix,
    oklab_to_srgb,
    ray_polynomials,
)
from skcolor.paint._srgb_gamut import GAMUT_EDGE, share_of_reach

# Cells along each side of the table.
_N_CELLS = 96
# Rows processed together; their arrays fit in the L2 cache.
_BLOCK = 8192
# The last step of Newton's method is at most this share of the reach; errors are far less.
_LAST_STEP = 2e-3
# If a channel comes this close to 0 or 1 and turns back, before the end of a ray or up to
# so much later, one ray may leave the gamut there and the next one not.
_NEAR, _LATER = 0.03, 1.2


def fast_srgb(
    map_: GamutMap, coordinates: npt.NDArray[np.floating]
) -> npt.NDArray[np.float32]:
    """Map coordinates to sRGB in [0, 1], with an error far below what can be seen.

    Parameters
    ----------
    map_ : GamutMap
        The map.
    coordinates : ndarray of shape (n, 3)
        Coordinates.

    Returns
    -------
    ndarray of shape (n, 3), float32
        As of ``oklab_to_srgb(map_.to_oklab(coordinates))``, with ΔE of at most 1e-4. The
        bytes of a row depend on that row alone.

    Notes
    -----
    The slow part of a map is to find where the ray through a row leaves the gamut. A table
    of rays has about the right place, from which one step of Newton's method for each
    channel leads to its end; the first end counts. A second step confirms it, or the row
    is computed exactly. So are rays next to which one grazes the gamut, where reach jumps.
    """
    out = np.empty((3, len(coordinates)), dtype=np.float32)
    place = _place_by_contrast if map_.contrast > 0 else _place_inside
    for first in range(0, len(coordinates), _BLOCK):
        rows = slice(first, first + _BLOCK)
        with np.errstate(all="ignore"):  # rows that are computed exactly
            is_sure = place(map_, coordinates[rows], out[:, rows])
        rest = first + np.flatnonzero(~is_sure)
        if len(rest):
            out[:, rest] = oklab_to_srgb(map_.to_oklab(coordinates[rest])).T
    return np.clip(out, 0, 1, out=out).T


def _steps(map_, coordinates):
    """Steps from the center: in scaled coordinates, in roots of cones, and in lightness."""
    steps = np.subtract(coordinates.T, map_.origin[:, np.newaxis])
    steps *= map_.scale
    steps = steps.astype(np.float32)
    roots = _mix(ROOTS_FROM_OKLAB @ map_.rotation, steps)
    rise = _mix(map_.rotation[:1], steps)[0]
    return steps, roots, rise


def _place_by_contrast(map_, coordinates, out):
    """Fill in colors of a block; return which are sure."""
    steps, roots, rise = _steps(map_, coordinates)
    center = _as_column(ROOTS_FROM_OKLAB @ map_.center)
    reach = 1 / _look_up(map_, steps)
    reach += _newton_step(center, roots, reach)
    last = _newton_step(center, roots, reach)
    is_sure = np.abs(last) <= _LAST_STEP * reach
    reach += last
    (low, high), middle = map_.lightness, map_.center[0]
    share = np.maximum(1 / reach, rise * np.float32(1 / (high - middle)))
    np.maximum(share, rise * np.float32(1 / (low - middle)), out=share)
    _to_srgb(center, roots, map_.bend(share), out)
    return is_sure


def _place_inside(map_, coordinates, out):
    """Fill in colors without contrast; those outside of the gamut are not sure."""
    _, roots, rise = _steps(map_, coordinates)
    center = _as_column(ROOTS_FROM_OKLAB @ map_.center)
    linear = _to_srgb(center, roots, np.float32(1), out)
    low, high = (np.float32(end - map_.center[0]) for end in map_.lightness)
    is_sure = (linear.min(axis=0) >= 0) & (linear.max(axis=0) <= 1)
    return is_sure & (rise >= low) & (rise <= high)


def _newton_step(center, roots, reach):
    """How much farther each ray leaves the gamut, by the slope of each channel."""
    cones = roots * reach
    cones += center
    squares = cones * cones
    cones *= squares
    squares *= roots
    value, slope = _mix(LINEAR_FROM_CONES, cones), _mix(3 * LINEAR_FROM_CONES, squares)
    value += np.float32(GAMUT_EDGE)
    np.subtract(np.float32(1 + 2 * GAMUT_EDGE) * (slope > 0), value, out=value)
    value /= slope
    return np.minimum(np.minimum(value[0], value[1]), value[2])


def _to_srgb(center, roots, factor, out):
    """Fill in sRGB at the given shares of steps in roots of cones; return linear values."""
    cones = roots * factor
    cones += center
    cubes = cones * cones
    cubes *= cones
    linear = _mix(LINEAR_FROM_CONES, cubes)
    np.maximum(linear, 0, out=out)
    is_dark = out <= np.float32(0.0031308)
    dark = out * np.float32(12.92)
    out **= np.float32(1 / 2.4)
    out *= np.float32(1.055)
    out -= np.float32(0.055)
    np.copyto(out, dark, where=is_dark)
    return linear


def _as_column(vector):
    return vector.astype(np.float32)[:, np.newaxis]


def _mix(matrix, columns):
    """Matrix product of the columns, in float32, one row at a time."""
    matrix = matrix.astype(np.float32)
    out = np.empty((len(matrix), columns.shape[1]), dtype=np.float32)
    part = np.empty(columns.shape[1], dtype=np.float32)
    for row, (a, b, c) in zip(out, matrix, strict=True):
        np.multiply(columns[0], a, out=row)
        row += np.multiply(columns[1], b, out=part)
        row += np.multiply(columns[2], c, out=part)
    return out


def _look_up(map_, steps):
    """Interpolate the table: steps as shares of the reach."""
    key = map_.center.tobytes(), map_.rotation.tobytes(), tuple(map_.lightness)
    table = _reach_table(*key)
    size = np.abs(steps)
    length = size[0] + size[1]
    length += size[2]
    x, y = steps[:2] / length
    folded_x = np.copysign(1 - size[1] / length, x)
    folded_y = np.copysign(1 - size[0] / length, y)
    is_below = steps[2] < 0
    np.copyto(x, folded_x, where=is_below)
    np.copyto(y, folded_y, where=is_below)
    half = np.float32(_N_CELLS / 2)
    x += 1
    x *= half
    y += 1
    y *= half
    i = np.minimum(x.astype(np.int32), _N_CELLS - 1)
    j = np.minimum(y.astype(np.int32), _N_CELLS - 1)
    x -= i
    y -= j
    i *= _N_CELLS + 1
    i += j
    near = table.take(i, mode="clip")
    near += (table[1:].take(i, mode="clip") - near) * y
    i += _N_CELLS + 1
    far = table.take(i, mode="clip")
    far += (table[1:].take(i, mode="clip") - far) * y
    far -= near
    far *= x
    near += far
    near *= length
    return near


@lru_cache(maxsize=64)
def _reach_table(
    center: bytes, rotation: bytes, lightness: tuple[float, float]
) -> npt.NDArray[np.float32]:
    """Inverse reach in the directions of an octahedron that is unfolded to a square.

    Of rays that graze the gamut, it is NaN.
    """
    side = np.linspace(-1, 1, _N_CELLS + 1)
    x, y = (grid.ravel() for grid in np.meshgrid(side, side, indexing="ij"))
    z = 1 - np.abs(x) - np.abs(y)
    is_below = z < 0
    folded_x, folded_y = (1 - np.abs(y)) * np.sign(x), (1 - np.abs(x)) * np.sign(y)
    x, y = np.where(is_below, folded_x, x), np.where(is_below, folded_y, y)
    turn = np.frombuffer(rotation).reshape(3, 3)
    start = np.frombuffer(center)
    steps = mix(np.stack([x, y, z], axis=1), turn)
    share = share_of_reach(start, steps)
    share[_grazes(start, steps, share, lightness)] = np.nan
    return share.astype(np.float32)


def _grazes(start, steps, share, lightness):
    """Whether a channel turns back from 0 or 1 at about the end of a ray, or before."""
    low, high = (end - start[0] for end in lightness)
    share = np.maximum(share, np.maximum(steps[:, 0] / high, steps[:, 0] / low))
    d, c, b, a = ray_polynomials(np.broadcast_to(start, steps.shape), steps)
    with np.errstate(divide="ignore", invalid="ignore"):  # channels without a turn
        root = np.sqrt(b * b - 3 * a * c)
        turns = np.stack([(root - b) / (3 * a), (-root - b) / (3 * a)])
        value = ((a * turns + b) * turns + c) * turns + d
        gap = np.where(3 * a * turns + b > 0, value, 1 - value)
        is_near = (turns > 0) & (turns * share < _LATER) & (np.abs(gap) < _NEAR)
    return is_near.any(axis=(0, 1))
