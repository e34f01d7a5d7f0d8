import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import CenteredNorm, Normalize, TwoSlopeNorm
from sklearn.utils import get_tags

from skcolor import NeighborOverlapColorer, ValueColorer, align, transform_in_chunks
from skcolor.paint import delta_e
from tests.configurations import configured

X = np.random.default_rng(0).normal(size=(500, 3))


@pytest.mark.parametrize("cmap", ["viridis", "hsv", "tab10", matplotlib.colormaps["magma"]])
def test_colors_are_those_that_matplotlib_gives(cmap):
    colorer = ValueColorer(cmap).fit(X)
    norm = Normalize(colorer.vmin_, colorer.vmax_, clip=True)
    expected = matplotlib.colormaps.get_cmap(cmap)(norm(X[:, 0]))[:, :3]
    np.testing.assert_allclose(colorer.transform(X), expected)


def test_limits_are_percentiles_of_the_training_values():
    colorer = ValueColorer(quantile_range=(10, 90)).fit(X)
    np.testing.assert_allclose(
        [colorer.vmin_, colorer.vmax_], np.percentile(X[:, 0], [10, 90]), rtol=1e-12
    )
    ends = colorer.transform([[-99.0, 0, 0], [99.0, 0, 0]])
    np.testing.assert_array_equal(ends, colorer.colormap_table_[[0, -1]])


def test_score_samples_gives_the_values():
    colorer = ValueColorer().fit(X)
    np.testing.assert_array_equal(colorer.score_samples(X), X[:, 0])
    assert colorer.score_samples(X.astype(np.float32)).dtype == np.float32


def test_unknown_colormap_suggests_near_names():
    with pytest.raises(ValueError, match="cmap must .* 'virids': did you mean 'viridis'"):
        ValueColorer("virids").fit(X)
    with pytest.raises(
        ValueError, match="cmap must be the name of a matplotlib colormap; got '#'"
    ):
        ValueColorer("#").fit(X)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_nearly_constant_column_shows_its_exceptions(dtype):
    column = np.zeros((201, 1), dtype=dtype)
    column[7] = 10
    colorer = ValueColorer()
    colors, ends = colorer.fit_transform(column), colorer.colormap_table_[[0, -1]]
    np.testing.assert_array_equal(colors[7], ends[1].astype(dtype))
    np.testing.assert_array_equal(colors[[0, -1]], ends[[0, 0]].astype(dtype))
    streamed = ValueColorer().partial_fit(column[:100]).partial_fit(column[100:])
    np.testing.assert_array_equal(streamed.transform(column), colors)


def test_new_rows_beside_a_constant_column_take_the_end_colors():
    colorer = ValueColorer().fit(np.full((50, 1), 0.3))
    first, middle, last = colorer.transform([[0.2], [0.1 * 3], [0.4]])
    np.testing.assert_array_equal([first, last], colorer.colormap_table_[[0, -1]])
    np.testing.assert_array_equal(middle, colorer.colormap_table_[128])


# Limits that are given

VALUES = np.append(np.random.default_rng(0).normal(2, 1, size=98), [-4, 9])[:, np.newaxis]


def limits(values=VALUES, **parameters):
    colorer = ValueColorer(**parameters).fit(values)
    return colorer.vmin_, colorer.vmax_


def test_given_limits_replace_percentiles_on_their_side():
    low, high = np.percentile(VALUES, [2, 98])
    assert limits(vmin=-7) == pytest.approx((-7, high))
    assert limits(vmax=7) == pytest.approx((low, 7))
    assert limits(vmin=0, vmax=3) == (0, 3)
    assert limits(vmin=50) == (50, 50)  # all values are below
    assert limits(vmax=-50) == (-50, -50)
    assert limits(np.ones((5, 1)), vmin=0) == (0, 1)


def test_a_center_is_halfway_between_the_limits_as_matplotlibs():
    low, high = np.percentile(VALUES, [2, 98])
    for center in (0.0, 2.5, -1.0):
        reach = max(abs(low - center), abs(high - center))
        assert limits(center=center) == pytest.approx((center - reach, center + reach))
        colorer = ValueColorer("coolwarm", center=center).fit(VALUES)
        norm = CenteredNorm(center, reach, clip=True)
        expected = matplotlib.colormaps["coolwarm"](norm(VALUES[:, 0]))[:, :3]
        # Values on the edge of two colors may get either.
        assert np.isclose(colorer.transform(VALUES), expected).all(axis=1).mean() > 0.97
    assert limits(center=0, vmin=-2) == (-2, 2)
    assert limits(center=1, vmax=4) == (-2, 4)
    assert limits(np.zeros((5, 1)), center=0) == (0, 0)


def test_a_center_between_given_limits_has_a_scale_on_each_side():
    colorer = ValueColorer("coolwarm", vmin=-1, center=0, vmax=10).fit(VALUES)
    values = np.array([-5, -1, -0.5, 0, 5, 10, 50.0])
    norm = TwoSlopeNorm(0, -1, 10)
    expected = matplotlib.colormaps["coolwarm"](np.clip(norm(values), 0, 1))[:, :3]
    np.testing.assert_allclose(colorer.transform(values[:, np.newaxis]), expected)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"vmin": 3, "vmax": 1}, "vmin must be less than vmax; got vmin=3 and vmax=1"),
        ({"vmin": 1, "vmax": 1}, "vmin must be less than vmax"),
        ({"vmin": 1, "center": 0}, "vmin must be less than center"),
        ({"center": 2, "vmax": 1}, "center must be less than vmax"),
        ({"center": np.nan}, "center"),
        ({"vmin": -np.inf}, "vmin"),
        ({"missing_color": "no color"}, "missing_color must be an opaque color"),
        ({"missing_color": (1, 0, 0, 0.5)}, "missing_color must be an opaque color"),
        ({"missing_color": "none"}, "missing_color must be an opaque color"),
        ({"missing_color": (200, 0, 0)}, "missing_color must be an opaque color"),
    ],
)
def test_limits_and_colors_that_make_no_sense(parameters, words):
    with pytest.raises(ValueError, match=words):
        ValueColorer(**parameters).fit(VALUES)


@pytest.mark.parametrize(
    "parameters", [{}, {"vmin": 0}, {"center": 1}, {"center": 0, "vmin": -1, "vmax": 5}]
)
def test_batches_have_the_limits_of_all_rows(parameters):
    whole = ValueColorer(**parameters).fit(VALUES)
    streamed = ValueColorer(**parameters).partial_fit(VALUES[:30]).partial_fit(VALUES[30:])
    np.testing.assert_allclose(streamed.transform(VALUES), whole.transform(VALUES))


def test_align_keeps_the_center():
    first = ValueColorer("coolwarm", center=0, vmin=-3).fit(VALUES)
    second = ValueColorer("coolwarm", center=0, vmin=-8).fit(VALUES)
    colors = first.transform(VALUES)
    aligned = align(second, VALUES, colors)
    assert delta_e(aligned.transform(VALUES), colors).max() < 0.02
    zero = np.zeros((1, 1))
    np.testing.assert_array_equal(aligned.transform(zero), first.transform(zero))


def test_other_value_colorers_have_limits_too(rows):
    X, layout = rows
    colorer = NeighborOverlapColorer(5, vmin=0, vmax=1).fit(X, layout)
    assert (colorer.vmin_, colorer.vmax_) == (0, 1)
    shares = colorer.score_samples(X, layout)
    expected = matplotlib.colormaps["viridis"](shares)[:, :3]
    np.testing.assert_allclose(colorer.transform(X, layout), expected)


# Missing values

GAPS = np.where(np.arange(100)[:, np.newaxis] % 7 == 0, np.nan, VALUES)
IS_MISSING = np.isnan(GAPS[:, 0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("color", [(0.6, 0.6, 0.6), "tab:red", "#00aaff", [0, 0, 0]])
def test_missing_values_have_their_color_and_no_influence(dtype, color):
    rows = GAPS.astype(dtype)
    colorer = ValueColorer(missing_color=color).fit(rows)
    known = ValueColorer().fit(rows[~IS_MISSING])
    assert (colorer.vmin_, colorer.vmax_) == (known.vmin_, known.vmax_)
    colors = colorer.transform(rows)
    assert colors.dtype == dtype
    np.testing.assert_array_equal(colors[~IS_MISSING], known.transform(rows[~IS_MISSING]))
    wanted = np.tile(matplotlib.colors.to_rgb(color), (IS_MISSING.sum(), 1))
    np.testing.assert_array_equal(colors[IS_MISSING], wanted.astype(dtype))
    np.testing.assert_array_equal(np.isnan(colorer.score_samples(rows)), IS_MISSING)
    np.testing.assert_array_equal(
        ValueColorer(missing_color=color).fit_transform(rows), colors
    )


def test_missing_values_in_batches_chunks_and_frames():
    whole = ValueColorer().fit(GAPS)
    expected = whole.transform(GAPS)
    parts = np.vstack([GAPS[:50], np.full((3, 1), np.nan), GAPS[50:]])
    streamed = ValueColorer().partial_fit(parts[:50])
    streamed.partial_fit(parts[50:53]).partial_fit(parts[53:])
    np.testing.assert_allclose(streamed.transform(GAPS), expected)
    np.testing.assert_array_equal(transform_in_chunks(whole, GAPS), expected)
    frame = pd.DataFrame({"value": pd.array([*GAPS[:, 0]], dtype="Float64")})
    assert frame["value"].isna().sum() == IS_MISSING.sum()
    np.testing.assert_array_equal(ValueColorer().fit_transform(frame), expected)
    objects = np.array([[None] if np.isnan(v) else [v] for v in GAPS[:, 0]], dtype=object)
    np.testing.assert_array_equal(ValueColorer().fit_transform(objects), expected)


def test_missing_values_of_dask_arrays():
    da = pytest.importorskip("dask.array")
    rows = np.vstack([np.full((20, 1), np.nan), GAPS])
    lazy = da.from_array(rows, chunks=(20, 1))
    colorer = ValueColorer().fit(lazy)
    expected = ValueColorer().fit(rows)
    np.testing.assert_allclose(
        [colorer.vmin_, colorer.vmax_], [expected.vmin_, expected.vmax_]
    )
    np.testing.assert_allclose(colorer.transform(lazy).compute(), expected.transform(rows))


def test_only_missing_values_need_given_limits():
    nothing = np.full((5, 1), np.nan)
    for colorer in (ValueColorer(), ValueColorer(vmin=0), ValueColorer(center=0)):
        for fit in (colorer.fit, colorer.partial_fit):
            with pytest.raises(
                ValueError, match="X must have at least one value that is not"
            ):
                fit(nothing)
    colors = ValueColorer(vmin=0, vmax=1).fit_transform(nothing)
    np.testing.assert_array_equal(colors, np.full((5, 3), 0.6))
    later = ValueColorer().fit(VALUES).transform(nothing)
    np.testing.assert_array_equal(later, colors)


def test_align_ignores_missing_values():
    first = ValueColorer(quantile_range=(10, 90)).fit(GAPS)
    second = ValueColorer(quantile_range=(0, 100)).fit(GAPS)
    colors = first.transform(GAPS)
    assert delta_e(align(second, GAPS, colors).transform(GAPS), colors).max() < 0.02


def test_infinity_is_not_missing():
    with pytest.raises(ValueError, match="infinity"):
        ValueColorer().fit(np.array([[1.0], [np.inf]]))


def test_only_colorers_of_values_as_they_are_take_missing_ones():
    takers = {
        type(estimator).__name__
        for estimator in configured()
        if get_tags(estimator).input_tags.allow_nan
    }
    assert takers == {"ValueColorer"}
