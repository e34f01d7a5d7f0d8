import re
import subprocess
import sys

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from skcolor import recipes
from skcolor.__main__ import main
from skcolor.datasets import load_digits_layout
from skcolor.neighbors import _search
from tests.cli.refusals import is_refused


@pytest.fixture
def files(tmp_path):
    digits = load_digits_layout()
    np.save(tmp_path / "X.npy", digits.data[:300])
    np.save(tmp_path / "L.npy", digits.layout[:300])
    return tmp_path


def color(files, *arguments, recipe="pca_argmax_16", out="out.npy"):
    return main(
        ["color", str(files / "X.npy"), "--recipe", recipe, "--out", str(files / out)]
        + [str(argument) for argument in arguments]
    )


def test_recipes_prints_names_alone(capsys):
    assert main(["recipes"]) == 0
    assert capsys.readouterr().out.splitlines() == list(recipes.RECIPES)


def test_colors_as_npy_are_those_of_the_recipe(files, capfd):
    assert color(files, "--layout", files / "L.npy") == 0
    X, layout = np.load(files / "X.npy"), np.load(files / "L.npy")
    expected = recipes.pca_argmax_16().fit_transform(X, layout)
    np.testing.assert_array_equal(np.load(files / "out.npy"), expected)
    printed = f"{files / 'out.npy'}: colors of 300 rows by pca_argmax_16\n"
    assert capfd.readouterr() == (printed, "")


def test_colors_as_csv_have_a_header_and_full_precision(files):
    assert color(files, recipe="pca", out="out.csv") == 0
    assert (files / "out.csv").read_text().startswith("red,green,blue\n")
    read = np.loadtxt(files / "out.csv", delimiter=",", skiprows=1)
    expected = recipes.pca().fit_transform(np.load(files / "X.npy"))
    np.testing.assert_allclose(read, expected, atol=1e-6)


def test_picture_shows_the_colors(files):
    assert (
        color(
            files,
            "--layout",
            files / "L.npy",
            "--pixels",
            400,
            recipe="kmeans",
            out="o.png",
        )
        == 0
    )
    picture = matplotlib.image.imread(files / "o.png")
    assert picture.shape[:2] == (400, 400)
    is_colored = np.ptp(picture[:, :, :3], axis=2) > 0.2
    assert 0.01 < is_colored.mean() < 0.9


def test_without_a_recipe_it_is_the_best(files):
    main_arguments = ["color", files / "X.npy", "--layout", files / "L.npy"]
    settings = ["--set", "n_neighbors=5", "--set", "contrast=0.1"]
    assert main([*map(str, main_arguments), *settings, "--out", str(files / "o.npy")]) == 0
    X, layout = np.load(files / "X.npy"), np.load(files / "L.npy")
    expected = recipes.best(5, contrast=0.1).fit_transform(X, layout)
    np.testing.assert_array_equal(np.load(files / "o.npy"), expected)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_files_of_pandas_give_the_colors_of_the_rows_alone(ending, files, capsys):
    order = np.random.default_rng(0).permutation(300)
    X, layout = np.load(files / "X.npy")[order], np.load(files / "L.npy")[order]
    for name, rows in (("X", X), ("L", layout)):
        frame = pd.DataFrame(rows, index=order).rename(columns=str)
        getattr(frame, f"to_{ending}")(files / f"{name}.{ending}")
    read = [str(files / f"X.{ending}"), "--layout", str(files / f"L.{ending}")]
    assert main(["color", *read, "--recipe", "pca", "--out", str(files / "o.npy")]) == 0
    expected = recipes.pca().fit_transform(X, layout)
    np.testing.assert_allclose(np.load(files / "o.npy"), expected, atol=1e-6)
    assert capsys.readouterr().err.count(" as an index") == 2
    flags = ["--index", "--layout-index"]
    assert (
        main(["color", *read, *flags, "--recipe", "pca", "--out", str(files / "f.npy")])
        == 0
    )
    np.testing.assert_array_equal(np.load(files / "f.npy"), np.load(files / "o.npy"))


def test_set_changes_a_parameter_of_the_recipe(files):
    assert color(files, "--set", "n_components=3", recipe="pca_argmax") == 0
    assert len(np.unique(np.load(files / "out.npy"), axis=0)) == 3


def test_a_note_says_what_an_approximate_search_found(files, capsys, monkeypatch):
    assert color(files, "--layout", files / "L.npy", recipe="neighbor_overlap") == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(_search, "N_EXACT", 299)
    assert color(files, "--layout", files / "L.npy", recipe="neighbor_overlap") == 0
    note = r"skcolor: note: 9\d% of the neighbors in X were found\.\n"
    assert re.fullmatch(note, capsys.readouterr().err)


def test_a_warning_is_one_line(files, capsys):
    assert color(files, recipe="pca_argmax_128") == 0
    error = capsys.readouterr().err
    assert error.startswith("skcolor: warning: n_components=128 is more than X")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--recipe", "nope"],
            "--recipe nope: no such recipe; 'python -m skcolor recipes'",
        ),
        (["--set", "n=3"], "--set n=3: pca_argmax_16 takes standardize=VALUE, absolute=V"),
        (["--set", "falloff=a b"], "--set falloff=a b: 'a b' is not a Python value"),
        (
            ["--set", "falloff=-3"],
            "X.npy: The 'falloff' parameter of ArgmaxColorer must be",
        ),
        (["--pixels", "1"], "--pixels must be from 100 to 20000; got 1"),
        (["--out", "x.gif"], "x.gif: cannot write '.gif' files"),
        (["--layout", "L.npy", "--save-layout", "k.npy"], "--layout gives one; drop"),
        (["--layout", "L.npy", "--layout-method", "pca"], "--layout gives one; drop"),
        (["--layout", "gone.npy"], "gone.npy: no such file; check the path"),
        (["--layout", "short.npy"], "short.npy: has 299 rows and"),
        (["--layout", "wide.npy"], "wide.npy: has 5 columns; a layout has 2"),
        (
            ["--layout", "solid.npy", "--out", "x.png"],
            "solid.npy: has 3 columns; a picture",
        ),
        (["--layout", "nan.npy"], r"nan.npy: row 4 \(counted from 0\) contains NaN"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(
    arguments, message, files, capsys, monkeypatch
):
    monkeypatch.chdir(files)
    rng = np.random.default_rng(0)
    np.save("short.npy", rng.normal(size=(299, 2)))
    np.save("wide.npy", rng.normal(size=(300, 5)))
    np.save("solid.npy", rng.normal(size=(300, 3)))
    np.save("nan.npy", np.where(np.arange(600).reshape(300, 2) == 8, np.nan, 1.0))
    before = sorted(files.iterdir())
    error = is_refused(color(files, *arguments), files, before, capsys)
    assert re.search(message, error)


def test_too_few_rows_for_a_recipe_name_the_file(files, capsys):
    np.save(files / "X.npy", np.eye(4))
    assert color(files, "--layout", files / "X.npy", recipe="knn_distance") == 2
    np.save(files / "L.npy", np.eye(4)[:, :2])
    capsys.readouterr()
    assert color(files, "--layout", files / "L.npy", recipe="knn_distance") == 0
    assert "more than 4 rows allow; 4 are used" in capsys.readouterr().err
    np.save(files / "X.npy", np.eye(4)[:1])
    np.save(files / "L.npy", np.eye(4)[:1, :2])
    assert color(files, "--layout", files / "L.npy", recipe="knn_distance") == 2
    assert re.search("X.npy: .*minimum of 2 is required", capsys.readouterr().err)


def test_missing_arguments_are_one_line_too(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["color", "X.npy"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_runs_as_a_module():
    run = subprocess.run(
        [sys.executable, "-m", "skcolor", "recipes"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pca_argmax" in run.stdout.splitlines()
    assert run.stderr == ""
