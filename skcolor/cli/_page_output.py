"""Where ``python -m skcolor explore`` writes: one page, or a folder of tiles."""

import os
from pathlib import Path
from typing import Any

from skcolor._atomic_write import check_replaceable
from skcolor.cli._output_files import check_folder, check_output
from skcolor.cli._table import InputError


def is_folder(out: str) -> bool:
    """Whether a folder of tiles is asked for."""
    return out.endswith(("/", os.sep))


def check_page_output(out: str, n_neighbors: int, n_layouts: int) -> None:
    """Check before any work that the page or the folder can be written."""
    if not is_folder(out):
        check_output(out, (".html",))
        return
    from skcolor.plotting._tile_files import is_tile_folder

    if n_neighbors:
        raise InputError(
            f"--neighbors {n_neighbors}: a folder of tiles has no nearest rows; give a "
            "page (.html) as --out"
        )
    if n_layouts > 1:
        raise InputError(
            f"--layout was given {n_layouts} times: a folder of tiles has one layout; give "
            "a page (.html) as --out"
        )
    path = Path(os.path.realpath(out))
    try:
        check_replaceable(path, is_tile_folder)
    except FileExistsError as error:
        raise InputError(f"{out}: {error.strerror}") from None
    if not path.parent.is_dir():
        raise InputError(f"{out}: no folder {path.parent}; create it first")
    check_folder(path.parent)


def save_page(out: str, *contents: Any, neighbors: int, X: Any, **options: Any) -> str:
    """Write the page or the folder, and return what it is.

    Parameters
    ----------
    out : str
        Path of the page; of a folder if it ends with a slash.
    *contents, **options
        As `save_html` and `save_tiles` take them.
    neighbors : int
        Number of nearest rows to find for each row of the page.
    X : array-like
        The rows, to find them in.
    """
    from skcolor.plotting import save_html, save_tiles

    if is_folder(out):
        save_tiles(out, *contents, **options)
        return "tiles"
    if neighbors:
        options |= {"neighbors": neighbors, "X": X}
    save_html(out, *contents, **options)
    return "a page"
