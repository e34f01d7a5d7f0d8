"""Rows in from .npy and .npz files: the one array that is meant, or a refusal."""

import numpy as np
import pytest
import scipy.sparse

from skcolor.cli._files import count_rows, read_rows
from skcolor.cli._table import InputError, ReadOptions
from skcolor.cli.readers import named_arrays

ROWS = np.random.default_rng(0).normal(size=(12, 3))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("rows", [ROWS.astype(">f8"), np.asfortranarray(ROWS), ROWS > 0])
def test_rows_are_those_that_were_saved(rows):
    np.save("X.npy", rows)
    np.testing.assert_array_equal(read_rows("X.npy"), rows)
    assert count_rows("X.npy") == 12


def test_arrays_behind_the_first_are_not_dropped():
    with open("X.npy", "wb") as file:
        np.save(file, ROWS)
        np.save(file, ROWS)
    with pytest.raises(InputError, match=r"bytes after its array of shape \(12, 3\)"):
        read_rows("X.npy")


@pytest.mark.parametrize("dtype", [np.int64, np.uint64])
@pytest.mark.parametrize("ending", ["npy", "npz"])
def test_integers_that_float64_would_round_are_refused(dtype, ending):
    rows = np.arange(24, dtype=dtype).reshape(12, 2)
    rows[3, 1] = 2**53
    save = {"npy": np.save, "npz": np.savez}[ending]
    save(f"X.{ending}", rows)
    np.testing.assert_array_equal(read_rows(f"X.{ending}"), rows)
    rows[7, 1] = 2**53 + 1
    save(f"X.{ending}", rows)
    with pytest.raises(InputError, match=r"row 7 .* column 1: 9007199254740993 has more"):
        read_rows(f"X.{ending}")


def test_a_column_that_counts_the_rows_is_told_of(capsys):
    np.save("X.npy", np.c_[np.arange(12), ROWS])
    assert read_rows("X.npy").shape == (12, 4)
    assert "X.npy: column 0 counts the rows" in capsys.readouterr().err
    read_rows("X.npy", ReadOptions(n_fewest=2))
    np.save("X.npy", ROWS)
    read_rows("X.npy")
    assert capsys.readouterr().err == ""


def test_archives_without_a_table(monkeypatch):
    scipy.sparse.save_npz("S.npz", scipy.sparse.csr_array(ROWS))
    np.testing.assert_array_equal(read_rows("S.npz"), ROWS)
    monkeypatch.setattr(named_arrays, "_MOST_BYTES", 12 * 3 * 8 - 1)
    with pytest.raises(InputError, match=r"sparse matrix of shape \(12, 3\), too large"):
        read_rows("S.npz")
    np.savez("empty.npz")
    with pytest.raises(InputError, match=r"contains the arrays \(none\)"):
        read_rows("empty.npz")


def test_endings_may_be_of_either_case():
    np.save("X.npy", ROWS)
    with open("X.npy", "rb") as read, open("Y.NPY", "wb") as write:
        write.write(read.read())
    np.testing.assert_array_equal(read_rows("Y.NPY"), ROWS)


@pytest.mark.parametrize(
    ("name", "reading", "message"),
    [
        ("X.npy", {"index": True}, "X.npy: --index is only for tables"),
        ("X.npy", {"columns": ("a",)}, "--columns is only for tables .*as X.npy:NAME"),
        ("X.npy:a", {}, "X.npy: holds one array; leave out :a"),
        ("X.npy", {"header": False}, "X.npy: --header is only for text files"),
    ],
)
def test_flags_of_other_files_are_refused(name, reading, message):
    np.save("X.npy", ROWS)
    with pytest.raises(InputError, match=message):
        read_rows(name, ReadOptions(**reading))
