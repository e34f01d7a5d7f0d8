import numpy as np
import pytest
from matplotlib.colors import to_hex
from sklearn.cluster import KMeans

from skcolor import ArgmaxColorer, ClusterColorer
from skcolor.plotting import plot_gallery
from skcolor.plotting._themes import THEMES

LAYOUT = np.random.default_rng(0).normal(size=(30, 2))
RED = np.tile([1.0, 0, 0], (30, 1))


@pytest.mark.parametrize("n_panels", [1, 2, 3, 5, 7, 12, 25])
def test_one_panel_for_each_coloring_under_its_name(n_panels):
    names = [f"number {i}" for i in range(n_panels)]
    figure = plot_gallery(dict.fromkeys(names, RED), LAYOUT)
    assert [ax.get_title() for ax in figure.axes] == names
    columns = {round(ax.get_subplotspec().colspan.start) for ax in figure.axes}
    assert len(columns) >= n_panels**0.5 // 1


def test_columns_can_be_chosen():
    figure = plot_gallery(dict.fromkeys("abc", RED), LAYOUT, n_cols=1, panel_size=2)
    assert figure.axes[0].get_subplotspec().get_gridspec().get_geometry() == (3, 1)
    assert figure.get_figwidth() == 2
    wide = plot_gallery({"a": RED}, LAYOUT, n_cols=9)
    assert wide.axes[0].get_subplotspec().get_gridspec().get_geometry() == (1, 1)


def test_colors_and_colorers_can_stand_side_by_side(rows):
    X, layout = rows
    clusters = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    panels = {"red": np.tile([1.0, 0, 0], (60, 1)), "clusters": clusters}
    red, other = plot_gallery(panels, layout, X=X, s=3).axes
    assert (red.collections[0].get_facecolor()[:, :3] == [1, 0, 0]).all()
    drawn = {tuple(c) for c in other.collections[0].get_facecolor()[:, :3]}
    assert drawn == {tuple(c) for c in clusters.palette_}
    assert len(other.collections) == 2  # with exemplars
    assert red.collections[0].get_sizes() == [3]


def test_what_makes_no_gallery(rows):
    X, layout = rows
    with pytest.raises(ValueError, match="colorings must be a dict .* got an empty dict"):
        plot_gallery({}, LAYOUT)
    with pytest.raises(ValueError, match="n_cols must be at least 1; got 0"):
        plot_gallery({"a": RED}, LAYOUT, n_cols=0)
    with pytest.raises(ValueError, match="'argmax'.*Pass the rows as X"):
        plot_gallery({"argmax": ArgmaxColorer().fit(X)}, layout)
    with pytest.raises(ValueError, match=r"colorings\['a'\] has shape \(29, 3\)"):
        plot_gallery({"a": RED[1:]}, LAYOUT)


def test_scores_stand_below_their_panels():
    scores = {"a": 0.123, "c": {"local": 0.5, "global": -0.25}}
    figure = plot_gallery(dict.fromkeys("abc", RED), LAYOUT, scores=scores, theme="dark")
    below = [list(ax.texts) for ax in figure.axes]
    assert [[text.get_text() for text in texts] for texts in below] == [
        ["0.12"],
        [],
        ["local 0.50\nglobal -0.25"],
    ]
    figure.draw_without_rendering()
    for ax, texts in zip(figure.axes, below, strict=True):
        for text in texts:
            assert text.get_color() == THEMES["dark"][1]
            box = text.get_window_extent()
            assert box.y1 <= ax.bbox.y0
            assert figure.bbox.y0 <= box.y0
    with pytest.raises(ValueError, match="scores must have only titles .*'d'"):
        plot_gallery({"a": RED}, LAYOUT, scores={"d": 1.0})


def test_all_panels_show_the_same_part_of_the_map():
    first, second = plot_gallery({"a": RED, "b": RED}, LAYOUT).axes
    assert first.get_xlim() == second.get_xlim()
    first.set_xlim(0, 1)
    first.set_ylim(-1, 0)
    assert second.get_xlim() == (0, 1)
    assert second.get_ylim() == (-1, 0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_gallery_has_a_theme(theme):
    figure = plot_gallery({"a": RED}, LAYOUT, theme=theme)
    background, ink = THEMES[theme]
    assert to_hex(figure.get_facecolor()) == background
    assert figure.axes[0].title.get_color() == ink


def test_exemplars_are_their_pictures(rows):
    X, layout = rows
    clusters = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    images = np.zeros((60, 4, 4))
    panels = {"red": np.tile([1.0, 0, 0], (60, 1)), "clusters": clusters}
    red, other = plot_gallery(panels, layout, X=X, images=images).axes
    assert len(red.artists) == 0
    assert len(other.artists) == 3
