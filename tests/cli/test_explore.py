import json
import re

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

from skcolor import tour
from skcolor.__main__ import main
from skcolor.cli import _explore
from skcolor.datasets import load_digits_layout
from skcolor.neighbors import IVFNeighbors, _search
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


def titles_in(path):
    return Elements(path.read_text(encoding="utf-8")).json("about")["colorings"]


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


@pytest.mark.parametrize("name", ["neighbor_overlap", "local_dimension"])
@pytest.mark.parametrize("command", ["color --recipe", "explore --recipes"])
def test_commands_search_on_all_cores(command, name, files, monkeypatch):
    seen = []

    class Watched(IVFNeighbors):
        def fit(self, X, y=None):
            seen.append(self.n_jobs)
            return super().fit(X, y)

    monkeypatch.setattr(_search, "N_EXACT", 299)
    monkeypatch.setattr(_search, "IVFNeighbors", Watched)
    verb, option = command.split()
    out = "map.html" if verb == "explore" else "colors.npy"
    assert main([verb, "X.npy", "--layout", "L.npy", "--out", out, option, name]) == 0
    assert seen == [-1]


def test_a_slash_asks_for_a_folder_of_tiles(files, capsys):
    texts = ("--hover", "words.txt", "--labels", "words.txt", "--out", "map/")
    assert explore("--recipes", "pca", "pca_argmax_16", *texts) == 0
    about = json.loads((files / "map" / "about.json").read_text(encoding="utf-8"))
    assert (about["nRows"], len(about["colorings"]), about["hasTexts"]) == (300, 2, True)
    assert [legend["kind"] for legend in about["legends"]] == ["channels", "labels"]
    assert capsys.readouterr().out == "map/: tiles with 2 colorings of 300 rows\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "map/", "--neighbors", "3"], "has no nearest rows"),
        (["--out", "none/map/"], "create it first"),
        (["--out", "./"], "was not written by skcolor"),
    ],
)
def test_a_folder_that_cannot_be_written_is_refused(arguments, words, files, capsys):
    before = sorted(files.iterdir())
    assert words in is_refused(explore(*arguments), files, before, capsys)


def test_without_more_the_page_has_a_tour_and_clusters(files, monkeypatch):
    few = {name: RECIPES[name]() for name in ("pca", "residual_pca", "argmax")}
    monkeypatch.setattr("skcolor.recipes._choose_tour.make_candidates", lambda: few)
    monkeypatch.setattr(_explore, "_CLUSTERS", "kmeans")
    assert explore() == 0
    page = (files / "map.html").read_text(encoding="utf-8")
    assert "<title>X</title>" in page
    chosen = [*tour(np.load("X.npy"), np.load("L.npy"), colorers=few).colorers]
    assert titles_in(files / "map.html") == [TITLES[name] for name in [*chosen, "kmeans"]]


@pytest.mark.parametrize("n_rows", [19, 60])  # too few to choose by, and all equal
def test_rows_that_tell_no_more_than_the_map_have_the_same_colorings_as_any(
    n_rows, files, monkeypatch, capsys
):
    assert set(_explore._RECIPES) <= set(RECIPES)
    monkeypatch.setattr(_explore, "_RECIPES", ["pca", "argmax"])
    rng = np.random.default_rng(0)
    np.save("X.npy", rng.normal(size=(n_rows, 3)) if n_rows < 20 else np.ones((n_rows, 3)))
    np.save("L.npy", rng.normal(size=(n_rows, 2)))
    assert explore() == 0
    assert titles_in(files / "map.html") == [TITLES["pca"], TITLES["argmax"]]
    assert "warning" not in capsys.readouterr().err


def layouts_on(page):
    page = Elements(page.read_text(encoding="utf-8"))
    about = page.json("about")
    assert [name for name in page.texts if name.startswith("layout")] == [
        "layout", *(f"layout-{i}" for i in range(1, len(about["layouts"]))),
    ]  # fmt: skip
    return [layout["name"] for layout in about["layouts"]]


def test_several_layouts_have_the_names_of_their_files(files):
    flat = np.load("X.npy")[:, :2]
    np.save("flat.npy", flat)
    (files / "other").mkdir()
    np.save("other/flat.npy", -flat)
    assert explore("--layout", "flat.npy", "--recipes", "pca") == 0
    assert layouts_on(files / "map.html") == ["L", "flat"]
    given = ("--layout", "flat.npy", "--layout", "other/flat.npy")
    assert explore(*given, "--recipes", "pca") == 0
    assert layouts_on(files / "map.html") == ["L.npy", *given[1::2]]


def test_parts_of_the_file_of_the_rows_are_layouts_and_no_features(table):
    given = explore_table("--layout", "table.csv:x,y", "--layout", "table.csv:page,x")
    assert [one["name"] for one in given.json("about")["layouts"]] == ["x,y", "page,x"]
    assert given.texts["colors-0"] == explore_table("--drop", "page").texts["colors-0"]


def test_what_a_recipe_warns_of_is_a_line(files, capsys):
    assert explore("--recipes", "pca_argmax_128") == 0
    lines = capsys.readouterr().err.splitlines()
    note = "skcolor: note: pca_argmax_128: n_components=128 is more than X"
    assert lines[-1].startswith(note)
    assert titles_in(files / "map.html") == ["Largest of 64 components"]


def test_recipes_whose_titles_become_equal_are_all_on_the_page(files, capsys):
    np.save("X.npy", np.load("X.npy")[:, 20:32])
    assert explore("--recipes", "pca_argmax", "pca_argmax_128") == 0
    assert "a page with 2 colorings" in capsys.readouterr().out
    assert titles_in(files / "map.html") == [
        "Largest of 12 components (pca_argmax)",
        "Largest of 12 components (pca_argmax_128)",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipes", "pca", "nope"], "--recipes nope: no such recipe; 'python -m"),
        (["--out", "map.png"], "map.png: cannot write '.png' files; use one of .html"),
        (["--layout", "solid.npy"], "solid.npy: has 3 columns; a map needs 2"),
        (["--layout", "L.npy"], "--layout L.npy: is given twice; give each layout once"),
        (["--layout", "gone.npy"], "gone.npy: no such file"),
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


@pytest.fixture
def table(files):
    """A table with what a page shows, and a layout."""
    digits = load_digits_layout()
    frame = pd.DataFrame(digits.data[:300]).add_prefix("pixel_")
    frame["x"], frame["y"] = digits.layout[:300].T
    frame["title"] = [f"digit {i}" for i in range(300)]
    frame["author"] = [None if i == 1 else f"writer {i % 7}" for i in range(300)]
    frame["kind"] = digits.target[:300]
    frame["page"] = np.arange(300) % 11
    frame.to_csv("table.csv", index=False)
    frame.to_parquet("table.parquet")
    return files


def explore_table(*arguments, name="table.csv"):
    options = ["--recipes", "pca", "--out", "map.html", *arguments]
    assert main(["explore", name, *options]) == 0
    with open("map.html", encoding="utf-8") as file:
        return Elements(file.read())


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_columns_of_the_same_file_are_layout_texts_and_labels(name, table, capsys):
    page = explore_table("--hover", "title,author,page", "--label", "kind", name=name)
    texts = page.json("texts")
    assert texts[0] == "digit 0\nauthor: writer 0\npage: 0"
    assert texts[1] == "digit 1\npage: 1"
    assert page.json("label-names") == [str(i) for i in range(10)]
    err = capsys.readouterr().err
    assert (
        "read 64 columns of numbers, 'pixel_0' to 'pixel_63'; the layout from 'x' and 'y'"
        in err
    )
    assert "makes one" not in err


def test_without_hover_columns_of_texts_are_shown_and_said_to_be(table, capsys):
    page = explore_table("--label", "author")
    assert page.json("texts")[:2] == ["digit 0", "digit 1"]
    assert page.json("label-names")[0] == "writer 0"
    assert "table.csv: hover texts from title; --hover" in capsys.readouterr().err


def test_a_column_that_is_a_label_is_no_feature(table):
    """Colors are those without it."""
    pd.read_csv("table.csv").rename(columns={"pixel_9": "nine"}).to_csv(
        "t.csv", index=False
    )
    seen = explore_table("--label", "page", name="t.csv").texts["colors-0"]
    assert seen == explore_table("--drop", "page", name="t.csv").texts["colors-0"]
    assert seen != explore_table(name="t.csv").texts["colors-0"]


def test_a_layout_may_be_a_part_of_the_file_of_the_rows(table):
    given = explore_table("--layout", "table.csv:y,x", "--drop", "page")
    found = explore_table("--drop", "page")
    assert given.texts["colors-0"] == found.texts["colors-0"]
    assert given.texts["layout"] != found.texts["layout"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--hover", "titles"], "--hover titles: no such column; did you mean title?"),
        (["--label", "kinds"], "--label kinds: no such column; did you mean kind?"),
        (["--label", "kind,title"], "--label kind,title: wanted one column, not 2"),
        (["--label", "kind", "--labels", "words.txt"], "both give labels; drop one"),
        (["--hover", "gone.txt"], r"gone.txt: cannot be read \(No such file"),
        (["--hover", "short.txt"], "short.txt: has 2 lines and table.csv has 300 rows"),
        (["--columns", "pixel_*", "--sep", "ab"], "--sep must be one character, tab or"),
    ],
)
def test_columns_that_are_not_there_are_named(arguments, message, table, capsys):
    code = main(["explore", "table.csv", "--out", "map.html", *arguments])
    assert code == 2
    assert re.search(message, capsys.readouterr().err.splitlines()[-1])


def test_a_name_of_a_file_and_of_a_column_is_refused(table, capsys):
    (table / "title").write_text("one\n" * 300)
    assert main(["explore", "table.csv", "--hover", "title", "--out", "map.html"]) == 2
    assert "--hover title: is a file and a column" in capsys.readouterr().err
    assert explore_table("--hover", "./title").json("texts")[0] == "one"


def test_files_of_rows_alone_have_no_columns(files, capsys):
    assert explore("--label", "kind") == 2
    assert "--label kind: no such column; X.npy has only rows" in capsys.readouterr().err


def test_legends_name_typical_rows_by_texts_and_directions_by_labels(table):
    page = explore_table(
        "--recipes", "kmeans_30_perceptual", "pca", "--hover", "title,author",
        "--label", "kind",
    )  # fmt: skip
    legends = page.json("legends")
    clusters, channels = map(json.dumps, legends)
    assert len(set(re.findall(r'"digit \d+"', clusters))) >= 20
    assert "writer" not in clusters
    # As a group, not as the number that a digit is.
    assert re.search(r"kind \d", channels)
    assert "kind high" not in channels


def test_a_search_among_many_rows_is_shared_and_its_recall_said(
    files, capsys, monkeypatch, searched
):
    monkeypatch.setattr(_search, "N_EXACT", 299)
    recipes = ("neighbor_overlap", "local_dimension")
    assert explore("--recipes", *recipes) == 0
    assert searched.count(300) == 1
    err = capsys.readouterr().err
    for recipe in recipes:
        assert re.search(rf"note: {recipe}: 9\d% of the neighbors in X were found", err)
    page = Elements((files / "map.html").read_text(encoding="utf-8"))
    for legend in page.json("legends"):
        assert legend["note"].endswith("% of the neighbors in X were found.")


def test_neighbors_are_stored_if_asked_for(files, capsys):
    assert explore("--recipes", "pca") == 0
    assert 'id="neighbors"' not in (files / "map.html").read_text(encoding="utf-8")
    assert explore("--recipes", "pca", "--neighbors", "3") == 0
    page = Elements((files / "map.html").read_text(encoding="utf-8"))
    X = load_digits_layout().data[:300]
    distances, _ = NearestNeighbors(n_neighbors=3).fit(X).kneighbors()
    assert page.json("about")["nNeighbors"] == 3
    nearest = page.column("neighbors", "<u4").reshape(300, 3)
    found = np.linalg.norm(X[nearest] - X[:, np.newaxis], axis=2)
    np.testing.assert_allclose(found, distances)  # of rows that are equally near, any
    assert not (nearest == np.arange(300)[:, np.newaxis]).any()
    for wrong in ("300", "-1"):
        assert explore("--recipes", "pca", "--neighbors", wrong) == 2
        assert f"--neighbors {wrong}: X.npy has 300 rows" in capsys.readouterr().err


def test_other_columns_of_the_file_are_on_the_page_except_the_label(files):
    rows = np.random.default_rng(0).random((50, 3))
    table = pd.DataFrame(rows, columns=["x0", "x1", "x2"])
    table["kind"], table["source"] = ["a", "b"] * 25, ["c", "d"] * 25
    table.to_parquet("table.parquet")
    np.save("table_layout.npy", rows[:, :2])
    arguments = ["table.parquet", "--layout", "table_layout.npy", "--label", "kind"]
    assert main(["explore", *arguments, "--recipes", "pca", "--out", "map.html"]) == 0
    elements = Elements((files / "map.html").read_text(encoding="utf-8"))
    [column] = elements.json("about")["columns"]
    assert column == {"name": "source", "kind": "names", "type": "uint8"}
    assert elements.json("label-names") == ["a", "b"]
