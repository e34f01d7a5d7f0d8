import numpy as np
import pandas as pd
import pytest

from skcolor import CovariancePCA
from skcolor.__main__ import main
from skcolor.datasets import load_digits_layout


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


def test_the_layout_that_is_kept_gives_the_same_colors(X, capsys):
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
