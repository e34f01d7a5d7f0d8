"""A legend with a note below it."""

from dataclasses import dataclass
from functools import partial

from skcolor.plotting._division import Drawing, Fit
from skcolor.plotting._sheet import FONT, Sheet, fit_lines, text_width

_LINE = 1.6 * FONT
_NARROWEST = 14 * FONT
_MOST_LINES = 6
_GAP = 0.5 * FONT


@dataclass(frozen=True)
class NotedDrawing:
    """A drawing with a note below it.

    Parameters
    ----------
    drawing : Drawing
        What is drawn.
    note : str
        A sentence, which is broken into lines.
    """

    drawing: Drawing
    note: str

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit both to a space."""
        alone = self.drawing.fit(max_width, max_height, wide=wide).width
        width = min(max_width, max(alone, _NARROWEST))
        lines = fit_lines(self.note, width, _MOST_LINES)
        below = _LINE * len(lines) + _GAP
        above = self.drawing.fit(max_width, max(max_height - below, _LINE), wide=wide)
        width = max(above.width, *map(text_width, lines))
        draw = partial(_draw, above=above, lines=lines)
        return Fit(width, above.height + below, above.share, draw)


def _draw(sheet: Sheet, *, above: Fit, lines: list[str]) -> None:
    below = _LINE * len(lines) + _GAP
    box = (0, below, above.width, above.height)
    ax = sheet.ax.inset_axes(box, transform=sheet.ax.transData)
    ax.set(xlim=(0, above.width), ylim=(0, above.height))
    ax.set_axis_off()
    above.draw(Sheet(ax, sheet.scale, sheet.ink))
    for i, line in enumerate(lines):
        sheet.write(0, below - _GAP - (i + 0.6) * _LINE, line)
