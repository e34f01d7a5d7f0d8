"""The files that commands read, rows and their layout: arguments and checks."""

import argparse
from pathlib import Path
from typing import Any

import numpy.typing as npt

from skcolor.cli._files import check_input, count_rows, read_rows
from skcolor.cli._table import InputError, ReadOptions


def add_inputs(parser: argparse.ArgumentParser, *, layout_required: bool) -> None:
    """Declare the arguments that name the rows and their layout."""
    parser.add_argument(
        "vectors", metavar="VECTORS", help="rows: .npy, .npz, .csv, .parquet"
    )
    parser.add_argument(
        "--layout",
        metavar="FILE",
        required=layout_required,
        help="their 2-D layout, in the same order",
    )
    for prefix, file in (("", "VECTORS"), ("layout-", "the layout")):
        parser.add_argument(
            f"--{prefix}header",
            action=argparse.BooleanOptionalAction,
            help=f"whether the first line of {file} names the columns (.csv)",
        )
        parser.add_argument(
            f"--{prefix}index",
            action=argparse.BooleanOptionalAction,
            help=f"whether the first column of {file} is an index and left out "
            "(.csv, .parquet)",
        )


def read_inputs(
    arguments: argparse.Namespace, *, use: str | None
) -> tuple[npt.NDArray[Any], Any]:
    """Read rows and their layout; all that can be known of them soon is checked first.

    Parameters
    ----------
    arguments : argparse.Namespace
        With the arguments of `add_inputs`.
    use : str or None
        What the layout is for, if that takes two columns; None allows a third.

    Returns
    -------
    X : ndarray of shape (n_rows, n_columns)
        The rows.
    layout : ndarray of shape (n_rows, 2) or (n_rows, 3), or None
        Their layout, if one is named.
    """
    vectors, name = arguments.vectors, arguments.layout
    reading = ReadOptions(arguments.header, arguments.index)
    if name is None:
        return read_rows(vectors, reading), None
    if ".npz:" not in vectors:
        check_input(Path(vectors))
    layout = _read_layout(arguments, use)
    n_rows = count_rows(vectors)
    if n_rows is not None:
        _compare(name, len(layout), vectors, n_rows)
    X = read_rows(vectors, reading)
    _compare(name, len(layout), vectors, len(X))
    return X, layout


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
            f"{name}: has {n_places} rows and {vectors} has {n_rows}; "
            "give the layout of these rows, one line for each"
        )


def check_overwrites(arguments: argparse.Namespace, *others: str | None) -> None:
    """Refuse an output that is one of the inputs."""
    out = Path(arguments.out)
    for name in (arguments.vectors, arguments.layout, *others):
        if name is None or not (out.exists() and Path(name).exists()):
            continue
        if out.samefile(name):
            raise InputError(f"--out {out}: is read from, too; give another file")
