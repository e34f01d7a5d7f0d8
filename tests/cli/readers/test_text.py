"""Rows in from .csv files: every number where it stands in the file, or a refusal."""

import io

import numpy as np
import pandas as pd
import pytest

from skcolor.cli._files import read_rows
from skcolor.cli._table import InputError, ReadOptions

FLOATS = np.random.default_rng(0).normal(size=(20, 4)).round(3)
INTEGERS = np.random.default_rng(1).integers(0, 50, (20, 4))
FRAME = pd.DataFrame(FLOATS, columns=list("abcd"))
YEARS = range(2019, 2023)


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(text, **reading):
        if isinstance(text, str):
            text = text.encode()
        (tmp_path / "x.csv").write_bytes(text)
        return read_rows("x.csv", ReadOptions(**reading))

    return read


def with_index(index):
    return FRAME.set_index(index).to_csv()


INDEXED = {
    "pandas": FRAME.to_csv(),
    "shuffled": with_index(pd.Index(np.random.default_rng(0).permutation(20))),
    "words": with_index(pd.Index([f"row {i}, of 20" for i in range(20)])),
    "two levels": with_index([pd.Index(range(20)), pd.Index(range(5, 25))]),
    "read and written again": pd.read_csv(io.StringIO(FRAME.to_csv())).to_csv(index=False),
    "read and written twice": pd.read_csv(io.StringIO(FRAME.to_csv())).to_csv(),
    "of two tables": FRAME.set_index(pd.Index([*range(10)] * 2)).to_csv(),
}


@pytest.mark.parametrize("name", INDEXED)
def test_columns_without_a_name_are_an_index_and_said_to_be_left_out(name, read, capsys):
    np.testing.assert_array_equal(read(INDEXED[name]), FLOATS)
    assert "as an index; --no-index keeps it" in capsys.readouterr().err


def test_an_index_is_kept_where_that_is_asked_for(read, capsys):
    rows = read(FRAME.to_csv(), index=False)
    np.testing.assert_array_equal(rows, np.c_[np.arange(20), FLOATS])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("header", ["id,a,b,c,d", None])
def test_a_first_column_that_counts_the_rows_is_refused(start, header, read):
    table = FRAME.set_index(pd.RangeIndex(start, start + 20, name="id"))
    text = table.to_csv(header=header is not None)
    with pytest.raises(InputError, match=r"column 1.*pass --index or --no-index"):
        read(text)
    np.testing.assert_array_equal(read(text, index=True), FLOATS)
    assert read(text, index=False).shape == (20, 5)


def test_columns_that_nearly_count_are_features(read):
    counts = np.arange(20.0)
    counts[13] = 14
    rows = read(FRAME.assign(a=counts.astype(int)).to_csv(index=False))
    np.testing.assert_array_equal(rows[:, 0], counts)
    assert read("a\n0\n1\n2\n3\n").shape == (4, 1)  # nothing would be left
    assert read("x,y\n0,5\n1,7\n2,9\n", n_fewest=2).shape == (3, 2)  # no layout would be


def test_a_layout_names_its_own_flags(read):
    with pytest.raises(InputError, match="pass --layout-index or --no-layout-index"):
        read("id,x,y\n0,5,1\n1,7,1\n2,9,2\n", prefix="--layout-", n_fewest=2)


@pytest.mark.parametrize(
    ("columns", "index"),
    [(range(4), False), (range(4), True), (YEARS, False), (YEARS, True)],
)
def test_names_that_are_numbers_are_a_header_above_floats(columns, index, read, capsys):
    rows = read(pd.DataFrame(FLOATS, columns=columns).to_csv(index=index))
    np.testing.assert_array_equal(rows, FLOATS)
    assert "was read as column names; pass --no-header" in capsys.readouterr().err


AMBIGUOUS = {
    "0.. above integers": pd.DataFrame(INTEGERS).to_csv(index=False),
    "years above integers": pd.DataFrame(INTEGERS, columns=YEARS).to_csv(index=False),
    "two years": "2019,2020\n5,7\n3,9\n5,1\n",
    "even steps": "0.5,1,1.5,2\n7,3,9,1\n3,4,8,0\n",
    "wavelengths": "400.2,410,421,430,444,450,461,470\n1,3,2,4,5,6,1,1\n2,1,2,1,2,3,1,9\n",
    "a series": "0\n0.126\n-0.25\n",
    "words and numbers": "a,2,b\n1,2,3\n",
    "a missing number": "1,NA,3\n4,5,6\n7,8,10\n",
    "no first number": ",2,3\n4,5,6\n7,8,10\n",
    "only missing": "NA,NA\n1,2\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_a_first_line_that_may_be_names_or_numbers_is_refused(name, read):
    text = AMBIGUOUS[name]
    with pytest.raises(InputError, match=r"line 1 .* pass --header or --no-header"):
        read(text)
    rest = text.partition("\n")[2]
    expected = np.loadtxt(io.StringIO(rest), delimiter=",", ndmin=2)
    np.testing.assert_array_equal(read(text, header=True, index=False), expected)


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n",
        "0.5,3\n1,2.5\n",
        "0,0,12,0\n3,4,0,0\n",
        "5,3,9,1\n0,2,7,7\n",
        "1,2,3\n2,3,4\n5,6,7\n",
        "0,1,2\n",
        "1,2,4,5,6,8,9,11\n1,3,4,6,7,8,9,12\n",
    ],
)
def test_rows_without_a_header_are_all_read(text, read, capsys):
    expected = np.loadtxt(io.StringIO(text), delimiter=",", ndmin=2)
    np.testing.assert_array_equal(read(text), expected)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "text",
    [
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r\r\n1,2\r\r\n3,4\r\r\n",
        b"a,b\r1,2\r3,4",
        b"\xef\xbb\xbfa,b\n1,2\n3,4",
        b'"a","b,c"\n"1","2"\n3,4\n',
        b'"a\nb",c\n1,2\n3,4\n',
        b"\n \na,b\n\n1,2\n  \n3,4\n\n",
        b"a, b\n 1 , 2\n3,\t4 \n",
        b"a,a\n1,2\n3,4\n",
        b"# a,b\n1,2\n3,4\n",
        b"a,b\n1,2e0\n+3,.4e1\n",
    ],
)
def test_spellings_of_the_same_rows(text, read, capsys):
    np.testing.assert_array_equal(read(text), [[1, 2], [3, 4]])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n\n3,x\n", r"line 4, column 2 \('b'\): 'x' is not a number"),
        ('"a\nb",c\n1,2\n3,x\n', r"line 4, column 2 \('c'\): 'x'"),
        ("a,b\n" + "1,2\n" * 3000 + "3,x\n", "line 3002, column 2"),
        ("a,b\n1,\n", r"line 2, column 2 \('b'\): is empty"),
        ("a,b\n1,2\n\n3\n", "line 4 has 1 field and those before it have 2"),
        (",a,b\n0,1,2\n1,3,4,5\n", "line 3 has 4 fields and those before it have 3"),
        ("a,b\n1,2\n\n3,nan\n", r"line 4: row 1 .* contains NaN or infinity.*column 'b'"),
        ("a,b\n1,1e999\n", "line 2: row 0 .* contains NaN or infinity"),
        ("a\n1\n\n2\n", "line 3 is blank"),
        (
            "a,b\n1,2\n9007199254740993,3\n",
            r"line 3, column 1 \('a'\): 9007199254740993 has",
        ),
        ("name,a\nfoo,1\n", r"line 2, column 1 .*'foo'.*; --index drops the first"),
        ("a,b\nTrue,1\n", r"line 2, column 1 .*'True' is not a number"),
        ("a,b\n1_000,1\n", r"'1_000' is not a number"),
        ("a,b\n2024-01-01,1\n", r"'2024-01-01' is not a number"),
        ("a;b\n1;2\n", "commas, not semicolons"),
        ("a;b\n1,5;2,5\n", "commas, not semicolons"),
        ("1;2\n3;4\n", "commas, not semicolons"),
        ("a\tb\n1\t2\n", "commas, not tabs"),
        ('a,b\n"1,5","2,5"\n', "line 2.*'1,5' is not a number.*write decimals as 1.5"),
        ("# by hand\na,b\n1,2\n", "line 1 has 1 name and line 2 has 2.*comments are not"),
        ("a,b\n1,2\n# end\n", "line 3 .*comments are not"),
        ("a,b\n1,2,3\n", "line 1 has 2 names and line 2 has 3 fields; --index drops"),
        ("a,b,\n1,2,\n", "line 2, column 3 .*is empty"),
        (",a\n0.5,1\n0.7,2\n", "column 1, which has no name.*pass --index or --no-index"),
    ],
)
def test_what_is_no_number_is_named_by_line_and_column(text, message, read):
    with pytest.raises(InputError, match=message) as error:
        read(text)
    assert "\n" not in str(error.value)


def test_names_of_rows_without_a_heading_are_left_out_where_that_is_asked_for(read):
    text = 'x,y\n"row 1",1.5,2\n"row 2",2.5,3\n'
    np.testing.assert_array_equal(read(text, index=True), [[1.5, 2], [2.5, 3]])


def test_integers_that_float64_holds_are_read(read):
    np.testing.assert_array_equal(read("a\n9007199254740994\n-2\n"), [[2**53 + 2], [-2]])
