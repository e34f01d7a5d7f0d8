"""Rows in from .csv files: every number where it stands in the file, or a refusal."""

import io
import sys

import numpy as np
import pandas as pd
import pytest

from skcolor.cli._files import read_rows, read_table
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
        read("id,a,b\n0,5,1\n1,7,1\n2,9,2\n", prefix="--layout-", n_fewest=2)
    rows = read("id,x,y\n0,5,1\n1,7,1\n2,9,2\n", prefix="--layout-", n_fewest=2)
    np.testing.assert_array_equal(rows, [[5, 1], [7, 1], [9, 2]])


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
        ("a,b\nfoo,1\n2,3\n", r"line 2, column 1 .*'foo'.*; if this is a second"),
        ("a,b\n1,2\n3,N/A\n", r"line 3, column 2 .*'N/A' is.*leave .* out by --drop 'b'"),
        ("a;b\n1;2\n;\n", "line 3 has only empty fields.; remove it"),
        ("a,b\n1_000,1\n", r"'1_000' is not a number"),
        ("a,b\n1_000,1\n", r"'1_000' is not.*remove the separators of thousands"),
        ("a;b\n1.234,5;2\n", r"'1.234,5' is not.*remove the separators of thousands"),
        ('a,b\n"1,234.5",2\n', r"'1,234.5' is not.*remove the separators of thousands"),
        ("a;b\n1 234,5;2\n", r"'1 234,5' is not.*remove the separators of thousands"),
        ("a;b\n1,234;2,345\n", "'1,234' may be a decimal number or have.*--decimal , or"),
        ("a;b\n1,5;2.5\n2,5;3,5\n", "line 2, column 2 .*'2.5'.*write decimals as 1,5"),
        ("a,b,t\n1,2,x\n3,4\n", "line 3 has 2 fields and those before it have 3"),
        ("a,b\nx,y\nz,w\n", r"column 1 \('a'\) has type text, column 2 .*wanted real"),
        ('t,v\nx,"[1, 2]"\ny,"[3]"\n', r"line 3, column 2 \('v'\): has 1 numbers and"),
        ('t,v\nx,"[1 ... 2]"\ny,"[3]"\n', r"line 2, column 2 .*'\.\.\.'"),
        ('a,b\n"1,5","2,5"\n', "line 2.*'1,5' is not a number.*write decimals as 1.5"),
        ("a,b\n1,2\n# end\n", "line 3 .*comments are not"),
        ("a,b\n1,2,3\n", "line 1 has 2 names and line 2 has 3 fields; --index drops"),
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


TRAPS = {
    "decimal commas": ("a;b\n1,5;2,25\n2,5;3\n", [[1.5, 2.25], [2.5, 3]]),
    "decimal commas between tabs": (
        "a\tb\n1,5\t2,25\n-2,5\t3e-1\n",
        [[1.5, 2.25], [-2.5, 0.3]],
    ),
    "three decimals": ("a;b\n0,123;5,678\n", [[0.123, 5.678]]),
    "points between semicolons": (
        "a;b\n1.234;2.500\n2.125;3.000\n",
        [[1.234, 2.5], [2.125, 3]],
    ),
    "separators in quotes": ('a;t\n1;"x;y"\n2;"z;w"\n', [[1], [2]]),
    "commas in texts": ("a;t;b\n1;x, y;3\n2;z;4\n", [[1, 3], [2, 4]]),
    "numbers in texts": ("t\ta\nword, 1\t5\nword, 2\t6\n", [[5], [6]]),
    "an open end": ("1;2;\n3;4;\n", [[1, 2], [3, 4]]),
    "an open end below names": ("a,b,\n1,2,\n", [[1, 2]]),
    "comments": ("# by\n# hand\na,b\n1,2\n", [[1, 2]]),
    "indented": ("  1.0   2.0 \n  3.0\t4.0\n", [[1, 2], [3, 4]]),
    "quotes that are words": ("w a b\n' 1 2\n\" 3 4\n", [[1, 2], [3, 4]]),
    "rows without names": ("foo,0.5,1.5\nbar,2.5,3.25\n", [[0.5, 1.5], [2.5, 3.25]]),
    "lists": ('t,v\nx,"[1.5 2.\n 3.]"\ny,"[3, 4, 5]"\n', [[1.5, 2, 3], [3, 4, 5]]),
    "texts of many lines": ('a,t\n1,"x\n\ny"\n2,"z\n3"\n', [[1], [2]]),
}


@pytest.mark.parametrize("name", TRAPS)
def test_separators_and_decimal_marks_are_found(name, read):
    text, expected = TRAPS[name]
    np.testing.assert_array_equal(read(text), expected)


def test_lines_that_are_long_are_read_to_the_end(read):
    rows = np.random.default_rng(0).normal(size=(12, 2000)).round(3)
    text = pd.DataFrame(rows).add_prefix("gene ").to_csv(sep=" ", index=False)
    np.testing.assert_array_equal(read(text), rows)


NOT_FEATURES = {
    "codes": "zip,a\n01234,1.5\n10115,2.5\n",
    "dates as integers": "day,a\n20240131,1.5\n20231201,2.5\n",
    "dates": "day,a\n31.01.2024,1.5\n1.2.2024,2.5\n",
    "ids": "user_id,a\n17,1.5\n4,2.5\n",
    "camels": "userId,a\n17,1.5\n4,2.5\n",
    "labels": "label,a\n1,1.5\n0,2.5\n",
    "flags": "is_new,a\nTrue,1.5\nFalse,2.5\n",
    "texts": "title,a\nfoo,1.5\nbar 3,2.5\n",
}


@pytest.mark.parametrize("name", NOT_FEATURES)
def test_what_is_no_feature_is_beside_the_rows_and_said_to_be(name, read, capsys):
    text = NOT_FEATURES[name]
    column = text.partition(",")[0]
    np.testing.assert_array_equal(read(text), [[1.5], [2.5]])
    assert f"read column 'a'; beside them '{column}' (" in capsys.readouterr().err
    values = read_table("x.csv").others[column]
    assert list(map(str, values)) == [line.split(",")[0] for line in text.split()[1:]] or (
        name == "texts"
    )


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("label\n3\n4\n7\n", (3, 1)),  # nothing else would be left
        ("a,b\nTrue,False\nFalse,True\n", (2, 2)),
        ("paid,grid\n3,5\n4,6\n", (2, 2)),
        ("year,count\n2019,20240199\n2020,3\n", (2, 2)),
    ],
)
def test_columns_that_only_resemble_those_are_features(text, shape, read):
    assert read(text).shape == shape


@pytest.mark.parametrize(
    ("names", "layout", "n_features"),
    [
        ("x,y,a,b,c", (0, 1), 3),
        ("x,y,a,b", None, 4),
        ("x,y,z,a,b,c", None, 6),
        ("X,Y,a,b,c", (0, 1), 3),
        ("a,UMAP_1,UMAP_2", (1, 2), 1),
        ("umap1,umap2,umap3", None, 3),
        ("a,t-SNE 0,t-SNE 1", (1, 2), 1),
        ("X_umap_1,X_umap_2,a,b", (0, 1), 2),
        ("tsne_x,tsne_y,a,umap_1,umap_2", (3, 4), 1),
        ("umap_1,umap_2", None, 2),
        ("map_1,map_3,a", None, 3),
    ],
)
def test_columns_named_as_a_layout_are_one(names, layout, n_features, read):
    n_columns = names.count(",") + 1
    values = FLOATS[:, :1] + np.arange(n_columns)
    text = pd.DataFrame(values, columns=names.split(",")).to_csv(index=False)
    assert read(text).shape == (20, n_features)
    found = read_table("x.csv").layout
    if layout is None:
        assert found is None
    else:
        np.testing.assert_array_equal(found, values[:, layout])


def test_a_layout_file_is_its_pair_of_layout_columns(read):
    text = "word,x,y,cluster,size\nfoo,1.5,2,0,9\nbar,2.5,3,1,8\n"
    rows = read(text, prefix="--layout-", n_fewest=2)
    np.testing.assert_array_equal(rows, [[1.5, 2], [2.5, 3]])
    rows = read("u,v,label\n1.5,2,0\n2.5,3,1\n", prefix="--layout-", n_fewest=2)
    np.testing.assert_array_equal(rows, [[1.5, 2], [2.5, 3]])


TABLE = "id,dim_1,dim_2,year,title\n0,1.5,2,1999,x\n1,3,4,2000,y\n2,5,6,,z\n"


@pytest.mark.parametrize(
    ("name", "reading", "expected"),
    [
        ("x.csv:dim_*", {}, [[1.5, 2], [3, 4], [5, 6]]),
        ("x.csv:dim_2,dim_1", {}, [[2, 1.5], [4, 3], [6, 5]]),
        ("x.csv", {"columns": ("dim_2",)}, [[2], [4], [6]]),
        ("x.csv", {"columns": ("id", "dim_2")}, [[0, 2], [1, 4], [2, 6]]),
        ("x.csv", {"drop": ("id,year",)}, [[1.5, 2], [3, 4], [5, 6]]),
        ("x.csv", {"beside": ("id", "year")}, [[1.5, 2], [3, 4], [5, 6]]),
    ],
)
def test_columns_are_chosen_by_name(name, reading, expected, read):
    with pytest.raises(InputError, match="column 1 .'id'. counts the rows"):
        read(TABLE)
    table = read_table(name, ReadOptions(**reading))
    np.testing.assert_array_equal(table.rows, expected)
    assert list(table.others["title"]) == ["x", "y", "z"]
    assert ("id" in table.others) == (
        "id" not in str(reading.get("columns", "")) and "drop" not in reading
    )
    if "year" in table.others:
        np.testing.assert_array_equal(table.others["year"], [1999, 2000, np.nan])


@pytest.mark.parametrize(
    ("name", "reading", "message"),
    [
        ("x.csv:dim_3", {}, "x.csv: --columns dim_3: no such column; did you mean dim_2"),
        ("x.csv", {"drop": ("q",)}, "--drop q: no such column; it has id, dim_1, dim_2"),
        ("x.csv:title", {}, r"column 5 \('title'\) has type text; wanted real numbers"),
        ("x.csv:year", {}, r"line 4, column 4 \('year'\): is empty"),
        ("x.csv:dim_1", {"columns": ("dim_2",)}, "both name columns"),
        ("gone.csv:dim_1", {}, "^gone.csv: no such file"),
    ],
)
def test_columns_that_cannot_be_chosen_are_named(name, reading, message, read):
    read(TABLE, index=True, drop=("year",))
    with pytest.raises(InputError, match=message):
        read_table(name, ReadOptions(**reading))


def test_a_path_may_contain_colons_and_a_name_commas(read, tmp_path):
    read('"a,b",c\n1,2\n3,4\n')
    (tmp_path / "x.csv").rename(tmp_path / "x:y.csv")
    assert read_rows("x:y.csv").shape == (2, 2)
    np.testing.assert_array_equal(read_rows("x:y.csv:a,b"), [[1], [3]])


@pytest.mark.parametrize(
    ("text", "reading", "expected"),
    [
        ("a;b\n1,234;2,345\n", {"decimal": ","}, [[1.234, 2.345]]),
        ("1,5\n2,5\n", {"sep": ";"}, [[1.5], [2.5]]),
        ("1:2\n3:4\n", {"sep": ":"}, [[1, 2], [3, 4]]),
        ("a;b;c\n1;2,3;4,5\n", {"sep": ";", "decimal": ","}, [[1, 2.3, 4.5]]),
    ],
)
def test_a_separator_and_a_decimal_mark_can_be_given(text, reading, expected, read):
    np.testing.assert_array_equal(read(text, **reading), expected)


def test_numpy_reads_plain_numbers_as_pandas_does(read, monkeypatch):
    texts = [
        FRAME.to_csv(),
        FRAME.to_csv(sep=";", index=False),
        "1 2.5\n3 4e-3\n",
        "a\n1\n",
        "label,a,b\n0,1.5,2\n1,3.5,4\n",  # integers by the name of labels are no vectors
        "label,a,b\n0.0,1.5,2\n1.0,3.5,4\n",
        "when,a,b\n20240131,1.5,2\n20240201,3.5,4\n",
    ]
    found = [read(text) for text in texts]
    beside = ["title,a\nfoo,1\n", "zip,a\n02139,1.5\n02140,2.5\n"]
    monkeypatch.setitem(sys.modules, "pandas", None)
    for text, expected in zip(texts, found, strict=True):
        rows = read(text)
        np.testing.assert_array_equal(rows, expected)
        assert rows.dtype == expected.dtype
    for faulty in ("a,b\n1,2\n3\n", "a,b\n1,2\n" + "3,4\n" * 2000 + "5,x\n"):
        with pytest.raises(
            InputError, match="line 3 has 1|line 2003, column 2 .*'x' is not"
        ):
            read(faulty)
    for text in beside:
        with pytest.raises(InputError, match=r'pip install "skcolor\[pandas\]"'):
            read(text)
