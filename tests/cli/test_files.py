import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skcolor.cli._files import InputError, read_rows

ROWS = np.array([[1.0, 2.5], [3.0, -4.0], [0.0, 1e-9]])


def save(path, rows=ROWS):
    kind = path.suffix
    if kind == ".npy":
        np.save(path, rows)
    elif kind == ".npz":
        np.savez(path, only=rows)
    elif kind == ".csv":
        np.savetxt(path, rows, delimiter=",", header="a,b", comments="")
    else:
        pq.write_table(pa.table({"a": rows[:, 0], "b": rows[:, 1]}), path)
    return path


@pytest.mark.parametrize("ending", [".npy", ".npz", ".csv", ".parquet"])
def test_every_format_gives_the_rows(ending, tmp_path):
    np.testing.assert_array_equal(read_rows(str(save(tmp_path / f"x{ending}"))), ROWS)


def test_float16_becomes_float32_and_npy_stays_on_disk(tmp_path):
    save(tmp_path / "half.npy", ROWS.astype(np.float16))
    assert read_rows(str(tmp_path / "half.npy")).dtype == np.float32
    assert isinstance(read_rows(str(save(tmp_path / "x.npy"))), np.memmap)


def test_one_of_several_arrays_is_named_behind_the_path(tmp_path):
    path = tmp_path / "two.npz"
    np.savez(path, a=ROWS, b=ROWS + 1)
    np.testing.assert_array_equal(read_rows(f"{path}:b"), ROWS + 1)
    with pytest.raises(InputError, match=r"contains the arrays a, b; choose one as"):
        read_rows(str(path))
    with pytest.raises(InputError, match=r"contains the arrays a, b; choose one as"):
        read_rows(f"{path}:c")


def test_csv_without_header_and_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xef\xbb\xbf1,2\n3,4\n\n")
    np.testing.assert_array_equal(read_rows(str(path)), [[1, 2], [3, 4]])


def test_parquet_with_one_column_of_lists(tmp_path):
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"embedding": pa.array(ROWS.tolist())}), path)
    np.testing.assert_array_equal(read_rows(str(path)), ROWS)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.npy", None, "no such file"),
        ("x.doc", b"1,2", "cannot read '.doc' files; give one of .npy"),
        ("x.xlsx", b"PK", "cannot read '.xlsx' files; save the sheet as .csv"),
        ("x.pkl", b"", "pickles can run code; save the array as .npy"),
        ("x.npy", b"", "cannot be read as .npy"),
        ("x.npy", b"\x93NUMPY\x01\x00v\x00{'descr': '<f8'", "cannot be read as .npy"),
        ("x.npz", b"PK not a zip", "cannot be read as .npz"),
        ("x.csv", b"", "contains no rows"),
        ("x.csv", b"a,b\n", "contains no rows"),
        ("x.csv", b"a,b\n1,2\n3\n", "cannot be read as .csv"),
        ("x.csv", b"a,b\n1,cat\n2,3\n", "cannot be read as .csv .*'cat'"),
        ("x.csv", b"\xff\xfe\x00", r"not UTF-8 text \(line 1\); save it as UTF-8"),
        ("x.csv", b"1,nan\n2,3\n", r"row 0 \(counted from 0\) contains NaN or infinity"),
        ("x.parquet", b"PAR1", "cannot be read as .parquet"),
    ],
)
def test_bad_files_are_named_in_one_line(name, content, message, tmp_path):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        read_rows(str(path))
    assert name in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.zeros(3), r"shape \(3,\); wanted \(rows, columns\)"),
        (np.zeros((0, 2)), r"shape \(0, 2\)"),
        (np.zeros((2, 2, 2)), r"shape \(2, 2, 2\)"),
        (np.array([["a", "b"]]), "wanted real numbers"),
        (np.zeros((2, 2), complex), "complex128; wanted real numbers"),
        (
            np.array([[1, 2], [np.inf, 0]]),
            "row 1 .* contains NaN .*1 row in all",
        ),
    ],
)
def test_arrays_that_are_no_table_of_finite_numbers(rows, message, tmp_path):
    with pytest.raises(InputError, match=message):
        read_rows(str(save(tmp_path / "x.npy", rows)))


def test_pickled_objects_are_not_loaded(tmp_path):
    np.save(tmp_path / "x.npy", np.array([[object()]], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="contains Python objects, which could run code"):
        read_rows(str(tmp_path / "x.npy"))


def test_truncated_npy(tmp_path):
    path = save(tmp_path / "x.npy")
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(InputError, match="is it complete"):
        read_rows(str(path))


def test_missing_parquet_library_says_how_to_install_it(tmp_path, monkeypatch):
    path = save(tmp_path / "x.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r'pip install "skcolor\[parquet\]"'):
        read_rows(str(path))


def test_folder_in_place_of_a_file(tmp_path):
    with pytest.raises(InputError, match="not a file"):
        read_rows(str(tmp_path))
