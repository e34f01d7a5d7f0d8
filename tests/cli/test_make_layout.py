import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

from skcolor import CovariancePCA
from skcolor.__main__ import main
from skcolor.cli import _embed, _make_layout
from skcolor.cli.readers import spool
from skcolor.datasets import load_digits_layout
from tests.cli.refusals import is_refused


@pytest.fixture
def X(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    X = load_digits_layout().data[:300]
    np.save("X.npy", X)
    return X


@pytest.mark.parametrize("ending", ["npy", "csv", "parquet"])
def test_a_layout_in_every_kind_of_file(ending, X, capsys):
    out = f"L.{ending}"
    assert main(["layout", "X.npy", "--method", "pca", "--out", out]) == 0
    if ending == "npy":
        found = np.load(out)
        assert found.dtype == np.float32
    else:
        table = getattr(pd, f"read_{ending}")(out)
        assert list(table.columns) == ["x", "y"]
        found = table.to_numpy()
    expected = CovariancePCA(2).fit_transform(X)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    assert capsys.readouterr() == (f"{out}: a layout of 300 rows by PCA\n", "")


def test_the_layout_that_is_kept_gives_the_same_colors(X, capsys, monkeypatch):
    monkeypatch.setattr(_embed, "_MAX_ITER", 20)
    assert main(["color", "X.npy", "--out", "a.npy", "--save-layout", "L.npy"]) == 0
    out, error = capsys.readouterr()
    assert out.splitlines() == [
        "L.npy: a layout of 300 rows by t-SNE",
        "a.npy: colors of 300 rows by best",
    ]
    assert "note: X.npy: no layout given, so t-SNE makes one" in error
    assert main(["color", "X.npy", "--out", "b.npy", "--layout", "L.npy"]) == 0
    assert capsys.readouterr().err == ""
    np.testing.assert_array_equal(np.load("a.npy"), np.load("b.npy"))


@pytest.mark.parametrize("method", ["tsne", "pca"])
@pytest.mark.parametrize("dtype", [np.float16, np.uint8, ">f8"])
def test_rows_of_every_dtype_have_a_layout(method, dtype, X, monkeypatch):
    monkeypatch.setattr(_embed, "_MAX_ITER", 20)
    np.save("X.npy", X[:60].astype(dtype))
    assert main(["layout", "X.npy", "--method", method, "--out", "L.npy"]) == 0
    found = np.load("L.npy")
    assert (found.shape, found.dtype) == ((60, 2), np.float32)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("method", ["tsne", "pca"])
def test_a_large_file_has_the_layout_of_its_rows(method, X, monkeypatch):
    monkeypatch.setattr(_embed, "_MAX_ITER", 20)
    monkeypatch.setattr(_embed, "N_EXACT", 100)
    monkeypatch.setattr(_embed, "N_MOVED", 100)
    np.save("X.npy", X.astype(np.float32))
    command = ["layout", "X.npy", "--method", method, "--out"]
    assert main([*command, "a.npy"]) == 0
    monkeypatch.setattr(spool, "LARGE_BYTES", 1000)
    monkeypatch.setattr(spool, "CHUNK_BYTES", 10_000)
    assert main([*command, "b.npy"]) == 0
    np.testing.assert_allclose(np.load("a.npy"), np.load("b.npy"), rtol=1e-3, atol=1e-3)


def _kept_neighbors(X, layout):
    true, found = (
        NearestNeighbors(n_neighbors=10).fit(rows).kneighbors(return_distance=False)
        for rows in (X, layout)
    )
    return (true[:, :, np.newaxis] == found[:, np.newaxis]).any(axis=2).mean()


def test_many_rows_move_and_keep_more_neighbors_than_placed_ones(X, monkeypatch, capsys):
    command = ["layout", "X.npy", "--out"]
    monkeypatch.setattr(_embed, "_MAX_ITER", 60)
    monkeypatch.setitem(_embed._MANY, "n_landmarks", 40)
    monkeypatch.setitem(_embed._MANY, "refine_iter", 50)
    monkeypatch.setattr(_embed, "N_EXACT", 40)
    assert main([*command, "moved.npy"]) == 0
    assert "note" not in capsys.readouterr().err
    monkeypatch.setattr(_embed, "N_MOVED", 299)
    assert main([*command, "placed.npy"]) == 0
    names = ("moved.npy", "placed.npy")
    moved, placed = (_kept_neighbors(X, np.load(name)) for name in names)
    assert moved > 1.5 * placed


def test_a_note_says_that_most_of_too_many_rows_are_placed(X, monkeypatch, capsys):
    monkeypatch.setattr(_embed, "_MAX_ITER", 20)
    monkeypatch.setattr(_embed, "N_EXACT", 100)
    monkeypatch.setattr(_make_layout, "N_EXACT", 100)
    monkeypatch.setattr(_embed, "N_MOVED", 299)
    assert main(["layout", "X.npy", "--out", "L.npy"]) == 0
    assert "note: X.npy: t-SNE runs on 100 of 300 rows; " in capsys.readouterr().err
    monkeypatch.setattr(_embed, "N_MOVED", 300)
    assert main(["layout", "X.npy", "--out", "L.npy"]) == 0
    assert "note" not in capsys.readouterr().err


def test_rows_with_one_column_lie_on_a_line(X):
    np.save("X.npy", X[:, 20:21])
    assert main(["layout", "X.npy", "--method", "pca", "--out", "L.npy"]) == 0
    assert np.ptp(np.load("L.npy"), axis=0).tolist()[1] == 0


@pytest.mark.slow
def test_umap_gives_the_same_layout_twice(X):
    pytest.importorskip("umap")
    for out in ("a.npy", "b.npy"):
        assert main(["layout", "X.npy", "--method", "umap", "--out", out]) == 0
    np.testing.assert_array_equal(np.load("a.npy"), np.load("b.npy"))


def test_without_umap_the_error_says_how_to_install_it(X, monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "umap", None)
    monkeypatch.setitem(sys.modules, "umap.umap_", None)
    before = sorted(tmp_path.iterdir())
    code = main(["layout", "X.npy", "--method", "umap", "--out", "L.npy"])
    error = is_refused(code, tmp_path, before, capsys)
    assert (
        'umap-learn is required here; install it with pip install "skcolor[umap]"' in error
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["layout", "X.npy", "--out", "L.png"], "cannot write '.png' files; use one of .n"),
        (["layout", "X.npy", "--out", "X.npy"], "--out X.npy: is also an input"),
        (["layout", "one.npy", "--out", "L.npy"], "one.npy: has 1 row; a layout needs at"),
        (
            ["color", "X.npy", "--out", "o.npy", "--save-layout", "o.npy"],
            "--save-layout o.npy: is also --out",
        ),
        (
            ["explore", "X.npy", "--out", "o.html", "--save-layout", "X.npy"],
            "--save-layout X.npy: is also an input",
        ),
        (["rank", "X.npy", "--layout-method", "umap", "--layout", "X.npy"], "drop one of"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments, message, X, capsys, tmp_path):
    np.save("one.npy", X[:1])
    before = sorted(tmp_path.iterdir())
    assert message in is_refused(main(arguments), tmp_path, before, capsys)
