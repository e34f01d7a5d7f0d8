"""Keys as small HTML snippets, for notebooks."""

import html
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import spread_rows
from skcolor._keys.channel_key import ChannelKey
from skcolor._keys.label_key import LabelKey, Line
from skcolor._keys.value_key import ValueKey

_N_SWATCHES = 256
_N_NAMED = 24  # with more labels, only colors are shown
_N_STEPS = 48  # steps in a color strip
TEXT_STYLE = "white-space:nowrap;font:12px system-ui,sans-serif"
_SQUARE = "width:1.2em;height:1.2em;border-radius:3px;flex:none"


def key_html(key: Any) -> str:
    """HTML of a key, without scripts, classes or style sheets.

    Parameters
    ----------
    key : ValueKey, LabelKey or ChannelKey
        The key to show.

    Returns
    -------
    str
        One HTML element, which inherits the text color.

    Raises
    ------
    TypeError
        If it is another type of key.
    """
    writers: dict[type, Callable[[Any], tuple[str, str, str]]] = {
        ValueKey: _value_html,
        LabelKey: _label_html,
        ChannelKey: _channel_html,
    }
    if type(key) not in writers:
        raise TypeError(
            f"key must be a ValueKey, LabelKey or ChannelKey; got {type(key).__name__}."
        )
    label, content, style = writers[type(key)](key)
    return (
        f'<div role="img" aria-label="{label}" style="{style};margin:.4em;{TEXT_STYLE}">'
        f"{content}</div>"
    )


def _value_html(key: ValueKey) -> tuple[str, str, str]:
    strip = _strip(key.colors())
    cells = f"<span>{key.vmin:.3g}</span>{strip}<span>{key.vmax:.3g}</span>"
    if key.center is not None:
        cells += f"<span>middle {key.center:.3g}</span>"
    if key.n_missing:
        cells += _swatch(Line(key.missing_color, ("missing",)), ("value",), True)
    return "Color scale", cells, "display:flex;gap:.6em;align-items:center"


def _label_html(key: LabelKey) -> tuple[str, str, str]:
    is_named = len(key.lines) <= _N_NAMED
    cells = [_swatch(line, key.heads, is_named) for line in key.lines[:_N_SWATCHES]]
    if len(key.lines) > _N_SWATCHES:
        cells.append(f"and {len(key.lines) - _N_SWATCHES:,} more")
    gap = ".3em 1em" if is_named else "2px"
    style = f"display:flex;flex-wrap:wrap;gap:{gap};max-width:46em"
    return f"Palette of {len(key.lines)} labels", "".join(cells), style


def _swatch(line: Line, heads: tuple[str, ...], is_named: bool) -> str:
    color = css_color(line.color)
    tooltip = ", ".join(
        f"{head} {text}" for head, text in zip(heads, line.texts, strict=True)
    )
    square = f'<span style="{_SQUARE};background:{color}"></span>'
    name = f"<span>{html.escape(line.texts[0])}</span>" if is_named else ""
    style = "display:flex;gap:.35em;align-items:center"
    title = f"{html.escape(tooltip)}: {color}"
    return f'<span title="{title}" style="{style}">{square}{name}</span>'


def _channel_html(key: ChannelKey) -> tuple[str, str, str]:
    cells = []
    for direction in key.directions:
        low, high = (", ".join(end.meaning()) for end in (direction.low, direction.high))
        cells += [
            f"<b>{html.escape(direction.title or direction.name)}</b>",
            f'<span style="text-align:end">{html.escape(low)}</span>',
            _strip(direction.strip),
            f"<span>{html.escape(high)}</span>",
        ]
    columns = "grid-template-columns:repeat(4,max-content)"
    style = f"display:grid;{columns};gap:.35em .6em;align-items:center"
    return "Colors along each direction", "".join(cells), style


def _strip(colors: npt.NDArray[np.floating]) -> str:
    """A strip of colors in steps; a gradient would introduce other colors."""
    shown = colors[spread_rows(len(colors), _N_STEPS)]
    edges = 100 * np.arange(len(shown) + 1) / len(shown)
    stops = ",".join(
        f"{css_color(color)} {low:.4g}% {high:.4g}%"
        for color, low, high in zip(shown, edges[:-1], edges[1:], strict=True)
    )
    size = "width:16em;max-width:40vw;height:1.2em;border-radius:3px"
    return f'<span style="{size};background:linear-gradient(to right,{stops})"></span>'


def css_color(color: npt.ArrayLike) -> str:
    """A color as CSS writes it: ``#1f77b4``."""
    return "#{:02x}{:02x}{:02x}".format(*np.rint(np.asarray(color) * 255).astype(int))
