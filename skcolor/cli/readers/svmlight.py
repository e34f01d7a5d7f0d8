"""Read rows from files in the format of SVMlight and LIBSVM: ``label index:value ...``."""

import re
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.named_arrays import to_dense

_LINE = re.compile(
    r"\s*[+-]?[\d.][\d.eE+,-]*(?P<pairs>(\s+(qid|\d+):[+-]?[\d.][\d.eE+-]*)*)\s*(#.*)?"
)
_N_LINES = 50
# A time, as 12:30, may be next to one number.
_FEWEST_PAIRS = 2


def is_svmlight(lines: IO[str]) -> bool:
    """Whether the first lines of a text are of this format."""
    most = 0
    for line in islice(lines, _N_LINES):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return False
        most = max(most, found["pairs"].count(":"))
    return most >= _FEWEST_PAIRS


def read_svmlight(path: Path, reading: ReadOptions) -> Table:
    """Read the features as rows, and the label of each row beside them."""
    from sklearn.datasets import load_svmlight_file

    for flag in ("columns", "drop"):
        if getattr(reading, flag):
            raise InputError(
                f"{path}: {reading.prefix}{flag} is not for files of SVMlight, of which "
                "columns have no names"
            )
    rows, labels = load_svmlight_file(str(path))
    is_whole = np.array_equal(labels, np.rint(labels))
    return Table(
        to_dense(path, rows),
        others={"label": labels.astype(np.int64) if is_whole else labels},
        note=f"read as SVMlight, {rows.shape[1]} features; beside them 'label'",
    )
