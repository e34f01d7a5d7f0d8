"""Make the key of a channel colorer along directions: its columns, or axes of color."""

import warnings
from collections.abc import Sequence
from itertools import combinations, product
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from skcolor._keys.channel_key import ChannelKey, Direction, End
from skcolor.paint._spaces import srgb_to_oklab

COLOR_WORDS = (("dark", "light"), ("green", "red"), ("blue", "yellow"))
"""Names of the ends of OKLab's L, a and b."""

# Attributes of colorers that use their columns in order: scales, or an inverse.
_OF_COLUMNS = ("inverse_transform", "thresholds_", "vmin_")
_N_COLORS = 48
_SEEN = 0.02  # visible difference in OKLab


class DirectionSpace(Protocol):
    """A space with directions: their limits, titles and colors.

    Attributes
    ----------
    limits : ndarray of shape (3, n_directions)
        Low end, middle and high end of each direction.
    titles : sequence of str
        Title of each direction; empty if unknown.
    """

    @property
    def limits(self) -> npt.NDArray[np.floating]: ...

    @property
    def titles(self) -> Sequence[str]: ...

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Name the ends of a direction, given the colors of its strip."""

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Colors of rows."""


class ColumnSpace:
    """The input columns of a colorer, and the colors that it assigns to them.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer.
    titles : sequence of str
        Names of the columns; empty if unknown.
    limits : ndarray of shape (3, n_columns) or None, default=None
        Low end, middle and high end of each column; None uses the scales of the colorer.
    """

    def __init__(
        self,
        colorer: Any,
        titles: Sequence[str],
        limits: npt.NDArray[np.floating] | None = None,
    ) -> None:
        self.colorer = colorer
        self.titles = titles
        self.limits = _scale_limits(colorer) if limits is None else limits

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Describe the ends of a strip by colors, or columns, with units, by numbers."""
        change = np.subtract(*srgb_to_oklab(strip[[-1, 0]]))
        axis = np.argmax(np.abs(change))
        if self.titles or np.abs(change[axis]) < _SEEN:
            limits = [f"{limit:.3g}" for limit in self.limits[::2, j]]
            return [limit.replace("-", "\N{MINUS SIGN}") for limit in limits]
        return COLOR_WORDS[axis] if change[axis] > 0 else COLOR_WORDS[axis][::-1]

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Colors of rows from the colorer."""
        with warnings.catch_warnings():  # columns may have had names in fit
            warnings.filterwarnings("ignore", "X does not have valid feature names")
            return np.asarray(self.colorer.transform(rows))


def goes_by_columns(colorer: Any) -> bool:
    """Whether a channel colorer uses its columns in order."""
    return any(hasattr(colorer, name) for name in _OF_COLUMNS)


def column_titles(names: Sequence[str] | None) -> Sequence[str]:
    """Titles of columns: their names, or numbers."""
    return names or [f"column {j + 1}" for j in range(3)]


def channel_key(space: DirectionSpace) -> ChannelKey:
    """Colors along each of the first three directions, and along two at a time."""
    used = range(min(3, space.limits.shape[1]))
    slices = {pair: _colors_along(space, *pair) for pair in combinations(used, 2)}
    return ChannelKey(slices, [_make_direction(space, j) for j in used])


def _make_direction(space: DirectionSpace, j: int) -> Direction:
    strip = _colors_along(space, j)
    low, high = (
        End(float(value), place)
        for value, place in zip(
            space.limits[::2, j], space.name_ends(j, strip), strict=True
        )
    )
    return Direction(str(j + 1), space.titles[j] if space.titles else "", strip, low, high)


def _colors_along(space: DirectionSpace, *directions: int) -> npt.NDArray[np.floating]:
    """Colors from the low to the high end of one or two directions."""
    limits = space.limits
    grid = np.meshgrid(*[np.linspace(0, 1, _N_COLORS)] * len(directions), copy=False)
    rows = np.tile(limits[1], (grid[0].size, 1))
    for j, position in zip(directions, grid, strict=True):
        rows[:, j] = limits[0, j] + position.ravel() * (limits[2, j] - limits[0, j])
    return space.paint(rows).reshape(*grid[0].shape, 3)


def _scale_limits(colorer: Any) -> npt.NDArray[np.floating]:
    """Low end, middle and high end of each column, from the scales of a colorer."""
    if hasattr(colorer, "inverse_transform"):
        corners = colorer.inverse_transform(np.array([*product([0.25, 0.75], repeat=3)]))
        known = corners.min(axis=0), corners.mean(axis=0), corners.max(axis=0)
    elif hasattr(colorer, "thresholds_"):
        known = colorer.thresholds_ - 1, colorer.thresholds_, colorer.thresholds_ + 1
    else:
        known = colorer.vmin_, (colorer.vmin_ + colorer.vmax_) / 2, colorer.vmax_
    limits = np.zeros((3, colorer.n_features_in_))
    n_known = min(len(known[0]), colorer.n_features_in_)
    limits[:, :n_known] = np.stack(known)[:, :n_known]
    return limits
