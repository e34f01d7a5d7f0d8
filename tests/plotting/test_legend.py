import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.sparse import csr_array
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA, FastICA, KernelPCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    KNNDistanceColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
    align,
)
from skcolor._keys.key_html import key_html
from skcolor.paint import srgb_to_oklab
from skcolor.paint._palettes import MISSING_COLOR
from skcolor.plotting import ColoringDisplay, ColoringLegend


def texts(legend):
    return [text.get_text() for text in legend.ax_.texts]


def swatches(legend):
    found = [p for p in legend.ax_.patches if isinstance(p, Rectangle)]
    return np.array([p.get_facecolor()[:3] for p in found])


def bar(legend):
    """Limits of a color bar, and the colors between them."""
    (ax,) = legend.ax_.child_axes
    (mesh,) = ax.collections[-1:]
    return ax.get_ylim(), mesh.cmap(np.linspace(0, 1, mesh.cmap.N))[:, :3]


def same_in_all(labels):
    """Rows that ArgmaxColorer gives these labels."""
    return np.eye(max(labels) + 1)[labels]


class Noisy(ArgmaxColorer):
    """Gives no label to rows whose first column is the largest."""

    def _encode(self, X, layout):
        labels = super()._encode(X, layout)
        return np.where(labels == 0, -1, labels)


@pytest.mark.parametrize("place", ["beside", "below"])
def test_a_place_next_to_axes_needs_axes(place):
    legend = ColoringLegend.from_estimator(ClusterColorer().fit(np.eye(20)))
    with pytest.raises(ValueError, match="beside and below need axes"):
        legend.plot(**{place: True})


def test_sparse_rows_have_names_too():
    X = csr_array(np.eye(20))
    pipeline = make_pipeline(TruncatedSVD(3, random_state=0), ClusterColorer()).fit(X)
    names = [f"row {i}" for i in range(20)]
    legend = ColoringLegend.from_estimator(pipeline, X, row_names=names)
    assert legend.key.heads == ("label", "exemplar", "rows")


# Values


def ticks(legend):
    """Ticks of a color bar, from 0 at its lower end to 1 at its upper end."""
    (ax,) = legend.ax_.child_axes
    low, high = ax.transAxes.transform([[0, 0], [1, 1]])[:, 1]
    values = ax.get_yticks()
    pixels = ax.transData.transform(np.column_stack([values * 0, values]))[:, 1]
    return dict(zip(values.tolist(), (pixels - low) / (high - low), strict=True))


@pytest.mark.parametrize("given", [{}, {"vmin": -1, "vmax": 10}, {"vmax": 3}])
@pytest.mark.parametrize("center", [0, 0.37])
def test_a_bar_has_the_center_in_its_middle(given, center):
    X = np.linspace(-2, 7, 101)[:, np.newaxis]
    colorer = ValueColorer("coolwarm", center=center, **given).fit(X)
    legend = ColoringLegend.from_estimator(colorer, X).plot()
    places = ticks(legend)
    assert places[center] == pytest.approx(0.5, abs=0.01)
    assert colorer.vmin_ <= min(places) < center < max(places) <= colorer.vmax_
    assert np.diff([*places.values()]).min() > 0.05
    # The color at a tick is that of its value.
    (ax,) = legend.ax_.child_axes
    (mesh,) = ax.collections[-1:]
    for value in places:
        shown = mesh.cmap(mesh.norm(value))[:3]
        np.testing.assert_allclose(shown, colorer.transform([[value]])[0], atol=0.02)


def test_missing_values_have_a_square_below_the_bar():
    X = np.append(np.arange(50.0), [np.nan])[:, np.newaxis]
    colorer = ValueColorer(missing_color="tab:green").fit(X)
    legend = ColoringLegend.from_estimator(colorer, X).plot()
    assert texts(legend) == ["missing"]
    np.testing.assert_allclose(swatches(legend), [to_rgb("tab:green")])
    assert legend.key.extend == "both"
    (ax,) = legend.ax_.child_axes
    top = legend.ax_.patches[0].get_window_extent().y1
    assert ax.get_tightbbox().y0 > top
    assert texts(ColoringLegend.from_estimator(colorer, X[:50]).plot()) == []
    assert texts(ColoringLegend.from_estimator(colorer, X[50:]).plot()) == ["missing"]
    # Without rows, it shows what fit saw.
    assert texts(ColoringLegend.from_estimator(colorer).plot()) == ["missing"]
    known = ColoringLegend.from_estimator(ValueColorer().fit(X[:50])).plot()
    assert texts(known) == []


def test_values_have_a_bar_in_their_units():
    X = np.arange(101.0)[:, np.newaxis]
    colorer = ValueColorer("plasma", quantile_range=(10, 90)).fit(X)
    limits, colors = bar(ColoringLegend.from_estimator(colorer).plot())
    assert limits == (10, 90)
    np.testing.assert_array_equal(colors, colorer.colormap_table_)


@pytest.mark.parametrize(
    ("rows", "extend"),
    [
        ([20, 30], "neither"),
        ([5, 30], "min"),
        ([20, 95], "max"),
        ([5, 95], "both"),
    ],
)
def test_a_bar_tells_of_values_outside(rows, extend):
    colorer = ValueColorer(quantile_range=(10, 90)).fit(np.arange(101.0)[:, np.newaxis])
    legend = ColoringLegend.from_estimator(colorer, np.array(rows)[:, np.newaxis])
    assert legend.key.extend == extend
    legend.plot()


def test_a_bar_after_align_has_the_values_upwards():
    X = np.arange(50.0)[:, np.newaxis]
    colorer = ValueColorer("gray", quantile_range=(0, 100)).fit(X)
    align(colorer, X, 1 - colorer.transform(X))
    limits, colors = bar(ColoringLegend.from_estimator(colorer, X).plot())
    assert limits[0] < limits[1]
    assert colors[0, 0] > colors[-1, 0]


def test_one_value_has_the_color_that_it_is_painted_in():
    X = np.full((5, 1), 3.0)
    colorer = ValueColorer().fit(X)
    (low, high), colors = bar(ColoringLegend.from_estimator(colorer, X).plot())
    assert low < 3 < high
    np.testing.assert_array_equal(colors, colorer.transform(X[:1]))


def test_the_layout_reaches_the_colorer_through_a_pipeline(rows):
    X, layout = rows
    pipeline = make_pipeline(PCA(3), KNNDistanceColorer(4)).fit(X, layout)
    near = ColoringLegend.from_estimator(pipeline, X, layout)
    far = ColoringLegend.from_estimator(pipeline, X, layout[::-1].copy())
    assert near.key.extend == "both"
    assert far.key.extend == "max"


# Labels


def test_labels_are_told_by_their_frequency():
    labels = [1] * 3 + [0] * 1200 + [3] * 20
    X = same_in_all(labels)
    colorer = ArgmaxColorer().fit(X)
    legend = ColoringLegend.from_estimator(colorer, X).plot()
    assert texts(legend) == ["label", "rows", "0", "1,200", "3", "20", "1", "3", "2", "0"]
    np.testing.assert_allclose(swatches(legend), colorer.palette_[[0, 3, 1, 2]])


def test_labels_can_have_names_which_are_shown_as_they_stand():
    X = same_in_all([0, 1, 1])
    colorer = ArgmaxColorer().fit(X)
    names = ["$a^$", "a name that is longer than there is room for"]
    legend = ColoringLegend.from_estimator(colorer, X, label_names=names).plot()
    assert texts(legend)[2::2] == ["a name that is longer than there is…", "$a^$"]
    legend.figure_.draw_without_rendering()  # and is no formula
    with pytest.raises(ValueError, match=r"label_names has shape \(1,\); wanted \(2,\)"):
        ColoringLegend.from_estimator(colorer, X, label_names=["a"])


def test_exemplars_are_those_of_the_colorer(rows):
    X, _ = rows
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    names = [f"row {i}" for i in range(60)]
    images = np.arange(60, dtype=np.uint8)[:, np.newaxis, np.newaxis] * np.ones(
        (2, 3), "u1"
    )
    legend = ColoringLegend.from_estimator(colorer, X, row_names=names, images=images)
    wanted = {
        (str(label), f"row {row}") for label, row in enumerate(colorer.exemplar_indices_)
    }
    drawn = texts(legend.plot())
    assert drawn[:3] == ["label", "exemplar", "rows"]
    assert set(zip(drawn[3::3], drawn[4::3], strict=True)) == wanted
    pictures = [image.get_array()[0, 0, 0] for image in legend.ax_.images]
    assert [f"row {picture}" for picture in pictures] == drawn[4::3]


@pytest.mark.parametrize("dtype", [float, np.float32, np.float16, int])
def test_without_exemplars_the_most_typical_row_is_shown(dtype):
    X = np.array([[10, 0], [14, 0], [18, 0], [0, 2], [0, 3], [0, 7]], dtype=dtype)
    legend = ColoringLegend.from_estimator(
        ArgmaxColorer().fit(X), X, row_names=list("abcdef")
    )
    assert texts(legend.plot())[4::3] == ["b", "e"]


def test_a_label_without_rows_has_no_exemplar():
    X = same_in_all([0, 0, 2])
    names = list("abc")
    legend = ColoringLegend.from_estimator(
        ArgmaxColorer().fit(X), X, row_names=names, images=np.zeros((3, 2, 2))
    ).plot()
    assert texts(legend)[-2:] == ["1", "0"]
    assert len(legend.ax_.images) == 2


def test_rows_without_a_label_come_last_in_gray():
    X = same_in_all([0, 0, 0, 1, 2])
    names = list("abcde")
    legend = ColoringLegend.from_estimator(Noisy().fit(X), X, row_names=names).plot()
    assert texts(legend)[-2:] == ["none", "3"]
    np.testing.assert_allclose(swatches(legend)[-1], MISSING_COLOR)


def test_rows_without_a_label_have_the_color_that_was_chosen(rows):
    colorer = ClusterColorer(DBSCAN(eps=0.1), missing_color="red").fit(rows[0])
    legend = ColoringLegend.from_estimator(colorer, rows[0]).plot()
    assert texts(legend)[-2:] == ["none", "60"]
    np.testing.assert_array_equal(swatches(legend), [[1, 0, 0]])


def test_without_rows_labels_are_those_of_the_fit(rows):
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(rows[0])
    counts = sorted(np.bincount(colorer.labels_), reverse=True)
    assert texts(ColoringLegend.from_estimator(colorer).plot())[3::2] == [*map(str, counts)]
    argmax = ColoringLegend.from_estimator(ArgmaxColorer().fit(rows[0]))
    assert texts(argmax.plot()) == ["label", *"01234"]


@pytest.mark.parametrize("with_rows", [False, True])
@pytest.mark.parametrize("n_labels", [1, 8, 30, 128])
def test_any_number_of_labels_is_legible(n_labels, with_rows):
    X = same_in_all(np.repeat(np.arange(n_labels), np.arange(n_labels, 0, -1)))
    colorer = ArgmaxColorer().fit(X)
    legend = ColoringLegend.from_estimator(colorer, X if with_rows else None).plot()
    n_shown = len(swatches(legend))
    if n_labels <= 30:
        assert n_shown == n_labels
    else:
        rest = (n_labels - n_shown) * (n_labels - n_shown + 1) // 2
        of = f", of {rest:,} rows" if with_rows else ""
        assert texts(legend)[-1] == f"and {n_labels - n_shown} more{of}"
        assert n_shown >= 60
    legend.figure_.draw_without_rendering()
    boxes = [text.get_window_extent() for text in legend.ax_.texts]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.shrunk(0.9, 0.9).overlaps(other.shrunk(0.9, 0.9))
    for box, text in zip(boxes, legend.ax_.texts, strict=True):
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= legend.figure_.bbox.x1
        assert box.y1 <= legend.figure_.bbox.y1
        assert text.get_size() >= 8


# Channels


@pytest.mark.parametrize(
    "colorer",
    [ChannelColorer(), ChannelColorer(space="oklab"), GamutColorer(), BinaryPackColorer(2)],
)
def test_strips_and_slices_have_the_colors_of_the_colorer(colorer):
    X = np.random.default_rng(0).normal(size=(300, 7))
    key = ColoringLegend.from_estimator(colorer.fit(X), X).key
    assert [direction.name for direction in key.directions] == ["1", "2", "3"]
    middle = np.median(X, axis=0)

    def color_at(**values):
        row = middle.copy()
        row[[int(name[1:]) for name in values]] = [*values.values()]
        return colorer.transform(row[np.newaxis])[0]

    for j, direction in enumerate(key.directions):
        ends = direction.low.value, direction.high.value
        np.testing.assert_allclose(ends, np.percentile(X[:, j], [2, 98]))
        for end, color in zip(ends, direction.strip[[0, -1]], strict=True):
            np.testing.assert_allclose(color, color_at(**{f"_{j}": end}))
    assert list(key.slices) == [(0, 1), (0, 2), (1, 2)]
    for (across, up), colors in key.slices.items():
        x, y = key.directions[across], key.directions[up]
        for i, vertical in ((0, y.low), (-1, y.high)):
            for j, horizontal in ((0, x.low), (-1, x.high)):
                values = {f"_{across}": horizontal.value, f"_{up}": vertical.value}
                np.testing.assert_allclose(colors[i, j], color_at(**values))


def test_without_rows_directions_end_where_the_scales_do():
    X = np.random.default_rng(0).normal(size=(300, 7)) * [5, 2, 1, 1, 1, 1, 1]
    channel, pack, gamut = ChannelColorer().fit(X), BinaryPackColorer(2), GamutColorer()

    def ends(colorer):
        key = ColoringLegend.from_estimator(colorer.fit(X)).key
        assert all(np.ptp(d.strip, axis=0).max() > 0.25 for d in key.directions)
        return np.array([(d.low.value, d.high.value) for d in key.directions])

    np.testing.assert_array_equal(ends(channel), np.stack([channel.vmin_, channel.vmax_]).T)
    median = np.median(X, axis=0)[:3]
    np.testing.assert_allclose(ends(pack), np.stack([median - 1, median + 1]).T)
    shares = ends(gamut) / np.abs(X[:, :3]).max(axis=0)[:, np.newaxis]
    assert (np.abs(shares) < 1.2).all()
    assert (np.abs(shares) > 0.1).all()


def test_slices_and_strips_are_drawn(rows):
    X, _ = rows
    pipeline = make_pipeline(PCA(3), ChannelColorer()).fit(X)
    legend = ColoringLegend.from_estimator(pipeline, X).plot()
    key = legend.key
    drawn = [image.get_array() for image in legend.ax_.images]
    for image, colors in zip(drawn[:3], key.slices.values(), strict=True):
        np.testing.assert_array_equal(image, colors)
    for image, direction in zip(drawn[3:], key.directions, strict=True):
        np.testing.assert_array_equal(image[0], direction.strip)
    assert texts(legend)[:6] == ["1 →", "2 →", "1 →", "3 →", "2 →", "3 →"]
    told = f"{100 * pipeline[0].explained_variance_ratio_[0]:.0f}% of the variance"
    assert texts(legend)[6:8] == ["1", told]
    strip = srgb_to_oklab(key.directions[0].strip[[0, -1]])
    axis = np.argmax(np.abs(strip[1] - strip[0]))
    words = [("dark", "light"), ("green", "red"), ("blue", "yellow")][axis]
    order = 1 if strip[1, axis] > strip[0, axis] else -1
    assert texts(legend)[8:10] == [*words][::order]


@pytest.mark.parametrize(("n_features", "n_slices"), [(1, 0), (2, 1), (3, 3), (9, 3)])
def test_there_are_as_many_directions_as_columns(n_features, n_slices):
    X = np.random.default_rng(0).normal(size=(50, n_features))
    legend = ColoringLegend.from_estimator(GamutColorer().fit(X), X).plot()
    assert len(legend.key.slices) == n_slices
    assert len(legend.key.directions) == min(3, n_features)


def test_directions_end_at_the_rows_that_are_nearest():
    t = np.linspace(-1, 1, 201)
    X = np.kron(np.eye(3), t).T  # 201 rows along each column
    names = [f"{j} {value:.2f}" for j in range(3) for value in t]
    images = np.arange(603)[:, np.newaxis, np.newaxis] % 256 * np.ones((2, 2), int)
    colorer = ChannelColorer().fit(X)
    legend = ColoringLegend.from_estimator(colorer, X, row_names=names, images=images)
    for j, direction in enumerate(legend.key.directions):
        for end in (direction.low, direction.high):
            assert end.names[0] == f"{j} {end.value:.2f}"
            assert {name[:2] for name in end.names} == {f"{j} "}
            first = names.index(end.names[0])
            assert end.images[0][0, 0, 0] == first % 256
    drawn = texts(legend.plot())
    assert {end.names[0] for d in legend.key.directions for end in (d.low, d.high)} <= {
        *drawn
    }
    assert len(legend.ax_.images) == 3 + 3 + 3 * 2 * 3


NAMES = ["height", "width", "depth", "mass"]


@pytest.fixture
def frame():
    """Columns that vary by 9, 4, 2 and 1; the second falls as the first rises."""
    rng = np.random.default_rng(0)
    first, other, third, fourth = rng.normal(size=(4, 400))
    return pd.DataFrame(
        np.column_stack([9 * first, other - 4 * first, 2 * third, fourth]), columns=NAMES
    )


@pytest.mark.parametrize("reducer", [PCA(3), ResidualPCA(3, n_neighbors=9)])
@pytest.mark.parametrize("given", [False, True])
def test_linear_pipelines_name_the_features_at_each_end(frame, reducer, given):
    layout = np.random.default_rng(1).normal(size=(400, 2))
    X = frame.to_numpy() if given else frame
    pipeline = make_pipeline(reducer, GamutColorer()).fit(X, layout)
    legend = ColoringLegend.from_estimator(
        pipeline, X, feature_names=NAMES if given else None
    )
    first, second, _ = legend.key.directions
    assert (first.low.features, first.high.features) == (("width",), ("height",))
    assert second.high.features + second.low.features == ("depth",)
    assert {"height", "width", "depth"} <= set(texts(legend.plot()))


@pytest.mark.parametrize("ica", [OrderedICA(2), FastICA(2, random_state=0)])
def test_independent_components_are_told_by_their_mixing(ica):
    sources = np.random.default_rng(0).exponential(size=(800, 2))
    X = sources @ [[5.0, 5.0, 0.0], [0.0, 3.0, 3.0]]
    pipeline = make_pipeline(ica, ChannelColorer()).fit(X)
    legend = ColoringLegend.from_estimator(pipeline, X, feature_names=["a", "b", "c"])
    found = {
        frozenset(direction.low.features + direction.high.features)
        for direction in legend.key.directions
    }
    assert found == {frozenset("ab"), frozenset("bc")}


def test_columns_alone_are_named_and_end_in_their_units(frame):
    legend = ColoringLegend.from_estimator(ChannelColorer().fit(frame), frame)
    directions = legend.key.directions
    assert [direction.title for direction in directions] == NAMES[:3]
    shown = texts(legend.plot())
    for direction in directions:
        assert direction.title in shown
        for end in (direction.low, direction.high):
            assert f"{end.value:.3g}".replace("-", "\N{MINUS SIGN}") in shown
    X = frame.to_numpy()
    legend = ColoringLegend.from_estimator(ChannelColorer().fit(X), X)
    titles = [direction.title for direction in legend.key.directions]
    assert titles == ["column 1", "column 2", "column 3"]


def test_what_is_not_linear_names_no_features(frame):
    for reducer in (KernelPCA(3), StandardScaler()):
        pipeline = make_pipeline(reducer, ChannelColorer()).fit(frame)
        legend = ColoringLegend.from_estimator(pipeline, frame)
        assert legend.key.directions[0].high.features == ()


@pytest.mark.parametrize("n_between", [3, 4])
def test_names_of_features_before_several_linear_steps(frame, n_between):
    narrow = make_pipeline(PCA(n_between), PCA(3), ChannelColorer()).fit(frame)
    loadings = narrow[1].components_ @ narrow[0].components_
    legend = ColoringLegend.from_estimator(narrow, frame)
    for row, direction in zip(loadings, legend.key.directions, strict=True):
        order = np.argsort(-np.abs(row))
        most = NAMES[order[0]]
        end = direction.high if row[order[0]] > 0 else direction.low
        assert end.features[0] == most
    steps = PCA(n_between), KernelPCA(3), PCA(3), ChannelColorer()
    legend = ColoringLegend.from_estimator(make_pipeline(*steps).fit(frame), frame)
    assert legend.key.directions[0].high.features == ()


def test_words_of_a_vectorizer_name_the_ends():
    words = ["sea ship sail", "ship sail sea wind", "moon star", "star moon moon sky"] * 9
    steps = TfidfVectorizer(), TruncatedSVD(3, random_state=0), ChannelColorer()
    key = ColoringLegend.from_estimator(make_pipeline(*steps).fit(words), words).key
    first, second = key.directions[:2]
    ends = [{*end.features} for end in (first.low, first.high, second.low, second.high)]
    assert {"sea", "ship", "sail"} in ends
    assert any({"moon", "star"} <= names for names in ends)


def test_names_of_other_features_than_those_of_the_last_transformer(frame):
    narrow = make_pipeline(PCA(3), PCA(3), ChannelColorer()).fit(frame)
    with pytest.raises(ValueError, match=r"feature_names has shape \(4,\); wanted \(3,\)"):
        ColoringLegend.from_estimator(narrow, frame, feature_names=NAMES)


# All


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_names_are_empty(missing):
    X = same_in_all([0, 0, 0, 1])
    for kind in (list, lambda names: pd.Series(names, index=range(9, 9 - len(names), -1))):
        key = ColoringLegend.from_estimator(
            ArgmaxColorer().fit(X),
            X,
            label_names=kind(["a", missing]),
            row_names=kind(["x", "x", "x", missing]),
        ).key
        assert [line.texts for line in key.lines] == [("a", "x", "3"), ("", "", "1")]


def test_names_are_one_line_that_can_be_drawn():
    X = same_in_all([0, 0, 0, 1])
    names = ["a\nb\0", "\ud800" * 5000]
    legend = ColoringLegend.from_estimator(ArgmaxColorer().fit(X), X, label_names=names)
    legend.plot().figure_.canvas.draw()
    assert {"a b ", "\ufffd" * 17 + "…"} <= {*texts(legend)}


def test_a_legend_knows_the_names_of_a_clusterer():
    X = np.repeat(np.eye(2), 4, axis=0)
    classifier = KNeighborsClassifier(1).fit(X, np.repeat(["dog", "cat"], 4))
    colorer = ClusterColorer(FrozenEstimator(classifier)).fit(X)
    lines = ColoringLegend.from_estimator(colorer, X).key.lines
    assert [line.texts[0] for line in lines] == ["cat", "dog"]


def test_feature_names_go_by_position(frame):
    pipeline = make_pipeline(PCA(3), ChannelColorer()).fit(frame)
    names = [f"feature {i}" for i in range(frame.shape[1])]
    shuffled = pd.Series(names, index=range(9, 9 - len(names), -1))
    found = [
        ColoringLegend.from_estimator(pipeline, frame, feature_names=given).key
        for given in (names, shuffled)
    ]
    assert found[0].directions[0].high.features == found[1].directions[0].high.features


def test_a_legend_fills_a_figure_of_its_size_or_a_corner_of_axes(rows):
    X, _ = rows
    legend = ColoringLegend.from_estimator(ArgmaxColorer().fit(X), X).plot(theme="dark")
    width, height = legend.figure_.get_size_inches() * 72
    assert width < 150
    assert height < 150
    figure = legend.figure_.__class__(figsize=(5, 5))
    ax = figure.subplots()
    again = legend.plot(ax)
    assert again.figure_ is figure
    figure.draw_without_rendering()
    assert again.ax_.bbox.x0 == pytest.approx(ax.bbox.x0)
    assert again.ax_.bbox.y1 == pytest.approx(ax.bbox.y1)


def test_what_has_no_legend(rows):
    X, _ = rows
    colorer = ArgmaxColorer().fit(X)
    for more in (
        {"row_names": ["a"] * 60},
        {"images": np.zeros((60, 2, 2))},
        {"attributes": np.zeros(60)},
    ):
        with pytest.raises(ValueError, match="describe rows and need X"):
            ColoringLegend.from_estimator(colorer, **more)
    with pytest.raises(ValueError, match=r"row_names has shape \(2,\); wanted \(60,\)"):
        ColoringLegend.from_estimator(colorer, X, row_names=["a", "b"])
    with pytest.raises(ValueError, match=r"images has shape \(2, 3, 3\)"):
        ColoringLegend.from_estimator(colorer, X, images=np.zeros((2, 3, 3)))


class Reversed(ChannelColorer):
    """Stands for a colorer that does not go by its columns in order."""

    def _fit(self, X, layout):
        pass

    def _encode(self, X, layout):
        return X[:, ::-1]


def test_directions_of_other_colorers_are_those_of_oklab():
    colors = np.random.default_rng(0).uniform(0.3, 0.7, size=(3_000, 3))
    names = [str(row) for row in range(3_000)]
    colorer = Reversed().fit(colors[:, ::-1])
    key = ColoringLegend.from_estimator(colorer, colors[:, ::-1], row_names=names).key
    titles = [direction.title for direction in key.directions]
    assert titles == ["lightness", "green to red", "blue to yellow"]
    lab = srgb_to_oklab(colors)
    for j, direction in enumerate(key.directions):
        ends = direction.low.value, direction.high.value
        np.testing.assert_allclose(ends, np.percentile(lab[:, j], [2, 98]))
        assert direction.strip.min() >= 0
        assert direction.strip.max() <= 1
        strip = srgb_to_oklab(direction.strip)
        np.testing.assert_allclose(strip[:, j], np.linspace(*ends, len(strip)), atol=1e-3)
        for end, color in ((direction.low, strip[0]), (direction.high, strip[-1])):
            rows = [int(name) for name in end.names]
            assert np.linalg.norm(lab[rows] - color, axis=1).max() < 0.06
    with pytest.raises(TypeError, match="X must be given for the legend of Reversed"):
        ColoringLegend.from_estimator(colorer)


def test_the_bar_of_a_constant_value_has_the_end_colors_outside():
    colorer = ValueColorer("plasma").fit(np.full((50, 1), 0.3))
    X = np.array([[0.1], [0.3], [0.9]])
    for rows, extend in ((X, "both"), (X[:2], "min"), (X[1:], "max"), (X[1:2], "neither")):
        assert ColoringLegend.from_estimator(colorer, rows).key.extend == extend
    rounded = np.array([[0.1 * 3]])
    assert rounded != 0.3
    assert ColoringLegend.from_estimator(colorer, rounded).key.extend == "neither"
    (ax,) = ColoringLegend.from_estimator(colorer, X).plot().ax_.child_axes
    cmap = ax.collections[-1].cmap
    ends = [cmap.get_under()[:3], cmap.get_over()[:3]]
    np.testing.assert_allclose(ends, colorer.transform(X[[0, 2]]))


def test_directions_of_rare_flags_end_where_the_flags_are():
    X = np.zeros((1000, 3))
    X[:5, 0], X[5:9, 1], X[20:24, 2] = 1, 1, 1
    key = ColoringLegend.from_estimator(ChannelColorer().fit(X), X).key
    assert [(d.low.value, d.high.value) for d in key.directions] == [(0, 1)] * 3
    np.testing.assert_array_equal(key.directions[1].strip[[0, -1]], [[0, 0, 0], [0, 1, 0]])


# What attributes tell


@pytest.fixture(scope="module")
def told_rows():
    """Rows whose first column is size and second kind; the layout hides all of it."""
    rng = np.random.default_rng(0)
    kind = rng.integers(4, size=2000)
    X = rng.normal(size=(2000, 4)) * [6, 1, 2, 0.1]
    X[:, 1] = 4 * (kind == 2) - 4 * (kind == 1) + rng.normal(size=2000)
    attributes = {
        "size": X[:, 0] ** 3,
        "kind": np.array(["ant", "bee", "cow", "dog"])[kind],
        "luck": rng.normal(size=2000),
    }
    layout = rng.normal(size=(2000, 2))
    pipeline = make_pipeline(ResidualPCA(3), GamutColorer(contrast=0.75)).fit(X, layout)
    return pipeline, X, attributes


def test_ends_are_named_by_the_attributes_that_differ_there(told_rows):
    pipeline, X, attributes = told_rows
    legend = ColoringLegend.from_estimator(pipeline, X, attributes=attributes).plot()
    size, kind, other = legend.key.directions
    assert (size.title, kind.title, other.title) == ("size", "kind", "")
    assert (size.low.attributes, size.high.attributes) == (("size low",), ("size high",))
    assert (kind.low.attributes, kind.high.attributes) == (("kind bee",), ("kind cow",))
    assert (other.low.attributes, other.high.attributes) == ((), ())
    shares = pipeline[0].explained_residual_ratio_
    wanted = [
        ["1", "size", f"{100 * shares[0]:.0f}% of the variance among neighbors"],
        ["size low", "size high"],
        ["2", "kind", f"{100 * shares[1]:.0f}% of the variance among neighbors"],
        ["kind bee", "kind cow"],
        ["3", f"{100 * shares[2]:.0f}% of the variance among neighbors"],
    ]
    assert texts(legend)[6:-2] == [text for line in wanted for text in line]
    assert not any(character.isdigit() for text in texts(legend)[-2:] for character in text)


def test_names_of_rows_stand_below_what_attributes_tell(told_rows):
    pipeline, X, attributes = told_rows
    names = [f"row {i}" for i in range(len(X))]
    legend = ColoringLegend.from_estimator(
        pipeline, X, attributes=pd.DataFrame(attributes), row_names=names
    ).plot()
    low = legend.key.directions[0].low
    shown = texts(legend)
    start = shown.index("size low")
    assert shown[start : start + 4] == ["size low", *low.names]
    other = legend.key.directions[2]
    assert shown[-6:] == [*other.low.names, *other.high.names]


def test_html_names_the_ends_too(told_rows):
    pipeline, X, attributes = told_rows
    html = key_html(ColoringLegend.from_estimator(pipeline, X, attributes=attributes).key)
    for text in ("<b>kind</b>", ">kind bee</span>", "<span>kind cow</span>"):
        assert text in html


def test_attributes_of_other_rows_are_refused(told_rows):
    pipeline, X, attributes = told_rows
    with pytest.raises(ValueError, match=r"attributes\['size'\] has shape \(1999,\)"):
        ColoringLegend.from_estimator(
            pipeline, X, attributes={"size": attributes["size"][1:]}
        )
    frame = pd.DataFrame(X)
    shuffled = pd.DataFrame(attributes).iloc[::-1]
    with pytest.raises(ValueError, match="attributes must have its rows in the order of X"):
        ColoringLegend.from_estimator(pipeline, frame, attributes=shuffled)


LONG = "an attribute whose name is WWWWWWWWWWWWWWWWWWWWW longer than the legend is wide"


@pytest.mark.parametrize(
    ("size", "with_images"),
    [
        *((size, True) for size in (None, (3.5, 3.5), (3.5, 7), (12, 7), (5, 3))),
        *((size, False) for size in (None, (5, 3))),
    ],
)
def test_no_text_of_channels_is_cut_or_overlaps(told_rows, size, with_images):
    pipeline, X, attributes = told_rows
    attributes = {LONG: attributes["size"], "kind": attributes["kind"]}
    known = {
        "attributes": attributes,
        "row_names": ["W" * 40, "Жщ" * 20] * 1000,
        "images": np.zeros((2000, 4, 4)) if with_images else None,
    }
    ax = None if size is None else Figure(figsize=size, layout="constrained").subplots()
    display = ColoringDisplay.from_estimator(
        pipeline, X, X[:, :2], ax=ax, legend=known, raster=False
    )
    display.figure_.draw_without_rendering()
    legend = display.legend.ax_
    boxes = [text.get_window_extent() for text in legend.texts]
    boxes += [image.get_window_extent() for image in legend.images]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.shrunk(0.9, 0.9).overlaps(other.shrunk(0.9, 0.9))
    page = display.figure_.bbox
    for box in [*boxes, display.ax_.title.get_window_extent()]:
        assert page.x0 - 1 <= box.x0
        assert box.x1 <= page.x1 + 1
        assert page.y0 - 1 <= box.y0
        assert box.y1 <= page.y1 + 1
    assert display.ax_.get_window_extent().width > 70


@pytest.mark.parametrize("colorer", [ArgmaxColorer(), KNNDistanceColorer(3)])
def test_legends_of_narrow_maps_are_whole(colorer, rows):
    layout = rows[1]
    X = same_in_all(np.arange(60) % 30)
    ax = Figure(figsize=(3.5, 3.5), layout="constrained").subplots()
    names = [f"the name of row {i}" for i in range(60)]
    display = ColoringDisplay.from_estimator(
        colorer.fit(X, layout), X, layout, ax=ax, legend={"row_names": names}
    )
    display.figure_.draw_without_rendering()
    page = display.figure_.bbox
    for text in display.legend.ax_.texts:
        box = text.get_window_extent()
        assert page.x0 - 1 <= box.x0
        assert box.x1 <= page.x1 + 1
        assert page.y0 - 1 <= box.y0
    assert display.ax_.get_window_extent().width > 70


def test_directions_are_counted_from_those_that_are_skipped(told_rows):
    _, X, _ = told_rows
    reducer = ResidualPCA(3, skip=1, n_neighbors=5)
    pipeline = make_pipeline(reducer, StandardScaler(), GamutColorer()).fit(X, X[:, 1:3])
    legend = ColoringLegend.from_estimator(pipeline, X)
    assert [direction.name for direction in legend.key.directions] == ["2", "3", "4"]
