import csv
import os
import re
from functools import partial
from time import monotonic, sleep

import matplotlib.image
import numpy as np
import pytest
from sklearn.model_selection import ShuffleSplit
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, recipes
from skcolor.__main__ import main
from skcolor.cli._inputs import Inputs
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


def scores_of(name):
    """Rows of a file of scores, by recipe."""
    with open(name, newline="", encoding="utf-8") as file:
        return {row["colorer"]: row for row in csv.DictReader(file)}


def test_lines_come_one_by_one_and_then_the_table_of_rank_colorers(files, capsys):
    assert rank("--out", "best.png") == 0
    out, err = capsys.readouterr()
    table = rank_colorers(
        {name: recipes.RECIPES[name]() for name in RECIPES},
        np.load("X.npy"),
        np.load("L.npy"),
        cv=ShuffleSplit(2, test_size=0.5, random_state=0),
        as_frame=False,
    )
    first, where, _, heading, *lines, _, last = out.splitlines()
    assert first == "400 of 400 rows; each of 2 splits fits one half and scores the other"
    assert where == "best.csv: all scores, as they come"
    assert last == "best.png: the best 3, fitted to one half of these rows"
    so_far, middle, ranked, tour = lines[:3], lines[3:7], lines[7:10], lines[10:]
    assert middle == ["", "The best first:", "", heading]
    _, title, _, *steps = tour
    assert title == (
        f"The {len(steps)} to see together, with the reading gain of all so far:"
    )
    assert {step.split()[0] for step in steps} <= {*RECIPES}
    gains = [float(step.split()[1]) for step in steps]
    assert gains == sorted(gains)
    assert [line.split()[0] for line in so_far] == RECIPES
    assert [line.split()[0] for line in ranked] == list(table["colorer"])
    assert sorted(so_far) == sorted(ranked)
    assert max(len(line) for line in out.splitlines()) <= 80
    for line, score, std in zip(
        ranked, table["reading_gain"], table["reading_gain_std"], strict=True
    ):
        assert line.split()[1] == f"{score:.3f}±{std:.3f}".replace("±0.", "±.")
    scores = scores_of("best.csv")
    assert list(scores) == list(table["colorer"])
    for place, name in enumerate(scores):
        for column in table:
            if column != "colorer" and not column.endswith("_time"):
                kept = float(scores[name][column] or "nan")
                np.testing.assert_equal(kept, table[column][place])
    assert re.search(r"rank █+ 6/6", err)
    assert "\x1b" not in out + err
    picture = matplotlib.image.imread(files / "best.png")
    is_colored = np.ptp(picture[:, :, :3], axis=2) > 0.2
    assert 0.01 < is_colored.mean() < 0.9


def test_all_columns_if_asked_or_if_the_terminal_is_wide(files, capsys, monkeypatch):
    assert rank("--wide", recipes=["kmeans"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "purity  fit s  color s" in lines[3]
    assert lines[4].count("±") == 8
    monkeypatch.setenv("COLUMNS", "200")
    assert rank(recipes=["kmeans"]) == 0
    assert capsys.readouterr().out.splitlines()[3] == lines[3]


def test_scores_are_on_disk_before_all_are_there(files, monkeypatch, capsys):
    seen = []

    class Waits(ChannelColorer):
        def fit(self, X, y=None):
            end = monotonic() + 60
            while not os.path.exists("skcolor-rank.csv") and monotonic() < end:
                sleep(0.01)
            seen.extend(scores_of("skcolor-rank.csv"))
            return super().fit(X, y)

    monkeypatch.setitem(recipes.RECIPES, "waits", lambda: make_pipeline(Waits()))
    assert rank(recipes=["pca", "waits"]) == 0
    assert set(seen) == {"pca"}
    assert set(scores_of("skcolor-rank.csv")) == {"pca", "waits"}


def test_what_is_drawn_is_what_was_scored_without_another_fit(files, monkeypatch):
    drawn, fits = [], []

    class Counts(ChannelColorer):
        def fit(self, X, y=None):
            fits.append(len(X))
            return super().fit(X, y)

    monkeypatch.setitem(recipes.RECIPES, "counts", lambda: make_pipeline(Counts()))
    monkeypatch.setattr(
        "skcolor.plotting.plot_gallery",
        lambda *given: drawn.append(given) or plot_gallery(*given),
    )
    assert rank(recipes=["counts", "pca"]) == 0
    assert fits == [200, 200]
    X, layout = np.load("X.npy"), np.load("L.npy")
    fitted, _ = next(ShuffleSplit(2, test_size=0.5, random_state=0).split(X))
    colorings, places = drawn[0]
    np.testing.assert_array_equal(places, layout)
    for title, colors in colorings.items():
        name = title.split("\n")[1].split()[0]
        pipeline = recipes.RECIPES[name]().fit(X[fitted], layout[fitted])
        np.testing.assert_array_equal(colors, pipeline.transform(X))


def test_the_best_twelve_are_drawn(files, monkeypatch, capsys):
    drawn = []
    monkeypatch.setattr(
        "skcolor.plotting.plot_gallery",
        lambda *given: drawn.append(given[0]) or plot_gallery(*given),
    )
    names = [f"channels_{i}" for i in range(13)]
    for i, name in enumerate(names):
        colorer = ChannelColorer(quantile_range=(i, 100 - i))
        monkeypatch.setitem(recipes.RECIPES, name, partial(make_pipeline, colorer))
        monkeypatch.setitem(recipes.TITLES, name, name)
    assert rank("--rows", "200", recipes=names) == 0
    out = capsys.readouterr().out
    assert "skcolor-rank.png: the best 12, " in out
    best = [line.split()[0] for line in out.split("The best first:")[1].splitlines()[3:15]]
    assert [title.split("\n")[1].split()[0] for title in drawn[0]] == best


def test_what_takes_longest_is_left_out_and_said(files, capsys, monkeypatch):
    chosen = {name: recipes.RECIPES[name] for name in ("tsne", "pca", "kmeans")}
    monkeypatch.setattr("skcolor.cli._rank.RECIPES", chosen)
    command = ["rank", "X.npy", "--layout", "L.npy", "--splits", "1", "--rows", "200"]
    assert main(command) == 0
    out, err = capsys.readouterr()
    assert "note: left out tsne, which would take longer than all others together" in err
    assert "tsne" not in out
    assert main([*command, "--all"]) == 0
    out, err = capsys.readouterr()
    assert "left out" not in err
    assert [line.split()[0] for line in out.splitlines()[4:7]] == ["kmeans", "pca", "tsne"]
    assert rank("--rows", "200", recipes=["tsne", "pca"]) == 0
    assert "left out" not in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*command, "--all", "--recipes", "pca"])


def test_of_many_rows_some_are_drawn_at_random_and_the_same_every_time(files, capsys):
    outputs = []
    for _ in range(2):
        assert rank("--rows", "250", recipes=["pca"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0].startswith("250 of 400 rows")
    assert outputs[0] == outputs[1]
    assert (files / "skcolor-rank.png").exists()


def test_without_a_layout_one_is_made_of_the_rows_that_are_used(files, capsys):
    command = ["rank", "X.npy", "--layout-method", "pca", "--rows", "200"]
    command += ["--recipes", "pca", "--splits", "1"]
    assert main(command) == 0
    assert "no layout given, so PCA makes one" in capsys.readouterr().err
    assert main([*command, "--save-layout", "kept.npy"]) == 0
    assert np.load("kept.npy").shape == (400, 2)


def test_notes_name_the_recipes_that_they_are_about(files, capsys):
    names = ["pca_argmax_128", "pca_kmeans", "ica_kmeans", "pca"]
    assert rank("--rows", "200", recipes=names) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if "note:" in line]
    components = [note for note in notes if "n_components" in note]
    assert len(components) == 1
    assert components[0].startswith("skcolor: note: ")
    named = components[0].removeprefix("skcolor: note: ").split(":")[0]
    assert set(named.split(", ")) == set(names) - {"pca"}


@pytest.fixture
def table(files, monkeypatch):
    """What a file holds beside vectors, until a test replaces it."""
    rng = np.random.default_rng(0)
    X = np.load("X.npy")
    columns = {
        "ink": X.sum(axis=1),
        "half": np.where(X[:, 20] > np.median(X[:, 20]), "much", "little").astype(object),
        "day": np.datetime64("2020-01-01") + X[:, 30].astype("timedelta64[D]"),
        "text": np.array([f"20{i:02d}-01-31" for i in X[:, 30].astype(int)], dtype=object),
        "coin": rng.random(400),
        "name": np.array([f"digit {i}" for i in range(400)], dtype=object),
    }
    monkeypatch.setattr(
        "skcolor.cli._rank.read_inputs",
        lambda *given, **options: Inputs(X, np.load("L.npy"), columns),
    )
    return columns


def test_attributes_are_what_is_read(table, capsys):
    assert rank("--attributes", "ink,half", "--wide", recipes=["pca", "kmeans"]) == 0
    out, err = capsys.readouterr()
    assert re.search("reading gain +ink +half +local", out)
    expected = rank_colorers(
        {name: recipes.RECIPES[name]() for name in ("pca", "kmeans")},
        np.load("X.npy"),
        np.load("L.npy"),
        cv=ShuffleSplit(2, test_size=0.5, random_state=0),
        attributes={name: table[name] for name in ("ink", "half")},
        as_frame=False,
    )
    scores = scores_of("skcolor-rank.csv")
    assert list(scores) == list(expected["colorer"])
    for column in ("reading_gain", "reading_gain[ink]", "reading_gain[half]_std"):
        kept = [float(row[column]) for row in scores.values()]
        np.testing.assert_array_equal(kept, expected[column])
    assert "note" not in err


def test_dates_are_read_and_what_cannot_be_read_is_said(table, capsys):
    assert rank("--attributes", "day,text,coin", recipes=["pca"]) == 0
    err = capsys.readouterr().err
    assert "note: --attributes coin: left out, the vectors tell next to nothing" in err
    scores = scores_of("skcolor-rank.csv")["pca"]
    shares = [float(scores[f"reading_gain[{name}]"]) for name in ("day", "text")]
    assert float(scores["reading_gain"]) == pytest.approx(np.mean(shares))
    assert min(shares) > 0.2
    assert "reading_gain[coin]" not in scores


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "inc",
            "--attributes inc: no such column; ",
        ),
        ("coin", "--attributes coin: the vectors tell next to nothing about it that"),
        ("name", "X.npy: --attributes name: attributes['name'] must have at most 256"),
    ],
)
def test_attributes_that_cannot_be_read(wanted, message, table, files, capsys):
    before = sorted(files.iterdir())
    assert message in is_refused(rank("--attributes", wanted), files, before, capsys)


def test_a_recipe_that_fails_is_told_of_and_comes_last(files, capsys, monkeypatch):
    def broken():
        return recipes.pca().set_params(channelcolorer__quantile_range=(9, 1))

    monkeypatch.setitem(recipes.RECIPES, "broken", broken)
    assert rank(recipes=["broken", "pca"]) == 0
    out, err = capsys.readouterr()
    assert re.search("note: broken: failed: ValueError: .*quantile_range", err)
    assert err.count("note:") == 1
    ranked = out.split("The best first:")[1].splitlines()[3:5]
    assert [line.split()[0] for line in ranked] == ["pca", "broken"]
    assert scores_of("skcolor-rank.csv")["broken"]["reading_gain"] == ""


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
        (["--attributes", "year"], "--attributes year: no such column; X.npy has only"),
        (["--layout", "L.csv", "--out", "L.png"], "the scores would overwrite L.csv"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(arguments, message, files, capsys):
    rng = np.random.default_rng(0)
    np.save("short.npy", rng.normal(size=(299, 2)))
    np.save("solid.npy", rng.normal(size=(400, 3)))
    np.savetxt("L.csv", rng.normal(size=(400, 2)), delimiter=",")
    before = sorted(files.iterdir())
    error = is_refused(rank(*arguments), files, before, capsys)
    assert message in error


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.eye(1), "has 1 row; a ranking needs at least 20"),
        (np.eye(19), "has 19 rows; a ranking needs at least 20"),
        (np.ones((40, 3)), "all rows are equal; there is nothing to rank by"),
    ],
)
def test_rows_without_any_scores_are_refused_before_any_work(X, message, files, capsys):
    np.save("X.npy", X)
    np.save("L.npy", np.random.default_rng(0).random((len(X), 2)))
    before = sorted(files.iterdir())
    error = is_refused(rank(recipes=["pca"]), files, before, capsys)
    assert f"X.npy: {message}" in error


def test_the_fewest_rows_are_ranked_or_the_error_names_no_mere_warning(files, capsys):
    rng = np.random.default_rng(0)
    np.save("L.npy", rng.random((20, 2)))
    np.save("X.npy", rng.normal(size=(20, 5)))
    assert rank(recipes=["pca"]) == 0
    np.save("X.npy", np.eye(20))  # all equally far apart
    assert rank(recipes=["pca"]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.endswith("X.npy: the vectors tell no more than the layout")


def test_panels_say_what_recipes_do(files, monkeypatch):
    figures = []

    def keep(*arguments):
        figures.append(plot_gallery(*arguments))
        return figures[-1]

    monkeypatch.setattr("skcolor.plotting.plot_gallery", keep)
    assert rank("--rows", "200", recipes=["pca"]) == 0
    title = figures[0].axes[0].get_title()
    assert re.fullmatch(r"1\. 3 principal components as RGB\npca +\d\.\d{3}, tour 1", title)
