"""Rows in from .parquet files: every number in its row, or a refusal."""

import datetime
import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skcolor.cli._files import count_rows, read_rows, read_table
from skcolor.cli._table import InputError, ReadOptions

FRAME = pd.DataFrame({"a": [1.5, 2.5, 3.5, 4.5], "b": [0.0, 1, 5, 2]})
LISTS = [[1.0, 2], [3, 4], [5, 6]]
LABELS = pd.Index([3, 1, 2, 7])


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(table, **reading):
        if isinstance(table, pd.DataFrame):
            table.to_parquet("x.parquet")
        else:
            pq.write_table(table, "x.parquet")
        return read_rows("x.parquet", ReadOptions(**reading))

    return read


INDEXED = {
    "unnamed": FRAME.set_index(LABELS),
    "named": FRAME.set_index(LABELS.rename("id")),
    "words": FRAME.set_index(pd.Index(list("wxyz"))),
    "two levels": FRAME.set_index([LABELS.rename("id"), LABELS]),
    "without metadata": FRAME.set_index(LABELS)
    .pipe(pa.Table.from_pandas)
    .replace_schema_metadata(),
    "through polars": pl.from_arrow(
        pa.Table.from_pandas(FRAME.set_index(LABELS))
    ).to_arrow(),
}


@pytest.mark.parametrize("name", INDEXED)
def test_a_stored_index_is_left_out_and_said_to_be(name, read, capsys):
    np.testing.assert_array_equal(read(INDEXED[name]), FRAME.to_numpy())
    assert "as an index; --no-index keeps it" in capsys.readouterr().err


@pytest.mark.parametrize("start", [0, 10])
def test_a_range_is_no_column(start, read, capsys):
    rows = read(FRAME.set_index(pd.RangeIndex(start, start + 4)))
    np.testing.assert_array_equal(rows, FRAME.to_numpy())
    assert capsys.readouterr().err == ""


def test_an_index_is_kept_where_that_is_asked_for(read):
    rows = read(FRAME.set_index(LABELS), index=False)
    np.testing.assert_array_equal(rows, np.c_[FRAME.to_numpy(), LABELS])


def test_a_first_column_that_counts_the_rows_is_refused(read):
    for table in (
        FRAME.reset_index(),
        pl.from_pandas(FRAME).with_row_index().to_arrow(),
        FRAME.assign(a=[1, 2, 3, 4]),
    ):
        with pytest.raises(InputError, match=r"counts the rows.*--index or --no-index"):
            read(table)
    np.testing.assert_array_equal(read(FRAME.reset_index(), index=True), FRAME.to_numpy())
    assert read(FRAME.reset_index(), index=False).shape == (4, 3)


@pytest.mark.parametrize(
    "kind",
    [
        pa.list_(pa.float64()),
        pa.large_list(pa.float32()),
        pa.list_(pa.float32(), 2),
        pa.list_(pa.int8()),
    ],
)
def test_lists_are_rows(kind, read):
    whole = pa.array([[9.0, 9], *LISTS], kind)
    for array in (whole.slice(1), pa.chunked_array([whole.slice(1, 1), whole.slice(2)])):
        np.testing.assert_array_equal(read(pa.table({"e": array})), LISTS)


def test_lists_beside_a_layout_and_numbers(read, capsys):
    table = pa.table({"x": [0.5, 1, 2], "e": LISTS, "y": [3.0, 4, 5], "year": [1, 2, 3]})
    np.testing.assert_array_equal(read(table), LISTS)
    assert "column 'e'; the layout from 'x' and 'y'; beside" in capsys.readouterr().err
    found = read_table("x.parquet")
    np.testing.assert_array_equal(found.layout, [[0.5, 3], [1, 4], [2, 5]])
    np.testing.assert_array_equal(found.others["year"], [1, 2, 3])


def test_what_is_refused_is_said_without_a_note(read, capsys):
    with pytest.raises(InputError, match="NaN"):
        read(pa.table({"title": ["a", "b"], "a": [1, float("nan")]}))
    assert capsys.readouterr().err == ""


def test_lists_beside_an_index(read):
    frame = pd.DataFrame({"e": LISTS}, index=pd.Index([5, 6, 7], name="id"))
    np.testing.assert_array_equal(read(frame), LISTS)
    table = pa.table({"id": [7, 8, 9], "e": LISTS})
    np.testing.assert_array_equal(read(table, index=True), LISTS)


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        (pa.array([1, 5, 3], pa.int32()), "i4"),
        (pa.array([True, False, True]), "?"),
        (pa.array([10, 30, 10]).dictionary_encode(), "i8"),
        (pa.array([decimal.Decimal("1.25"), decimal.Decimal("-2.5")]), "f8"),
        (pa.array(np.array([1, 2], np.float16)), "f4"),
        (pa.array([1.5, 2.5], pa.float32()), "f4"),
    ],
)
def test_kinds_of_numbers(column, dtype, read):
    rows = read(pa.table({"b": column}))
    assert rows.dtype == dtype
    assert rows[:, 0].tolist() == [float(value) for value in column.to_pylist()]


LONG = 2**53 + 1


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"e": [[1.0, 2], [3, 4, 5], [6]]}, "row 1 .* column 'e': has 3 numbers and row 0"),
        ({"e": [[1.0, 2], None, [5, 6]]}, "row 1 .* column 'e': is missing"),
        ({"e": [[1.0, 2], [3, None]]}, "row 1 .*, number 1 of the list, column 'e': is mi"),
        (
            {"e": pa.array([[1.0], None], pa.list_(pa.float32(), 1))},
            # Older versions of pyarrow cannot read what they wrote.
            "row 1 .*is missing|cannot be read .*Expected all lists to be of size=1",
        ),
        ({"e": [[1, 2], [3, LONG]]}, f"row 1 .*number 1.*'e': {LONG} has more digits"),
        ({"e": [["a"], ["b"]]}, "column 'e' has type string"),
        ({"e": [[[1.0]], [[2.0]]]}, "column 'e' has type list"),
        ({"d": [[1.0], [2]], "e": [[1.0], [2]]}, r"several columns of lists \(d, e\); ch"),
        ({"a": [1, None, 3], "b": [1.0, 2, 3]}, "row 1 .* column 'a': is missing"),
        ({"a": [True, None]}, "row 1 .* column 'a': is missing"),
        ({"a": [0.5, float("nan")]}, "row 1 .* contains NaN or infinity.* column 'a'"),
        ({"a": [1, LONG], "b": [1.0, 2]}, f"row 1 .* column 'a': {LONG} has more digits"),
        ({"a": pa.array([2**63], pa.uint64())}, "row 0 .* has more digits"),
        ({"a": pa.array(["x", "y"]).dictionary_encode()}, "column 'a' has type string"),
        ({"a": [datetime.date(2024, 1, 1)]}, "column 'a' has type date32"),
        ({"a": [datetime.datetime(2024, 1, 1)]}, "column 'a' has type timestamp"),
        ({"a": [datetime.timedelta(1)]}, "column 'a' has type duration"),
        ({"a": [{"q": 1}]}, "column 'a' has type struct"),
        ({"a": [None, None]}, "column 'a' has type null"),
    ],
)
def test_what_is_no_number_is_named_by_row_and_column(columns, message, read):
    with pytest.raises(InputError, match=message) as error:
        read(pa.table(columns))
    assert "\n" not in str(error.value)


def test_columns_of_one_name_are_all_read(read):
    table = pa.Table.from_arrays([pa.array([1.0, 2]), pa.array([3.0, 4])], ["a", "a"])
    np.testing.assert_array_equal(read(table), [[1, 3], [2, 4]])


def test_folders_on_the_way_are_no_columns(tmp_path):
    (tmp_path / "year=2020").mkdir()
    path = tmp_path / "year=2020" / "x.parquet"
    FRAME.to_parquet(path)
    np.testing.assert_array_equal(read_rows(str(path)), FRAME.to_numpy())
    assert count_rows(str(path)) == 4


def test_an_index_alone_is_no_row(read):
    with pytest.raises(InputError, match="no columns except an index"):
        read(FRAME[[]].set_index(LABELS))
