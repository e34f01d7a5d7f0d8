"""Attributes of rows from columns of their file."""

from types import SimpleNamespace

import numpy as np
import pytest

from skcolor.cli._inputs import Inputs
from skcolor.cli._row_columns import name_columns, read_attributes
from skcolor.cli._table import InputError
from skcolor.metrics import reading_gain

RNG = np.random.default_rng(0)
INPUTS = Inputs(
    RNG.normal(size=(300, 3)),
    RNG.normal(size=(300, 2)),
    {
        "kind": np.array(["noun", None, "verb"] * 100, dtype=object),
        "year": np.where(np.arange(300) % 9, np.arange(300.0), np.nan),
        "title": np.array([f"word {i}" for i in range(300)], dtype=object),
        "rate": np.r_[np.inf, np.zeros(299)],
    },
)


def arguments(attributes):
    return SimpleNamespace(vectors="X.csv", attributes=attributes)


def test_attributes_are_what_reading_gain_takes():
    chosen = read_attributes(arguments("year,kind"), INPUTS)
    assert list(chosen) == ["year", "kind"]
    colors = RNG.random((300, 3))
    gain = reading_gain(INPUTS.X, colors, INPUTS.layout, attributes=chosen)
    assert set(gain.shares) == {"year", "kind"}
    assert read_attributes(arguments(None), INPUTS) is None
    assert name_columns(arguments("year,kind")) == ("year,kind",)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("title", "X.csv: --attributes title: .*at most 256 categories; got 300"),
        ("rate", "X.csv: --attributes rate: .*finite or missing"),
        ("kinds", "--attributes kinds: no such column; did you mean kind"),
    ],
)
def test_columns_that_are_no_attributes_are_named(names, message):
    with pytest.raises(InputError, match=message):
        read_attributes(arguments(names), INPUTS)
