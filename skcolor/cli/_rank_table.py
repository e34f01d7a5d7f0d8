"""The table of ``rank``, as lines that fit a terminal and as a file."""

import csv
import io
import sys
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import can_print

Table = dict[str, npt.NDArray[Any]]

_HEADINGS = {
    "reading_gain": "reading gain",
    "local_fidelity": "local",
    "global_fidelity": "global",
    "color_trustworthiness": "trust",
    "color_coherence": "coherence",
    "effective_colors": "colors",
    "neighbor_contrast": "contrast",
    "label_purity": "purity",
    "fit_time": "fit s",
    "transform_time": "color s",
}
_LONGEST_HEADING = 16
_GAP = 2


class TablePrinter:
    """Formats rows of the table, all with the same columns.

    Parameters
    ----------
    names : list of str
        Names of the recipes.
    scores : list of str
        Names of the scores.
    n_splits : int
        Number of splits; one has no standard deviation to show.
    n_characters : int or None
        Width of a line. If the standard deviations do not fit, only the first is shown, and
        then as many columns as fit. None shows all.
    """

    def __init__(
        self, names: list[str], scores: list[str], n_splits: int, n_characters: int | None
    ) -> None:
        self._names = max(len("recipe"), *map(len, names))
        self._columns = [*scores, "fit_time", "transform_time"]
        self._has_std = set(scores if n_splits > 1 else ())
        if n_characters is not None and sum(self._widths()) > n_characters:
            self._has_std &= {scores[0]}
            n_fit = int((np.cumsum(self._widths()) <= n_characters).sum())
            self._columns = self._columns[: max(1, n_fit - 1)]
        self._sign = "±" if can_print("±", sys.stdout) else "+-"

    def heading(self) -> str:
        """The first line."""
        return self._join("recipe", [_heading(column) for column in self._columns])

    def lines(self, table: Table) -> list[str]:
        """One line per row."""
        return [
            self._join(str(name), [self._cell(table, c, row) for c in self._columns])
            for row, name in enumerate(table["colorer"])
        ]

    def _widths(self) -> list[int]:
        widths = [self._names]
        for column in self._columns:
            cell = len("0.000±.000") if column in self._has_std else len("0.000")
            widths.append(_GAP + max(cell, len(_heading(column))))
        return widths

    def _join(self, name: str, cells: list[str]) -> str:
        first, *others = self._widths()
        return name.ljust(first) + "".join(
            cell.rjust(width) for cell, width in zip(cells, others, strict=True)
        )

    def _cell(self, table: Table, column: str, row: int) -> str:
        mean = table[column][row]
        if np.isnan(mean):
            return "-"
        if column in ("fit_time", "transform_time"):
            return f"{mean:.2f}"
        n_digits = 0 if column == "effective_colors" else 3
        cell = f"{round(mean, n_digits) + 0.0:.{n_digits}f}"  # no "-0.000"
        if column in self._has_std:
            std = f"{table[f'{column}_std'][row]:.{n_digits}f}"
            cell += self._sign + (std[1:] if std.startswith("0.") else std)
        return cell


def write_scores(file: IO[bytes], table: Table) -> None:
    """Write the whole table as CSV; what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        writer.writerow(
            ["" if isinstance(cell, float) and np.isnan(cell) else cell for cell in row]
        )
    file.write(text.getvalue().encode())


def _heading(column: str) -> str:
    attribute = column.removeprefix("reading_gain[").removesuffix("]")
    heading = _HEADINGS.get(column, attribute)
    if len(heading) > _LONGEST_HEADING:
        return heading[: _LONGEST_HEADING - 2] + ".."
    return heading
