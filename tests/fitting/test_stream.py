"""Rows in batches: every estimator with partial_fit."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import DBSCAN, Birch, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError

import skcolor
from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    GamutColorer,
    ResidualPCA,
    ValueColorer,
)
from skcolor.paint import delta_e
from tests.configurations import ESTIMATORS

STREAMING = [
    ValueColorer(),
    ValueColorer(quantile_range=(0, 100)),
    ChannelColorer(),
    ChannelColorer(space="oklab"),
    GamutColorer(),
    BinaryPackColorer(),
    BinaryPackColorer(2, thresholds=np.zeros(6)),
    ArgmaxColorer(falloff=0.9),
    CovariancePCA(3),
]


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


@pytest.mark.parametrize("estimator", STREAMING, ids=str)
def test_few_rows_in_batches_give_what_fit_gives(estimator, rows):
    X = np.hstack([rows[0], rows[0] ** 2])
    X = X[:, :6]
    streamed = in_batches(clone(estimator), X, 12)
    whole = clone(estimator).fit(X)
    assert streamed.n_samples_seen_ == 60
    np.testing.assert_allclose(streamed.transform(X), whole.transform(X), atol=1e-9)


LONG = pytest.param(GamutColorer(), marks=pytest.mark.slow)


@pytest.mark.parametrize("estimator", [*STREAMING[:4], LONG, *STREAMING[5:-1]], ids=str)
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
        "CovariancePCA", "GamutColorer", "ResidualPCA", "ValueColorer",
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


EVERY = [
    *STREAMING,
    ArgmaxColorer(standardize=True),
    ClusterColorer(MiniBatchKMeans(4, random_state=0)),
    ResidualPCA(2, n_neighbors=5),
]


def halves(rows):
    X = np.hstack([rows[0], rows[0][:, :1] ** 2])
    return (X[:30], rows[1][:30]), (X[30:], rows[1][30:])


@pytest.mark.parametrize(
    ("estimator", "parameters"),
    [
        (ArgmaxColorer(), {"standardize": True}),
        (ArgmaxColorer(standardize=True), {"standardize": False}),
        (BinaryPackColorer(2), {"bits_per_channel": 1}),
        (BinaryPackColorer(1), {"bits_per_channel": 2}),
        (ClusterColorer(), {"clusterer": MiniBatchKMeans(3)}),
        (ClusterColorer(MiniBatchKMeans(4)), {"clusterer": MiniBatchKMeans(3)}),
        (ClusterColorer(MiniBatchKMeans(4)), {"clusterer": Birch()}),
        (ClusterColorer(MiniBatchKMeans(4)), {"clusterer__n_clusters": 3}),
        (ClusterColorer(MiniBatchKMeans(4)), {"clusterer": DBSCAN()}),
        (ClusterColorer(MiniBatchKMeans(4)), {"arrange": "similarity"}),
        (ArgmaxColorer(), {"arrange": "contrast"}),
        (ResidualPCA(n_neighbors=5), {"n_neighbors": 6}),
        (ResidualPCA(n_neighbors=5), {"embedder": PCA(2)}),
        (ResidualPCA(n_neighbors=5, embedder=PCA(2)), {"embedder__n_components": 3}),
        (ResidualPCA(n_neighbors=5), {"robust": True}),
    ],
    ids=str,
)
def test_what_decides_what_is_kept_must_not_change_in_the_middle(
    estimator, parameters, rows
):
    first, second = halves(rows)
    estimator = clone(estimator).partial_fit(*first).set_params(**parameters)
    before = pickle.dumps(estimator)
    name = next(iter(parameters)).partition("__")[0]
    message = rf"{name} was changed to [\s\S]* depends on it; start over with fit"
    with pytest.raises(ValueError, match=message):
        estimator.partial_fit(*second)
    assert pickle.dumps(estimator) == before
    # Both ways out that the error names begin anew.
    if hasattr(clone(estimator), "partial_fit"):
        assert clone(estimator).partial_fit(*second).n_samples_seen_ == 30
        assert estimator.fit(*first).partial_fit(*second).n_samples_seen_ == 30
    else:
        assert not hasattr(estimator.fit(*first), "partial_fit")


@pytest.mark.parametrize(
    ("estimator", "parameters"),
    [
        (ValueColorer(), {"cmap": "magma"}),
        (ValueColorer(), {"quantile_range": (10, 60)}),
        (ChannelColorer(), {"quantile_range": (10, 60)}),
        (ChannelColorer(), {"space": "oklab"}),
        (BinaryPackColorer(2), {"thresholds": np.zeros(6)}),
        (BinaryPackColorer(2, thresholds=np.zeros(6)), {"thresholds": "median"}),
        (ArgmaxColorer(), {"palette": "viridis"}),
        (ArgmaxColorer(standardize=True), {"absolute": True, "falloff": 0.5}),
        (ClusterColorer(MiniBatchKMeans(4, random_state=0)), {"palette": "viridis"}),
        (
            ClusterColorer(MiniBatchKMeans(4, random_state=0)),
            {"clusterer": MiniBatchKMeans(4, random_state=0), "random_state": 3},
        ),
        (CovariancePCA(2), {"n_components": 4}),
        (CovariancePCA(), {"n_components": 0.5}),
        (ResidualPCA(2, n_neighbors=5), {"n_components": 4, "n_jobs": 2}),
    ],
    ids=str,
)
def test_what_is_made_of_what_is_kept_may_change_in_the_middle(estimator, parameters, rows):
    first, second = halves(rows)
    changed = clone(estimator).partial_fit(*first)
    changed.set_params(**parameters).partial_fit(*second)
    whole = clone(estimator).set_params(**parameters)
    whole.partial_fit(*first).partial_fit(*second)
    colors = changed.transform(first[0])
    np.testing.assert_array_equal(colors, whole.transform(first[0]))
    other = clone(estimator).partial_fit(*first).partial_fit(*second).transform(first[0])
    if "clusterer" not in parameters:
        assert colors.shape != other.shape or (colors != other).any()


@pytest.mark.parametrize("estimator", EVERY, ids=str)
def test_batches_of_another_type_are_refused(estimator, rows):
    first, (X, layout) = halves(rows)
    estimator = clone(estimator).partial_fit(first[0].astype(np.float32), first[1])
    before = pickle.dumps(estimator)
    with pytest.raises(ValueError, match="X is float64, but earlier .* float32"):
        estimator.partial_fit(X, layout)
    assert pickle.dumps(estimator) == before
    estimator.partial_fit(X.astype(np.float16), layout)  # which becomes float32
    assert estimator.n_samples_seen_ == 60


@pytest.mark.parametrize("estimator", EVERY, ids=str)
def test_no_bad_batch_leaves_a_trace(estimator, rows):
    (X, layout), _ = halves(rows)
    estimator = clone(estimator)
    bad = X.copy()
    bad[3, 2] = np.inf
    batches = [
        (X[:0], layout[:0], "0 sample"),
        (X[:, :4], layout, "X has 4 features"),
        (bad, layout, "infinity"),
        (X[0], None, "Expected 2D array"),
    ]
    for rows_, places, message in batches:
        if message != "X has 4 features":
            with pytest.raises(ValueError, match=message):
                estimator.partial_fit(rows_, places)
            assert vars(estimator).keys() == vars(clone(estimator)).keys()
    before = pickle.dumps(estimator.partial_fit(X, layout))
    for rows_, places, message in batches:
        with pytest.raises(ValueError, match=message):
            estimator.partial_fit(rows_, places)
        assert pickle.dumps(estimator) == before


@pytest.mark.parametrize("estimator", [*EVERY[:-1]], ids=str)
def test_batches_of_one_row_count(estimator, rows):
    (X, _), _ = halves(rows)
    single = clone(estimator).partial_fit(X[:20])
    for i in range(20, 30):
        single.partial_fit(X[i : i + 1])
    assert single.n_samples_seen_ == 30
    if isinstance(estimator, ClusterColorer):
        return  # K-Means learns another way from single rows
    whole = clone(estimator).partial_fit(X)
    np.testing.assert_allclose(single.transform(X), whole.transform(X), atol=1e-9)


@pytest.mark.parametrize("estimator", EVERY, ids=str)
def test_a_stream_goes_on_from_where_it_was_saved(estimator, rows):
    first, second = halves(rows)
    stream = clone(estimator).partial_fit(*first)
    loaded = pickle.loads(pickle.dumps(stream))
    copied = clone(stream)
    assert not hasattr(copied, "n_samples_seen_")
    for other in (stream, loaded):
        other.partial_fit(*second)
    X = np.vstack([first[0], second[0]])
    assert stream.transform(X).tobytes() == loaded.transform(X).tobytes()
    assert stream.n_samples_seen_ == loaded.n_samples_seen_ == 60
    copied.partial_fit(*first).partial_fit(*second)
    np.testing.assert_array_equal(copied.transform(X), stream.transform(X))


@pytest.mark.parametrize("estimator", EVERY, ids=str)
def test_fit_and_a_stream_begin_anew_whatever_came_before(estimator, rows):
    first, second = halves(rows)
    fitted = clone(estimator).fit(*second)
    streamed = clone(estimator).partial_fit(*second)
    X = first[0]
    after_stream = clone(estimator).partial_fit(*first).fit(*second)
    np.testing.assert_array_equal(after_stream.transform(X), fitted.transform(X))
    after_fit = clone(estimator).fit(*first).partial_fit(*second)
    np.testing.assert_array_equal(after_fit.transform(X), streamed.transform(X))
    # Also with other columns and of another type.
    narrow = clone(estimator).partial_fit(*first)
    if not isinstance(estimator, BinaryPackColorer):
        narrow.fit(X[:, :4].astype(np.float32), first[1])
        narrow.partial_fit(X[:, :3], first[1])
        assert narrow.n_samples_seen_ == 30


@pytest.mark.parametrize(
    ("estimator", "wrong"),
    [
        (ArgmaxColorer(standardize=True), {"falloff": np.zeros(6)}),
        (ArgmaxColorer(), {"palette": "no such palette"}),
        (ClusterColorer(MiniBatchKMeans(4)), {"palette": "no such palette"}),
        (ValueColorer(), {"quantile_range": (60, 10)}),
        (ChannelColorer(), {"quantile_range": (60, 10)}),
        (BinaryPackColorer(2), {"thresholds": np.zeros(5)}),
    ],
    ids=str,
)
def test_a_batch_that_fails_for_a_parameter_does_not_count(estimator, wrong, rows):
    first, second = halves(rows)
    stream = clone(estimator).partial_fit(*first)
    right = stream.get_params()
    expected = pickle.dumps(stream)
    stream.set_params(**wrong)
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}|palette"):
        stream.partial_fit(*second)
    stream.set_params(**{name: right[name] for name in wrong})
    assert pickle.dumps(stream) == expected
