import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from skcolor.plotting._explorer_columns import named_columns, pack_columns


def pack(values):
    """Kind, type and unpacked numbers of a column, and names or texts."""
    about, content = pack_columns({"it": values}, len(values))
    [column] = about
    if "type" not in column:
        return column["kind"], None, content["column-0"]
    numbers = np.frombuffer(content["column-0"], np.dtype(column["type"]).newbyteorder("<"))
    return column["kind"], column["type"], numbers, content.get("column-0-names")


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([0, 1, 255], "uint8"),
        ([-1, 100], "int8"),
        ([0, 256], "uint16"),
        ([-1, 40_000], "int32"),
        ([0, 2**32 - 1], "uint32"),
        ([0, 2**33], "float32"),
        ([0, 2**33 + 1], "float64"),
        ([1.0, 2.0], "uint8"),
        ([0.5, 2.0], "float32"),
        ([0.1, 2.0], "float64"),
        (np.array([0.1, 2], dtype=np.float32), "float32"),
        (np.array([0.1, 2], dtype=np.float16), "float32"),
        ([Decimal("0.5"), np.int64(3)], "float32"),
        ([1e300, np.inf], "float64"),
    ],
)
def test_numbers_take_the_smallest_type_that_holds_them_exactly(values, dtype):
    kind, found, numbers, names = pack(values)
    assert (kind, found, names) == ("numbers", dtype, None)
    assert numbers.tolist() == [float(value) for value in values]


@pytest.mark.parametrize(
    "values", [[1, None], [1, np.nan], pd.Series([1, None], dtype="Int64"), [1, pd.NA]]
)
def test_a_missing_number_is_nan(values):
    kind, dtype, numbers, _ = pack(values)
    assert (kind, dtype) == ("numbers", "float32")
    np.testing.assert_array_equal(numbers, [1, np.nan])


@pytest.mark.parametrize(
    "values",
    [
        ["2021-01-02", "NaT"],
        pd.Series(pd.to_datetime(["2021-01-02", None])),
        [datetime.date(2021, 1, 2), None],
        [datetime.datetime(2021, 1, 2), None],
    ],
)
def test_days_are_milliseconds_since_1970(values):
    values = np.array(values, "M8[D]") if isinstance(values[0], str) else values
    kind, _, times, _ = pack(values)
    assert kind == "days"
    np.testing.assert_array_equal(times, [1609545600000, np.nan])


def test_times_with_a_zone_are_in_utc():
    zone = datetime.timezone(datetime.timedelta(hours=2))
    kind, _, times, _ = pack([datetime.datetime(2021, 1, 2, 2, tzinfo=zone)])
    assert (kind, times.tolist()) == ("dates", [1609545600000])


@pytest.mark.parametrize(
    ("values", "names", "codes"),
    [
        (["b", "a", "b"], b'["a","b"]', [1, 0, 1]),
        (["b", None, "b"], b'["b",""]', [0, 1, 0]),
        ([True, False, None], b'["False","True",""]', [1, 0, 2]),
        (pd.Categorical(["x", "y", "x"], ["y", "x"]), b'["y","x"]', [1, 0, 1]),
        (pd.Categorical([3, 1, 3]), b'["1","3"]', [1, 0, 1]),
        ([None, None], b'[""]', [0, 0]),
        # Numbers that JavaScript would round.
        ([2**60, 2**60 + 1], b'["1152921504606846976","1152921504606846977"]', [0, 1]),
        ([1, "a"], b'["1","a"]', [0, 1]),
        (np.array([1, 2], "m8[s]"), b'["1 seconds","2 seconds"]', [0, 1]),
    ],
)
def test_other_entries_are_codes_and_names(values, names, codes):
    kind, dtype, found, found_names = pack(values)
    assert (kind, dtype) == ("names", "uint8")
    assert (found.tolist(), found_names) == (codes, names)


def test_texts_that_hardly_repeat_are_stored_as_they_are():
    texts = [f"text {i}" for i in range(30)]
    kind, _, content = pack(texts)
    assert kind == "texts"
    assert content.startswith(b'["text 0","text 1"')


def test_tables_of_all_kinds_have_named_columns():
    columns = {"a": [1, 2], 3: ["x", "y"]}
    assert named_columns(columns) == {"a": [1, 2], "3": ["x", "y"]}
    assert list(named_columns(pd.DataFrame(columns))) == ["a", "3"]
    for library, make in (("polars", "DataFrame"), ("pyarrow", "table")):
        table = getattr(pytest.importorskip(library), make)({"a": [1, 2], "b": ["x", None]})
        named = named_columns(table)
        assert list(named) == ["a", "b"]
        assert pack_columns(named, 2).content["column-1-names"] == b'["x",""]'
    assert named_columns(None) == {}


def test_errors_name_the_column():
    with pytest.raises(ValueError, match=r"columns\['a'\] has shape \(2,\); wanted \(3,\)"):
        pack_columns({"a": [1, 2]}, 3)
    with pytest.raises(ValueError, match=r"columns\['a'\]\[0\] is of type list"):
        pack_columns({"a": [[1], 2, 3]}, 3)
    with pytest.raises(TypeError, match="columns must be a dict"):
        named_columns([1, 2])
    table = pd.DataFrame([[1, 2]], columns=["a", "a"])
    with pytest.raises(ValueError, match="contains 'a' more than once"):
        named_columns(table)
