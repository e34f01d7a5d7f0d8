"""What holds for every colorer, whatever the rows."""

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import assume, currently_in_test_context, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.base import clone

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    GamutColorer,
    OrderedICA,
    ResidualPCA,
)
from tests.configurations import COLORERS, configured

ALL = pytest.mark.parametrize("colorer", configured(COLORERS), ids=str)


@st.composite
def tables(draw):
    """Rows and a layout: small integers, so that equal values and rows are common."""
    n_rows = draw(st.integers(10, 40))
    n_columns = draw(st.integers(1, 8))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    X = draw(arrays(dtype, (n_rows, n_columns), elements=st.integers(-3, 3)))
    scale = draw(st.sampled_from([1, 0.1, 1e-30, 1e30]))
    layout = draw(arrays(np.float64, (n_rows, 2), elements=st.integers(-4, 4)))
    return (X * dtype(scale)).astype(dtype), layout


def fit_transform(colorer, X, layout):
    if isinstance(colorer, ClusterColorer) and currently_in_test_context():
        # scikit-learn's clusterers square X, which overflows float32 at 1e30.
        assume(1e-3 < np.abs(X).max() < 1e3)
    with warnings.catch_warnings():
        # Clusterers say so where there are fewer distinct rows than clusters.
        warnings.filterwarnings("ignore", "Number of distinct clusters")
        return colorer.fit_transform(X, layout)


@ALL
@given(table=tables())
def test_colors_are_finite_in_range_and_of_the_dtype_of_x(colorer, table):
    X, layout = table
    colors = fit_transform(clone(colorer), X, layout)
    assert colors.shape == (len(X), 3)
    assert colors.dtype == X.dtype
    assert np.isfinite(colors).all()
    assert colors.min() >= 0
    assert colors.max() <= 1


@ALL
@given(table=tables(), data=st.data())
def test_colors_do_not_depend_on_row_order_or_batch(colorer, table, data):
    X, layout = table
    colorer = clone(colorer)
    fit_transform(colorer, X, layout)
    colors = colorer.transform(X, layout)
    order = np.array(data.draw(st.permutations(range(len(X)))))
    np.testing.assert_array_equal(colorer.transform(X[order], layout[order]), colors[order])
    batch = slice(0, data.draw(st.integers(1, len(X))))
    np.testing.assert_array_equal(colorer.transform(X[batch], layout[batch]), colors[batch])


@ALL
@given(table=tables())
def test_fit_transform_is_fit_then_transform(colorer, table):
    X, layout = table
    colors = fit_transform(clone(colorer), X, layout)
    colorer = clone(colorer)
    fit_transform(colorer, X, layout)
    np.testing.assert_array_equal(colorer.transform(X, layout), colors)
    # Rows seen in fit keep their places: without a layout, too, unless rows are equal.
    if len(np.unique(X, axis=0)) == len(X):
        np.testing.assert_array_equal(colorer.transform(X), colors)


@ALL
@given(table=tables())
def test_equal_rows_in_equal_places_get_equal_colors(colorer, table):
    X, layout = table
    X, layout = np.vstack([X, X]), np.vstack([layout, layout])
    colors = fit_transform(clone(colorer), X, layout)
    np.testing.assert_array_equal(colors[: len(X) // 2], colors[len(X) // 2 :])


@ALL
def test_constant_rows_get_one_color(colorer):
    layout = np.arange(24.0).reshape(12, 2)
    for n_columns in (1, 2, 5):
        colors = fit_transform(clone(colorer), np.full((12, n_columns), 7.5), layout)
        assert len(np.unique(colors, axis=0)) == 1


@pytest.mark.parametrize(
    "colorer", [ArgmaxColorer(), ChannelColorer(), BinaryPackColorer()]
)
def test_the_smallest_tables(colorer):
    for shape in itertools.product((1, 2, 3), repeat=2):
        X = np.arange(float(np.prod(shape))).reshape(shape)
        assert np.isfinite(clone(colorer).fit_transform(X)).all()


@given(table=tables(), shift=st.integers(-100, 100), power=st.integers(-3, 3))
def test_channels_do_not_change_with_offset_and_scale(table, shift, power):
    X = table[0].astype(np.float64)
    assume(np.abs(X).max() < 1e3 and np.abs(X).max() > 1e-3)
    other = (X + shift) * 2.0**power
    np.testing.assert_allclose(
        ChannelColorer().fit_transform(other), ChannelColorer().fit_transform(X), atol=1e-9
    )


@given(table=tables(), data=st.data())
def test_argmax_follows_its_columns(table, data):
    X = table[0]
    order = np.array(data.draw(st.permutations(range(X.shape[1]))))
    # Only where one column is largest: among equal ones, the first wins.
    alone = (X == X.max(axis=1, keepdims=True)).sum(axis=1) == 1
    labels = ArgmaxColorer().fit(X).predict(X)
    permuted = ArgmaxColorer().fit(X[:, order]).predict(X[:, order])
    np.testing.assert_array_equal(order[permuted][alone], labels[alone])
    np.testing.assert_array_equal(ArgmaxColorer().fit(X).predict(4 * X), labels)


@given(table=tables())
def test_cluster_labels_are_those_of_the_palette(table):
    X, _ = table
    colorer = ClusterColorer()
    colors = fit_transform(colorer, X, None)
    np.testing.assert_allclose(colors, colorer.palette_[colorer.labels_], rtol=1e-6)


@pytest.mark.parametrize(
    "reducer", [CovariancePCA(8), OrderedICA(8, max_iter=5), ResidualPCA(8, n_neighbors=5)]
)
@pytest.mark.filterwarnings("ignore:n_components=.* is more than X")
@pytest.mark.filterwarnings("ignore:FastICA did not converge")
@given(table=tables())
def test_reducers_are_finite_the_same_in_any_batch_and_have_an_inverse(reducer, table):
    X, layout = table
    assume(1e-3 < np.abs(X).max() < 1e3)
    reducer = clone(reducer)
    reduced = reducer.fit_transform(X, layout)
    assert reduced.dtype == X.dtype
    assert np.isfinite(reduced).all()
    np.testing.assert_array_equal(reducer.transform(X), reduced)
    np.testing.assert_array_equal(reducer.transform(X[2:5]), reduced[2:5])
    if len(reducer.components_) == X.shape[1]:
        np.testing.assert_allclose(reducer.inverse_transform(reduced), X, atol=1e-2)


@given(table=tables())
def test_colors_that_are_not_clipped_go_back_to_their_rows(table):
    X = table[0].astype(np.float64)
    assume(1e-3 < np.abs(X).max() < 1e3)
    colorer = GamutColorer(contrast=0, clipped=0).fit(X)
    back = colorer.inverse_transform(colorer.transform(X))[:, : min(3, X.shape[1])]
    spread = np.ptp(X, axis=0).max()
    np.testing.assert_allclose(back, X[:, :3], atol=1e-2 * spread + 1e-9)


@given(table=tables(), data=st.data())
def test_the_order_of_columns_is_the_order_of_channels(table, data):
    X = table[0]
    assume(X.shape[1] >= 3)
    order = np.array(data.draw(st.permutations(range(3))))
    colors = ChannelColorer().fit_transform(X[:, :3])
    np.testing.assert_array_equal(
        ChannelColorer().fit_transform(X[:, order]), colors[:, order]
    )


# scikit-learn's clusterers and the fit of GamutColorer divide by squares of what X holds.
SUBNORMAL = [c for c in configured(COLORERS) if not isinstance(c, ClusterColorer)]


@pytest.mark.parametrize("colorer", SUBNORMAL, ids=str)
@given(table=tables())
def test_subnormal_rows_get_finite_colors(colorer, table):
    X, layout = table
    X = np.sign(X) * np.finfo(X.dtype).smallest_subnormal
    assert np.isfinite(fit_transform(clone(colorer), X, layout)).all()


@ALL
@given(table=tables())
def test_points_in_one_place_are_no_trouble(colorer, table):
    X, layout = table
    colors = fit_transform(clone(colorer), X, np.zeros_like(layout))
    assert np.isfinite(colors).all()
