import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.cluster import DBSCAN
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    KNNDistanceColorer,
    ValueColorer,
)
from skcolor.paint._palettes import MISSING_COLOR
from skcolor.plotting import HistogramDisplay


def bar_colors(display):
    return np.array([bar.get_facecolor()[:3] for bar in display.bars_])


def bar_heights(display):
    return [bar.get_height() for bar in display.bars_]


def test_labels_have_a_bar_each_in_their_color():
    X = np.eye(4)[[0, 0, 0, 1, 3]]
    colorer = ArgmaxColorer().fit(X)
    display = HistogramDisplay.from_estimator(colorer, X)
    assert bar_heights(display) == [3, 1, 0, 1]
    np.testing.assert_array_equal(bar_colors(display), colorer.palette_)
    middles = [bar.get_x() + bar.get_width() / 2 for bar in display.bars_]
    np.testing.assert_allclose(middles, range(4), atol=1e-12)
    assert display.ax_.get_xlabel() == "label"
    assert display.ax_.get_title() == "Largest of 4 columns"


def test_rows_without_a_label_have_one_gray_bar_before_the_others():
    class Noisy(ArgmaxColorer):
        def _encode(self, X, layout):
            labels = super()._encode(X, layout)
            return np.where(X[:, 0] == 1, -1, labels)

    X = np.eye(3)[[0, 0, 1, 2]]
    display = HistogramDisplay.from_estimator(Noisy().fit(X), X)
    assert bar_heights(display) == [2, 0, 1, 1]
    np.testing.assert_allclose(bar_colors(display)[0], MISSING_COLOR)


def test_values_are_counted_where_their_color_is():
    X = np.arange(100.0)[:, np.newaxis]
    colorer = ValueColorer("gray", quantile_range=(10, 90)).fit(X)
    display = HistogramDisplay.from_estimator(colorer, X, bins=4, name="rows")
    assert sum(bar_heights(display)) == 100
    # The ends hold what the color scale leaves outside.
    assert bar_heights(display)[0] == np.sum(X < display.edges[1])
    assert bar_heights(display)[-1] == np.sum(X >= display.edges[-2])
    np.testing.assert_allclose(
        bar_colors(display)[:, 0], [0.125, 0.375, 0.625, 0.875], atol=0.01
    )
    assert display.ax_.get_title() == "rows"


def test_a_pipeline_counts_with_the_layout_it_is_given(rows):
    X, layout = rows
    pipeline = make_pipeline(PCA(3), KNNDistanceColorer(4)).fit(X, layout)
    display = HistogramDisplay.from_estimator(pipeline, X, layout, bins=7)
    values = pipeline[-1].score_samples(pipeline[0].transform(X), layout)
    low, high = pipeline[-1].vmin_, pipeline[-1].vmax_
    counts = np.histogram(values.clip(low, high), bins=7, range=(low, high))[0]
    np.testing.assert_array_equal(bar_heights(display), counts)


def test_a_constant_value_has_a_histogram():
    X = np.ones((5, 1))
    display = HistogramDisplay.from_estimator(ValueColorer().fit(X), X)
    assert sum(bar_heights(display)) == 5


@pytest.mark.parametrize("bins", [2, 5, 50])
def test_bars_beside_a_constant_value_have_the_end_colors(bins):
    colorer = ValueColorer().fit(np.full((5, 1), 1e20))
    X = np.array([[0.0], [1e20], [1e20], [9e20], [2e20], [3e20]])
    display = HistogramDisplay.from_estimator(colorer, X, bins=bins)
    heights, colors = np.array(bar_heights(display)), bar_colors(display)
    assert heights[heights > 0].tolist() == [1, 2, 3]
    np.testing.assert_allclose(colors[heights > 0], colorer.transform(X[[0, 1, 3]]))


def test_the_axes_that_are_given_are_used(rows):
    X, _ = rows
    colorer = ArgmaxColorer().fit(X)
    first = HistogramDisplay.from_estimator(colorer, X)
    again = first.plot(first.ax_, name="again", alpha=0.5)
    assert again.ax_ is first.ax_
    assert again.ax_.get_title() == "again"
    assert again.bars_[0].get_alpha() == 0.5


def test_channels_have_no_histogram(rows):
    X = rows[0][:, :3]
    with pytest.raises(TypeError, match="score_samples or predict.*ChannelColorer"):
        HistogramDisplay.from_estimator(ChannelColorer().fit(X), X)


def test_missing_values_are_counted_beside_the_bars():
    X = np.append(np.linspace(-2, 8, 50), [np.nan, np.nan])[:, np.newaxis]
    colorer = ValueColorer("coolwarm", vmin=-1, center=0, vmax=8, missing_color="tab:green")
    display = HistogramDisplay.from_estimator(colorer.fit(X), X, bins=9)
    assert sum(bar_heights(display)) == 50
    middles = np.arange(-0.5, 8)[:, np.newaxis]
    np.testing.assert_allclose(bar_colors(display), colorer.transform(middles))
    (text,) = display.ax_.get_legend().get_texts()
    assert text.get_text() == "2 missing"
    (patch,) = display.ax_.get_legend().get_patches()
    np.testing.assert_allclose(patch.get_facecolor()[:3], colorer.missing_color_)
    known = HistogramDisplay.from_estimator(colorer, X[:50])
    assert known.ax_.get_legend() is None
    nothing = HistogramDisplay.from_estimator(colorer, X[50:])
    assert sum(bar_heights(nothing)) == 0


def test_labels_that_are_missing_have_the_color_that_was_chosen():
    X = np.array([[0.0], [0.1], [5.0]])
    colorer = ClusterColorer(DBSCAN(eps=0.5, min_samples=2), missing_color="red").fit(X)
    display = HistogramDisplay.from_estimator(colorer, X)
    np.testing.assert_array_equal(bar_colors(display)[0], [1, 0, 0])


def test_long_titles_wrap():
    ax = Figure((3, 2), layout="constrained").subplots()
    name = "a title that is much longer than a figure of three inches is wide"
    display = HistogramDisplay([0, 1, 2], [3, 4], np.zeros((2, 3)), name=name).plot(ax)
    display.figure_.draw_without_rendering()
    box = ax.title.get_window_extent()
    assert ax.get_title().replace("\n", " ") == name
    assert box.x0 >= 0
    assert box.x1 <= display.figure_.bbox.x1
    assert box.y1 <= display.figure_.bbox.y1
