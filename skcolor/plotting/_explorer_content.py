"""What an explorer shows, as named bytes: for a page, or for a widget."""

from typing import Any

import numpy.typing as npt

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor._checks.texts import as_text, check_texts
from skcolor.plotting._axes import check_colorings
from skcolor.plotting._explorer_columns import named_columns, pack_columns
from skcolor.plotting._explorer_data import (
    check_images,
    column_bytes,
    json_bytes,
    pack_colors,
    pack_labels,
)
from skcolor.plotting._explorer_layouts import named_layouts, pack_layouts
from skcolor.plotting._explorer_legend import legend_list
from skcolor.plotting._explorer_neighbors import check_neighbors


def explorer_content(
    layout: Any,
    colorings: dict[str, Any],
    *,
    hover: npt.ArrayLike | None = None,
    labels: npt.ArrayLike | None = None,
    images: npt.ArrayLike | None = None,
    columns: Any = None,
    legends: dict[str, Any] | None = None,
    neighbors: npt.ArrayLike | None = None,
    X: npt.ArrayLike | None = None,
) -> dict[str, bytes]:
    """Validate and pack what an explorer shows.

    Parameters
    ----------
    layout, colorings, hover, labels, images, columns, legends, neighbors, X
        As in `save_html`.

    Returns
    -------
    dict of str to bytes
        Columns of numbers and JSON, by the names that the scripts read.
    """
    check_colorings(colorings)
    named = {f"colorings[{name!r}]": colors for name, colors in colorings.items()}
    further = named_columns(columns)
    named |= {f"columns[{name!r}]": column for name, column in further.items()}
    named = {"X": X, "hover": hover, "labels": labels, **named}
    check_row_order({**named_layouts(layout), **named})
    facts, content, n_rows = pack_layouts(layout)
    about = {"colorings": [as_text(name) for name in colorings], **facts}
    for i, (name, colors) in enumerate(colorings.items()):
        content[f"colors-{i}"] = color_bytes(colors, n_rows, f"colorings[{name!r}]")
    content |= _row_content(about, n_rows, hover, labels, images)
    if further:
        about["columns"], packed_columns = pack_columns(further, n_rows)
        content |= packed_columns
    if neighbors is not None:
        nearest, percent = check_neighbors(neighbors, X, n_rows)
        about["nNeighbors"] = nearest.shape[1]
        if percent < 100:
            about["percentFound"] = percent
        content["neighbors"] = column_bytes(nearest)
    texts = legend_list(legends, colorings)
    if any(texts):
        content["legends"] = json_bytes(texts)
    return {**content, "about": json_bytes(about)}


def color_bytes(colors: npt.ArrayLike, n_rows: int, name: str) -> bytes:
    """One coloring, in 8 bits per channel."""
    return column_bytes(
        pack_colors(check_row_colors(colors, n_rows, of="layout", name=name))
    )


def _row_content(
    about: dict[str, Any],
    n_rows: int,
    hover: npt.ArrayLike | None,
    labels: npt.ArrayLike | None,
    images: npt.ArrayLike | None,
) -> dict[str, bytes]:
    """Texts, labels and images of the rows."""
    content = {}
    if hover is not None:
        content["texts"] = json_bytes(check_texts(hover, "hover", n_rows))
    if labels is not None:
        names, codes = pack_labels(check_texts(labels, "labels", n_rows))
        content |= {"label-names": json_bytes(names), "labels": column_bytes(codes)}
    if images is not None:
        images = check_images(images, n_rows)
        about["imageShape"] = images.shape[1:]
        content["images"] = column_bytes(images)
    return content
