"""Sheets: bare axes in points on which legends are drawn, and texts that fit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile
from typing import Any

from matplotlib.axes import Axes
from matplotlib.cbook import is_math_text
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from skcolor._checks.texts import shorten

FONT = 8.5
"""Font size on sheets of scale 1, in points."""

# Hinted text, at few dots per inch, is up to this much wider than its outline.
_SLACK = 1.08
# A break after these is easier to read than one within a word.
_JOINTS = "_-/.,:;|"


@dataclass(frozen=True)
class Sheet:
    """Axes on which a legend is drawn.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes, whose units are `scale` points (1/72 inch) from the lower left.
    scale : float
        Points per unit.
    ink : str
        Color of text and lines.
    """

    ax: Axes
    scale: float
    ink: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units."""
        return self.ax.get_xlim()[1], self.ax.get_ylim()[1]

    def write(
        self, x: float, y: float, text: str, *, size: float = 1, **style: Any
    ) -> None:
        """Write a line of literal text, if any, vertically centered at y."""
        if text:
            style = {"va": "center", "color": self.ink, **style}
            size *= FONT * self.scale
            self.ax.text(x, y, text, size=size, parse_math=False, **style)


def text_width(text: str) -> float:
    """Width of a line of literal text on a sheet, in units."""
    # A pair of dollar signs would be parsed as a formula.
    return measure(text.replace("$", "S"), FontProperties(), FONT)


def measure(text: str, font: FontProperties, size: float) -> float:
    """Width of a line of text, in points, in a font of a size."""
    return _SLACK * size / FONT * _measure(text, font) if text else 0.0


@lru_cache(4096)
def _measure(text: str, font: FontProperties) -> float:
    font = font.copy()
    font.set_size(FONT)
    is_formula = is_math_text(text)
    return float(text_to_path.get_text_width_height_descent(text, font, is_formula)[0])


def fit_line(text: str, width: float) -> str:
    """Shorten text to one line of a width in units, with an ellipsis if it is cut."""
    line = shorten(text, 100)
    if text_width(line) <= width:
        return line
    n = _count_fitting(lambda n: f"{line[:n].rstrip()}…", len(line), width)
    return f"{line[:n].rstrip()}…"


def _all_equal(letters: tuple[str, ...]) -> bool:
    return len(set(letters)) == 1


def fit_column(texts: Sequence[str], width: float) -> list[str]:
    """Shorten texts to lines of a width in units, so that all can be told apart.

    If some would have the same beginning, the ellipsis is in the middle, or instead of the
    words with which all begin.
    """
    # The words with which all begin end before the first letter in which two differ.
    n_equal = sum(1 for _ in takewhile(_all_equal, zip(*texts, strict=False)))
    n = texts[0].rfind(" ", 0, n_equal) + 1 if texts else 0
    ways: list[Callable[[str], str]] = [
        partial(fit_line, width=width),
        partial(_fit_ends, width=width),
        lambda text: fit_line(f"…{text[n:]}" if n else text, width),
    ]
    columns = ([way(text) for text in texts] for way in ways)
    found: list[str] = []
    for lines in columns:
        if len({*lines}) > len({*found}):
            found = lines
        if len({*found}) == len({*texts}):
            break
    return found


def _fit_ends(text: str, width: float) -> str:
    """Shorten text to one line, with an ellipsis in the middle."""
    line = shorten(text, 100)

    def cut(n: int) -> str:
        return f"{line[: n - n // 2].rstrip()}…{line[len(line) - n // 2 :].lstrip()}"

    if text_width(line) <= width:
        return line
    return cut(_count_fitting(cut, len(line), width))


def fit_lines(text: str, width: float, n_lines: int) -> list[str]:
    """Wrap literal text to lines of a width in units; an ellipsis ends what is cut."""
    line = shorten(text, 200)
    if text_width(line) <= width:
        return [line]
    lines = wrap_text(line, width, FontProperties(), FONT, literal=True)
    if len(lines) > n_lines:
        lines[n_lines - 1 :] = [fit_line(" ".join(lines[n_lines - 1 :]), width)]
    return lines


def wrap_text(
    text: str, width: float, font: FontProperties, size: float, *, literal: bool = False
) -> list[str]:
    """Break text into lines of a width in points.

    Lines break between words. Words that are too long break, if possible, after an
    underscore or the like.

    Parameters
    ----------
    text : str
        The text, which may have line breaks.
    width : float
        Largest width of a line.
    font : matplotlib.font_manager.FontProperties
        Font of the text.
    size : float
        Font size in points.
    literal : bool, default=False
        Whether dollar signs are mere characters; formulas between them stay whole.

    Returns
    -------
    list of str
        The lines.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.findall(r"\S+" if literal else r"(?:\$[^$]*\$|\S)+", paragraph):
            joined = f"{line} {word}" if line else word
            if _width(joined, font, size, literal) <= width:
                line = joined
                continue
            lines += [line] if line else []
            is_whole = "$" in word and not literal
            *full, line = [word] if is_whole else _break_word(word, width, font, size)
            lines += full
        lines.append(line)
    return lines


def _width(text: str, font: FontProperties, size: float, literal: bool) -> float:
    return measure(text.replace("$", "S") if literal else text, font, size)


def _break_word(word: str, width: float, font: FontProperties, size: float) -> list[str]:
    """Break a word into parts of a width."""
    parts = []
    while len(word) > 1 and _width(word, font, size, True) > width:
        n = _count_fitting(partial(_first, word), len(word), width, font, size)
        joint = 1 + max(word[:n].rfind(joint) for joint in _JOINTS)
        n = joint if joint > n / 2 else n
        parts.append(word[:n])
        word = word[n:]
    return [*parts, word]


def _first(text: str, n: int) -> str:
    return text[:n]


def _count_fitting(
    cut: Callable[[int], str],
    length: int,
    width: float,
    font: FontProperties | None = None,
    size: float = FONT,
) -> int:
    """Number of characters, at least one, for which a cut text fits a width."""
    font = FontProperties() if font is None else font
    low, high = 1, length - 1  # known to fit, and possible
    while low < high:
        middle = (low + high + 1) // 2
        fits = _width(cut(middle), font, size, True) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return low
