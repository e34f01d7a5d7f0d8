"""Ctrl-C and its like: one line, an exit code, and nothing half-written."""

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from skcolor.__main__ import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

# The process sends the signal to itself, where a line of this finds it at work.
WRITING = """
import os, signal, sys
from skcolor import _atomic_write
from skcolor.cli import _main
def write(file):
    file.write(b"half")
    os.kill(os.getpid(), signal.{name})
_main._make_parser = lambda: _Parser()
class _Parser:
    def parse_args(self, argv):
        _atomic_write.write_atomically("out.npy", write)
from skcolor.__main__ import main
sys.exit(main())
"""
IMPORTING = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from skcolor.__main__ import main
sys.argv = ["skcolor", "color", "X.npy", "--recipe", "pca", "--out", "out.npy"]
sys.exit(main())
"""
IN_THREADS = """
import os, signal, sys, threading, time
from skcolor._compute.chunks import run_all
from skcolor.cli import _main
def work(task):
    if task == 1:
        os.kill(os.getpid(), signal.SIGINT)
    time.sleep(600)
_main._make_parser = lambda: _Parser()
class _Parser:
    def parse_args(self, argv):
        run_all(work, range(4), n_jobs=2)
from skcolor.__main__ import main
sys.exit(main())
"""
RANKING = """
import os, signal, sys, time
from sklearn.pipeline import make_pipeline
from skcolor import ChannelColorer
from skcolor.recipes import RECIPES
class Stops(ChannelColorer):
    def fit(self, X, y=None):
        while not os.path.exists("{file}"):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(600)
RECIPES["stops"] = lambda: make_pipeline(Stops())
from skcolor.__main__ import main
sys.argv = ["skcolor", "rank", "X.npy", "--layout", "L.npy", "--splits", "1"]
sys.argv += ["--recipes", *"{recipes}".split()]
sys.exit(main())
"""


def listen():
    """Take signals as in a terminal, also where the tests run in the background."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def run(code, folder, preexec_fn=listen):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=preexec_fn,
    )


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("SIGINT", 130, "skcolor: interrupted\n"),
        ("SIGTERM", 143, "skcolor: ended by signal 15\n"),
        ("SIGHUP", 129, "skcolor: ended by signal 1\n"),
    ],
)
def test_a_signal_while_a_file_is_written_leaves_what_was_there(name, code, line, tmp_path):
    (tmp_path / "out.npy").write_bytes(b"before")
    ran = run(WRITING.format(name=name), tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", line)
    assert (tmp_path / "out.npy").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["out.npy"]


@pytest.mark.parametrize("module", ["numpy", "sklearn.pipeline", "scipy.linalg"])
def test_ctrl_c_during_an_import(module, tmp_path):
    np.save(tmp_path / "X.npy", np.random.default_rng(0).normal(size=(300, 5)))
    ran = run(IMPORTING.format(module=module), tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "skcolor: interrupted\n")
    assert os.listdir(tmp_path) == ["X.npy"]


def test_ctrl_c_waits_for_no_thread(tmp_path):
    ran = run(IN_THREADS, tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "skcolor: interrupted\n")


@pytest.fixture
def vectors(tmp_path):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "X.npy", rng.normal(size=(300, 5)))
    np.save(tmp_path / "L.npy", rng.normal(size=(300, 2)))
    return tmp_path


def test_ctrl_c_in_a_ranking_keeps_what_there_is(vectors):
    ran = run(RANKING.format(file="skcolor-rank.csv", recipes="pca stops kmeans"), vectors)
    assert ran.returncode == 130
    assert ran.stderr == "skcolor: interrupted\n"
    heading, so_far, *_, last_heading, ranked, _, last = ran.stdout.splitlines()[3:]
    assert (last_heading, ranked) == (heading, so_far)
    assert ranked.startswith("pca ")
    assert last.startswith("skcolor-rank.png: the best 1")
    found = set(os.listdir(vectors)) - {"X.npy", "L.npy"}
    assert found == {"skcolor-rank.csv", "skcolor-rank.png"}
    with open(vectors / "skcolor-rank.csv", encoding="utf-8") as file:
        assert [line.split(",")[0] for line in file] == ["colorer", "pca"]


def test_ctrl_c_before_the_first_score(vectors):
    ran = run(RANKING.format(file="X.npy", recipes="stops kmeans"), vectors)
    assert (ran.returncode, ran.stderr) == (130, "skcolor: interrupted\n")
    assert set(os.listdir(vectors)) == {"X.npy", "L.npy"}


def test_signals_that_are_ignored_stay_so(tmp_path):
    ran = run(
        WRITING.format(name="SIGHUP"),
        tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert ran.returncode != 129
    assert os.listdir(tmp_path) == ["out.npy"]


def test_called_from_python_the_handlers_are_left_alone(monkeypatch, capsys):
    def interrupt(argv):
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("skcolor.cli._main.run", interrupt)
    assert main(["recipes"]) == 130
    assert capsys.readouterr() == ("", "skcolor: interrupted\n")
    assert signal.getsignal(signal.SIGINT) is before
    codes = []
    thread = threading.Thread(target=lambda: codes.append(main(["recipes"])))
    thread.start()
    thread.join()
    assert codes == [130]


def test_an_ascii_terminal_gets_every_line(tmp_path):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "größe.npy", rng.normal(size=(200, 5)))
    np.save(tmp_path / "L.npy", rng.normal(size=(200, 2)))
    files = ["größe.npy", "--layout", "L.npy", "--out", "größe.png"]
    few = ["--splits", "2", "--recipes", "pca", "argmax"]
    ran = subprocess.run(
        [sys.executable, "-m", "skcolor", "rank", *files, *few],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    out, err = ran.stdout.decode("ascii"), ran.stderr.decode("ascii")
    assert ran.returncode == 0, err
    assert "rank ##############################" in err
    assert "\\u" not in err
    assert "+-." in out
    assert "gr\\xf6\\xdfe.png: the best 2" in out


def test_work_goes_on_where_nobody_reads_standard_error(tmp_path):
    rng = np.random.default_rng(0)
    np.savetxt(
        tmp_path / "X.csv",
        np.c_[np.arange(300), rng.normal(size=(300, 5))],
        fmt=["%d"] + ["%.3f"] * 5,
        delimiter=",",
        header=",a,b,c,d,e",
        comments="",
    )
    read, write = os.pipe()
    os.close(read)
    arguments = ["X.csv", "--recipe", "pca_argmax_16", "--out", "out.npy"]
    ran = subprocess.run(
        [sys.executable, "-m", "skcolor", "color", *arguments],
        cwd=tmp_path,
        stderr=write,
        check=False,
    )
    os.close(write)
    assert ran.returncode == 0
    assert np.load(tmp_path / "out.npy").shape == (300, 3)
