"""Legend of label colorers: colors, names, exemplars and counts of labels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Rectangle

from skcolor._fitted.pipelines import before_last_step, label_rows, last_step
from skcolor._keys.label_key import LabelKey, Line, label_key
from skcolor.plotting._division import Fit
from skcolor.plotting._exemplars import find_exemplars, typical_rows
from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import Sheet, fit_column, text_width

# In units of a sheet.
_GAP = 9.0  # between columns; doubled between tables
_SWATCH = 9.0
_NARROWEST, _WIDEST = 44.0, 170.0  # column of texts
_LINE, _PICTURE_LINE, _PICTURE = 13.0, 24.0, 20.0
_FEW = 2  # most tables side by side, unless the legend is wide
_CUT = 0.3  # worth of names of which next to nothing is shown
_UNCOUNTED = 0.8  # worth of a legend without counts, relative to one with them


@dataclass(frozen=True)
class LabelLegend:
    """A table of labels, or several side by side, as far as they fit."""

    key: LabelKey

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit tables to a space, without counts if more labels or more of them fit."""
        whole = self._fit(max_width, max_height, wide)
        if self._uncounted is None:
            return whole
        brief = self._uncounted._fit(max_width, max_height, wide)
        brief = brief._replace(share=_UNCOUNTED * brief.share)
        is_too_wide = whole.width > max_width + 1e-6
        return brief if is_too_wide or brief.share > whole.share else whole

    @cached_property
    def _uncounted(self) -> "LabelLegend | None":
        """The same legend without counts, if it has any."""
        if self.key.heads[-1:] != ("rows",) or self.key.heads == ("rows",):
            return None
        lines = [replace(line, texts=line.texts[:-1]) for line in self.key.lines]
        return LabelLegend(replace(self.key, heads=self.key.heads[:-1], lines=lines))

    def _fit(self, max_width: float, max_height: float, wide: bool) -> Fit:
        """Fit tables to a space, and tell the share of labels that they show."""
        lines, pitch = self.key.lines, self._pitch
        stops = self._stops(max_width)
        most = max(1, int((max_width + 2 * _GAP + 1e-6) / (stops[-1] + 2 * _GAP)))
        most = most if wide else min(most, _FEW)
        room = max(2, int(max_height / pitch + 1e-6) - 1)  # without the heads
        n_tables = min(most, len(lines)) if wide else min(most, -(-len(lines) // room))
        n_lines = -(-len(lines) // n_tables)
        n_tables = -(-len(lines) // n_lines)
        if n_lines > room:  # one line is needed for the rest
            n_lines = room - 1
        n_shown = min(n_lines * n_tables, len(lines))
        rest = self._rest_text(n_shown)
        width = float(n_tables * (stops[-1] + 2 * _GAP) - 2 * _GAP)
        return Fit(
            max(width, text_width(rest)),
            (n_lines + 1 + bool(rest)) * pitch,
            n_shown / max(1, len(lines)) * self._legibility(stops),
            partial(self._draw, n_lines=n_lines, n_tables=n_tables, stops=stops),
        )

    def _draw(
        self, sheet: Sheet, n_lines: int, n_tables: int, stops: npt.NDArray[np.floating]
    ) -> None:
        """Draw tables on a sheet, and the number of labels that are not in them."""
        top, pitch = sheet.size[1], self._pitch
        lefts = np.arange(n_tables) * (stops[-1] + 2 * _GAP)
        for left in lefts:
            self._write(sheet, left + stops, top - pitch / 2, self._heads, alpha=0.65)
        lines = self.key.lines[: n_lines * n_tables]
        ends = [*(stops[1:-1] - _GAP), stops[-1]]
        cells = [
            fit_column(column, end - start + 0.1)
            for start, end, column in zip(
                stops[:-1], ends, zip(*map(self._texts, lines), strict=True), strict=True
            )
        ]
        for i, (line, *texts) in enumerate(zip(lines, *cells, strict=True)):
            left, y = lefts[i // n_lines], top - pitch * (i % n_lines + 1.5)
            corner = (left, y - _SWATCH / 2)
            sheet.ax.add_patch(Rectangle(corner, _SWATCH, _SWATCH, color=line.color))
            if line.image is not None:
                left_of_picture = left + _SWATCH + _GAP
                place_picture(sheet.ax, line.image, left_of_picture, y - 10, _PICTURE)
            self._write(sheet, left + stops, y, texts)
        sheet.write(0, pitch / 2, self._rest_text(n_lines * n_tables))

    @property
    def _pitch(self) -> float:
        """Height of a line."""
        has_pictures = any(line.image is not None for line in self.key.lines)
        return _PICTURE_LINE if has_pictures else _LINE

    @property
    def _heads(self) -> tuple[str, ...]:
        return ("", *self.key.heads) if self._is_numbered else self.key.heads

    def _texts(self, line: Line) -> tuple[str, ...]:
        return (line.number, *line.texts) if self._is_numbered else line.texts

    @cached_property
    def _is_numbered(self) -> bool:
        """Whether numbers, by which maps mark exemplars, are not the names of labels."""
        return any(line.number not in ("", line.texts[0]) for line in self.key.lines)

    @cached_property
    def _widths(self) -> npt.NDArray[np.floating]:
        """Widths of the columns of texts."""
        columns = zip(self._heads, *map(self._texts, self.key.lines), strict=True)
        return np.array([min(max(map(text_width, one)), _WIDEST) for one in columns])

    def _stops(self, max_width: float) -> npt.NDArray[np.floating]:
        """Start of each column of texts, and end of the last."""
        shapes = [line.image.shape for line in self.key.lines if line.image is not None]
        picture = _PICTURE * shapes[0][1] / shapes[0][0] + _GAP if shapes else 0.0
        first = _SWATCH + _GAP + picture
        room = max_width - first - _GAP * (len(self._widths) - 1)
        can_shrink = [head in ("label", "exemplar") for head in self._heads]
        widths = _shrink(self._widths, np.array(can_shrink), room)
        starts = first + np.cumsum([0.0, *(widths + _GAP)])
        return starts - [*([0.0] * len(widths)), _GAP]

    def _legibility(self, stops: npt.NDArray[np.floating]) -> float:
        """Worth of texts, by the share of their width that is not cut."""
        widths = np.diff(stops) - [*([_GAP] * (len(self._widths) - 1)), 0.0]
        shown = float((widths / np.maximum(self._widths, 1)).min())
        return _CUT + (1 - _CUT) * min(1.0, shown)

    def _rest_text(self, n_shown: int) -> str:
        """Text about the labels that are not shown."""
        rest = self.key.lines[n_shown:]
        n_rows = sum(line.count for line in rest)
        of = f", of {n_rows:,} rows" if n_rows else ""
        return f"and {len(rest)} more{of}" if rest else ""

    def _write(
        self,
        sheet: Sheet,
        stops: npt.NDArray[np.floating],
        y: float,
        texts: Sequence[str],
        **style: Any,
    ) -> None:
        for start, head, text in zip(stops[:-1], self._heads, texts, strict=True):
            if head == "rows":  # numbers are right-aligned, in the last column
                sheet.write(stops[-1], y, text, ha="right", **style)
            else:
                sheet.write(start, y, text, **style)


def _shrink(
    widths: npt.NDArray[np.floating], can_shrink: npt.NDArray[np.bool_], room: float
) -> npt.NDArray[np.floating]:
    """Limit the widest columns so that all fit, if possible."""
    room -= widths[~can_shrink].sum()
    texts = np.sort(widths[can_shrink])
    for n_narrow, width in enumerate(texts):
        limit = (room - texts[:n_narrow].sum()) / (len(texts) - n_narrow)
        if width > limit:
            limited = np.minimum(widths, max(limit, _NARROWEST))
            return np.where(can_shrink, limited, widths)
    return widths


def make_label_key(
    colorer: Any,
    X: npt.ArrayLike | None,
    layout: npt.ArrayLike | None,
    *,
    label_names: list[str] | None,
    row_names: list[str] | None,
    images: npt.NDArray[np.uint8] | None,
) -> LabelKey:
    """Make the key of a fitted label colorer, or of a pipeline that ends in one.

    Parameters
    ----------
    colorer : estimator
        Estimator with ``palette_`` and ``predict``.
    X, layout : array-like or None
        The rows to count, and their layout; by default the training rows, if the colorer
        has kept their labels.
    label_names : list of str or None
        Names of the labels; None uses those of the clusterer, or numbers.
    row_names : list of str or None
        A text for each row; those of exemplars are shown.
    images : ndarray of shape (n_samples, height, width, 3) or None
        An image for each row; those of exemplars are shown.

    Returns
    -------
    LabelKey
        The key.
    """
    last = last_step(colorer)
    labels: Any = None if X is None else label_rows(colorer, X, layout)
    shown: dict[str, list[Any]] = {}
    if row_names is not None or images is not None:
        exemplars = _label_exemplars(colorer, X, layout, labels)
        if row_names is not None:
            shown["exemplar_names"] = ["" if i < 0 else row_names[i] for i in exemplars]
        if images is not None:
            shown["images"] = [None if i < 0 else images[i] for i in exemplars]
    return label_key(last, labels, label_names=label_names, **shown)


def _label_exemplars(
    colorer: Any, X: Any, layout: npt.ArrayLike | None, labels: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Exemplar row of each label: the colorer's, or nearest to the mean; -1 if none."""
    last = last_step(colorer)
    exemplars = find_exemplars(last, len(labels))
    if exemplars is not None:
        return exemplars
    rows = np.asarray(before_last_step(colorer, X, layout))
    return typical_rows(rows, labels, len(last.palette_))
