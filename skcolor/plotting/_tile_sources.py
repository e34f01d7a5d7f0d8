"""What a folder of tiles is made of, read in chunks of rows."""

from json.encoder import encode_basestring_ascii
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._blocks.read_blocks import TextsInOrder, as_dask_array, find_lazy
from skcolor._checks.arrays import count_axes
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._checks.texts import check_texts
from skcolor.plotting._explorer_data import pack_colors
from skcolor.plotting._tile_frame import find_frame, layout_chunk
from skcolor.plotting._tile_lazy import on_disk, pack_blocks
from skcolor.plotting._tile_rows import has_rows, name_rows, take_rows


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
        lazy = {}
        if find_lazy(layout) is not None:
            lazy["layout"] = layout = as_dask_array(find_lazy(layout), "layout")
        if not has_rows(layout) or count_axes(layout, "layout") != 2 or not len(layout):
            layout = check_table(layout, "layout")
        n_rows = len(layout)
        self.colorings = {}
        for name, colors in colorings.items():
            if find_lazy(colors) is not None:
                colors = as_dask_array(find_lazy(colors), name)
                lazy[name] = pack_blocks(colors, name)
            elif not has_rows(colors):
                colors = check_row_colors(colors, n_rows, of="layout", name=name)
            self.colorings[name] = colors
        self.details = {
            name: _entries(values, name, n_rows) for name, values in details.items()
        }
        self.labels = None if labels is None else _entries(labels, "labels", n_rows)
        self._check_lengths(n_rows)
        self.work = work
        self.computed = on_disk(lazy, work)
        self.layout = self.computed.get("layout", layout)
        self.frame = find_frame(self.layout)
        self.label_codes: dict[str, int] = {}

    def _check_lengths(self, n_rows: int) -> None:
        given = {**self.colorings, **self.details}
        if self.labels is not None:
            given["labels"] = self.labels
        for name, values in given.items():
            if len(values) != n_rows:
                raise ValueError(
                    f"{name} has {len(values)} rows; wanted {n_rows}, one for each row of "
                    "layout."
                )

    def close(self) -> None:
        """Delete what was computed, once it has been read."""
        for path in self.work.glob("lazy-*"):
            path.unlink()

    def steps(self, rows: slice) -> npt.NDArray[np.float32]:
        """Where the rows are."""
        return self.frame.to_steps(layout_chunk(self.layout, rows))

    def colors(self, name: str, rows: slice) -> npt.NDArray[np.uint8]:
        """The colors of the rows in a coloring."""
        if name in self.computed:
            return self.computed[name][rows]
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
        quoted = [map(encode_basestring_ascii, column) for column in texts]
        return [f"[{','.join(row)}]".encode() for row in zip(*quoted, strict=True)]

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


def _entries(values: Any, name: str, n_rows: int) -> Any:
    """One entry for each row, of which some can be taken."""
    lazy = find_lazy(values)
    if lazy is not None:
        return TextsInOrder(lazy, name, n_rows)
    return values if has_rows(values) else check_texts(values, name, n_rows)
