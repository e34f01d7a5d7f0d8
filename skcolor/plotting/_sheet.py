"""Axes of a fixed physical size, on which legends are drawn."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation

from skcolor._checks.texts import shorten

FONT = 8.5
"""Font size on sheets, in points."""

_APART = 14  # gap between a map and a sheet, in points


def add_sheet(
    ax: Axes, width: float, height: float, *, beside: bool = False, below: bool = False
) -> Axes:
    """Add bare axes of a fixed size, in units of points (1/72 inch) from the lower left.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes to attach them to.
    width, height : float
        Their size in points, even if `ax` is resized.
    beside : bool, default=False
        Whether to place them to the right of `ax`, at its top.
    below : bool, default=False
        Whether to place them below `ax`, centered. With neither, they cover its upper left
        corner.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.
    """
    x, y = (0.5, 0.0) if below else (float(beside), 1.0)
    corner = ScaledTranslation(x, y, ax.transAxes)  # type: ignore[arg-type]
    left, top = (-width / 2, -_APART) if below else (_APART * beside, 0)
    bounds = (left / 72, (top - height) / 72, width / 72, height / 72)
    sheet = ax.inset_axes(bounds, transform=ax.figure.dpi_scale_trans + corner)
    sheet.set_axis_off()
    sheet.set(xlim=(0, width), ylim=(0, height))
    sheet.set_autoscale_on(False)
    return sheet


def write_text(sheet: Axes, x: float, y: float, text: str, ink: str, **style: Any) -> None:
    """Write a line of literal text, if any, vertically centered at y."""
    if text:
        style = {"size": FONT, "va": "center", **style}
        sheet.text(x, y, text, color=ink, parse_math=False, **style)


def text_width(text: str) -> float:
    """Width of a line of text in points."""
    # A pair of dollar signs would be parsed as a formula.
    text = text.replace("$", "S")
    return TextPath((0, 0), text, size=FONT).get_extents().width if text else 0.0


def fit_line(text: str, width: float) -> str:
    """Shorten text to one line of a width in points, with an ellipsis if it is cut."""
    line = shorten(text, 100)
    if text_width(line) <= width:
        return line
    low, high = 0, len(line) - 1  # numbers of characters: known to fit, and possible
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(line[:middle].rstrip() + "…") <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return line[:low].rstrip() + "…"
