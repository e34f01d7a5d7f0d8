"""Legends as data of an explorer page."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import spread_rows
from skcolor._keys.channel_key import ChannelKey, End
from skcolor._keys.key_html import css_color
from skcolor._keys.label_key import LabelKey
from skcolor._keys.value_key import ValueKey
from skcolor.plotting._legend import ColoringLegend

_N_STEPS = 64  # colors of a strip


def _check_legends(legends: Any, colorings: dict[str, Any]) -> dict[str, ColoringLegend]:
    """Validate legends of colorings, by name.

    Raises
    ------
    TypeError
        If they are not a dict of legends.
    ValueError
        If a name is not that of a coloring.
    """
    if legends is None:
        return {}
    if not isinstance(legends, dict):
        raise TypeError(
            "legends must be a dict of ColoringLegend objects, by the name of the "
            f"coloring; got {type(legends).__name__}."
        )
    for name, legend in legends.items():
        if name not in colorings:
            raise ValueError(
                f"legends contains {name!r}, which is not one of the colorings: "
                f"{', '.join(map(repr, colorings))}."
            )
        if not isinstance(legend, ColoringLegend) or type(legend.key) not in _WRITERS:
            raise TypeError(
                f"legends[{name!r}] must be a ColoringLegend, made by "
                f"ColoringLegend.from_estimator; got {type(legend).__name__}."
            )
    return legends


def legend_data(legend: ColoringLegend) -> dict[str, Any]:
    """What a legend says, in the types of JSON."""
    data = _WRITERS[type(legend.key)](legend.key)
    return {**data, "note": legend.note} if legend.note else data


def legend_list(legends: Any, colorings: dict[str, Any]) -> list[dict[str, Any] | None]:
    """`legend_data` of each coloring; None if it has no legend."""
    known = _check_legends(legends, colorings)
    return [legend_data(known[name]) if name in known else None for name in colorings]


def _value_data(key: ValueKey) -> dict[str, Any]:
    limits = [key.vmin, key.vmax]
    if key.center is not None:
        limits.insert(1, key.center)
    data = {
        "kind": "values",
        "ends": [f"{limit:.3g}" for limit in limits],
        "strip": _strip(key.colors()),
    }
    if key.n_missing:
        data["missing"] = [css_color(key.missing_color), f"missing ({key.n_missing:,})"]
    return data


def _label_data(key: LabelKey) -> dict[str, Any]:
    lines = [[css_color(line.color), *line.texts] for line in key.lines]
    return {"kind": "labels", "heads": list(key.heads), "lines": lines}


def _channel_data(key: ChannelKey) -> dict[str, Any]:
    directions = [
        {
            "title": direction.title or direction.name,
            "share": direction.share,
            "ends": [_say(direction.low), _say(direction.high)],
            "strip": _strip(direction.strip),
        }
        for direction in key.directions
    ]
    return {"kind": "channels", "directions": directions}


def _say(end: End) -> str:
    """What is at an end, in one line."""
    rows = ", ".join(end.names)
    return ": ".join(text for text in (", ".join(end.meaning()), rows) if text)


def _strip(colors: npt.NDArray[np.floating]) -> list[str]:
    return [css_color(color) for color in colors[spread_rows(len(colors), _N_STEPS)]]


_WRITERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    ValueKey: _value_data,
    LabelKey: _label_data,
    ChannelKey: _channel_data,
}
