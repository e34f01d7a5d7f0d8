"""An interactive map of millions of points, as a folder for any web server."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._atomic_write import write_folder_atomically
from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import as_text
from skcolor._compute.chunks import run_in_order
from skcolor.plotting._axes import check_colorings
from skcolor.plotting._explorer_columns import named_columns
from skcolor.plotting._explorer_legend import legend_list
from skcolor.plotting._explorer_page import fill_tile_page
from skcolor.plotting._legend import ColoringLegend
from skcolor.plotting._tile_batches import Batches
from skcolor.plotting._tile_files import Tile, TileFiles, is_tile_folder, make_tile
from skcolor.plotting._tile_plan import (
    N_CELLS,
    Plan,
    count_cells,
    curve_keys,
    cut_tiles,
    level_starts,
    make_plan,
    rank_rows,
)
from skcolor.plotting._tile_rows import chunks_of
from skcolor.plotting._tile_sources import Sources


def save_tiles(
    path: str | os.PathLike[str],
    layout: npt.ArrayLike,
    colorings: dict[str, Any],
    *,
    hover: Any = None,
    labels: Any = None,
    columns: Any = None,
    legends: dict[str, ColoringLegend] | None = None,
    title: str = "Map",
    n_jobs: int | None = None,
) -> None:
    """Save an interactive map of 10 million points or more as a folder of tiles.

    It is the map of :func:`save_html`, but a browser reads from the folder only what it
    shows: first a fair sample of all points, and closer by more and more of those in view.
    Any web server can serve the folder; on your own machine, ``python -m skcolor serve
    FOLDER`` does.

    Parameters
    ----------
    path : str or pathlib.Path
        Path of the folder. A folder that this function wrote before is replaced; any other
        is an error.
    layout : array-like of shape (n_samples, 2)
        Positions of the points. Stored in 4,194,240 steps along the longer side.
    colorings : dict of str to array-like of shape (n_samples, 3)
        Colorings by name, sRGB in [0, 1]; the first is shown first. Also in any opaque
        format that :class:`ColoringDisplay` takes. Stored in 8 bits per channel.
    hover : array-like of shape (n_samples,) or None, default=None
        A text for each row, shown at the pointer and listed.
    labels : array-like of shape (n_samples,) or None, default=None
        A group for each row, shown below its text and counted in selections. All their
        names are read at once.
    columns : dict of str to array-like, DataFrame or None, default=None
        Further columns by name, with an entry for each row, shown on the card of a point
        and written to saved lists.
    legends : dict of str to ColoringLegend or None, default=None
        What the colors of a coloring mean, by the name of the coloring, from
        :meth:`ColoringLegend.from_estimator`.
    title : str, default="Map"
        Title of the page.
    n_jobs : int or None, default=None
        Number of threads that compress tiles; None means 1, -1 all CPU cores. It does not
        change the files.

    Raises
    ------
    ValueError
        If `colorings` is empty, or an argument does not have one valid entry for each row
        of `layout`.
    FileExistsError
        If there is something else at `path`.
    OSError
        If the folder cannot be written; one that exists is then left unchanged.

    See Also
    --------
    save_html : Saves a map as one file, for up to a few million points.

    Notes
    -----
    This is not an option of `save_html`, because what it writes is a folder that needs a
    server, and because the page can do less. It counts, lists and selects the points that
    it has loaded, and says so: zoom in until it shows all points in view to count them all.
    A search reads the texts of all points, tile by tile, says how far it has come, and ends
    with the first 500 that it finds. There are no filters, images, neighbors or names on
    the map, which would need all rows at once.

    Rows are read in chunks, and sorted on disk: all arrays may be memory maps or dask
    arrays, and memory does not grow with the number of rows. Beside the folder, this takes
    about as much disk space again until it is done. Dask arrays with the same blocks are
    computed together and once, a few blocks at a time; the workers send places, and colors
    in 8 bits. Texts, labels and columns may be columns of a dask DataFrame.

    Each point is in one tile of at most 32,768. Chance, in a fixed order, decides its
    level: each has twice the points of the one before, so that the levels down to any are
    a fair sample of all points, whatever their density. A level is cut into tiles along a
    Hilbert curve. ``about.json`` lists the tiles: the level of each, its number of points,
    and its box. The arrays of a tile are files of NumPy, compressed by gzip: ``layout``,
    ``rows`` (row numbers), ``colors-0`` and so on. Texts and columns are in JSON. The name
    of their folder changes with the contents, so that browsers may keep what they read.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from skcolor import ChannelColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import save_tiles
    >>> digits = load_digits_layout()
    >>> colorings = {"channels": ChannelColorer().fit_transform(digits.data)}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "digits"
    ...     save_tiles(path, digits.layout, colorings, labels=digits.target)
    ...     sorted(file.name for file in path.glob("tiles-*/*"))
    ['colors-0', 'labels', 'layout', 'rows']
    """
    check_colorings(colorings)
    check_count("n_jobs", n_jobs, least=None, none_too=True)
    title = as_text(title)
    details = {} if hover is None else {"hover": hover}
    further = named_columns(columns)
    details |= {f"columns[{name!r}]": column for name, column in further.items()}
    named = {f"colorings[{name!r}]": colors for name, colors in colorings.items()}
    check_row_order({"layout": layout, "labels": labels, **details, **named})
    about: dict[str, Any] = {
        "colorings": [as_text(name) for name in colorings],
        "columns": list(further),
        "hasTexts": hover is not None,
        "legends": legend_list(legends, colorings),
    }
    page = fill_tile_page(title)

    def write(folder: Path) -> None:
        work = folder / "work"
        work.mkdir()
        sources = Sources(layout, named, labels, details, work)
        files = TileFiles(folder)
        _write_tiles(sources, files, work, n_jobs)
        work.rmdir()
        files.finish({**about, **sources.about()}, page)

    write_folder_atomically(path, write, is_tile_folder)


def _write_tiles(
    sources: Sources, files: TileFiles, work: Path, n_jobs: int | None
) -> None:
    plan = _plan(sources)
    n_colorings = len(sources.colorings)
    fields: list[Any] = [("row", "<u8"), ("key", "<u4"), ("place", "<f4", 2)]
    fields += [("colors", "u1", (n_colorings, 3)), ("label", "<u4")]
    batches = Batches(work, np.dtype(fields))
    _sort(sources, plan, batches)
    sources.close()
    smallest = np.min_scalar_type(max(len(sources.label_codes) - 1, 0))
    row_type = np.min_scalar_type(sources.frame.n_rows - 1)

    def cut(batch: int) -> list[Tile]:
        records, lines = batches.read(batch)
        if not len(records):
            return []
        tiles = []
        for rows in cut_tiles(rank_rows(records["row"]), records["key"]):
            some = records[rows]
            arrays = {f"colors-{i}": some["colors"][:, i] for i in range(n_colorings)}
            arrays["rows"] = some["row"].astype(row_type)
            if sources.labels is not None:
                arrays["labels"] = some["label"].astype(smallest)
            texts = [lines[row] for row in rows] if lines else []
            tiles.append(make_tile(plan.level_of(batch), some["place"], arrays, texts))
        return tiles

    for tiles in run_in_order(cut, range(plan.n_batches), n_jobs):
        for tile in tiles:
            files.add(tile)


def _plan(sources: Sources) -> Plan:
    n_rows = sources.frame.n_rows
    starts = level_starts(n_rows)
    counts = np.zeros((len(starts), N_CELLS), dtype=np.int64)
    for rows in chunks_of(n_rows):
        ranks = rank_rows(np.arange(rows.start, rows.stop))
        counts += count_cells(ranks, curve_keys(sources.steps(rows)), starts)
    return make_plan(starts, counts)


def _sort(sources: Sources, plan: Plan, batches: Batches) -> None:
    for rows in chunks_of(sources.frame.n_rows):
        records = np.zeros(rows.stop - rows.start, dtype=batches.dtype)
        records["row"] = np.arange(rows.start, rows.stop)
        records["place"] = sources.steps(rows)
        records["key"] = curve_keys(records["place"])
        for i, name in enumerate(sources.colorings):
            records["colors"][:, i] = sources.colors(name, rows)
        if sources.labels is not None:
            records["label"] = sources.labels_of(rows)
        places = plan.batches_of(rank_rows(records["row"]), records["key"])
        batches.append(places, records, sources.lines(rows))
