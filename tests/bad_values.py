"""Values that no argument of a kind may have; what the table of bad input is made of."""

import re

import numpy as np
import scipy.sparse

rng = np.random.default_rng(0)
N_ROWS = 60
X = rng.normal(size=(N_ROWS, 5))
LAYOUT = rng.normal(size=(N_ROWS, 2))
COLORS = rng.random((N_ROWS, 3))
LABELS = np.arange(N_ROWS) % 3
PALETTE = rng.random((3, 3))

# Layouts of 60 rows that fit refuses, and what it says.
BAD_LAYOUTS = [
    (np.ones((59, 2)), r"layout \(passed as y\) has 59 rows and X has 60"),
    (np.ones((60, 1)), "layout .* has 1 columns; wanted 2 or 3"),
    (np.ones((60, 4)), "layout .* has 4 columns; wanted 2 or 3"),
    (np.full((60, 2), np.nan), "Input layout contains NaN"),
    (np.full((60, 2), np.inf), "Input layout contains infinity"),
    (np.full((60, 2), "a"), "could not convert|dtype"),
]


def not_refused(calls, *words):
    """Names of the calls that raise no error of the right kind with all words, and why."""
    found = {}
    for name, call in calls.items():
        try:
            call()
        except (ValueError, TypeError) as error:
            if not all(re.search(word, str(error)) for word in words):
                found[name] = str(error)
        except Exception as error:
            found[name] = repr(error)
        else:
            found[name] = "taken"
    return found


def with_entry(table, value):
    """The table with `value` as its first entry."""
    table = table.copy()
    table[0, 0] = value
    return table


def with_mask(table):
    """The table with a mask over its first entry."""
    return np.ma.array(table, mask=np.arange(table.size).reshape(table.shape) == 0)


def bad_tables(table):
    """What no table of numbers is, by what is wrong with it."""
    return {
        "None": None,
        "number": 3,
        "string": "rows",
        "1-D": table[:, 0],
        "4-D": table[:, :, np.newaxis, np.newaxis],
        "NaN": with_entry(table, np.nan),
        "infinity": with_entry(table, -np.inf),
        "strings": np.full(table.shape, "a"),
        "objects": np.full(table.shape, object()),
        "complex": table + 1j,
        "of unequal rows": [[0.5, 0.5, 0.5], *([[0.5, 0.5]] * (len(table) - 1))],
        "masked": with_mask(table),
        "sparse": scipy.sparse.csr_array(table),
    }


TABLES = {**bad_tables(X), "no rows": X[:0], "too few rows": X[:-1]}
# Of the rows whose distances are measured, which may be sparse.
ROWS = {name: bad for name, bad in TABLES.items() if name != "sparse"}
COLOR_TABLES = {
    **bad_tables(COLORS),
    "no rows": COLORS[:0],
    "two columns": COLORS[:, :2],
    "from 0 to 255": COLORS * 255,
    "negative": -COLORS,
}
ROW_COLORS = {**COLOR_TABLES, "too few rows": COLORS[:-1]}
LAYOUTS = {
    **bad_tables(LAYOUT),
    "no rows": LAYOUT[:0],
    "too few rows": LAYOUT[:-1],
    "one column": LAYOUT[:, :1],
    "four columns": np.hstack([LAYOUT, LAYOUT]),
}
COORDINATES = {
    **{name: bad for name, bad in bad_tables(COLORS).items() if name[1:] != "-D"},
    "two columns": COLORS[:, :2],
}
SRGB = {**COORDINATES, "from 0 to 255": COLORS * 255, "negative": -COLORS}
LABEL_ARRAYS = {
    "None": None,
    "string": "labels",
    "strings": LABELS.astype(str),
    "floats": LABELS + 0.5,
    "NaN": np.full(N_ROWS, np.nan),
    "2-D": LABELS[:, np.newaxis],
    "masked": with_mask(LABELS),
    "too few rows": LABELS[:-1],
}
PALETTES = {
    **bad_tables(PALETTE),
    "two columns": PALETTE[:, :2],
    "from 0 to 255": PALETTE * 255,
    "no colors": PALETTE[:0],
}
OPTIONAL_COUNTS = {
    "0": 0,
    "negative": -1,
    "float": 2.5,
    "NaN": np.nan,
    "string": "3",
    "bool": True,
    "complex": 1j,
    "list": [3],
}
COUNTS = {**OPTIONAL_COUNTS, "None": None}
NUMBERS = {
    "negative": -1,
    "NaN": np.nan,
    "infinity": np.inf,
    "None": None,
    "string": "1",
    "complex": 1j,
    "array": np.zeros(2),
}
SEEDS = {"negative": -1, "float": 0.5, "string": "seed", "list": []}
JOBS = {"float": 1.5, "string": "all", "bool": True}
RANGES = {
    "None": None,
    "number": 0.5,
    "string": "ab",
    "falling": (0.9, 0.2),
    "equal": (0.5, 0.5),
    "three": (0, 0.5, 1),
    "outside": (-1, 2),
    "NaN": (0.1, np.nan),
}
