"""What a folder of tiles is made of, read in chunks of rows."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import count_axes
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._checks.texts import check_texts
from skcolor.plotting._explorer_data import json_bytes, pack_colors
from skcolor.plotting._tile_frame import find_frame, layout_chunk
from skcolor.plotting._tile_rows import has_rows, name_rows, on_disk, take_rows


class Sources:
    """The rows of a map: places, colors, labels, and lines of text.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Positions of the points.
    colorings : dict of str to array-like
        Colors of the rows, by the name of the argument.
    labels : array-like of shape (n_samples,) or None
        Groups of the rows.
    details : dict of str to array-like of shape (n_samples,)
        Further entries of the rows, by the name of the argument.
    work : pathlib.Path
        Folder for arrays that are computed.

    Raises
    ------
    ValueError
        If an argument does not have one entry for each row, or the layout is invalid. What
        else may be wrong is found when rows are read.
    """

    def __init__(
        self,
        layout: Any,
        colorings: dict[str, Any],
        labels: Any,
        details: dict[str, Any],
        work: Path,
    ) -> None:
        self.files = [work / f"lazy-{i}" for i in range(len(colorings) + 1)]
        if not has_rows(layout) or count_axes(layout, "layout") != 2 or not len(layout):
            layout = check_table(layout, "layout")
        self.layout = on_disk(layout, "layout", self.files[0])
        n_rows = len(self.layout)
        self.colorings = {}
        for (name, colors), path in zip(colorings.items(), self.files[1:], strict=True):
            if not has_rows(colors):
                colors = check_row_colors(colors, n_rows, of="layout", name=name)
            self.colorings[name] = on_disk(colors, name, path)
        self.details = {
            name: values if has_rows(values) else check_texts(values, name, n_rows)
            for name, values in details.items()
        }
        if labels is not None and not has_rows(labels):
            labels = check_texts(labels, "labels", n_rows)
        self.labels = labels
        self._check_lengths()
        self.frame = find_frame(self.layout)
        self.label_codes: dict[str, int] = {}

    def _check_lengths(self) -> None:
        n_rows = len(self.layout)
        given = {**self.colorings, **self.details}
        if self.labels is not None:
            given["labels"] = self.labels
        for name, values in given.items():
            if len(values) != n_rows:
                raise ValueError(
                    f"{name} has {len(values)} rows; wanted {n_rows}, one for each row of "
                    "layout."
                )

    def steps(self, rows: slice) -> npt.NDArray[np.float32]:
        """Where the rows are."""
        return self.frame.to_steps(layout_chunk(self.layout, rows))

    def colors(self, name: str, rows: slice) -> npt.NDArray[np.uint8]:
        """The colors of the rows in a coloring."""
        chunk = take_rows(self.colorings[name], rows)
        of = name_rows(name, rows, self.frame.n_rows)
        size = rows.stop - rows.start
        return pack_colors(check_row_colors(chunk, size, of="layout", name=of))

    def _texts(self, name: str, values: Any, rows: slice) -> list[str]:
        of = name_rows(name, rows, self.frame.n_rows)
        return check_texts(take_rows(values, rows), of, rows.stop - rows.start)

    def lines(self, rows: slice) -> list[bytes] | None:
        """The texts and columns of each row, as an array in JSON."""
        if not self.details:
            return None
        texts = [self._texts(name, values, rows) for name, values in self.details.items()]
        return [json_bytes(entries) for entries in zip(*texts, strict=True)]

    def labels_of(self, rows: slice) -> list[int]:
        """Codes of labels, which are numbered in the order in which they appear."""
        codes = self.label_codes
        texts = self._texts("labels", self.labels, rows)
        return [codes.setdefault(text, len(codes)) for text in texts]

    def about(self) -> dict[str, Any]:
        """What the page must know of the map."""
        frame = self.frame
        corners = [frame.to_steps(corner[None])[0].tolist() for corner in frame.whole]
        about = {
            "nRows": frame.n_rows,
            "nOutside": frame.n_outside,
            "home": frame.to_steps(frame.bulk[1][None])[0].tolist(),
            "whole": corners,
            "origin": frame.bulk[0].tolist(),
            "unit": frame.unit,
        }
        return about if self.labels is None else {**about, "labels": [*self.label_codes]}
