"""Hover texts, labels and attributes of rows, from columns of their file or from texts."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy.typing as npt

from skcolor.cli._files import read_lines
from skcolor.cli._inputs import Inputs
from skcolor.cli._table import InputError, join_names, print_note
from skcolor.cli.readers.columns import find_names

# Without --hover, so many columns are shown, and so much of each.
_MOST_SHOWN = 5
_MOST_CHARACTERS = 200


def name_columns(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Names of the columns that options name, and that so are no features."""
    options = (getattr(arguments, name, None) for name in ("hover", "label", "attributes"))
    return tuple(option for option in options if option)


def read_hover(arguments: argparse.Namespace, inputs: Inputs) -> list[str] | None:
    """Texts of the rows: lines of a file, or columns; by default, all columns of texts."""
    name, columns = arguments.hover, inputs.columns
    if name is None:
        return _show_texts(arguments, columns)
    is_column = any(one in columns for one in (name, *name.split(",")))
    if Path(name).is_file() or (Path(name).suffix and not is_column):
        if name in columns:
            raise InputError(
                f"--hover {name}: is a file and a column; give the file as ./{name}"
            )
        return read_lines(name, len(inputs.X), arguments.vectors)
    return _join(_choose(arguments, "hover", columns), len(inputs.X))


def read_labels(arguments: argparse.Namespace, inputs: Inputs) -> Any:
    """Labels of the rows: lines of a file, or a column; None without any."""
    if arguments.labels is not None:
        if arguments.label is not None:
            raise InputError("--label and --labels both give labels; drop one of them")
        return read_lines(arguments.labels, len(inputs.X), arguments.vectors)
    if arguments.label is None:
        return None
    chosen = _choose(arguments, "label", inputs.columns)
    if len(chosen) > 1:
        raise InputError(f"--label {arguments.label}: wanted one column, not {len(chosen)}")
    return next(iter(chosen.values()))


def add_attributes_option(parser: argparse.ArgumentParser) -> None:
    """Declare the option that `read_attributes` reads."""
    parser.add_argument(
        "--attributes",
        metavar="NAMES",
        help="columns of VECTORS that colors should let a reader guess (default: the rows)",
    )


def read_attributes(
    arguments: argparse.Namespace, inputs: Inputs
) -> dict[str, npt.NDArray[Any]] | None:
    """Attributes for `skcolor.metrics.reading_gain`, by name; None without any.

    Raises
    ------
    InputError
        If there is no such column, or it has too many categories or infinite numbers.
    """
    if arguments.attributes is None:
        return None
    chosen = _choose(arguments, "attributes", inputs.columns)
    from skcolor.metrics._attributes import check_attributes

    for name, values in chosen.items():
        try:
            check_attributes({name: values}, len(inputs.X))
        except ValueError as error:
            raise InputError(f"{arguments.vectors}: --attributes {name}: {error}") from None
    return chosen


def _choose(
    arguments: argparse.Namespace, option: str, columns: Mapping[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[Any]]:
    """Columns that an option names, in its order."""
    name = getattr(arguments, option)
    if not columns:
        or_file = " or file" if option == "hover" else ""
        raise InputError(
            f"--{option} {name}: no such column{or_file}; {arguments.vectors} has only rows"
        )
    names = list(columns)
    found = find_names(Path(arguments.vectors), names, (name,), f"--{option}")
    return {names[n]: columns[names[n]] for n in found}


def _show_texts(
    arguments: argparse.Namespace, columns: Mapping[str, npt.NDArray[Any]]
) -> list[str] | None:
    names = [name for name in columns if columns[name].dtype.kind in "OUSM"]
    names = [name for name in names if name != arguments.label][:_MOST_SHOWN]
    if not names:
        return None
    print_note(
        f"{arguments.vectors}: hover texts from {join_names(names)}; --hover chooses"
    )
    chosen = {name: columns[name] for name in names}
    return _join(chosen, len(columns[names[0]]), _MOST_CHARACTERS)


def _join(
    columns: Mapping[str, npt.NDArray[Any]], n_rows: int, n_characters: int = 0
) -> list[str]:
    """One text per row: the first column, then the others with their names, a line each."""
    from skcolor._checks.texts import check_texts, shorten

    lines: list[list[str]] = []
    for name, values in columns.items():
        texts = check_texts(values, name, n_rows)
        if n_characters:
            texts = [shorten(text, n_characters) for text in texts]
        prefix = f"{name}: " if lines else ""
        lines.append([f"{prefix}{text}" if text else "" for text in texts])
    return ["\n".join(filter(None, texts)) for texts in zip(*lines, strict=True)]
