"""Errors of arguments come before anything large is imported, and name the mend."""

import os
import subprocess
import sys

import numpy as np
import pytest

from skcolor.__main__ import main

# What takes its time: none of it may be waited for before an error of the arguments.
LARGE = ("sklearn", "scipy", "matplotlib", "openTSNE", "joblib", "pandas", "pyarrow")
RUN = f"""
import sys
from skcolor.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print(code, *({{*{LARGE!r}}} & {{*sys.modules}}))
"""
FILES = ["X.npy", "--layout", "L.npy"]
OUT = ["--out", "out.npy"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "X.npy", rng.normal(size=(300, 5)))
    np.save(tmp_path / "L.npy", rng.normal(size=(300, 2)))
    np.save(tmp_path / "short.npy", rng.normal(size=(299, 2)))
    (tmp_path / "hover.txt").write_text("one\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["color", "gone.npy", *OUT], "gone.npy: no such file"),
        (["color", *FILES, "--recipe", "pca_argmx", *OUT], "did you mean pca_argmax?"),
        (["color", *FILES, "--set", "nope=3", *OUT], "--set nope=3: best takes"),
        (["color", *FILES, "--set", "contrast=a b", *OUT], "'a b' is not a Python value"),
        (["color", "X.npy", "--layout", "short.npy", *OUT], "short.npy: has 299 rows"),
        (["color", *FILES, "--out", "x.gif"], "cannot write '.gif' files"),
        (["color", *FILES, "--out", "none/x.npy"], "no folder none"),
        (["color", *FILES, "--out", "L.npy"], "--out L.npy: is also an input"),
        (["color", *FILES, "--nope", *OUT], "unrecognized arguments: --nope"),
        (["color", *FILES, "--pixels", "x", *OUT], "argument --pixels: invalid int"),
        (["rank", *FILES, "--recipes", "pca-pack"], "did you mean pca_pack?"),
        (["rank", *FILES, "--rows", "5"], "--rows must be at least 200"),
        (["explore", *FILES, "--recipes", "KMeans", "--out", "x.html"], "mean kmeans?"),
        (["explore", *FILES, "--hover", "hover.txt", "--out", "x.html"], "has 1 lines"),
        (["explore", *FILES, "--out", "X.npy"], "X.npy: cannot write '.npy' files"),
        (["demo", "--out", "hover.txt"], "cannot create this folder"),
        (["nope"], "invalid choice: 'nope'; wanted one of demo, color"),
        (["colour"], "invalid choice: 'colour'; did you mean color?"),
        (["color", *FILES, "--theme", "drak", *OUT], "did you mean dark?"),
        (["color", *FILES, "--out", "colors"], "colors: has no ending; use one of .npy"),
    ],
)
def test_errors_of_arguments_wait_for_no_import(arguments, message, files):
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["2"]
    assert message in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_check_sees_what_is_imported(files):
    arguments = ["color", *FILES, "--recipe", "pca", *OUT]
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True
    )
    assert {"0", "sklearn"} <= {*ran.stdout.split()}


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="a folder that none can fill")
def test_a_folder_that_cannot_be_written_to_is_refused_before_the_work(files, capsys):
    assert main(["color", *FILES, "--out", "/proc/x.npy"]) == 2
    assert "/proc: cannot be written to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("pca_argmx", "did you mean pca_argmax? "),
        ("PCA-argmax", "did you mean pca_argmax? "),
        ("kmeans30", "did you mean kmeans_30? "),
        ("besst", "did you mean best? "),
        ("qqqqqq", ""),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["color", *OUT, "--recipe"],
        ["rank", "--recipes", "pca"],
        ["explore", "--out", "x.html", "--recipes", "pca"],
    ],
)
def test_names_of_recipes_that_are_nearly_right(name, hint, command, files, capsys):
    first, *rest = command
    assert main([first, *FILES, *rest, name]) == 2
    wanted = f" {name}: no such recipe; {hint}'python -m skcolor recipes' lists them\n"
    assert capsys.readouterr().err.endswith(wanted)
