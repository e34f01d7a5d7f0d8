"""Texts and labels in every kind of sequence that they come in."""

import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from skcolor._checks.texts import as_drawn, as_text, check_texts, name_labels, number_labels

# Three rows, of which the second has none: the texts, the names in their order.
MISSING_SECOND = {
    "None": (["b", None, "a"], ["b", "a"], ["a", "b"]),
    "NaN in a list": ([3, float("nan"), 1], ["3", "1"], ["1", "3"]),
    "float64": (np.array([3, np.nan, 1]), ["3.0", "1.0"], ["1.0", "3.0"]),
    "float32": (np.array([0.2, np.nan, 0.1], "f4"), ["0.2", "0.1"], ["0.1", "0.2"]),
    "numbers by size": ([10, None, 9], ["10", "9"], ["9", "10"]),
    "numbers before texts": (["a", None, 10], ["a", "10"], ["10", "a"]),
    "decimals": ([decimal.Decimal(2), decimal.Decimal("NaN"), 1], ["2", "1"], ["1", "2"]),
    "bytes": ([b"b", None, "é".encode()], ["b", "é"], ["b", "é"]),
    "dates": (
        np.array(["2020-01-02", "NaT", "2020-01-01"], "M8[ns]"),
        ["2020-01-02", "2020-01-01"],
        ["2020-01-01", "2020-01-02"],
    ),
    "dates of pandas": (
        pd.Series(pd.to_datetime(["2020-01-02", None, "2020-01-01"])),
        ["2020-01-02", "2020-01-01"],
        ["2020-01-01", "2020-01-02"],
    ),
    "Int64": (pd.array([3, None, 1], dtype="Int64"), ["3", "1"], ["1", "3"]),
    "boolean": (
        pd.Series([True, None, False], dtype="boolean"),
        ["True", "False"],
        ["False", "True"],
    ),
    "string of pyarrow": (
        pd.Series(["b", None, "a"], dtype="string[pyarrow]"),
        ["b", "a"],
        ["a", "b"],
    ),
    "objects": (pd.Series(["b", pd.NA, "a"], dtype=object), ["b", "a"], ["a", "b"]),
    "another index": (pd.Series(["b", None, "a"], index=[2, 1, 0]), ["b", "a"], ["a", "b"]),
    "categories": (
        pd.Categorical(["b", None, "a"], categories=["b", "unused", "a"]),
        ["b", "a"],
        ["b", "a"],
    ),
    "polars": (pl.Series([3, None, 1]), ["3", "1"], ["1", "3"]),
    "categories of polars": (
        pl.Series(["b", None, "a"], dtype=pl.Enum(["b", "a"])),
        ["b", "a"],
        ["b", "a"],
    ),
    "pyarrow": (pa.chunked_array([["b", None], ["a"]]), ["b", "a"], ["a", "b"]),
}
KINDS = pytest.mark.parametrize("kind", MISSING_SECOND)


@KINDS
def test_what_is_missing_has_no_text(kind):
    values, (first, third), _ = MISSING_SECOND[kind]
    assert check_texts(values, "hover", 3) == [first, "", third]


@KINDS
def test_labels_have_names_in_order_and_missing_ones_have_none(kind):
    values, texts, names = MISSING_SECOND[kind]
    found, codes = name_labels(values, "labels", 3)
    assert found == names
    assert codes.tolist() == [names.index(texts[0]), -1, names.index(texts[1])]


@pytest.mark.parametrize(
    "values",
    [
        [3, None, 1],
        np.array([3, np.nan, 1]),
        np.array([3, None, 1], dtype=object),
        pd.array([3, None, 1], dtype="Int64"),
        pd.Series([3, None, 1], dtype="int64[pyarrow]"),
        pd.Categorical([3, None, 1]),
        pl.Series([3, None, 1]),
        np.array([3, -1, 1], dtype=np.int8),
    ],
)
def test_whole_numbers_are_labels_of_any_type(values):
    assert number_labels(values, "labels", 3).tolist() == [3, -1, 1]


def test_names_are_numbered_only_where_they_may_be():
    assert number_labels(["b", None, "a"], "labels", 3, names_too=True).tolist() == [
        1,
        -1,
        0,
    ]
    for values in (["b", "a"], [0.5, 1.0], [np.inf, 1.0], [None, None], [2**70, 1]):
        with pytest.raises(ValueError, match="labels must be 2 integers, one per row"):
            number_labels(values, "labels", 2)
    with pytest.raises(ValueError, match=r"2 integers or names, .* got 0\.5"):
        number_labels([0.5, 1.0], "labels", 2, names_too=True)


def test_a_label_is_its_text():
    assert name_labels([1, "1", b"1"], "labels", 3)[0] == ["1"]


def test_half_a_surrogate_pair_is_no_character():
    assert as_text("a\ud800b") == "a\ufffdb"
    assert as_text("\udc00") == "\ufffd"
    assert as_text("\ud83d\ude00 \ufeff") == "\U0001f600 \ufeff"
    as_text("\ud800" * 1000).encode()


def test_what_no_font_has_is_a_space():
    assert as_drawn("a\0b\x1bc\nd\x85é") == "a b c\nd é"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("abc", "hover must be a sequence of 3, one per row of X; got 'abc'"),
        (None, "hover must be a sequence of 3, .* got None"),
        ({0: "a", 1: "b", 2: "c"}, "hover must be a sequence of 3, .* got a dict"),
        ({"a", "b", "c"}, "hover must be a sequence of 3, .* got a set"),
        (["a", "b"], r"hover has shape \(2,\); wanted \(3,\), one for each row of X"),
        (pd.DataFrame({"a": [1, 2, 3]}), r"hover has shape \(3, 1\); wanted \(3,\)"),
        ([["a"], ["b", "c"], []], r"hover\[0\] is of type list; wanted a single text"),
        (["a", b"\xff", "c"], r"hover\[1\] must be text or UTF-8 bytes"),
        (np.ma.array([1, 2, 3], mask=[0, 1, 1]), "masked entries.* got 2"),
    ],
)
def test_what_is_no_text_for_each_row(values, message):
    with pytest.raises(ValueError, match=message):
        check_texts(values, "hover", 3, of="X")
