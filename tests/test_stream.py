"""Rows in batches: sketches, moments, and every estimator with partial_fit."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import DBSCAN, MiniBatchKMeans
from sklearn.exceptions import NotFittedError

import skcolor
from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    ResidualPCA,
    ValueColorer,
    _sketch,
)
from skcolor._sketch import QuantileSketch
from skcolor.paint import delta_e
from skcolor.reducers._running_moments import Moments
from tests.configurations import ESTIMATORS

STREAMING = [
    ValueColorer(),
    ValueColorer(quantile_range=(0, 100)),
    ChannelColorer(),
    ChannelColorer(space="oklab"),
    BinaryPackColorer(),
    BinaryPackColorer(2, thresholds=np.zeros(6)),
    ArgmaxColorer(falloff=0.9),
    CovariancePCA(3),
]


def sketch_of_parts(values, n_parts):
    parts = [QuantileSketch.of(part) for part in np.array_split(values, n_parts)]
    return sum(parts[1:], parts[0])


def in_batches(estimator, X, n_batches, layout=None):
    for rows in np.array_split(np.arange(len(X)), n_batches):
        estimator.partial_fit(X[rows], None if layout is None else layout[rows])
    return estimator


@pytest.fixture(scope="module")
def many():
    """More rows than a sketch keeps, skewed, and drifting from batch to batch."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60_000, 6)) @ rng.normal(size=(6, 6))
    X[:, 1] = np.exp(X[:, 1] / 2)
    return (X + np.linspace(0, 1, 60_000)[:, np.newaxis]).astype(np.float32)


@pytest.mark.parametrize("order", ["drawn", "rising", "falling", "ties"])
@pytest.mark.parametrize("n_parts", [1, 7, 90])
def test_ranks_are_within_the_bound_that_a_sketch_knows(order, n_parts, monkeypatch):
    monkeypatch.setattr(_sketch, "_SIZE", 64)
    values = np.random.default_rng(0).lognormal(size=5001)
    if order == "ties":
        values = np.round(values)
    elif order != "drawn":
        values = np.sort(values) * (1 if order == "rising" else -1)
    sketch = sketch_of_parts(values, n_parts)
    n_levels = len(sketch.levels)
    assert sketch.n_rows == 5001
    assert max(level.shape[1] for level in sketch.levels) <= 64
    assert 0 < sketch.rank_error <= 5001 * n_levels / 64
    percentages = np.linspace(0, 100, 41)
    found = sketch.percentile(percentages)[:, 0]
    ranked = np.sort(values)
    places = percentages / 100 * 5000
    assert (np.searchsorted(ranked, found, "left") <= places + sketch.rank_error + 1).all()
    assert (np.searchsorted(ranked, found, "right") >= places - sketch.rank_error).all()
    assert found[0] == ranked[0]
    assert found[-1] == ranked[-1]


def test_a_sketch_of_few_rows_is_exact():
    values = np.random.default_rng(0).normal(size=(1000, 3))
    sketch = sketch_of_parts(values, 10)
    assert sketch.rank_error == 0
    percentages = [0, 1, 33.3, 50, 99, 100]
    np.testing.assert_allclose(
        sketch.percentile(percentages), np.percentile(values, percentages, axis=0)
    )


def test_percentiles_of_the_widest_numbers_do_not_overflow():
    huge = np.array([-1.0, 1.0]) * np.finfo(np.float64).max
    assert QuantileSketch.of(huge).percentile([50]) == 0


def test_moments_of_parts_add_up():
    X = np.random.default_rng(0).normal(size=(500, 4)) + 1e4
    parts = [Moments.of(part) for part in np.array_split(X, [1, 40, 300])]
    found, whole = sum(parts[1:], parts[0]), Moments.of(X)
    assert found.n_rows == 500
    np.testing.assert_allclose(found.mean, whole.mean, rtol=1e-14)
    np.testing.assert_allclose(found.scatter, whole.scatter, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("estimator", STREAMING, ids=str)
def test_few_rows_in_batches_give_what_fit_gives(estimator, rows):
    X = np.hstack([rows[0], rows[0] ** 2])
    X = X[:, :6]
    streamed = in_batches(clone(estimator), X, 12)
    whole = clone(estimator).fit(X)
    assert streamed.n_samples_seen_ == 60
    np.testing.assert_allclose(streamed.transform(X), whole.transform(X), atol=1e-9)


@pytest.mark.parametrize("estimator", STREAMING[:-1], ids=str)
def test_many_rows_in_batches_are_a_just_noticeable_difference_away(estimator, many):
    streamed = in_batches(clone(estimator), many, 25)
    whole = clone(estimator).fit(many)
    difference = delta_e(streamed.transform(many), whole.transform(many))
    assert difference.mean() < 0.002
    # A bit that flips, of a row at the median itself, is another color.
    assert (difference > 0.02).mean() < 0.005
    if not isinstance(estimator, BinaryPackColorer):
        assert difference.max() < 0.02


def test_components_in_batches_are_exact(many):
    # Those of all rows at once are as near as sums of float32 products let them.
    streamed, whole = in_batches(CovariancePCA(4), many, 25), CovariancePCA(4).fit(many)
    np.testing.assert_allclose(streamed.components_, whole.components_, atol=1e-6)
    np.testing.assert_allclose(
        streamed.explained_variance_ratio_, whole.explained_variance_ratio_, rtol=1e-6
    )
    assert streamed.components_.dtype == np.float32


def test_residual_components_of_batches_are_of_neighbors_within_them(many):
    X = many[::20].astype(np.float64)
    layout = X[:, :2]
    whole = ResidualPCA(2, n_neighbors=10).fit(X, layout)
    at_once = in_batches(ResidualPCA(2, n_neighbors=10), X, 1, layout)
    np.testing.assert_array_equal(at_once.components_, whole.components_)
    twice = ResidualPCA(2, n_neighbors=10).partial_fit(X, layout).partial_fit(X, layout)
    np.testing.assert_allclose(twice.components_, whole.components_, atol=1e-9)
    order = np.random.default_rng(0).permutation(len(X))
    streamed = in_batches(ResidualPCA(2, n_neighbors=10), X[order], 3, layout[order])
    cosines = (streamed.components_ * whole.components_).sum(axis=1)
    assert (np.abs(cosines) > 0.98).all()


def test_clusters_learn_as_the_clusterer_does(rows):
    X = rows[0]
    kmeans = MiniBatchKMeans(3, random_state=0)
    colorer = in_batches(ClusterColorer(kmeans), X, 3)
    alone = in_batches(MiniBatchKMeans(3, random_state=0), X, 3)
    np.testing.assert_array_equal(colorer.cluster_centers_, alone.cluster_centers_)
    np.testing.assert_array_equal(colorer.predict(X), alone.predict(X))
    assert colorer.labels_.shape == (20,)
    assert not hasattr(colorer, "exemplar_indices_")


def test_who_learns_from_batches():
    streaming = {
        name for name in ESTIMATORS if hasattr(getattr(skcolor, name)(), "partial_fit")
    }
    assert streaming == {
        "ArgmaxColorer", "BinaryPackColorer", "ChannelColorer", "ClusterColorer",
        "CovariancePCA", "ResidualPCA", "ValueColorer",
    }  # fmt: skip
    assert not hasattr(ClusterColorer(DBSCAN()), "partial_fit")
    assert not hasattr(ArgmaxColorer(arrange="contrast"), "partial_fit")


def test_fit_forgets_the_stream_and_the_next_batch_begins_anew(rows):
    X = rows[0]
    colorer = ValueColorer().partial_fit(X + 100).fit(X)
    assert not hasattr(colorer, "n_samples_seen_")
    colorer.partial_fit(X)
    assert colorer.n_samples_seen_ == 60
    assert colorer.vmax_ == pytest.approx(ValueColorer().fit(X).vmax_)


def test_a_bad_batch_leaves_the_stream_as_it_was(rows):
    X = rows[0]
    colorer = ChannelColorer()
    with pytest.raises(ValueError, match="NaN"):
        colorer.partial_fit(np.full_like(X, np.nan))
    with pytest.raises(NotFittedError):
        colorer.transform(X)
    before = pickle.dumps(colorer.partial_fit(X))
    with pytest.raises(ValueError, match="NaN"):
        colorer.partial_fit(np.full_like(X, np.nan))
    with pytest.raises(ValueError, match="expecting 5 features"):
        colorer.partial_fit(X[:, :4])
    assert pickle.dumps(colorer) == before
