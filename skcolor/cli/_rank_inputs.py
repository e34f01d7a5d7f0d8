"""What ``rank`` reads: a sample of the rows, their layout, and attributes to read."""

import argparse
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._inputs import Inputs
from skcolor.cli._make_layout import ensure_layout
from skcolor.cli._table import InputError, print_note

_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?")
Split = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


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


def split_in_halves(n_rows: int, n_splits: int) -> list[Split]:
    """Indices of the rows to fit and of those to score, several times at random."""
    from sklearn.model_selection import ShuffleSplit

    cv = ShuffleSplit(n_splits, test_size=0.5, random_state=0)
    return list(cv.split(np.empty(n_rows)))


def keep_readable(inputs: Inputs, splits: list[Split]) -> Inputs:
    """Drop attributes that, in some split, cannot be read even from the rows themselves.

    Their shares would be noise, and the mean would be over other attributes in each split.
    """
    from skcolor.metrics import reading_gain

    unread = set()
    for _, scored in splits:
        some = {name: column[scored] for name, column in inputs.columns.items()}
        X, gray = inputs.X[scored], np.full((len(scored), 3), 0.5)
        gain = reading_gain(X, gray, inputs.layout[scored], attributes=some)
        unread |= {name for name, share in gain.shares.items() if np.isnan(share)}
    kept = {name: inputs.columns[name] for name in inputs.columns if name not in unread}
    reason = "the vectors tell next to nothing about it that the layout does not show"
    if not kept:
        raise InputError(f"--attributes {','.join(inputs.columns)}: {reason}")
    for name in sorted(unread):
        print_note(f"--attributes {name}: left out, {reason}")
    return inputs._replace(columns=kept)


def number_dates(inputs: Inputs) -> Inputs:
    """Dates as numbers, so that a reader can guess them; also dates in texts."""
    columns = {name: _to_numbers(column) for name, column in inputs.columns.items()}
    return inputs._replace(columns=columns)


def _to_numbers(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A column as it is, unless it holds dates or durations."""
    if column.dtype.kind in "OU":
        texts = [one if isinstance(one, str) else "" for one in column]
        if not any(texts) or not all(_DATE.fullmatch(text) for text in texts if text):
            return column
        try:
            column = np.array([text or "NaT" for text in texts], dtype="datetime64[s]")
        except ValueError:  # there is no February 30
            return column
    if column.dtype.kind not in "mM":
        return column
    return np.where(np.isnat(column), np.nan, column.astype(np.int64).astype(np.float64))
