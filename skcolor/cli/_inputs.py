"""Input files of commands, rows and their layout: arguments and checks."""

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy.typing as npt

from skcolor.cli._files import check_input, count_rows, read_rows
from skcolor.cli._table import InputError, ReadOptions


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
    """

    X: npt.NDArray[Any]
    layout: Any = None
    columns: dict[str, npt.NDArray[Any]] = {}


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the rows and their layout."""
    add_rows(parser)
    parser.add_argument(
        "--layout",
        metavar="FILE",
        help="their 2-D layout, in the same order (default: make one)",
    )
    _add_reading(parser, "layout-", "the layout")


def add_rows(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the rows alone."""
    parser.add_argument(
        "vectors", metavar="VECTORS", help="file of rows: .npy, .npz, .csv, .parquet"
    )
    _add_reading(parser, "", "VECTORS")


def _add_reading(parser: argparse.ArgumentParser, prefix: str, file: str) -> None:
    parser.add_argument(
        f"--{prefix}header",
        action=argparse.BooleanOptionalAction,
        help=f"whether the first line of {file} is a header (.csv)",
    )
    parser.add_argument(
        f"--{prefix}index",
        action=argparse.BooleanOptionalAction,
        help=f"whether to drop the first column of {file} as an index (.csv, .parquet)",
    )


def read_inputs(arguments: argparse.Namespace, *, use: str | None) -> Inputs:
    """Read rows and their layout, cheap checks first.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed arguments of `add_inputs`.
    use : str or None
        What the layout is for, if that needs exactly two columns; None allows three.

    Returns
    -------
    Inputs
        The rows, and their layout if one is given.
    """
    vectors, name = arguments.vectors, arguments.layout
    reading = ReadOptions(arguments.header, arguments.index)
    if name is None:
        return Inputs(read_rows(vectors, reading))
    if ".npz:" not in vectors:
        check_input(Path(vectors))
    layout = _read_layout(arguments, use)
    n_rows = count_rows(vectors)
    if n_rows is not None:
        _compare(name, len(layout), vectors, n_rows)
    X = read_rows(vectors, reading)
    _compare(name, len(layout), vectors, len(X))
    return Inputs(X, layout)


def _read_layout(arguments: argparse.Namespace, use: str | None) -> npt.NDArray[Any]:
    name = arguments.layout
    reading = ReadOptions(
        arguments.layout_header, arguments.layout_index, "--layout-", n_fewest=2
    )
    layout = read_rows(name, reading)
    if layout.shape[1] not in (2, 3):
        raise InputError(f"{name}: has {layout.shape[1]} columns; a layout has 2 (or 3)")
    if use is not None and layout.shape[1] != 2:
        raise InputError(f"{name}: has 3 columns; a {use} needs 2")
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
        if name is None or not (out.exists() and Path(name).exists()):
            continue
        if out.samefile(name):
            raise InputError(f"--out {out}: is also an input; give another file")
