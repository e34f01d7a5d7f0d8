"""Input files of commands, rows and their layout: arguments and checks."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy.typing as npt

from skcolor.cli._file_names import check_input, split_name
from skcolor.cli._files import count_rows, read_table
from skcolor.cli._table import InputError, ReadOptions
from skcolor.cli.readers.dialect import SEPARATORS


class Inputs(NamedTuple):
    """What the input files of a command hold.

    Attributes
    ----------
    X : ndarray of shape (n_rows, n_columns)
        The rows.
    layout : ndarray of shape (n_rows, 2) or (n_rows, 3), or None
        Their layout, if a file holds one.
    columns : dict of str to ndarray of shape (n_rows,)
        What else the file of the rows holds, by name: texts, labels, numbers, dates.
    further : dict of str to ndarray
        Further layouts, by the names that were given.
    """

    X: npt.NDArray[Any]
    layout: Any = None
    columns: dict[str, npt.NDArray[Any]] = {}
    further: dict[str, npt.NDArray[Any]] = {}


def add_inputs(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Declare the arguments for the rows and their layout, or for several layouts."""
    add_rows(parser)
    more = "; repeat it for several, the first of which colors use" if several else ""
    parser.add_argument(
        "--layout",
        metavar="FILE",
        action="append" if several else "store",
        help="2-D layout of the rows, in the same order (default: the one in VECTORS, "
        f"or make one){more}",
    )
    _add_reading(parser, "layout-", "the layout")


def add_rows(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the rows alone."""
    parser.add_argument(
        "vectors",
        metavar="VECTORS",
        help="file of rows: .csv, .parquet, .npy, .h5ad and more; FILE:NAME chooses an "
        "array or columns",
    )
    _add_reading(parser, "", "VECTORS")


def _add_reading(parser: argparse.ArgumentParser, prefix: str, file: str) -> None:
    group = parser.add_argument_group(f"reading {file}")
    for flag, what in (("columns", "to read"), ("drop", "to leave out")):
        group.add_argument(
            f"--{prefix}{flag}",
            metavar="NAMES",
            action="append",
            default=[],
            help=f"columns of {file} {what}, such as dim_* or a,b (tables)",
        )
    group.add_argument(
        f"--{prefix}header",
        action=argparse.BooleanOptionalAction,
        help=f"whether the first line of {file} is a header (text)",
    )
    group.add_argument(
        f"--{prefix}index",
        action=argparse.BooleanOptionalAction,
        help=f"whether to drop the first column of {file} as an index (tables)",
    )
    group.add_argument(
        f"--{prefix}sep",
        metavar="CHARACTER",
        help=f"separator of the fields of {file}; also 'tab' or 'space' (text)",
    )
    group.add_argument(
        f"--{prefix}decimal",
        metavar="MARK",
        choices=(".", ","),
        help=f"decimal mark of {file}: '.' or ',' (text)",
    )


def read_inputs(
    arguments: argparse.Namespace,
    *,
    use: str | None,
    beside: tuple[str, ...] = (),
    further: Sequence[str] = (),
) -> Inputs:
    """Read rows, their layouts, and other columns, cheap checks first.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed arguments of `add_inputs`.
    use : str or None
        What the layout is for, if that needs exactly two columns; None allows three.
    beside : tuple of str, default=()
        Names of columns that the command uses otherwise, and that are no features.
    further : sequence of str, default=()
        Names of further layouts.

    Returns
    -------
    Inputs
        The rows, their layouts if some are given or in their file, and their other columns.
    """
    vectors = arguments.vectors
    path = check_input(vectors).path
    first = () if arguments.layout is None else (arguments.layout,)
    layouts = {}
    for name in (*first, *further):
        layouts[name] = _read_layout(name, arguments, use)
        n_rows = count_rows(vectors)
        if n_rows is not None:
            _compare(name, len(layouts[name]), vectors, n_rows)
        if check_input(name).path == path:
            beside = (*beside, *_name_columns(name, arguments))
    table = read_table(vectors, _options(arguments, "", beside=beside))
    for name, places in layouts.items():
        _compare(name, len(places), vectors, len(table.rows))
    layout = layouts.pop(first[0]) if first else table.layout
    return Inputs(table.rows, layout, dict(table.others), layouts)


def _options(
    arguments: argparse.Namespace, prefix: str, beside: tuple[str, ...] = ()
) -> ReadOptions:
    """The options of a file, whose flags begin with ``--`` and a prefix."""
    given = {
        flag: getattr(arguments, (prefix + flag).replace("-", "_"))
        for flag in ("header", "index", "columns", "drop", "sep", "decimal")
    }
    sep = given["sep"]
    given["sep"] = SEPARATORS.get(sep, sep) if sep else None
    if given["sep"] is not None and len(given["sep"]) != 1:
        raise InputError(f"--{prefix}sep must be one character, tab or space; got {sep!r}")
    given["columns"], given["drop"] = tuple(given["columns"]), tuple(given["drop"])
    n_fewest = 2 if prefix else 1
    return ReadOptions(**given, prefix=f"--{prefix}", n_fewest=n_fewest, beside=beside)


def _name_columns(name: str, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Names or patterns of the columns of a layout that is in the file of the rows."""
    part = check_input(name).part
    return (*arguments.layout_columns, *([part] if part else []))


def _read_layout(
    name: str, arguments: argparse.Namespace, use: str | None
) -> npt.NDArray[Any]:
    layout = read_table(name, _options(arguments, "layout-")).rows
    if layout.shape[1] not in (2, 3):
        raise InputError(f"{name}: has {layout.shape[1]} columns; a layout has 2 (or 3)")
    if use is not None and layout.shape[1] != 2:
        raise InputError(
            f"{name}: has 3 columns; a {use} needs 2; without --layout, one is made"
        )
    return layout


def _compare(name: str, n_places: int, vectors: str, n_rows: int) -> None:
    if n_places != n_rows:
        raise InputError(
            f"{name}: has {n_places} rows and {vectors} has {n_rows}; give a layout of "
            "the same rows, one line each"
        )


def check_overwrites(arguments: argparse.Namespace, *others: str | None) -> None:
    """Refuse an output that is also an input."""
    out = Path(arguments.out)
    for name in (arguments.vectors, arguments.layout, *others):
        path = None if name is None else split_name(name)[0]
        if path is None or not (out.exists() and path.exists()):
            continue
        if out.samefile(path):
            raise InputError(f"--out {out}: is also an input; give another file")
