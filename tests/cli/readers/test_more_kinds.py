"""Files of further kinds, and what users vary in those of known kinds."""

import json
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
import scipy.io
import scipy.sparse
from sklearn.datasets import dump_svmlight_file

from skcolor._checks.texts import check_texts
from skcolor.cli._files import read_lines, read_table
from skcolor.cli._table import InputError, ReadOptions
from tests.cli.readers.test_kinds import (
    FRAME,
    KINDS,
    LISTS,
    PLACES,
    RECORDS,
    WORDS,
    N,
    X,
    case,
    to_lines,
    write,
)

of_others = pytest.mark.filterwarnings("ignore")
LABELS = np.arange(N) % 3
ABOUT = {"title": WORDS}
POSITIVE = X * (X > 0)
MANY = np.arange(N * 12).reshape(N, 12)


def frame_of(**columns):
    return lambda path: pd.DataFrame({"title": WORDS, **columns}).to_csv(path, index=False)


def lists_as(template, sep=", ", of=X):
    texts = [template.format(sep.join(map(str, row))) for row in of.tolist()]
    return frame_of(vector=texts)


def hdf5(path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        file["embeddings"], file["maps/umap"], file["words"] = X, PLACES, WORDS


def matlab(path):
    texts = np.array(WORDS, dtype=object)
    scipy.io.savemat(path, {"X": X, "Y": PLACES, "umap": PLACES, "word": texts})


def sparse_matlab(path):
    scipy.io.savemat(path, {"features": scipy.sparse.csc_matrix(X), "y": LABELS})


def svmlight(path):
    dump_svmlight_file(scipy.sparse.csr_matrix(POSITIVE), LABELS, str(path))


def dense_svmlight(path):
    """Without zeros, all lines have as many fields as those of a table."""
    dump_svmlight_file(X, LABELS, str(path), comment="by hand")


def classes(path):
    """As the library datasets writes a ClassLabel."""
    features = {"label": {"_type": "ClassLabel", "names": ["neg", "mid", "pos"]}}
    about = json.dumps({"info": {"features": features}})
    labels = pa.array([-1, *LABELS[1:].tolist()], pa.int64())
    table = pa.table({"label": labels, "vector": X.tolist()})
    pa.parquet.write_table(table.replace_schema_metadata({"huggingface": about}), path)


def answers(path):
    """As the batches of OpenAI are: in each line, a list of one embedding."""
    path.write_text(to_lines(
        {"id": word, "response": {"status": 200, "data": [{"index": 0, "embedding": row}]}}
        for word, row in zip(WORDS, X.tolist(), strict=True)
    ))  # fmt: skip


def chroma(path):
    content = {
        "ids": WORDS,
        "embeddings": X.tolist(),
        "metadatas": [{"kind": k} for k in KINDS],
    }
    path.write_text(json.dumps({**content, "uris": None, "included": ["embeddings"]}))


def places_in_lists(path):
    LISTS.assign(umap=PLACES.tolist()).to_json(path, orient="records", lines=True)


def polars_arrays(path):
    types = {"e": pl.Array(pl.Float32, X.shape[1])}
    kinds = pl.Series(KINDS, dtype=pl.Categorical)
    pl.DataFrame({"e": X, "kind": kinds}, schema_overrides=types).write_ipc(path)


def nullable(path):
    types = {"dim_0": "Float32", "dim_1": "Float64"}
    flags = pd.array([True, None] * (N // 2), dtype="boolean")
    FRAME.astype(types).assign(flag=flags, title=WORDS).to_parquet(path)


def half(path):
    vectors = pa.array(list(X.astype(np.float16)), pa.list_(pa.float16()))
    pa.parquet.write_table(pa.table({"vector": vectors, "title": WORDS}), path)


def zarr_of_version(version):
    def make(path):
        zarr = pytest.importorskip("zarr", minversion="3")
        group = zarr.open_group(str(path), mode="w", zarr_format=version)
        group.create_group("model").create_array("embeddings", data=X)
        group.create_array("umap", data=PLACES)

    return make


def two_byte(text):
    return write(text, encoding="utf-16")


def spoken(path):
    """Words with a space that is none, as fastText has them."""
    lines = [f"new\u00a0york{i} {' '.join(map(str, row))}" for i, row in enumerate(X)]
    path.write_text(f"{N} 4\n" + "\n".join(lines) + "\n", encoding="utf-8")


CSV = FRAME.assign(title=WORDS).to_csv(index=False)
SHUFFLED = np.random.default_rng(0).permutation(40)
WIDE = np.random.default_rng(1).normal(size=(40, 3)).round(3)

LINES = ["a\nb, c"] * N
NAMES = ["", "mid", "pos", *["neg", "mid", "pos"] * 3]

READ = [
    case("lines.csv", frame_of(text=LINES, **FRAME), columns={"text": LINES}),
    case("unicode.csv", two_byte(CSV), columns=ABOUT),
    case("big_end.csv", write("\ufeff" + CSV, encoding="utf-16-be"), columns=ABOUT),
    case("shell.jsonl", two_byte(to_lines(RECORDS)), columns=ABOUT),
    case("excel.csv", write("sep=;\na;b\n1,5;2\n2,5;3\n"), rows=[[1.5, 2], [2.5, 3]]),
    case("array.csv", lists_as("array([{}], dtype=float32)"), columns=ABOUT),
    case("tensor.csv", lists_as("tensor([{}])"), columns=ABOUT),
    case("numpy.csv", lists_as("[ {} ]", sep="\n  "), columns=ABOUT),
    case("scalars.csv", frame_of(v=[[*map(np.float64, row)] for row in X]), columns=ABOUT),
    case("tuples.csv", lists_as("({})"), columns=ABOUT),
    case("postgres.csv", lists_as("{{{}}}", sep=","), columns=ABOUT),
    case("nested.csv", lists_as("[[{}]]"), columns=ABOUT),
    case("pixels.csv", lists_as("{}", sep=" ", of=MANY), rows=MANY, columns=ABOUT),
    case(
        "tags.csv", frame_of(tags=["['a', 'b']"] * N, place=["(40.7, -74.0)"] * N, **FRAME),
        columns={"tags": ["['a', 'b']"] * N, "place": ["(40.7, -74.0)"] * N},
    ),
    case("empty_column.csv", lambda p: FRAME.assign(k=None).to_csv(p, index=False)),
    case(
        "prices.csv", frame_of(price=["$1,234.5", "9"] * (N // 2), vector=X.tolist()),
        columns={"price": ["$1,234.5", "9"] * (N // 2)},
    ),
    case(
        "Capital.csv", lambda p: FRAME.assign(Class=LABELS, userid=LABELS).to_csv(p),
        columns={"Class": LABELS, "userid": LABELS},
    ),
    case(
        "shuffled.csv",
        lambda p: pd.DataFrame(WIDE).assign(nr=SHUFFLED).to_csv(p, index=False),
        rows=WIDE, columns={"nr": SHUFFLED},
    ),
    case("uci.data", write("1.5,2,a\n2.5,3,b\n"), rows=[[1.5, 2], [2.5, 3]]),
    case("spoken.vec", spoken),
    case("sparse.svmlight", svmlight, rows=POSITIVE, columns={"label": LABELS}),
    case("sparse.txt", svmlight, rows=POSITIVE, columns={"label": LABELS}),
    case("dense.dat", dense_svmlight, columns={"label": LABELS}),
    case("several.h5", hdf5, layout=PLACES, columns={"words": WORDS}),
    case("several.hdf5", hdf5, layout=PLACES, part="embeddings"),
    case("matlab.mat", matlab, layout=PLACES, columns={"word": WORDS}),
    case("sparse.mat", sparse_matlab, columns={"y": LABELS}),
    case("classes.parquet", classes, columns={"label": NAMES}),
    case("short.pq", FRAME.to_parquet),
    case("short.ipc", polars_arrays, columns={"kind": KINDS}),
    case("nullable.parquet", nullable, columns={"flag": [True, None] * (N // 2), **ABOUT}),
    case("half.parquet", half, rows=X.astype(np.float16), columns=ABOUT),
    case("batch.jsonl", answers, columns={"id": WORDS}),
    case("chroma.json", chroma, columns={"ids": WORDS, "metadatas.kind": KINDS}),
    case(
        "split.json", lambda p: FRAME.assign(title=WORDS).to_json(p, orient="split"),
        columns=ABOUT,
    ),
    case("places.jsonl", places_in_lists, layout=PLACES, columns=ABOUT),
    case("two.zarr", zarr_of_version(2), layout=PLACES),
    case("three.zarr", zarr_of_version(3), layout=PLACES),
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@of_others
@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_what_is_read(case, folder):
    case.make(folder / case.name)
    table = read_table(case.name + (f":{case.part}" if case.part else ""), case.reading)
    np.testing.assert_allclose(table.rows, case.rows, rtol=1e-6)
    assert (table.layout is None) == (case.layout is None)
    if case.layout is not None:
        np.testing.assert_allclose(table.layout, case.layout)
    for name, values in case.columns.items():
        texts = ["" if value is None else str(value) for value in values]
        assert check_texts(table.others[name], name, len(values)) == texts


def far_below(path):
    frame = pd.DataFrame(np.ones((5000, 3)), columns=list("abc")).astype(object)
    frame.insert(0, "text", "two\nlines")
    frame.iloc[4321, 2] = "oops"
    frame.to_csv(path, index=False)


def pandas_hdf(path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        file.create_group("df").attrs["pandas_type"] = "frame"


def matlab_73(path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w", userblock_size=512) as file:
        file["X"] = X.T
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")


def shards(path):
    path.mkdir()
    FRAME.to_feather(path / "data-00000.arrow")


def rounded(path):
    frame_of(vector=["[0.1 0.2 ... 0.3 0.4]"] * N)(path)


GZIP = b"\x1f\x8b\x08" + bytes(20)
REFUSED = [
    ("far.csv", far_below, r"line 8644, column 3 \('b'\): 'oops' .*; correct"),
    ("percent.csv", write("a,b\n1%,2\n3%,4\n"), "'1%' is not .*; remove '%', or leave"),
    ("euro.csv", write("a;b\n1,5 €;2\n3,5 €;4\n"), "'1,5 €' is not a number.; remove '€'"),
    ("units.csv", write("a,b\nm,s\n1,2\n3,4\n"), "line 2, .*'m' .* second line of names"),
    ("total.csv", write("a,b\n1,2\n3,4\nsum,6\n"), "line 4, .*'sum' .*; correct or remove"),
    ("title.csv", write("Report\n\na,b\n1,2\n"), "line 1 has 1 name .*if that is a title"),
    ("rounded.csv", rounded, "line 2, .*'...' stands for numbers that were left out"),
    ("gap.csv", frame_of(v=["[1, 2]"] * (N - 1) + [""]), "line 13, .* is empty; fill it"),
    ("zero.csv", write("a,b\n1,2\0\n"), "line 2 has bytes of zero"),
    ("words.json", write('{"a": [1, 2], "b": [3, 4]}'), "may be columns or rows; write a"),
    ("images.npy", lambda p: np.save(p, np.ones((N, 8, 8))), r"reshape it to \(12, 64\)"),
    ("records.npy", lambda p: np.save(p, FRAME.to_records()), "records of index, dim_0, "),
    ("pandas.h5", pandas_hdf, "a table that pandas wrote by to_hdf; save it as .parquet"),
    ("new.mat", matlab_73, "file of MATLAB 7.3, .* save it with the option -v7"),
    ("zipped.csv", lambda p: p.write_bytes(GZIP), "is compressed by gzip; add .gz"),
    ("table.csv", lambda p: FRAME.to_parquet(p), "is a Parquet file; let its name end in"),
    ("lfs.npy", write("version https://git-lfs.github.com/spec/v1\n"), "run git lfs pull"),
    ("page.csv", write("\n<!DOCTYPE html>\n<html>"), "is a web page; download the file"),
    ("hdf.npz", lambda p: p.write_bytes(b"\x89HDF\r\n\x1a\n"), "is an HDF5 file; let its"),
    ("iris.arff", write("@relation"), "save the table as .csv or .parquet"),
    ("book.ods", write("PK"), "save the sheet as .csv"),
    ("base.sqlite", write("SQLite"), "save the table as .csv or .parquet"),
    ("x.joblib", lambda p: p.write_bytes(pickle.dumps(X)), "pickles can run code"),
    ("vectors.bin", write("2 3\n"), "save_word2vec_format, or as .npy"),
    ("matrix.mtx", write("%%MatrixMarket"), "scipy.sparse.save_npz, one row per sample"),
    ("rows.npy.gz", write(""), "unpack it"),
    ("bare", write("1,2\n"), "has no ending that tells its kind; rename it"),
    ("shards", shards, "not a file; give one, as shards/data-00000.arrow"),
    ("header.csv", write("a,b,c\n"), "contains no rows"),
]  # fmt: skip


@of_others
@pytest.mark.parametrize(
    ("name", "make", "message"), REFUSED, ids=lambda one: str(one)[:20]
)
def test_what_is_refused_says_what_to_do(name, make, message, folder):
    make(folder / name)
    with pytest.raises(InputError, match=message) as error:
        read_table(name)
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)


def test_columns_of_a_sparse_text_file_cannot_be_chosen(folder):
    svmlight(folder / "x.txt")
    for reading in (ReadOptions(columns=("a",)), ReadOptions(drop=("1",))):
        with pytest.raises(InputError, match="columns have no names"):
            read_table("x.txt", reading)


def test_a_number_and_a_time_are_no_sparse_row(folder):
    (folder / "x.txt").write_text("1.5 12:30\n2.5 13:40\n")
    table = read_table("x.txt")
    np.testing.assert_array_equal(table.rows, [[1.5], [2.5]])
    assert [*table.others["2"]] == ["12:30", "13:40"]


def test_lines_of_text_may_be_utf_16(folder):
    (folder / "words.txt").write_text("größe\nb\n", encoding="utf-16")
    assert read_lines("words.txt", 2, "X.npy") == ["größe", "b"]


def test_python_objects_that_are_left_out_are_named(folder, capsys):
    np.savez("x.npz", embeddings=X, names=np.array(WORDS, dtype=object))
    read_table("x.npz")
    assert "x.npz: left out names, of Python objects" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Class", "ID", "userid", "orderId", "label", "group_id"])
def test_integers_that_a_name_says_to_be_ids_or_labels(name, folder):
    FRAME.assign(**{name: LABELS}).to_csv("x.csv", index=False)
    assert name in read_table("x.csv").others


@pytest.mark.parametrize("name", ["humid", "grid", "fluid", "paid", "classes", "kindness"])
def test_integers_of_other_names_are_features(name, folder):
    FRAME.assign(**{name: LABELS}).to_csv("x.csv", index=False)
    assert read_table("x.csv").rows.shape == (N, 5)


def test_numbered_names_beside_others_are_said_to_be_names(folder, capsys):
    pd.DataFrame(WIDE).assign(label=SHUFFLED % 3).to_csv("x.csv", index=False)
    assert read_table("x.csv").rows.shape == WIDE.shape
    assert "line 1 ('0,1,2,label') was read as column names" in capsys.readouterr().err
    (folder / "y.csv").write_text("0,1,oops\n1.5,2.5,3.5\n2.5,1.5,0.5\n")
    with pytest.raises(InputError, match="may be column names or a row of numbers"):
        read_table("y.csv")


def test_a_number_in_brackets_is_no_vector(folder):
    FRAME.assign(source="[1]").to_csv("x.csv", index=False)
    table = read_table("x.csv")
    assert table.rows.shape == (N, 4)
    assert [*table.others["source"]] == ["[1]"] * N
