import re

import matplotlib.image
import numpy as np
import pytest
from sklearn.model_selection import ShuffleSplit

from skcolor import recipes
from skcolor.__main__ import main
from skcolor.datasets import load_digits_layout
from skcolor.metrics import rank_colorers
from skcolor.plotting import plot_gallery
from tests.cli.refusals import is_refused

RECIPES = ["kmeans", "pca", "residual_pca"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    digits = load_digits_layout()
    np.save(tmp_path / "X.npy", digits.data[:400])
    np.save(tmp_path / "L.npy", digits.layout[:400])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rank(*arguments, recipes=RECIPES):
    command = ["rank", "X.npy", "--layout", "L.npy", "--splits", "2", "--recipes", *recipes]
    return main(command + list(arguments))


def test_table_is_that_of_rank_colorers_and_the_gallery_is_drawn(files, capsys):
    assert rank("--out", "best.png") == 0
    out, err = capsys.readouterr()
    table = rank_colorers(
        {name: recipes.RECIPES[name]() for name in RECIPES},
        np.load("X.npy"),
        np.load("L.npy"),
        cv=ShuffleSplit(2, test_size=0.5, random_state=0),
        as_frame=False,
    )
    first, *_, last = out.splitlines()
    assert first.startswith("400 of 400 rows, 2 times half of them fitted")
    assert last == "best.png: the colorings, the best first"
    lines = out.splitlines()[4:7]
    assert [line.split()[0] for line in lines] == list(table["colorer"])
    for line, score, std in zip(
        lines, table["reading_gain"], table["reading_gain_std"], strict=True
    ):
        assert line.split()[1] == f"{score:.3f}±{std:.3f}".replace("±0.", "±.")
    assert len({len(line) for line in out.splitlines()[2:7]}) == 1
    assert sum(line.count(" - ") for line in lines) == 4
    assert re.search(r"rank █+ 6/6", err)
    assert re.search(r"draw █+ 3/3", err)
    picture = matplotlib.image.imread(files / "best.png")
    is_colored = np.ptp(picture[:, :, :3], axis=2) > 0.2
    assert 0.01 < is_colored.mean() < 0.9


def test_of_many_rows_some_are_drawn_at_random_and_the_same_every_time(files, capsys):
    outputs = []
    for _ in range(2):
        assert rank("--rows", "250", recipes=["pca"]) == 0
        outputs.append(capsys.readouterr().out.split("  ")[:-3])
    assert outputs[0][0].startswith("250 of 400 rows")
    assert outputs[0][:-2] == outputs[1][:-2]
    assert (files / "skcolor-rank.png").exists()


def test_a_recipe_that_fails_is_told_of_and_comes_last(files, capsys, monkeypatch):
    def broken():
        return recipes.pca().set_params(channelcolorer__quantile_range=(9, 1))

    monkeypatch.setitem(recipes.RECIPES, "broken", broken)
    assert rank(recipes=["broken", "pca"]) == 0
    out, err = capsys.readouterr()
    assert re.search("note: colorer 'broken' failed: .*quantile_range", err)
    assert err.count("note:") == 1
    assert [line.split()[0] for line in out.splitlines()[4:6]] == ["pca", "broken"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipes", "nope"], "--recipes nope: no such recipe; 'python -m skcolor rec"),
        (["--rows", "50"], "--rows must be at least 200; got 50"),
        (["--splits", "0"], "--splits must be at least 1; got 0"),
        (["--out", "x.jpg"], "x.jpg: cannot write '.jpg' files"),
        (["--layout", "gone.npy"], "gone.npy: no such file; check the path"),
        (["--layout", "short.npy"], "short.npy: has 299 rows and X.npy has 400"),
        (["--layout", "solid.npy"], "solid.npy: has 3 columns; a picture needs 2"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(arguments, message, files, capsys):
    rng = np.random.default_rng(0)
    np.save("short.npy", rng.normal(size=(299, 2)))
    np.save("solid.npy", rng.normal(size=(400, 3)))
    before = sorted(files.iterdir())
    error = is_refused(rank(*arguments), files, before, capsys)
    assert message in error


def test_too_few_rows_for_all_recipes_name_the_file(files, capsys):
    np.save("X.npy", np.eye(2))
    np.save("L.npy", np.eye(2))
    assert rank(recipes=["pca"]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("skcolor: error: X.npy: colorer 'pca' failed: ")
    assert "minimum of 2 is required" in error


def test_panels_say_what_recipes_do(files, monkeypatch):
    figures = []

    def keep(*arguments):
        figures.append(plot_gallery(*arguments))
        return figures[-1]

    monkeypatch.setattr("skcolor.plotting.plot_gallery", keep)
    assert rank("--rows", "200", recipes=["pca"]) == 0
    title = figures[0].axes[0].get_title()
    assert re.fullmatch(r"1\. 3 principal components as RGB\npca  \d\.\d{3}", title)
