"""``python -m skcolor layout``: make a map of the rows of a file.

Commands that need a layout use the same methods where none is given.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._embed import METHODS, N_EXACT, embed, is_sampled
from skcolor.cli._file_names import split_name
from skcolor.cli._inputs import Inputs, add_rows, check_overwrites, read_inputs
from skcolor.cli._output_files import check_output, write_output
from skcolor.cli._table import InputError, one_line, print_note
from skcolor.cli._write_table import TABLES, check_table_library, write_table

_DEFAULT = "tsne"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_rows(parser)
    parser.add_argument(
        "--method",
        choices=METHODS,
        default=_DEFAULT,
        help=f"how to make the layout (default: {_DEFAULT}); umap requires umap-learn",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help=f"layout to write ({', '.join(TABLES)})",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make a layout of the rows of a file, and write it."""
    arguments.layout = None
    _check_file(arguments.out)
    check_overwrites(arguments)
    _check_method(arguments.method, "--method")
    X = read_inputs(arguments, use=None).X
    _write(arguments.out, _embed(X, arguments.method, arguments.vectors), arguments.method)
    return 0


def add_layout_options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of a command that makes a layout where none is given."""
    parser.add_argument(
        "--layout-method",
        choices=METHODS,
        help=f"how to make a layout where none is given (default: {_DEFAULT})",
    )
    parser.add_argument(
        "--save-layout",
        metavar="FILE",
        help=f"where to keep the layout that was made ({', '.join(TABLES)})",
    )


def check_layout_options(arguments: argparse.Namespace) -> None:
    """Check the arguments of `add_layout_options` before any work."""
    method, kept = arguments.layout_method, arguments.save_layout
    for option, value in (("--layout-method", method), ("--save-layout", kept)):
        if value is not None and arguments.layout is not None:
            raise InputError(
                f"{option} {value}: is for a layout that is made, and --layout gives one; "
                "drop one of them"
            )
    if kept is not None:
        _check_file(kept)
        _check_apart(kept, arguments)
    _check_method(method or _DEFAULT, "--layout-method")


def ensure_layout(inputs: Inputs, arguments: argparse.Namespace) -> npt.NDArray[Any]:
    """Return the layout of the inputs, or make one if they hold none.

    Parameters
    ----------
    inputs : Inputs
        The rows, and their layout if a file holds one.
    arguments : argparse.Namespace
        Parsed arguments of `add_inputs` and `add_layout_options`.

    Returns
    -------
    ndarray of shape (n_rows, 2) or (n_rows, 3)
        A layout that is made has two columns. It is written to ``--save-layout``.
    """
    method, kept = arguments.layout_method, arguments.save_layout
    if inputs.layout is not None and method is None:
        if kept is not None:
            raise InputError(
                f"--save-layout {kept}: {arguments.vectors} has a layout already; drop "
                "this option, or make another layout by --layout-method"
            )
        return inputs.layout
    method = method or _DEFAULT
    name = arguments.vectors
    hint = "" if kept else "; --save-layout FILE keeps it"
    print_note(f"{name}: no layout given, so {METHODS[method]} makes one{hint}")
    layout = _embed(inputs.X, method, name)
    if kept is not None:
        _write(kept, layout, method)
    return layout


def _embed(X: npt.NDArray[Any], method: str, name: str) -> npt.NDArray[Any]:
    if len(X) < 2:
        raise InputError(f"{name}: has 1 row; a layout needs at least 2")
    if method == "tsne" and len(X) > N_EXACT and is_sampled(X):
        print_note(
            f"{name}: t-SNE runs on {N_EXACT} of {len(X)} rows; others are placed "
            "between these, so their nearest neighbors are mostly not their own"
        )
    try:
        return embed(X, method)
    except ValueError as error:
        raise InputError(f"{name}: {one_line(error)}") from None


def _write(name: str, layout: npt.NDArray[Any], method: str) -> None:
    ending = Path(name).suffix.lower()
    write_output(
        name, lambda file: write_table(file, ending, [layout], len(layout), ("x", "y"))
    )
    print(f"{name}: a layout of {len(layout)} rows by {METHODS[method]}")


def _check_file(name: str) -> None:
    check_table_library(name, check_output(name, TABLES))


def _check_apart(kept: str, arguments: argparse.Namespace) -> None:
    """Refuse to keep the layout in a file that is also an input or the output."""
    for option, name in (("--out", arguments.out), ("", arguments.vectors)):
        if Path(kept).resolve() == split_name(name)[0].resolve():
            other = f"also {option}" if option else "also an input"
            raise InputError(f"--save-layout {kept}: is {other}; give another file")


def _check_method(method: str, option: str) -> None:
    if method == "umap":
        try:
            import_optional("umap.umap_", extra="umap")
        except ImportError as error:
            raise InputError(f"{option} {method}: {error}") from None
