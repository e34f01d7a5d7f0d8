"""Axes of a fixed size on paper, on which legends are drawn."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation

from skcolor._texts import as_drawn

FONT = 8.5
"""Size of the text on sheets, in points."""

_BESIDE = 14  # points between a map and a sheet beside it


def add_sheet(ax: Axes, width: float, height: float, *, beside: bool = False) -> Axes:
    """Bare axes of a fixed size, whose units are points (1/72 inch) from the lower left.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes that they go with.
    width, height : float
        Their size in points, whatever becomes of `ax`.
    beside : bool, default=False
        Whether they lie to the right of `ax`, at its top, or over its upper left corner.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.
    """
    corner = ScaledTranslation(float(beside), 1, ax.transAxes)  # type: ignore[arg-type]
    bounds = (_BESIDE / 72 * beside, -height / 72, width / 72, height / 72)
    sheet = ax.inset_axes(bounds, transform=ax.figure.dpi_scale_trans + corner)
    sheet.set_axis_off()
    sheet.set(xlim=(0, width), ylim=(0, height))
    sheet.set_autoscale_on(False)
    return sheet


def write(sheet: Axes, x: float, y: float, text: str, ink: str, **style: Any) -> None:
    """Write a line of text as it stands, if there is any, about the height y."""
    if text:
        style = {"size": FONT, "va": "center", **style}
        sheet.text(x, y, text, color=ink, parse_math=False, **style)


def text_width(text: str) -> float:
    """Width of a line of text in points."""
    # A pair of dollar signs would be taken for the ends of a formula.
    text = text.replace("$", "S")
    return TextPath((0, 0), text, size=FONT).get_extents().width if text else 0.0


def shorten(text: str, n_characters: int) -> str:
    """One line of at most so many characters, with an ellipsis for what is cut off."""
    text = as_drawn(text).replace("\n", " ")
    return text if len(text) <= n_characters else text[: n_characters - 1] + "…"
