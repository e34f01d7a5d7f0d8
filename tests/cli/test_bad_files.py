"""The command line with damaged and hostile files, and with a disk that is full."""

import io
import os
import pickle
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from skcolor.__main__ import main
from tests.cli.refusals import is_refused

ROWS = np.random.default_rng(0).normal(size=(300, 5))


class Trap:
    """Leaves a file behind where it is unpickled."""

    def __reduce__(self):
        return (open, ("trap", "w"))


def npy(rows, **kwargs):
    file = io.BytesIO()
    np.save(file, rows, **kwargs)
    return file.getvalue()


def header(text, version=1):
    size = len(text).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + size + text


def zipped(**arrays):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in arrays.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


TRAPPED = npy(np.array([[Trap()]], dtype=object), allow_pickle=True)
HUGE_SHAPE = b"{'descr': '<f8', 'fortran_order': False, 'shape': (%d, 5), }\n" % 10**14
NEGATIVE_SHAPE = b"{'descr': '<f8', 'fortran_order': False, 'shape': (-5, 5), }\n"
FILES = {
    "empty.npy": b"",
    "empty.npz": b"",
    "empty.csv": b"",
    "empty.parquet": b"",
    "truncated.npy": npy(ROWS)[:-100],
    "truncated.npz": zipped(a=npy(ROWS))[:-100],
    "truncated_inside.npz": zipped(a=npy(ROWS)[:-100]),
    "truncated.parquet": b"PAR1" + bytes(40) + b"PAR1",
    "huge_header.npy": header(b" " * 2**20, version=2),
    "lying_header.npy": b"\x93NUMPY\x02\x00\xff\xff\xff\xff{'descr'",
    "huge_shape.npy": header(HUGE_SHAPE),
    "huge_shape.npz": zipped(a=header(HUGE_SHAPE)),
    "negative_shape.npy": header(NEGATIVE_SHAPE),
    "code_in_header.npy": header(b"{'descr': open('trap', 'w')}\n"),
    "pickled.npy": TRAPPED,
    "pickle.npy": pickle.dumps(Trap()),
    "pickled.npz": zipped(a=TRAPPED),
    "latin1.csv": "größe,höhe\n1,2\n".encode("latin-1"),
    "utf16.csv": "a,b\n1,2\n".encode("utf-16"),
    "binary.csv": bytes(range(256)),
    "null.csv": b"1,2\n\x003,4\n",
    "text.npy": b"1,2\n3,4\n",
    "records.npy": npy(np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])),
    "dates.npy": npy(np.array([["2024-01-01"]], dtype="M8[D]")),
}


def run(*arguments):
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return stop.code


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("X.npy", ROWS)
    np.save("L.npy", ROWS[:, :2])
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_files_that_hold_no_rows(name, folder, capfd):
    (folder / name).write_bytes(FILES[name])
    before = sorted(folder.iterdir())
    code = run("color", name, "--recipe", "pca", "--out", "out.npy")
    assert name in is_refused(code, folder, before, capfd)
    code = run("explore", "X.npy", "--layout", name, "--out", "out.html")
    assert name in is_refused(code, folder, before, capfd)
    code = run("rank", "X.npy", "--layout", name, "--recipes", "pca", "--out", "out.png")
    assert name in is_refused(code, folder, before, capfd)


def test_lines_that_are_not_utf_8(folder, capfd):
    (folder / "hover.txt").write_bytes(b"\xff\n" * 300)
    before = sorted(folder.iterdir())
    files = ("explore", "X.npy", "--layout", "L.npy", "--hover", "hover.txt")
    code = run(*files, "--out", "out.html")
    assert "hover.txt: not UTF-8 text" in is_refused(code, folder, before, capfd)


# Where no file can grow beyond a thousand bytes, writes fail in the middle. In a process of
# its own, since the limit holds for the log of the tests, too.
ON_A_FULL_DISK = """
import resource, sys
from skcolor.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
files = ["X.npy", "--layout", "L.npy"]
for name in sys.argv[1:]:
    command = "explore" if name.endswith("html") else "color"
    option = '--recipe' + 's' * (command == 'explore')
    print(main([command, *files, option, 'pca', '--out', name]))
"""


def test_a_full_disk_leaves_what_was_there(folder):
    pytest.importorskip("resource")  # not on Windows
    names = ["out.npy", "out.csv", "out.png", "out.html"]
    for name in names[:-1]:
        (folder / name).write_bytes(b"before")
    before = sorted(folder.iterdir())
    ran = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "2\n" * 4
    lines = [line for line in ran.stderr.splitlines() if line.startswith("skcolor")]
    for name, line in zip(names, lines, strict=True):
        assert line.startswith(f"skcolor: error: {name}: cannot be written")
    assert ran.stderr.splitlines()[:3] == lines[:3]
    assert sorted(folder.iterdir()) == before
    assert {(folder / name).read_bytes() for name in names[:-1]} == {b"before"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_output_that_cannot_be_printed():
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "skcolor", "recipes"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith("skcolor: error: ")
    assert ran.stderr.count("\n") == 1
