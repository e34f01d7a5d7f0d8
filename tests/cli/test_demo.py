import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from types import SimpleNamespace

import joblib
import matplotlib.image
import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.utils import Bunch

from skcolor.__main__ import main
from skcolor.cli import _digits, _main
from skcolor.cli._fit import make_recipes
from skcolor.cli._tour import TOUR, draw_tour
from skcolor.datasets import load_digits_layout
from skcolor.metrics import reading_gain
from skcolor.paint import delta_e
from skcolor.recipes import RECIPES, TITLES
from tests.plotting.test_explorer import Elements

N_ROWS = 240


def load_few():
    return Bunch(**{name: rows[:N_ROWS] for name, rows in load_digits_layout().items()})


def run_demo(out):
    printed = StringIO()
    with redirect_stdout(printed):
        assert main(["demo", "--out", str(out)]) == 0
    files, _, rest = printed.getvalue().partition("\n\n")
    commands = re.findall(r"^  python -m skcolor (.+)$", rest, re.MULTILINE)
    return SimpleNamespace(
        out=out,
        files=[line.partition(": ")[0] for line in files.splitlines()],
        commands=[shlex.split(command) for command in commands],
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo of a few recipes and digits, in a folder whose name has a space."""
    names = [*TOUR, "pca_perceptual"]
    drawn = {}

    def record(*args, scores, **kwargs):
        drawn["scores"] = scores
        drawn["tour"] = draw_tour(*args, scores=scores, **kwargs)
        return drawn["tour"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_digits, "RECIPES", {name: RECIPES[name] for name in names})
        patch.setattr(_digits, "load_digits_layout", load_few)
        patch.setattr(_digits, "draw_tour", record)
        demo = run_demo(tmp_path_factory.mktemp("demo") / "a tour")
    return SimpleNamespace(**vars(demo), **drawn)


def test_says_what_each_file_is(demo):
    assert sorted(demo.files) == sorted(map(str, demo.out.iterdir()))


def test_says_what_to_do_next(demo):
    parser = _main._make_parser()
    table = str(demo.out / "digits.csv")
    assert [parser.parse_args(command).vectors for command in demo.commands] == [table] * 3


def test_pictures_are_large(demo):
    for name in ("tour.png", "new_rows.png"):
        assert min(matplotlib.image.imread(demo.out / name).shape[:2]) > 600
    # One row of a few recipes here.
    assert max(matplotlib.image.imread(demo.out / "gallery.png").shape[:2]) > 2000


def test_colors_can_be_joined_to_the_digits(demo):
    digits = load_digits()
    with np.load(demo.out / "colors.npz") as arrays:
        rows = arrays["index"]
        np.testing.assert_array_equal(arrays["label"], digits.target[rows])
        X, layout = digits.data[rows].astype(np.float32), arrays["layout"]
        assert set(arrays) == {"index", "label", "layout", *TOUR, "pca_perceptual"}
        for name in ("best", "pca_argmax"):
            expected = RECIPES[name]().fit_transform(X, layout)
            np.testing.assert_array_equal(arrays[name], expected)


def test_perceptual_variants_follow_their_originals(demo):
    with np.load(demo.out / "colors.npz") as arrays:
        assert arrays.files.index("pca_perceptual") == arrays.files.index("pca") + 1


def test_table_holds_digits_and_their_layout(demo):
    path = demo.out / "digits.csv"
    header = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert header[:4] == ["label", "x", "y", "pixel_0"]
    table, digits = np.loadtxt(path, delimiter=",", skiprows=1), load_few()
    np.testing.assert_array_equal(table[:, 0], digits.target)
    np.testing.assert_allclose(table[:, 1:3], digits.layout, atol=1e-3)
    np.testing.assert_array_equal(table[:, 3:], digits.data)


def test_page_has_the_tour_with_pictures_and_labels(demo):
    elements = Elements((demo.out / "digits.html").read_text(encoding="utf-8"))
    about = elements.json("about")
    assert about["colorings"] == [TITLES[name] for name in TOUR]
    assert about["imageShape"] == [8, 8]
    assert elements.json("label-names")[:3] == ["digit 0", "digit 1", "digit 2"]
    assert elements.json("texts")[7] == "row 7"
    assert all(elements.json("legends"))


def test_saved_pipeline_colors_all_digits_as_the_demo_does(demo):
    pipeline = joblib.load(demo.out / "best.joblib")
    with np.load(demo.out / "colors.npz") as arrays:
        colors = arrays["best"]
    found = pipeline.transform(load_few().data.astype(np.float32))
    by_chance = delta_e(np.random.default_rng(0).permutation(found), colors).mean()
    assert delta_e(found, colors).mean() < 0.3 * by_chance


def test_scores_are_those_of_the_colors(demo):
    digits = load_few()
    with np.load(demo.out / "colors.npz") as arrays:
        for name in ("best", "kmeans_30_perceptual"):
            gain = reading_gain(digits.data, arrays[name], digits.layout)
            assert demo.scores[name] == pytest.approx(gain.mean, abs=1e-4)


def test_tour_shows_names_and_scores_and_no_text_is_cut_or_covered(demo):
    figure, scores = demo.tour, demo.scores
    figure.draw_without_rendering()
    for ax, (name, meaning) in zip(figure.axes, TOUR.items(), strict=True):
        assert ax.get_title() == TITLES[name]
        texts = [text.get_text() for text in ax.texts]
        assert texts[-2:] == [meaning, f"{name}   reading {scores[name]:.2f}"]
    shown = [t for ax in figure.axes for t in (ax.title, *ax.texts)]
    boxes = [t.get_window_extent() for t in (*shown, figure._supxlabel)]
    for i, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 < box.y1 <= figure.bbox.y1
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_gallery_names_recipes():
    layout = np.random.default_rng(0).random((20, 2))
    names = ["pca", "best"]
    colors = {name: np.full((20, 3), 0.5) for name in names}
    scores = {"pca": 0.2, "best": 0.3}
    pipelines = make_recipes(names)
    figure = _digits._draw_gallery(pipelines, (20, 5), colors, layout, scores)
    titles = [ax.get_title() for ax in figure.axes]
    assert titles == [f"{name}\n{TITLES[name]}" for name in names]
    assert [ax.texts[-1].get_text() for ax in figure.axes] == [
        "reading 0.20",
        "reading 0.30",
    ]


@pytest.mark.parametrize(
    ("n_panels", "n_columns"), [(7, 6), (36, 6), (37, 8), (40, 8), (43, 9)]
)
def test_the_gallery_has_no_panel_alone_in_its_row(n_panels, n_columns):
    assert _digits._n_columns(n_panels) == n_columns


def test_a_file_in_the_way_is_an_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["demo", "--out", str(tmp_path / "file")]) == 2
    assert "cannot create this folder" in capsys.readouterr().err


@pytest.mark.slow
def test_all_recipes_and_the_commands_that_it_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    demo = run_demo(tmp_path / "demo")
    with np.load(demo.out / "colors.npz") as arrays:
        assert set(RECIPES) < set(arrays)
        assert arrays["best"].shape == (1797, 3)
    for command in demo.commands:
        assert main(command) == 0
