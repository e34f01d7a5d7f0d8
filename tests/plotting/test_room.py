import itertools
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from sklearn.cluster import KMeans

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    ValueColorer,
)
from skcolor.plotting import ColoringDisplay, ColoringLegend, plot_gallery
from skcolor.plotting._plates import Plate, find_plates, write_number
from skcolor.plotting._sheet import fit_column
from tests.plotting.whole import assert_apart, assert_whole, box_of_legend, parts_of

ENGINES = [None, "constrained", "compressed", "tight"]
SQUARE = np.random.default_rng(0).uniform(size=(300, 2))
TITLE = "A title that says a good deal more about this map than one line has room for"


class _Colors:
    """A colorer of one family for some rows, and its colors and legend."""

    def __init__(self, colorer, X, **names):
        self.colors = np.resize(colorer.fit(X).transform(X), (300, 3))
        self.legend = ColoringLegend.from_estimator(colorer, X, **names)


def labels(n, name="{}"):
    X = np.repeat(np.eye(n), 2, axis=0)
    names = [name.format(label) for label in range(n)]
    return _Colors(ArgmaxColorer(), X, label_names=names)


def channels(n_rows=300):
    X = np.random.default_rng(0).normal(size=(n_rows, 3))
    names = [f"the row in line {row}" for row in range(n_rows)]
    return _Colors(GamutColorer(), X, row_names=names, attributes={"a long name": X[:, 0]})


FAMILIES = {
    "values": _Colors(ValueColorer(), SQUARE),
    "large values": _Colors(ValueColorer(), 1e9 + 1e6 * SQUARE),
    "small values": _Colors(ValueColorer(), -1e-7 * SQUARE),
    "labels": labels(3),
    "many labels": labels(30),
    "named labels": labels(12, "cells of the type that is called {}"),
    "128 labels": labels(128, "name {}"),
    "512 labels": labels(512),
    "channels": channels(),
}


def draw(ax, family, aspect=1.0, **kwargs):
    one = FAMILIES[family]
    layout = SQUARE * [1, aspect]
    return ColoringDisplay.from_colors(
        layout, one.colors, legend=one.legend, ax=ax, **kwargs
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_cut_in_one_column_of_a_paper(family):
    for engine, name in ((None, TITLE), ("constrained", "short")):
        figure = Figure((3.5, 3), layout=engine)
        draw(figure.subplots(), family, name=name)
        assert_whole(figure)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_legend_leaves_the_map_most_of_its_room(family):
    areas = []
    for legend in (None, FAMILIES[family].legend):
        figure = Figure((3.5, 3), layout="constrained")
        ax, colors = figure.subplots(), FAMILIES[family].colors
        ColoringDisplay.from_colors(SQUARE, colors, ax=ax, legend=legend, name="name")
        figure.draw_without_rendering()
        areas.append(ax.bbox.width * ax.bbox.height)
    assert areas[1] >= 0.55 * areas[0]


@pytest.mark.parametrize("scale", [1.0, 1e5])
def test_numbers_in_a_small_legend_stay_whole(scale):
    X = -scale * np.random.default_rng(0).normal(size=(300, 3))
    colorer = ChannelColorer().fit(X)
    ax = Figure((3.5, 3), layout="constrained").subplots()
    display = ColoringDisplay.from_estimator(colorer, X, SQUARE, ax=ax, legend=True)
    ax.figure.draw_without_rendering()
    shown = {text.get_text() for text in display.legend.ax_.texts}
    for direction in display.legend.key.directions:
        assert {direction.low.place, direction.high.place} <= shown


def test_long_names_that_differ_within_are_told_apart():
    names = [f"cells of the type called number {i} of the atlas" for i in range(8)]
    assert len(set(fit_column(names, 40))) == 8
    assert fit_column(["a b", "c d"], 100) == ["a b", "c d"]


def test_no_legend_is_drawn_for_none(rows):
    X, layout = rows
    colorer = ArgmaxColorer().fit(X)
    ax = Figure().subplots()
    display = ColoringDisplay.from_estimator(colorer, X, layout, ax=ax, legend=None)
    assert display.legend is None
    with pytest.raises(TypeError, match="legend must be a bool.* got 'left'"):
        ColoringDisplay.from_estimator(colorer, X, layout, ax=ax, legend="left")


def test_numbers_cover_a_small_part_of_a_map():
    spots = np.random.default_rng(0).uniform(0, 150, size=(128, 2))
    few = find_plates(spots, range(128), 6.0, mark=4.0, area=150.0**2)
    assert 0 < len(few) < len(find_plates(spots, range(128), 6.0, mark=4.0))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(3.5, 3), (2.5, 4), (6, 2.5)])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_cut_in_any_small_figure(family, engine, size):
    for aspect, name in itertools.product([0.25, 1, 4], ["short", TITLE]):
        figure = Figure(size, layout=engine)
        draw(figure.subplots(), family, aspect, name=name)
        assert_whole(figure)


@pytest.mark.parametrize(
    ("engine", "aspect"),
    [(None, 4), ("constrained", 0.25), ("tight", 1), ("compressed", 4)],
)
def test_nothing_is_cut_in_a_grid(engine, aspect):
    figure = Figure((7, 6), layout=engine)
    panels = figure.subplots(2, 2, sharex=True, sharey=True).flat
    families = ["values", "named labels", "many labels", "channels"]
    for ax, family in zip(panels, families, strict=True):
        draw(ax, family, aspect, name=TITLE)
    assert_whole(figure)


@pytest.mark.parametrize("engine", [None, "constrained"])
def test_nothing_is_cut_in_other_places(engine):
    figure = Figure((9, 7), layout=engine)
    left, right = figure.subfigures(1, 2)
    for ax in left.subplots(3, 1):
        draw(ax, "values", name=TITLE)
    mosaic = right.subplot_mosaic("AA;BC")
    draw(mosaic["A"], "channels", name="A")
    draw(mosaic["B"], "labels", name=TITLE)
    draw(mosaic["C"].inset_axes((0, 0, 1, 0.8)), "labels", name="in axes")
    mosaic["C"].set_axis_off()
    assert_whole(figure)


def test_axes_without_a_grid_keep_their_place():
    figure = Figure((4, 3))
    draw(figure.add_axes((0.5, 0, 0.5, 1)), "many labels", name=TITLE)
    assert_whole(figure)
    for part in parts_of(figure.axes[0]).values():
        assert part.x0 >= figure.bbox.width / 2 - 1


def test_a_figure_of_its_own_has_a_map_of_the_usual_size():
    for family in ("values", "128 labels", "channels"):
        figure = draw(None, family, name="name").figure_
        assert_whole(figure)
        width = figure.axes[0].bbox.width / figure.dpi
        assert width == pytest.approx(5.6, abs=0.4)
        plt.close(figure)


def test_a_legend_follows_the_size_of_its_figure():
    figure = Figure((3.5, 3), layout="constrained")
    legend = draw(figure.subplots(), "many labels").legend.ax_
    sizes = []
    for width in (3.5, 8, 3.5):
        figure.set_size_inches(width, width)
        assert_whole(figure)
        sizes.append(legend.texts[0].get_fontsize())
    assert sizes[0] == sizes[2] < sizes[1]
    assert 6 <= sizes[0] < 8 < sizes[1] < 12


def test_a_figure_saved_tight_shows_the_same(tmp_path):
    figure = Figure((5, 4))
    display = draw(figure.subplots(), "many labels", name=TITLE)
    assert_whole(figure)
    before = [*parts_of(display.ax_).values()]
    box = figure.get_tightbbox()
    for ending in ("png", "pdf", "svg"):
        figure.savefig(tmp_path / f"a.{ending}", bbox_inches="tight", dpi=200)
    figure.draw_without_rendering()
    for part, other in zip(before, parts_of(display.ax_).values(), strict=True):
        np.testing.assert_allclose(part.extents, other.extents, atol=1)
        inches = part.extents / figure.dpi
        assert (inches[:2] >= box.min - 0.02).all()
        assert (inches[2:] <= box.max + 0.02).all()


def test_text_stays_text_in_vector_files(tmp_path):
    figure = Figure((3.5, 3))
    draw(figure.subplots(), "named labels", name="the title")
    with plt.rc_context({"svg.fonttype": "none"}):
        figure.savefig(tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text()
    assert ">the title</text>" in svg
    assert ">label</text>" in svg


def test_tight_layout_knows_the_axes(recwarn):
    figure = Figure((7, 6))
    for ax, family in zip(figure.subplots(2, 2).flat, FAMILIES, strict=False):
        draw(ax, family, name=TITLE)
    figure.tight_layout()
    assert_whole(figure)
    assert not recwarn


def test_figures_with_legends_can_be_pickled():
    figure = Figure((4, 3), layout="constrained")
    draw(figure.subplots(), "values", name="name")
    assert_whole(pickle.loads(pickle.dumps(figure)))


def test_a_removed_legend_gives_its_room_back():
    figure = Figure((4, 3))
    display = draw(figure.subplots(), "labels")
    alone = Figure((4, 3))
    ColoringDisplay.from_colors(SQUARE, FAMILIES["labels"].colors, ax=alone.subplots())
    display.legend.ax_.remove()
    assert_whole(figure)
    assert_whole(alone)
    boxes = [one.axes[0].bbox.extents for one in (figure, alone)]
    np.testing.assert_allclose(*boxes)


def test_a_color_bar_can_be_added_later():
    figure = Figure((6, 3))
    display = draw(figure.subplots(), "labels", name=TITLE)
    figure.colorbar(display.scatter_, ax=display.ax_)
    assert_whole(figure)


@pytest.mark.parametrize(
    ("family", "shared"),
    [*((family, False) for family in FAMILIES), ("values", True), ("channels", True)],
)
def test_a_legend_can_have_its_own_axes(family, shared):
    figure = Figure((7, 3), layout="constrained")
    left, right = figure.subplots(1, 2, sharex=shared, sharey=shared)
    display = draw(left, family, name=TITLE, legend_ax=right)
    assert_whole(figure)
    assert not left.child_axes
    assert display.legend.ax_ in right.child_axes
    box, room = box_of_legend(display.legend.ax_), right.get_window_extent()
    assert room.x0 - 1 <= box.x0
    assert box.x1 <= room.x1 + 1
    assert box.y1 <= room.y1 + 1


def test_axes_for_a_legend_ask_for_one(rows):
    X, layout = rows
    ax, legend_ax = Figure().subplots(1, 2)
    colorer = ArgmaxColorer().fit(X)
    display = ColoringDisplay.from_estimator(colorer, X, layout, ax=ax, legend_ax=legend_ax)
    assert display.legend.ax_ in legend_ax.child_axes
    with pytest.raises(ValueError, match="legend_ax needs a legend .*got legend=None"):
        ColoringDisplay.from_colors(layout, colorer.transform(X), legend_ax=legend_ax)


def test_tiny_axes_keep_all_inside():
    for family in ("values", "128 labels", "channels"):
        figure = Figure((1, 0.8))
        draw(figure.subplots(), family)
        assert_whole(figure, smallest=0)


@pytest.mark.filterwarnings("ignore:Glyph .* missing")
@pytest.mark.parametrize(("theme", "n_panels"), [("light", 1), ("dark", 2), ("light", 7)])
def test_titles_of_a_gallery_wrap(theme, n_panels):
    names = [
        TITLE,
        "a_name_without_spaces_" * 4,
        "x" * 80,
        "two\nlines",
        "short",
        "カラー" * 20,
        "$\\alpha$",
    ]
    colors = FAMILIES["labels"].colors
    figure = plot_gallery(dict.fromkeys(names[:n_panels], colors), SQUARE, theme=theme)
    assert_whole(figure)
    for ax, name in zip(figure.axes, names, strict=False):
        assert (
            ax.get_title().replace("\n", "")
            in (
                name.replace(" ", ""),
                name.replace("\n", ""),
            )
            or ax.get_title().split() == name.split()
        )


def test_a_title_is_one_line_where_it_fits():
    figure = Figure((8, 5))
    ax = figure.subplots()
    ColoringDisplay.from_colors(SQUARE, FAMILIES["labels"].colors, ax=ax, name=TITLE)
    figure.draw_without_rendering()
    assert ax.get_title() == TITLE


def test_a_title_that_was_changed_is_left_alone():
    figure = Figure((2, 2))
    display = draw(figure.subplots(), "labels", name=TITLE)
    display.ax_.set_title("mine", fontsize=15)
    figure.draw_without_rendering()
    assert display.ax_.get_title() == "mine"
    assert display.ax_.title.get_fontsize() == 15


def test_numbers_mark_the_exemplars_of_labels():
    rng = np.random.default_rng(0)
    centers = 40 * np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    X = np.repeat(centers, 20, axis=0) + rng.normal(size=(80, 2))
    colorer = ClusterColorer(KMeans(4, n_init=1, random_state=0)).fit(X)
    for images in (None, np.zeros((80, 3, 3))):
        display = ColoringDisplay.from_estimator(
            colorer,
            X,
            X,
            legend={"label_names": list("abcd")},
            images=images,
            ax=Figure((3.5, 3)).subplots(),
        )
        texts = display.exemplar_numbers_
        assert {text.get_text() for text in texts} == set("0123")
        for text in texts:
            row = colorer.exemplar_indices_[int(text.get_text())]
            np.testing.assert_array_equal(text.xy, X[row])
            assert text.get_fontsize() >= 6
        display.figure_.draw_without_rendering()
        boxes = {text.get_text(): text.get_window_extent() for text in texts}
        assert_apart(boxes)
        shown = [text.get_text() for text in display.legend.ax_.texts]
        for line in display.legend.key.lines:
            assert shown[shown.index(line.texts[0]) - 1] == line.number
    without = ColoringDisplay.from_estimator(colorer, X, X, ax=Figure().subplots())
    assert without.exemplar_numbers_ == []


@pytest.mark.parametrize(("gray", "ink"), [(0.0, "white"), (0.4, "white"), (1.0, "black")])
def test_numbers_contrast_with_their_labels(gray, ink):
    colors = np.full((1, 3), gray)
    ax = Figure().subplots()
    text = write_number(ax, Plate(0), np.zeros((1, 2)), colors, 6.0, "red")
    assert text.get_text() == "0"
    assert text.get_color() == ink
    assert text.get_bbox_patch().get_facecolor()[:3] == (gray,) * 3


def test_many_numbers_do_not_cover_each_other():
    rng = np.random.default_rng(0)
    spots = rng.uniform(0, 150, size=(30, 2))
    plates = find_plates(spots, range(30), 6.0, mark=4.0)
    assert len({plate.number for plate in plates}) == len(plates) >= 25
    ends = {}
    for plate in plates:
        half = 3.0
        middle = spots[plate.number] + plate.shift
        ends[str(plate.number)] = Bbox([middle - half, middle + half])
    assert_apart(ends)
