import re

import numpy as np
import pytest

from skcolor.__main__ import main
from skcolor.cli import _explore
from skcolor.datasets import load_digits_layout
from skcolor.recipes import RECIPES, TITLES
from tests.cli.refusals import is_refused
from tests.plotting.test_explorer import Elements


@pytest.fixture
def files(tmp_path, monkeypatch):
    digits = load_digits_layout()
    monkeypatch.chdir(tmp_path)
    np.save("X.npy", digits.data[:300])
    np.save("L.npy", digits.layout[:300])
    words = [f"word {i}" for i in range(300)]
    (tmp_path / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (tmp_path / "short.txt").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"\xe9\n" * 300)
    np.save("solid.npy", np.zeros((300, 3)))
    np.save("short.npy", digits.layout[:299])
    np.save("few.npy", np.eye(3))
    np.save("few_L.npy", np.eye(3)[:, :2])
    return tmp_path


def explore(*arguments):
    return main(["explore", "X.npy", "--layout", "L.npy", "--out", "map.html", *arguments])


def test_a_page_with_the_recipes_that_are_asked_for(files, capsys):
    texts = ("--hover", "words.txt", "--labels", "words.txt", "--title", "Digits & so")
    assert explore("--recipes", "pca", "pca_argmax_16", *texts) == 0
    page = (files / "map.html").read_text(encoding="utf-8")
    assert "<title>Digits &amp; so</title>" in page
    assert re.findall(r'id="(colors-\d|texts|labels)"', page) == [
        "colors-0", "colors-1", "texts", "labels",
    ]  # fmt: skip
    assert capsys.readouterr().out == "map.html: a page with 2 colorings of 300 rows\n"


def test_without_more_the_page_has_our_colorings_and_the_name_of_the_file(
    files, monkeypatch
):
    assert set(_explore._RECIPES) <= set(RECIPES)
    monkeypatch.setattr(_explore, "_RECIPES", ["pca", "pca_pack"])  # quicker
    assert explore() == 0
    page = (files / "map.html").read_text(encoding="utf-8")
    assert "<title>X</title>" in page
    assert page.count('id="colors-') == 2


def test_what_a_recipe_warns_of_is_a_line(files, capsys):
    assert explore("--recipes", "pca_argmax_128") == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("note: pca_argmax_128: n_components=128 is more than X")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipes", "pca", "nope"], "--recipes nope: no such recipe; 'python -m"),
        (["--out", "map.png"], "map.png: cannot write '.png' files; use one of .html"),
        (["--layout", "solid.npy"], "solid.npy: has 3 columns; a map needs 2"),
        (["--layout", "short.npy"], "short.npy: has 299 rows and"),
        (["--hover", "gone.txt"], r"gone.txt: cannot be read \(No such file"),
        (["--hover", "latin.txt"], "latin.txt: not UTF-8 text"),
        (["--labels", "short.txt"], "short.txt: has 2 lines and X.npy has 300 rows"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(arguments, message, files, capsys):
    before = sorted(files.iterdir())
    error = is_refused(explore(*arguments), files, before, capsys)
    assert re.search(message, error)


def test_rows_that_a_recipe_cannot_fit_name_it(files, capsys):
    np.save("one.npy", np.eye(3)[:1])
    np.save("one_L.npy", np.eye(3)[:1, :2])
    arguments = ["one.npy", "--layout", "one_L.npy", "--out", "map.html"]
    assert main(["explore", *arguments, "--recipes", "knn_distance"]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("skcolor: error: knn_distance: Found array with 1 sample(s)")


def test_a_page_that_cannot_be_written(files, capsys, monkeypatch):
    def fail(*arguments, **keywords):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("skcolor.plotting.save_html", fail)
    assert explore("--recipes", "pca") == 2
    assert (
        "map.html: cannot be written (No space left on device)" in capsys.readouterr().err
    )


def test_menus_name_what_recipes_do(files):
    assert explore("--recipes", "pca", "pca_argmax_16") == 0
    page = (files / "map.html").read_text(encoding="utf-8")
    titles = [TITLES[name] for name in ("pca", "pca_argmax_16")]
    assert Elements(page).json("about")["colorings"] == titles
