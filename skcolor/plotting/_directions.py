"""The meaning of a channel colorer's directions."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._fitted.pipelines import before_last_step, color_rows, last_step, steps_of
from skcolor._summaries.quantiles import move_apart
from skcolor.metrics._attributes import AttributeTable
from skcolor.paint import clip_to_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.plotting._attribute_differences import (
    AttributeDifference,
    attribute_differences,
)
from skcolor.plotting._channel_key import ChannelKey, Direction, End
from skcolor.plotting._loadings import describe_share, find_feature_names, largest_features

# Attributes of colorers that use their columns in order: scales, or an inverse.
_OF_COLUMNS = ("inverse_transform", "thresholds_", "vmin_")
_RANGE = (2, 50, 98)  # percentiles of the rows: low end, middle, high end
_SAMPLE = 20_000
_N_COLORS = 48
_N_SHOWN = 3  # rows shown at an end
_SEEN = 0.02  # visible difference in OKLab
_WORDS = (("dark", "light"), ("green", "red"), ("blue", "yellow"))  # for L, a and b


def make_channel_key(
    colorer: Any,
    X: npt.ArrayLike | None,
    layout: npt.ArrayLike | None,
    *,
    feature_names: npt.ArrayLike | None,
    row_names: list[str] | None,
    images: npt.NDArray[np.uint8] | None,
    attributes: AttributeTable | None = None,
) -> ChannelKey:
    """Make the key of a fitted channel colorer, or of a pipeline that ends in one.

    Parameters
    ----------
    colorer : estimator
        If the last step uses its first three columns, they are the directions; otherwise,
        lightness, green to red, and blue to yellow.
    X : array-like or None
        The rows; without them, the scales of the colorer define the ends.
    layout : array-like or None
        Layout of the rows, for colorers that use it.
    feature_names : list of str or None
        Names of the input features of the last transformer, if it is linear; None uses
        those seen in fit.
    row_names : list of str or None
        A text for each row; those nearest the ends are shown.
    images : ndarray of shape (n_samples, height, width, 3) or None
        An image for each row; those nearest the ends are shown.
    attributes : AttributeTable or None, default=None
        Attributes of the rows; those that differ clearly name the ends.

    Returns
    -------
    ChannelKey
        The key.
    """
    space: _ColumnSpace | _ColorSpace
    if any(hasattr(last_step(colorer), name) for name in _OF_COLUMNS):
        names = find_feature_names(colorer, feature_names)
        space = _ColumnSpace(colorer, X, layout, names)
        features = {} if space.titles else largest_features(colorer, names)
    else:
        space, features = _ColorSpace(colorer, X, layout), {}
    differences = {}
    if not (attributes is None or space.rows is None):
        differences = attribute_differences(space.rows, space.limits, attributes)

    def make_end(j: int, side: int) -> End:
        near = _find_nearest(space.rows, space.limits, j, side)
        return End(
            value=float(space.limits[side, j]),
            attributes=tuple(d.text for d in differences.get((j, side), ())),
            features=features.get((j, side), ()),
            names=() if row_names is None else tuple(row_names[row] for row in near),
            images=() if images is None else tuple(images[row] for row in near),
        )

    def make_direction(j: int) -> Direction:
        strip = _colors_along(space, j)
        ends = [make_end(j, 0), make_end(j, 2)]
        if not any(end.meaning() or end.names or end.images for end in ends):
            places = space.name_ends(j, strip)
            ends = [replace(end, place=p) for end, p in zip(ends, places, strict=True)]
        title = space.titles[j] if space.titles else _make_title(j, differences, features)
        return Direction(str(j + 1), title, describe_share(colorer, j), strip, *ends)

    used = range(min(3, space.limits.shape[1]))
    slices = {pair: _colors_along(space, *pair) for pair in combinations(used, 2)}
    return ChannelKey(slices, [make_direction(j) for j in used])


def _make_title(
    j: int,
    differences: dict[tuple[int, int], list[AttributeDifference]],
    features: dict[tuple[int, int], tuple[str, ...]],
) -> str:
    """Title of a direction: the clearest attribute, or feature, at each end."""
    attributes = [
        t.attribute for side in (0, 2) for t in differences.get((j, side), [])[:1]
    ]
    if attributes:
        return ", ".join(dict.fromkeys(attributes))
    return " ↔ ".join(name for side in (0, 2) for name in features.get((j, side), ())[:1])


class _ColumnSpace:
    """The input columns of a colorer, and the colors that it assigns to them."""

    def __init__(
        self,
        colorer: Any,
        X: npt.ArrayLike | None,
        layout: npt.ArrayLike | None,
        names: list[str] | None,
    ) -> None:
        self.last = last_step(colorer)
        self.titles: Sequence[str] = ()
        if len(steps_of(colorer)) == 1:
            self.titles = names or [f"column {j + 1}" for j in range(3)]
        self.rows: npt.NDArray[np.floating] | None = None
        if X is not None:
            self.rows = np.asarray(before_last_step(colorer, X, layout))
        self.limits = (
            _scale_limits(self.last) if self.rows is None else _percentiles(self.rows)
        )

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Describe the ends of a strip by colors, or columns, with units, by numbers."""
        change = np.subtract(*srgb_to_oklab(strip[[-1, 0]]))
        axis = np.argmax(np.abs(change))
        if self.titles or np.abs(change[axis]) < _SEEN:
            return [f"{limit:.3g}" for limit in self.limits[::2, j]]
        return _WORDS[axis] if change[axis] > 0 else _WORDS[axis][::-1]

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        with warnings.catch_warnings():  # columns may have had names in fit
            warnings.filterwarnings("ignore", "X does not have valid feature names")
            return np.asarray(self.last.transform(rows))


class _ColorSpace:
    """OKLab, for colorers that may not use their first columns."""

    titles: Sequence[str] = ("lightness", "green to red", "blue to yellow")

    def __init__(
        self, colorer: Any, X: npt.ArrayLike | None, layout: npt.ArrayLike | None
    ) -> None:
        if X is None:
            name = type(last_step(colorer)).__name__
            raise TypeError(f"X must be given for the legend of {name}; got None.")
        self.rows = srgb_to_oklab(color_rows(colorer, X, layout))
        self.limits = _percentiles(self.rows)

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Names of the ends of an OKLab axis."""
        return _WORDS[j]

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        colors: npt.NDArray[np.floating] = np.clip(oklab_to_srgb(clip_to_gamut(rows)), 0, 1)
        return colors


def _percentiles(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Low end, middle and high end of each column; equal ends move to the next values."""
    sample = rows[:: -(-len(rows) // _SAMPLE)].astype(np.float64)
    limits = np.percentile(sample, _RANGE, axis=0)
    limits[::2, :3] = move_apart(rows[:, :3], limits[0, :3], limits[2, :3])
    return limits


def _scale_limits(last: Any) -> npt.NDArray[np.floating]:
    """The same limits from the scales of a colorer, without rows."""
    if hasattr(last, "inverse_transform"):
        corners = last.inverse_transform(np.array([*product([0.25, 0.75], repeat=3)]))
        known = corners.min(axis=0), corners.mean(axis=0), corners.max(axis=0)
    elif hasattr(last, "thresholds_"):
        known = last.thresholds_ - 1, last.thresholds_, last.thresholds_ + 1
    else:
        known = last.vmin_, (last.vmin_ + last.vmax_) / 2, last.vmax_
    limits = np.zeros((3, last.n_features_in_))
    n_known = min(len(known[0]), last.n_features_in_)
    limits[:, :n_known] = np.stack(known)[:, :n_known]
    return limits


def _colors_along(
    space: _ColumnSpace | _ColorSpace, *directions: int
) -> npt.NDArray[np.floating]:
    """Colors from the low to the high end of one or two directions."""
    limits = space.limits
    grid = np.meshgrid(*[np.linspace(0, 1, _N_COLORS)] * len(directions), copy=False)
    rows = np.tile(limits[1], (grid[0].size, 1))
    for j, position in zip(directions, grid, strict=True):
        rows[:, j] = limits[0, j] + position.ravel() * (limits[2, j] - limits[0, j])
    colors: npt.NDArray[np.floating] = space.paint(rows).reshape(*grid[0].shape, 3)
    return colors


def _find_nearest(
    rows: npt.NDArray[np.floating] | None,
    limits: npt.NDArray[np.floating],
    j: int,
    side: int,
) -> Sequence[int]:
    """Rows nearest an end of a direction, in the first three columns, scaled."""
    if rows is None:
        return ()
    low, middle, high = limits[:, :3]
    end = np.where(np.arange(len(middle)) == j, limits[side, j], middle)
    spread = np.where(high > low, high - low, 1.0)
    distance = np.linalg.norm((rows[:, :3] - end) / spread, axis=1)
    return list(np.argsort(distance, kind="stable")[:_N_SHOWN])
