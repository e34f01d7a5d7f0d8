"""Legend of label colorers: colors, names, exemplars and counts of labels."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from skcolor._fitted.pipelines import before_last_step, label_rows, last_step
from skcolor._keys.label_key import LabelKey, label_key
from skcolor.plotting._exemplars import find_exemplars, typical_rows
from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import text_width, write_text

_GAP = 9.0  # between columns, in points; doubled between tables


@dataclass(frozen=True)
class LabelLegend:
    """A table of labels, or two side by side, as far as they fit."""

    key: LabelKey

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points, within the available space."""
        n_lines, n_tables = self._shape(max_height, max_width)
        rest = self._rest_text(n_lines * n_tables)
        return max(self._width(n_tables), text_width(rest)), (
            n_lines + 1 + bool(rest)
        ) * self._pitch()

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw as many labels as fit on a sheet, and the number of the rest."""
        height, pitch = sheet.get_ylim()[1], self._pitch()
        n_lines, n_tables = self._shape(height, sheet.get_xlim()[1])
        lefts = np.arange(n_tables) * (self._stops[-1] + 2 * _GAP)
        for left in lefts:
            self._write(sheet, left, height - pitch / 2, self.key.heads, ink, alpha=0.65)
        for i, line in enumerate(self.key.lines[: n_lines * n_tables]):
            left, y = lefts[i // n_lines], height - pitch * (i % n_lines + 1.5)
            sheet.add_patch(Rectangle((left, y - 4.5), 9, 9, color=line.color))
            if line.image is not None:
                place_picture(sheet, line.image, left + 9 + _GAP, y - 10, 20)
            self._write(sheet, left, y, line.texts, ink)
        write_text(sheet, 0, pitch / 2, self._rest_text(n_lines * n_tables), ink)

    def _pitch(self) -> float:
        """Height of a line in points."""
        return 13 if all(line.image is None for line in self.key.lines) else 24

    def _width(self, n_tables: int) -> float:
        """Width of tables side by side in points."""
        return float(n_tables * (self._stops[-1] + 2 * _GAP) - 2 * _GAP)

    def _shape(self, max_height: float, max_width: float) -> tuple[int, int]:
        """Number of lines per table, and of tables side by side."""
        room = max(2, int(max_height / self._pitch() + 1e-6) - 1)
        is_enough = len(self.key.lines) <= room or self._width(2) > max_width + 1e-6
        n_tables = 1 if is_enough else 2
        if len(self.key.lines) > room * n_tables:  # one line is needed for the rest
            return room - 1, n_tables
        return -(-len(self.key.lines) // n_tables), n_tables

    @cached_property
    def _stops(self) -> npt.NDArray[np.floating]:
        """Start of each text column, and end of the last, in points."""
        shapes = [line.image.shape for line in self.key.lines if line.image is not None]
        picture = 20 * shapes[0][1] / shapes[0][0] + _GAP if shapes else 0.0
        columns = zip(self.key.heads, *(line.texts for line in self.key.lines), strict=True)
        widths = [max(map(text_width, column)) + _GAP for column in columns]
        return np.cumsum([9 + _GAP + picture, *widths]) - [*([0.0] * len(widths)), _GAP]

    def _rest_text(self, n_shown: int) -> str:
        """Text about the labels that are not shown."""
        rest = self.key.lines[n_shown:]
        n_rows = sum(line.count for line in rest)
        of = f", of {n_rows:,} rows" if n_rows else ""
        return f"and {len(rest)} more{of}" if rest else ""

    def _write(
        self,
        sheet: Axes,
        left: float,
        y: float,
        texts: tuple[str, ...],
        ink: str,
        **style: Any,
    ) -> None:
        *starts, end = self._stops
        for start, head, text in zip(starts, self.key.heads, texts, strict=True):
            if head == "rows":  # numbers are right-aligned, in the last column
                write_text(sheet, left + end, y, text, ink, ha="right", **style)
            else:
                write_text(sheet, left + start, y, text, ink, **style)


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
