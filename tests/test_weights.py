"""Weights of rows: 2 is a row given twice, and 0 a row left out."""

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_sample_weight_equivalence_on_dense_data
from sklearn.utils.validation import has_fit_parameter

import skcolor
from skcolor import (
    ChannelColorer,
    CovariancePCA,
    GamutColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
)
from skcolor._checks.weights import check_weights
from skcolor.images import GridColorer
from tests.configurations import ESTIMATORS

WEIGHTED = [
    CovariancePCA(3),
    CovariancePCA(),
    CovariancePCA(0.7),
    OrderedICA(3),
    OrderedICA(2, fun="cube"),
    OrderedICA(2, fun="exp", max_iter=8),
    ResidualPCA(3, n_neighbors=7),
    ResidualPCA(2, n_neighbors=9, robust=True),
    ResidualPCA(2, n_neighbors=400),
    ChannelColorer(),
    ChannelColorer(space="oklab", quantile_range=(0, 100)),
    ValueColorer(),
    ValueColorer(quantile_range=(0, 99), center=1.0),
    GamutColorer(),
    GamutColorer(contrast=0, clipped=0.1),
]
STREAMING = [each for each in WEIGHTED if hasattr(each, "partial_fit")]
# Some rows have no two independent components, and iterations would end at random.
no_end = pytest.mark.filterwarnings("ignore:FastICA did not converge")
few_neighbors = pytest.mark.filterwarnings("ignore:n_neighbors=400.* is more than")


def rows_of(n=120, n_columns=5, dtype=np.float64):
    """Rows, rows in which those of weight 0 are outliers, their layout, and the weights."""
    rng = np.random.default_rng(0)
    X = rng.exponential(size=(n, n_columns)) * np.linspace(4, 1, n_columns)
    weights = rng.integers(0, 4, size=n)
    given = X.copy()
    given[weights == 0] *= -1e6
    layout = X[:, :2] + rng.normal(size=(n, 2))
    return X.astype(dtype), given.astype(dtype), layout, weights


def close(found, wanted, dtype=np.float64):
    tolerance = 1e-9 if dtype == np.float64 else 2e-6
    size = np.abs(wanted).max()
    np.testing.assert_allclose(found, wanted, atol=tolerance * size, rtol=0)


@few_neighbors
@no_end
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("estimator", WEIGHTED, ids=str)
def test_a_weight_is_how_often_a_row_is_given(estimator, dtype):
    X, given, layout, weights = rows_of(dtype=dtype)
    repeated = np.repeat(X, weights, axis=0), np.repeat(layout, weights, axis=0)
    wanted = clone(estimator).fit(*repeated)
    found = clone(estimator).fit(given, layout, sample_weight=weights)
    close(found.transform(X), wanted.transform(X), dtype)
    for name, value in vars(wanted).items():
        if name.endswith("_") and isinstance(value, np.ndarray | float):
            close(getattr(found, name), value, dtype)
    first = clone(estimator).fit_transform(given, layout, sample_weight=weights)
    np.testing.assert_array_equal(first, found.transform(given))
    assert np.abs(
        clone(estimator).fit(X, layout).transform(X) - found.transform(X)
    ).max() > (1e-3 if not isinstance(estimator, ResidualPCA) else 1e-9)


@pytest.mark.parametrize("estimator", WEIGHTED, ids=str)
@few_neighbors
@no_end
def test_rows_of_weight_0_are_left_out(estimator):
    X, given, layout, weights = rows_of()
    used = weights > 0
    wanted = clone(estimator).fit(X[used], layout[used]).transform(X)
    for given_weights in (used, list(used * 0.01)):
        found = clone(estimator).fit(given, layout, sample_weight=given_weights)
        close(found.transform(X), wanted)


@few_neighbors
@no_end
@pytest.mark.parametrize("estimator", WEIGHTED[:9], ids=str)
def test_weights_of_fewer_rows_than_columns(estimator):
    if isinstance(estimator, OrderedICA):
        estimator = clone(estimator).set_params(max_iter=8)
    X, given, layout, weights = rows_of(24, 40)
    repeated = np.repeat(X, weights, axis=0), np.repeat(layout, weights, axis=0)
    wanted = clone(estimator).fit(*repeated)
    found = clone(estimator).fit(given, layout, sample_weight=weights)
    close(found.transform(X), wanted.transform(X))


@few_neighbors
@no_end
@pytest.mark.parametrize("estimator", STREAMING, ids=str)
def test_weights_in_batches(estimator):
    if isinstance(estimator, ResidualPCA):
        batches = [slice(0, 120)]  # neighbors are within a batch
    else:
        batches = [slice(i, i + 40) for i in (0, 40, 80)]
    X, given, layout, weights = rows_of()
    found = clone(estimator)
    for rows in batches:
        found.partial_fit(given[rows], layout[rows], sample_weight=weights[rows])
    wanted = clone(estimator).fit(given, layout, sample_weight=weights)
    close(found.transform(X), wanted.transform(X))
    # Shares of rows count as rows; the other batches have no weights.
    mixed = clone(estimator).partial_fit(given, layout, sample_weight=weights > 0)
    mixed.partial_fit(X, layout)
    both = np.vstack([X[weights > 0], X]), np.vstack([layout[weights > 0], layout])
    if not isinstance(estimator, ResidualPCA):
        close(mixed.transform(X), clone(estimator).fit(*both).transform(X))


@pytest.mark.parametrize("estimator", WEIGHTED[::6], ids=str)
def test_shares_that_are_all_alike_are_no_weights(estimator):
    X, _, layout, _ = rows_of()
    wanted = clone(estimator).fit(X, layout).transform(X)
    for weight in (1, 0.3, 1e-300):
        found = clone(estimator).fit(X, layout, sample_weight=np.full(120, weight))
        close(found.transform(X), wanted)


@pytest.mark.filterwarnings("ignore:ResidualPCA got no layout")
@pytest.mark.parametrize("embedder", [None, PCA(2, svd_solver="full")])
def test_a_layout_that_is_computed_leaves_rows_out(embedder):
    X, given, _, weights = rows_of()
    used = weights > 0
    estimator = ResidualPCA(2, n_neighbors=7, embedder=embedder)
    wanted = clone(estimator).fit(X[used]).transform(X)
    close(clone(estimator).fit(given, sample_weight=used).transform(X), wanted)


def test_a_sample_of_many_rows_follows_their_weights(monkeypatch):
    monkeypatch.setattr("skcolor.reducers._within_scatter._MOST_ROWS", 400)
    X, _, layout, _ = rows_of(2000)
    # The right half counts nine times; rows vary along another column there.
    is_right = layout[:, 0] > np.median(layout[:, 0])
    X = np.where(is_right[:, np.newaxis], X * [1, 1, 9, 1, 1], X * [1, 1, 1, 9, 1])
    pca = ResidualPCA(1, n_neighbors=60)
    for weights, column in (
        (np.where(is_right, 9, 1), 2),
        (np.where(is_right, 1, 9), 3),
    ):
        first = clone(pca).fit(X, layout, sample_weight=weights).components_
        assert np.abs(first[0]).argmax() == column
        again = clone(pca).fit(X, layout, sample_weight=weights).components_
        assert first.tobytes() == again.tobytes()


def test_outliers_of_weight_0_cause_no_warning_and_others_keep_their_numbers():
    X = np.random.default_rng(0).normal(size=(500, 4))
    X[7] *= 1e5
    weights = np.ones(500)
    weights[7] = 0
    CovariancePCA(2).fit(X, sample_weight=weights)  # warnings are errors
    X[90] *= 1e5
    with pytest.warns(UserWarning, match="row 90 lies"):
        CovariancePCA(2).fit(X, sample_weight=weights)


BAD = {
    "too few": (np.ones(119), r"must have shape \(120,\), one weight .* got \(119,\)"),
    "2-D": (np.ones((120, 1)), r"must have shape \(120,\).* got \(120, 1\)"),
    "negative": (np.r_[1, -2, np.ones(118)], "at least 0; got -2.0 for row 1"),
    "NaN": (np.r_[np.nan, np.ones(119)], "finite .* got nan for row 0"),
    "infinite": (np.r_[np.ones(119), np.inf], "finite .* got inf for row 119"),
    "zeros": (np.zeros(120), "above 0 for at least one row; got only zeros"),
    "text": ("heavy", "must be numbers.* got 'heavy'"),
    "texts": (["a"] * 120, "must be numbers"),
    "masked": (np.ma.masked_equal(np.arange(120), 3), "sample_weight"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("estimator", [*WEIGHTED[::3], ResidualPCA()], ids=str)
def test_weights_that_are_none(estimator, kind):
    X, _, layout, _ = rows_of()
    bad, message = BAD[kind]
    for name in ("fit", "fit_transform", "partial_fit"):
        if hasattr(estimator, name):
            method = getattr(clone(estimator), name)
            with pytest.raises(ValueError, match=f"sample_weight {message}|{message}"):
                method(X, layout, sample_weight=bad)


def test_weights_are_matched_by_position_and_not_by_index():
    pd = pytest.importorskip("pandas")
    X, _, _, weights = rows_of()
    frame, series = pd.DataFrame(X), pd.Series(weights)
    frame.columns = list("abcde")
    ValueColorer().fit(frame, sample_weight=series)
    with pytest.raises(ValueError, match="sample_weight must have its rows in the order"):
        ValueColorer().fit(frame, sample_weight=series[::-1])


def test_one_row_is_too_few_for_components_whatever_the_number_of_rows():
    X, _, _, _ = rows_of()
    with pytest.raises(ValueError, match="sample_weight must count at least 2 rows"):
        CovariancePCA().fit(X, sample_weight=np.arange(120) == 3)
    twice = CovariancePCA(1).fit(X, sample_weight=2 * (np.arange(120) == 3))
    np.testing.assert_allclose(twice.mean_, X[3])
    np.testing.assert_array_equal(twice.components_, 0)


def test_a_number_is_the_weight_of_every_row():
    assert check_weights(1, np.zeros((3, 1))) is None
    np.testing.assert_array_equal(check_weights(2, np.zeros((3, 1))), [2, 2, 2])
    weights = check_weights(0.5, np.zeros((3, 1)), together=False)
    np.testing.assert_array_equal(weights, [0.5, 0.5, 0.5])
    np.testing.assert_allclose(check_weights([1e-320, 0, 3e-320], np.zeros((3, 1)))[1], 0)


def test_who_takes_weights():
    takes = {
        name
        for name in ESTIMATORS
        if has_fit_parameter(getattr(skcolor, name)(), "sample_weight")
    }
    assert takes == {
        "ChannelColorer", "CovariancePCA", "GamutColorer", "OrderedICA", "ResidualPCA",
        "ValueColorer",
    }  # fmt: skip
    for name in takes:
        estimator = getattr(skcolor, name)()
        with config_context(enable_metadata_routing=True):
            assert estimator.set_fit_request(sample_weight=True) is estimator
            if hasattr(estimator, "partial_fit"):
                estimator.set_partial_fit_request(sample_weight=True)


PIPELINES = [
    make_pipeline(CovariancePCA(3), GamutColorer()),
    make_pipeline(StandardScaler(), OrderedICA(2), ChannelColorer()),
    make_pipeline(ResidualPCA(1, n_neighbors=7), ValueColorer()),
]


@pytest.mark.parametrize("pipeline", PIPELINES, ids=["gamut", "channels", "values"])
def test_weights_reach_the_steps_of_a_pipeline(pipeline):
    X, given, layout, weights = rows_of()
    repeated = np.repeat(X, weights, axis=0), np.repeat(layout, weights, axis=0)
    wanted = clone(pipeline).fit(*repeated).transform(X)
    named = {f"{name}__sample_weight": weights for name, _ in pipeline.steps}
    close(clone(pipeline).fit(given, layout, **named).transform(X), wanted)
    with config_context(enable_metadata_routing=True):
        routed = clone(pipeline)
        for step in routed:
            step.set_fit_request(sample_weight=True)
        close(routed.fit(given, layout, sample_weight=weights).transform(X), wanted)
        colors = routed.fit_transform(given, layout, sample_weight=weights)
        np.testing.assert_array_equal(colors, routed.transform(given))


def test_a_check_of_scikit_learn_with_as_many_iterations_as_noise_allows():
    estimator = OrderedICA(max_iter=5)
    with pytest.warns(UserWarning, match="did not converge"):
        check_sample_weight_equivalence_on_dense_data("OrderedICA", estimator)


@pytest.mark.parametrize("estimator", [CovariancePCA(3), GamutColorer()], ids=str)
def test_weights_of_dask_arrays(estimator):
    da = pytest.importorskip("dask.array")
    X, given, _, weights = rows_of()
    wanted = clone(estimator).fit(given, sample_weight=weights).transform(X)
    blocks = da.from_array(given, chunks=(50, 5))
    for each in (weights, da.from_array(weights, chunks=40)):
        close(clone(estimator).fit(blocks, sample_weight=each).transform(X), wanted)
    weights[:50] = 0  # a whole block
    wanted = clone(estimator).fit(given, sample_weight=weights).transform(X)
    close(clone(estimator).fit(blocks, sample_weight=weights).transform(X), wanted)
    with pytest.raises(ValueError, match="sample_weight must be None for ResidualPCA"):
        ResidualPCA().fit(blocks, X[:, :2], sample_weight=weights)


IMAGES = np.random.default_rng(0).exponential(size=(2, 8, 9, 4)) * [4, 3, 2, 1]
COUNTS = np.random.default_rng(1).integers(0, 3, size=(2, 8, 9))


@pytest.mark.parametrize("routing", [False, True])
@pytest.mark.parametrize("layout", ["grid", None])
def test_weights_of_pixels_reach_all_steps_that_take_them(layout, routing):
    first = ResidualPCA(3, n_neighbors=5) if layout else CovariancePCA(3)
    inner = make_pipeline(first, GamutColorer())
    grid = GridColorer(make_pipeline(StandardScaler(), inner), layout=layout)
    given = IMAGES.copy()
    given[COUNTS == 0] = 1e6
    with config_context(enable_metadata_routing=routing):
        found = grid.fit(given, sample_weight=COUNTS)
        colors = found.transform(IMAGES)
        as_list = clone(grid).fit(list(given), sample_weight=list(COUNTS))
    np.testing.assert_allclose(np.stack(as_list.transform(list(IMAGES))), colors, atol=1e-9)
    keep, counts = COUNTS.ravel() > 0, COUNTS[COUNTS > 0]
    rows, scaler = IMAGES.reshape(-1, 4)[keep], StandardScaler()
    scaled = scaler.fit_transform(rows, sample_weight=counts)
    places = None
    if layout:
        image, down, across = np.argwhere(COUNTS > 0).T
        places = np.column_stack([across + 1000 * image, -down])
    columns = first.fit_transform(scaled, places, sample_weight=counts)
    wanted = GamutColorer().fit(columns, sample_weight=counts).transform(columns)
    np.testing.assert_allclose(colors.reshape(-1, 3)[keep], wanted, atol=1e-6)


def test_pixels_of_weight_0_are_masked():
    colorer = make_pipeline(PCA(3, svd_solver="full"), GamutColorer())
    mask = COUNTS > 0
    for parameters in ({}, {"max_samples": 60}):
        grid = GridColorer(colorer, **parameters)
        wanted = clone(grid).fit(IMAGES, mask=mask).transform(IMAGES)
        found = clone(grid).fit(IMAGES, sample_weight=mask.astype(float))
        np.testing.assert_array_equal(found.transform(IMAGES), wanted)
    colors = GridColorer(ChannelColorer()).fit_transform(IMAGES, sample_weight=COUNTS)
    assert colors.shape == (2, 8, 9, 3)


def test_a_sample_of_pixels_keeps_their_weights():
    grid = GridColorer(ValueColorer(quantile_range=(50, 100)), max_samples=10_000)
    heavy = np.where(IMAGES[..., 0] > 8, 1000, COUNTS)
    alike = clone(grid).fit(IMAGES, sample_weight=COUNTS).colorer_
    found = clone(grid).fit(IMAGES, sample_weight=heavy).colorer_
    assert alike.vmin_ < 8 < found.vmin_
    streamed = clone(grid)
    for image, weights in zip(IMAGES, heavy, strict=True):
        streamed.partial_fit(image, sample_weight=weights)
    assert streamed.colorer_.vmin_ == found.vmin_
    batches = GridColorer(ValueColorer(quantile_range=(50, 100)))
    for image, weights in zip(IMAGES, heavy, strict=True):
        batches.partial_fit(image, sample_weight=weights)
    assert batches.colorer_.vmin_ == found.vmin_


def test_weights_of_pixels_that_are_none():
    grid = GridColorer(ChannelColorer())
    for bad, message in (
        (COUNTS[0], r"sample_weight has shape \[\(8, 9\)\]; wanted \[\(2, 8, 9\)\]"),
        (-COUNTS, "sample_weight must be finite and at least 0"),
        (COUNTS * 0, "above 0 for at least one row"),
    ):
        with pytest.raises(ValueError, match=message):
            grid.fit(IMAGES, sample_weight=bad)
    with pytest.raises(ValueError, match="because no step of BinaryPackColorer takes"):
        GridColorer(skcolor.BinaryPackColorer()).fit(IMAGES, sample_weight=COUNTS)
