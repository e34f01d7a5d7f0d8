"""The meaning of a channel colorer's directions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._fitted.pipelines import (
    before_last_step,
    color_rows,
    last_step,
    steps_of,
)
from skcolor._keys.channel_key import ChannelKey, Direction, End
from skcolor._keys.column_key import (
    COLOR_WORDS,
    ColumnSpace,
    DirectionSpace,
    channel_key,
    column_titles,
    goes_by_columns,
)
from skcolor._summaries.quantiles import separate_limits
from skcolor.metrics._attributes import AttributeTable
from skcolor.paint import clip_to_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.plotting._attribute_differences import (
    AttributeDifference,
    attribute_differences,
)
from skcolor.plotting._loadings import describe_share, find_loadings
from skcolor.plotting._titles import n_skipped

_RANGE = (2, 50, 98)  # percentiles of the rows: low end, middle, high end
_SAMPLE = 20_000
_N_SHOWN = 3  # rows shown at an end


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
    space, rows, features = _find_space(colorer, X, layout, feature_names)
    differences = {}
    if not (attributes is None or rows is None):
        differences = attribute_differences(rows, space.limits, attributes)

    def add_to_end(end: End, j: int, side: int) -> End:
        near = _find_nearest(rows, space.limits, j, side)
        return replace(
            end,
            place="",
            attributes=tuple(d.text for d in differences.get((j, side), ())),
            features=features.get((j, side), ()),
            names=() if row_names is None else tuple(row_names[row] for row in near),
            images=() if images is None else tuple(images[row] for row in near),
        )

    def add_to_direction(direction: Direction, j: int) -> Direction:
        low, high = add_to_end(direction.low, j, 0), add_to_end(direction.high, j, 2)
        if not any(end.meaning() or end.names or end.images for end in (low, high)):
            low, high = direction.low, direction.high
        title = direction.title or _make_title(j, differences, features)
        name = direction.name
        if name.isdigit():
            name = str(int(name) + n_skipped(steps_of(colorer)[:-1]))
        share = describe_share(colorer, j)
        return replace(direction, name=name, title=title, share=share, low=low, high=high)

    key = channel_key(space)
    directions = [add_to_direction(one, j) for j, one in enumerate(key.directions)]
    return replace(key, directions=directions)


def _find_space(
    colorer: Any,
    X: npt.ArrayLike | None,
    layout: npt.ArrayLike | None,
    feature_names: npt.ArrayLike | None,
) -> tuple[
    DirectionSpace, npt.NDArray[np.floating] | None, dict[tuple[int, int], tuple[str, ...]]
]:
    """The space of the directions, its rows, and the features at each end."""
    last, is_alone = last_step(colorer), len(steps_of(colorer)) == 1
    if not goes_by_columns(last):
        if X is None:
            name = type(last).__name__
            raise TypeError(f"X must be given for the legend of {name}; got None.")
        rows = srgb_to_oklab(color_rows(colorer, X, layout))
        return _ColorSpace(_percentiles(rows)), rows, {}
    loadings = find_loadings(colorer, feature_names)
    titles = column_titles(None if loadings is None else loadings.names) if is_alone else ()
    features = {} if is_alone or loadings is None else loadings.largest()
    if X is None:
        return ColumnSpace(last, titles), None, features
    rows = np.asarray(before_last_step(colorer, X, layout))
    return ColumnSpace(last, titles, _percentiles(rows)), rows, features


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


class _ColorSpace:
    """OKLab, for colorers that may not use their first columns."""

    titles: Sequence[str] = ("lightness", "green to red", "blue to yellow")

    def __init__(self, limits: npt.NDArray[np.floating]) -> None:
        self.limits = limits

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Names of the ends of an OKLab axis."""
        return COLOR_WORDS[j]

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        colors: npt.NDArray[np.floating] = np.clip(oklab_to_srgb(clip_to_gamut(rows)), 0, 1)
        return colors


def _percentiles(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Low end, middle and high end of each column; equal ends move to the next values."""
    sample = rows[:: -(-len(rows) // _SAMPLE)].astype(np.float64)
    limits = np.percentile(sample, _RANGE, axis=0)
    limits[::2, :3] = separate_limits(rows[:, :3], limits[0, :3], limits[2, :3])
    return limits


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
