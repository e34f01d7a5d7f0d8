"""Files that are read, fitted to and colored a chunk at a time."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from skcolor import recipes
from skcolor.__main__ import main
from skcolor.cli import _large
from skcolor.cli._files import InputError, is_large, read_chunks, read_rows
from skcolor.cli.readers import spool
from skcolor.paint import delta_e


@pytest.fixture
def small_limits(monkeypatch):
    monkeypatch.setattr(spool, "LARGE_BYTES", 1000)
    monkeypatch.setattr(spool, "CHUNK_BYTES", 240_000)


@pytest.fixture
def file(tmp_path, small_limits):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(12_000, 30)) * np.arange(30, 0, -1)
    np.save(tmp_path / "X.npy", rows.astype(np.float32))
    np.save(tmp_path / "L.npy", rows[:, :2])
    return tmp_path / "X.npy"


def color(file, recipe, out, *arguments):
    code = main(
        ["color", str(file), "--recipe", recipe, "--out", str(file.parent / out)]
        + [str(argument) for argument in arguments]
    )
    assert code == 0
    return file.parent / out


@pytest.fixture
def chunks_alone(monkeypatch):
    """Let the mapped rows be seen by nothing but what reads chunks of them."""
    seen = []

    def watch(steps, X):
        for part in _large.read_chunks(X):
            seen.append(len(part))
            yield steps.transform(part) if len(steps) else part

    monkeypatch.setattr(_large, "transform_chunks", watch)
    return seen


@pytest.mark.parametrize("recipe", ["pca_pack", "pca_argmax", "argmax"])
def test_colors_are_those_of_all_rows_at_once(recipe, file, chunks_alone):
    found = np.load(color(file, recipe, "out.npy"))
    expected = recipes.RECIPES[recipe]().fit_transform(np.load(file))
    assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
    difference = delta_e(found, expected)
    assert difference.mean() < 0.002
    assert (difference > 0.02).mean() < 0.002
    assert max(chunks_alone) == 2000


def test_a_colorer_that_needs_all_rows_gets_what_is_left_of_them(file, chunks_alone):
    found = np.load(color(file, "pca_perceptual", "out.npy"))
    expected = recipes.pca_perceptual().fit_transform(np.load(file))
    assert delta_e(found, expected).max() < 0.02
    assert chunks_alone


@pytest.mark.parametrize("recipe", ["residual_pca", "ica"])
def test_recipes_that_need_all_rows_at_once_get_them(recipe, file, chunks_alone):
    layout = np.load(file.parent / "L.npy")
    found = np.load(color(file, recipe, "out.npy", "--layout", file.parent / "L.npy"))
    expected = recipes.RECIPES[recipe]().fit_transform(np.load(file), layout)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert not chunks_alone


def test_all_kinds_of_output(file):
    expected = np.load(color(file, "pca", "out.npy"))
    csv = color(file, "pca", "out.csv")
    assert csv.read_text().startswith("red,green,blue\n")
    np.testing.assert_allclose(
        np.loadtxt(csv, delimiter=",", skiprows=1), expected, atol=1e-6
    )
    color(file, "pca", "o.png", "--layout", file.parent / "L.npy", "--pixels", 200)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [">f8", np.float16, np.int16])
def test_chunks_are_the_rows(order, dtype, tmp_path, small_limits):
    rows = (np.arange(200_000).reshape(-1, 4) % 1000).astype(dtype, order=order)
    np.save(tmp_path / "X.npy", rows)
    mapped = read_rows(str(tmp_path / "X.npy"))
    assert is_large(mapped)
    parts = list(read_chunks(mapped))
    assert len(parts) > 1
    assert parts[0].dtype == (np.float32 if dtype == np.float16 else rows.dtype)
    np.testing.assert_array_equal(np.concatenate(parts), rows)


def test_bad_numbers_are_counted_over_all_chunks(tmp_path, small_limits):
    rows = np.zeros((5000, 4))
    rows[[1300, 4999], 2] = np.nan
    np.save(tmp_path / "X.npy", rows)
    with pytest.raises(InputError, match=r"row 1300 .* NaN or infinity .*2 rows in all"):
        read_rows(str(tmp_path / "X.npy"))


@pytest.fixture
def rows():
    rng = np.random.default_rng(1)
    return (rng.normal(size=(12_000, 30)) * np.arange(30, 0, -1)).astype(np.float32)


def write_parquet(path, rows):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {f"x{n}": values for n, values in enumerate(rows.T)}
    columns["text"] = [f"row {n}" for n in range(len(rows))]
    parquet.write_table(pyarrow.table(columns), path, row_group_size=5000)


def write_lists(path, rows):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"embedding": list(rows), "id": np.arange(len(rows))})
    parquet.write_table(table, path, row_group_size=5000)


def write_zarr(path, rows):
    zarr = pytest.importorskip("zarr")
    zarr.open_array(str(path), mode="w", shape=rows.shape, chunks=(700, 9), dtype="f4")[
        :
    ] = rows


def write_zarr_group(path, rows):
    zarr = pytest.importorskip("zarr")
    group = zarr.open_group(str(path), mode="w")
    for name, array in (("X", rows), ("year", np.arange(len(rows)))):
        group.create_array(name, shape=array.shape, dtype=array.dtype)[:] = array


def write_hdf5(path, rows):
    with pytest.importorskip("h5py").File(path, "w") as file:
        file["X"] = rows


def write_h5ad(path, rows):
    anndata = pytest.importorskip("anndata")
    names = np.array([f"row {n}" for n in range(len(rows))], dtype=object)
    obs = pd.DataFrame(index=pd.Index(names, dtype=object))
    var = pd.DataFrame(index=pd.Index(list(map(str, range(rows.shape[1]))), dtype=object))
    anndata.AnnData(rows, obs=obs, var=var).write_h5ad(path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.parquet", write_parquet),
        ("lists.parquet", write_lists),
        ("a.zarr", write_zarr),
        ("group.zarr", write_zarr_group),
        ("a.h5", write_hdf5),
        ("a.h5ad", write_h5ad),
    ],
)
def test_large_files_of_all_kinds_give_the_bytes_of_npy(
    name, write, rows, tmp_path, small_limits, chunks_alone
):
    np.save(tmp_path / "X.npy", rows)
    expected = np.load(color(tmp_path / "X.npy", "pca_pack", "expected.npy"))
    n_parts = len(chunks_alone)
    assert n_parts > 5
    write(tmp_path / name, rows)
    np.testing.assert_array_equal(
        np.load(color(tmp_path / name, "pca_pack", "out.npy")), expected
    )
    assert len(chunks_alone) == 2 * n_parts


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([1.0, 2.0], r"row 9000 .*, column 'embedding': has 2 numbers and row \d+ has 30"),
        (None, r"row 9000 .*'embedding': is missing \(null\); remove"),
        ([np.nan] * 30, "row 9000 .*contains NaN .*3000 rows in all"),
    ],
)
def test_errors_name_the_row_of_the_file(bad, message, rows, tmp_path, small_limits):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    lists = rows.tolist()
    lists[9000:] = [bad] * 3000
    table = pyarrow.table({"embedding": lists})
    for group_size in (500, 12_000):
        parquet.write_table(table, tmp_path / "a.parquet", row_group_size=group_size)
        with pytest.raises(InputError, match=message):
            read_rows(str(tmp_path / "a.parquet"))


def test_a_full_disk_is_an_error_before_it_is_full(
    rows, tmp_path, small_limits, monkeypatch
):
    write_zarr(tmp_path / "a.zarr", rows)
    monkeypatch.setattr(spool, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(InputError, match=r"needs 0\.0014 GB in .* 0\.001 GB .*TMPDIR"):
        read_rows(str(tmp_path / "a.zarr"))
