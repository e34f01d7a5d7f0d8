"""Files of all kinds, each written by what people write them with, and what is read."""

import gzip
import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet
import pytest
import scipy.sparse

from skcolor._checks.texts import check_texts
from skcolor.cli._files import read_table
from skcolor.cli._table import InputError, ReadOptions

RNG = np.random.default_rng(0)
N = 12
X = RNG.normal(size=(N, 4)).round(4)
PLACES = RNG.normal(size=(N, 2)).round(3)
WORDS = [f"word, {i}" for i in range(N)]
KINDS = ["noun", "verb"] * (N // 2)
DAYS = [f"2024-01-{i + 1:02}" for i in range(N)]
FRAME = pd.DataFrame(X, columns=[f"dim_{i}" for i in range(4)])
FULL = FRAME.assign(title=WORDS, kind=KINDS, day=DAYS, x=PLACES[:, 0], y=PLACES[:, 1])
LISTS = pd.DataFrame({"id": np.arange(100, 100 + N), "title": WORDS, "vector": X.tolist()})
RECORDS = LISTS.to_dict("records")
LEVELS = [3, 1] * (N // 2)
FLAGS = [True, None, False] * (N // 3)
BITS = (X.astype("<f4").view("<u4") >> 16 << 16).view("<f4")
TEXTS = {"title": WORDS, "kind": KINDS, "day": DAYS}
IDS = {"id": list(range(100, 100 + N)), "title": WORDS}


def write(text, **how):
    return lambda path: path.write_bytes(text.encode(**how))


def excel(path):
    """As Excel saves CSV in Germany: semicolons, decimal commas, a byte order mark."""
    FULL.to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig",
                lineterminator="\r\n")  # fmt: skip


def r_csv(path):
    """As R's write.csv does: texts in quotes, and names of rows below no name."""
    numbers = FRAME.assign(title=WORDS).set_axis([str(i + 1) for i in range(N)])
    numbers.to_csv(path, quoting=2)


def r_table(path):
    """As R's write.table does: a header without a field for the names of rows."""
    lines = ['"a" "b" "c" "d" "title"']
    for i, (row, word) in enumerate(zip(X, WORDS, strict=True), 1):
        lines.append(f'"{i}" ' + " ".join(map(str, row)) + f' "{word}"')
    path.write_text("\n".join(lines) + "\n")


def glove(path):
    words = ["the", '"', "#", "1990", "'s", *(f"w{i}" for i in range(N - 5))]
    lines = [f"{w} {' '.join(map(str, row))}" for w, row in zip(words, X, strict=True)]
    path.write_text("\n".join(lines))


def vec(path):
    glove(path)
    path.write_text(f"{N} 4\n" + path.read_text().replace("\n", " \n"))


def zipped(path):
    FULL.to_csv(path, index=False, compression={"method": "zip", "archive_name": "x.csv"})


def to_lines(records):
    return "".join(json.dumps(record) + "\n" for record in records)


def to_lines_gz(path):
    with gzip.open(path, "wt") as file:
        file.write(to_lines(RECORDS))


def stream(path):
    table = pa.Table.from_pandas(FULL)
    with pa.ipc.new_stream(str(path), table.schema) as file:
        file.write_table(table, 5)


def archive(path):
    np.savez(path, X=X, X_umap=PLACES, words=np.array(WORDS), kind=np.array(KINDS))


def safe(path):
    pytest.importorskip("safetensors.numpy").save_file(
        {"embeddings": X, "tsne": PLACES, "label": np.arange(N)}, path
    )


def bfloat16(path):
    """A type that NumPy does not have: the upper halves of float32."""
    pytest.importorskip("safetensors")
    halves = (BITS.view("<u4") >> 16).astype("<u2").tobytes()
    about = {"e": {"dtype": "BF16", "shape": [N, 4], "data_offsets": [0, len(halves)]}}
    header = json.dumps(about).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + halves)


def torch_tensor(path):
    torch = pytest.importorskip("torch")
    torch.save(torch.tensor(X, requires_grad=True), path)


def torch_dict(path):
    torch = pytest.importorskip("torch")
    torch.save({"embeddings": torch.tensor(X), "ids": WORDS, "epoch": 3}, path)


def torch_module(path):
    torch = pytest.importorskip("torch")
    torch.save(torch.nn.Linear(4, 2), path)


def annotated(wide=False):
    anndata = pytest.importorskip("anndata")
    obs = pd.DataFrame({"kind": pd.Categorical(KINDS), "n": range(N)}, index=WORDS)
    full = scipy.sparse.random(N, 60, 0.2, format="csr", dtype=np.float32, rng=0)
    adata = anndata.AnnData(full if wide else scipy.sparse.csr_matrix(X), obs=obs)
    adata.obsm["X_umap"], adata.layers["counts"] = PLACES, adata.X.copy()
    if wide:
        adata.obsm["X_pca"] = X
    return adata


def zarr_groups(path):
    zarr = pytest.importorskip("zarr")
    group = zarr.open_group(str(path), mode="w")
    for name, array in (("vectors", X), ("layout", PLACES), ("kind", np.arange(N))):
        group.create_array(name, data=array) if hasattr(group, "create_array") else (
            group.create_dataset(name, data=array)
        )


def zarr_array(path):
    pytest.importorskip("zarr").save_array(str(path), X)


def torch_nested(path):
    torch = pytest.importorskip("torch")
    model = {"e": torch.tensor(X), "umap": torch.tensor(PLACES)}
    torch.save({"model": model, "words": WORDS}, path)


def torch_lists(path):
    torch = pytest.importorskip("torch")
    torch.save({"id": WORDS, "e": X.tolist()}, path)


def categories(path):
    frame = FRAME.assign(kind=pd.Categorical(KINDS), level=pd.Categorical(LEVELS))
    frame.to_parquet(path)


def dates(path):
    at = pd.to_datetime(DAYS)
    FRAME.assign(day=at.date, at=at, flag=FLAGS, group=[{"q": 1}] * N).to_parquet(path)


def tensors(path):
    table = pa.table({"e": pa.FixedShapeTensorArray.from_numpy_ndarray(X)})
    with pa.ipc.new_file(str(path), table.schema) as file:
        file.write_table(table, 5)


def case(name, make, *, rows=X, layout=None, columns=None, part="", **reading):
    return SimpleNamespace(
        name=name, make=make, rows=rows, layout=layout, columns=columns or {}, part=part,
        reading=ReadOptions(**reading),
    )  # fmt: skip


def full(name, make, **more):
    return case(name, make, layout=PLACES, columns=TEXTS, **more)


READ = [
    # Text.
    full("pandas.csv", lambda p: FULL.to_csv(p, index=False)),
    full("with_index.csv", FULL.to_csv),
    full("tabs.tsv", lambda p: FULL.to_csv(p, sep="\t", index=False)),
    full("bars.txt", lambda p: FULL.to_csv(p, sep="|", index=False)),
    full("excel.csv", excel),
    full("tabs_and_commas.txt", lambda p: FULL.to_csv(p, sep="\t", decimal=",")),
    full("polars.csv", lambda p: pl.from_pandas(FULL).write_csv(p)),
    full("pandas.csv.gz", lambda p: FULL.to_csv(p, index=False)),
    full("pandas.csv.bz2", lambda p: FULL.to_csv(p, index=False)),
    full("pandas.tsv.xz", lambda p: FULL.to_csv(p, sep="\t", index=False)),
    full("pandas.csv.zip", zipped),
    case("r_csv.csv", r_csv, columns={"title": WORDS}),
    case("r_table.txt", r_table, columns={"title": WORDS}),
    case("savetxt.txt", lambda p: np.savetxt(p, X)),
    case("savetxt_header.txt", lambda p: np.savetxt(p, X, header="by hand\na b c d")),
    case("savetxt_commas.csv", lambda p: np.savetxt(p, X, delimiter=",")),
    case("glove.txt", glove),
    case("fasttext.vec", vec),
    case("one.csv", lambda p: FRAME[["dim_0"]].to_csv(p, index=False), rows=X[:, :1]),
    case("open_end.csv", write("a;b;\n1,5;2;\n2,5;3;\n"), rows=[[1.5, 2], [2.5, 3]]),
    case("lists.csv", lambda p: LISTS.to_csv(p, index=False), columns=IDS),
    # Tables of pyarrow.
    full("pandas.parquet", FULL.to_parquet),
    full("polars.parquet", lambda p: pl.from_pandas(FULL).write_parquet(p)),
    case("lists.parquet", LISTS.to_parquet, columns=IDS),
    full("pandas.feather", FULL.to_feather),
    full("stream.arrow", stream),
    case("lines.jsonl", write(to_lines(RECORDS)), columns=IDS),
    case("lines.jsonl.gz", to_lines_gz, columns=IDS),
    case("records.json", write(json.dumps(RECORDS, indent=1)), columns=IDS),
    case("rows.ndjson", write(to_lines(X.tolist()))),
    case("columns.json", FRAME.to_json),
    case("index.json", lambda p: FRAME.to_json(p, orient="index")),
    case("lines.jsonl.xz", lambda p: FRAME.to_json(p, orient="records", lines=True)),
    case("lines.jsonl.zip", lambda p: FRAME.to_json(p, orient="records", lines=True)),
    case("records.json.gz", lambda p: FRAME.to_json(p, orient="records")),
    case("lines.json", lambda p: FRAME.to_json(p, orient="records", lines=True)),
    case("nested.jsonl", write(to_lines({"id": "x", "e": {"v": v}} for v in X.tolist()))),
    case("answer.json", write(json.dumps({"model": "m", "data": RECORDS})), columns=IDS),
    # Types that need care.
    case("categories.parquet", categories, columns={"kind": KINDS, "level": LEVELS}),
    case(
        "dates.parquet", dates,
        columns={"day": DAYS, "at": DAYS, "flag": FLAGS},
    ),
    case("tensors.arrow", tensors),
    case("bits.safetensors", bfloat16, rows=BITS),
    case("objects.npz", lambda p: np.savez(p, X=X, words=np.array(WORDS, dtype=object))),
    case("colors.npz", lambda p: np.savez(p, X=X, colors=X[:, :3])),
    case("nested.pt", torch_nested, layout=PLACES, columns={"words": WORDS}),
    case("numbers.pt", torch_lists, columns={"id": WORDS}),
    # Arrays.
    case("rows.npy", lambda p: np.save(p, X)),
    case("several.npz", archive, layout=PLACES, columns={"words": WORDS, "kind": KINDS}),
    case("sparse.npz", lambda p: scipy.sparse.save_npz(p, scipy.sparse.csr_array(X))),
    case("e.safetensors", safe, layout=PLACES, columns={"label": list(range(N))}),
    case("tensor.pt", torch_tensor),
    case("dict.pth", torch_dict, columns={"ids": WORDS}),
    case("array.zarr", zarr_array),
    case("groups.zarr", zarr_groups, layout=PLACES, columns={"kind": list(range(N))}),
    # AnnData.
    case(
        "narrow.h5ad", lambda p: annotated().write_h5ad(p), layout=PLACES,
        columns={"kind": KINDS, "index": WORDS},
    ),
    case(
        "wide.h5ad", lambda p: annotated(wide=True).write_h5ad(p), layout=PLACES,
        columns={"kind": KINDS, "index": WORDS},
    ),
    case(
        "part.h5ad", lambda p: annotated().write_h5ad(p), layout=PLACES,
        columns={"n": list(range(N))}, part="counts",
    ),
    case(
        "annotated.zarr", lambda p: annotated().write_zarr(p), layout=PLACES,
        columns={"kind": KINDS},
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


of_others = pytest.mark.filterwarnings("ignore")


@of_others
@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_what_is_read(case, folder):
    case.make(folder / case.name)
    table = read_table(case.name + (f":{case.part}" if case.part else ""), case.reading)
    np.testing.assert_allclose(table.rows, case.rows, rtol=1e-6)
    if case.layout is None:
        assert table.layout is None
    else:
        np.testing.assert_allclose(table.layout, case.layout)
    for name, values in case.columns.items():
        texts = ["" if value is None else str(value) for value in values]
        assert check_texts(table.others[name], name, len(values)) == texts


def holes(path):
    FRAME.mask(FRAME == X[4, 1]).to_parquet(path)


def ragged(path):
    LISTS.assign(
        vector=[row[: 4 - (i == 7)] for i, row in enumerate(X.tolist())]
    ).to_parquet(path)


def change_of_type(path):
    path.write_text(to_lines(RECORDS[:3]) + to_lines([{**RECORDS[3], "id": "x"}]))


REFUSED = [
    ("excel.xlsx", write("PK"), "cannot read '.xlsx' files; save the sheet as .csv"),
    ("frame.pkl", FRAME.to_pickle, "pickles can run code; save the array as .npy"),
    (
        "latin.csv",
        write("a,b\n1,2\nß,2\n", encoding="latin-1"),
        r"not UTF-8 text \(line 3\); save it as UTF-8, .*iconv -f WINDOWS-1252 .*latin.csv",
    ),
    (
        "utf16.csv",
        write("a,b\n1,2\n", encoding="utf-16-le"),
        "line 1 has bytes of zero, so that it is no UTF-8 text; save it as UTF-8",
    ),
    (
        "missing.csv",
        lambda p: FRAME.mask(FRAME == X[4, 1]).to_csv(p, index=False),
        r"\(line 6, column 2 \('dim_1'\): is empty\); fill it, or leave the column out",
    ),
    (
        "missing.csv.gz",
        lambda p: FRAME.mask(FRAME == X[4, 1]).to_csv(p, index=False, na_rep="NA"),
        r"\(line 6, column 2 \('dim_1'\): 'NA' is not a number\)",
    ),
    ("holes.parquet", holes, r"row 4 \(counted from 0\), column 'dim_1': is missing"),
    ("ragged.parquet", ragged, "row 7 .*column 'vector': has 3 numbers and row 0 has 4"),
    (
        "texts.feather",
        pd.DataFrame(TEXTS).to_feather,
        "column 'title' has type .*wanted",
    ),
    ("type.jsonl", change_of_type, "line 4, column 'id': is a text; line 1 has a number"),
    ("half.jsonl", write('{"a": 1}\n{"a": \n'), "line 2 is not JSON"),
    ("mixed.ndjson", write("[1, 2]\n[3]\n"), "row 1 .* is 1 items; wanted lists of equal"),
    ("gap.jsonl", write('{"a": 1}\n\n{"a": null}\n'), "row 1 .*column 'a': is missing"),
    (
        "two.npz",
        lambda p: np.savez(p, train=X, test=X),
        "contains the arrays train, test; choose one as two.npz:NAME",
    ),
    ("layer.pth", torch_module, "contains Python objects, which could run code; save only"),
    ("no.zarr", lambda p: p.mkdir(), "no.zarr: (cannot be read as .zarr|zarr is required)"),
    ("no.h5ad", write("text"), "no.h5ad: (cannot be read as .h5ad|anndata is required)"),
    ("type.json", write('[{"a": 1}, {"a": "x"}]'), "row 1, column 'a': is a text; row 0"),
    ("numbers.json", write("3"), "wanted a list of objects or of lists of numbers"),
    ("settings.json", write('{"a": 1, "b": {"c": 2}}'), "wanted a list of objects or"),
    ("folder.csv", lambda p: p.mkdir(), "not a file; give one of"),
]


@of_others
@pytest.mark.parametrize(
    ("name", "make", "message"), REFUSED, ids=lambda one: str(one)[:20]
)
def test_what_is_refused_names_the_file_the_row_and_the_column(name, make, message, folder):
    make(folder / name)
    with pytest.raises(InputError, match=message) as error:
        read_table(name)
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)
