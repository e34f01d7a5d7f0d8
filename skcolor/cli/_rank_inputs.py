"""What ``rank`` reads: a sample of the rows, their layout, and attributes to read."""

import argparse
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._inputs import Inputs
from skcolor.cli._make_layout import ensure_layout
from skcolor.cli._table import InputError, print_note


def sample_inputs(inputs: Inputs, arguments: argparse.Namespace) -> Inputs:
    """Take ``--rows`` random rows, with a layout.

    If there is no layout, and none is to be kept, one is made of these rows only.
    """
    n_rows = len(inputs.X)
    rows = np.sort(np.random.default_rng(0).permutation(n_rows)[: arguments.rows])
    if arguments.save_layout is not None:
        inputs = inputs._replace(layout=ensure_layout(inputs, arguments))
    X = inputs.X[rows]
    inputs = Inputs(
        X.astype(np.float32) if X.dtype == np.float16 else X,
        None if inputs.layout is None else inputs.layout[rows],
        {name: column[rows] for name, column in inputs.columns.items()},
    )
    if arguments.save_layout is not None:
        return inputs
    return inputs._replace(layout=ensure_layout(inputs, arguments))


def take_attributes(
    columns: dict[str, npt.NDArray[Any]], wanted: str | None
) -> dict[str, npt.NDArray[Any]]:
    """Columns by the names in ``--attributes``, separated by commas."""
    if wanted is None:
        return {}
    names = [wanted] if wanted in columns else wanted.split(",")
    for name in names:
        if name not in columns:
            there = ", ".join(columns)
            hint = f"the file has {there}" if there else "the file has only vectors"
            raise InputError(f"--attributes {name}: no such column; {hint}")
    return {name: _to_numbers(columns[name]) for name in names}


def check_attributes(
    X: npt.NDArray[Any], layout: npt.NDArray[Any], attributes: dict[str, npt.NDArray[Any]]
) -> None:
    """Refuse attributes that cannot be read, even from the rows themselves."""
    from skcolor.metrics import reading_gain

    gray = np.full((len(X), 3), 0.5)
    try:
        shares = reading_gain(X, gray, layout, attributes=attributes).shares
    except ValueError as error:
        message = " ".join(str(error).split())
        raise InputError(f"--attributes {','.join(attributes)}: {message}") from None
    unread = [name for name, share in shares.items() if np.isnan(share)]
    reason = "the vectors tell next to nothing about it that the layout does not show"
    if len(unread) == len(attributes):
        raise InputError(f"--attributes {','.join(unread)}: {reason}")
    for name in unread:
        print_note(f"--attributes {name}: {reason}; left out of the mean")


def _to_numbers(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Dates and durations as numbers, so that they have an order."""
    if column.dtype.kind not in "mM":
        return column
    is_missing = np.isnat(column)
    return np.where(is_missing, np.nan, column.astype(np.int64).astype(np.float64))
