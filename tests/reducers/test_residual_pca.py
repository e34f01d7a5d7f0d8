import warnings

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, ResidualPCA
from tests.bad_values import BAD_LAYOUTS


def planted(n_rows=3000, dtype=np.float64, offset=0.0):
    """Rows of what a layout shows, a factor orthogonal to it, and noise."""
    rng = np.random.default_rng(0)
    layout = rng.normal(size=(n_rows, 2))
    factor = rng.normal(size=n_rows)
    directions = np.linalg.qr(rng.normal(size=(30, 30)))[0]
    shown = np.column_stack([layout, layout**2, np.sin(2 * layout)]) @ (6 * directions[:6])
    X = shown + 2 * np.outer(factor, directions[6]) + 0.5 * rng.normal(size=(n_rows, 30))
    return (X + offset).astype(dtype), layout, factor


def naive_scatter(X, layout, k):
    """The definition, row by row."""
    scatter = np.zeros((X.shape[1], X.shape[1]))
    for i in range(len(X)):
        order = np.argsort(((layout - layout[i]) ** 2).sum(axis=1))
        near = order[order != i][:k]
        deviation = X[i] - X[near].mean(axis=0)
        scatter += np.outer(deviation, deviation)
    return scatter


def best_correlation(coordinates, factor):
    n_components = coordinates.shape[1]
    return np.abs(np.corrcoef(coordinates.T, factor)[:n_components, -1]).max()


def test_a_planted_factor_that_the_layout_hides_is_found():
    X, layout, factor = planted()
    half = slice(0, 1500)
    residual = ResidualPCA(3).fit(X[half], layout[half]).transform(X[1500:])
    assert best_correlation(residual, factor[1500:]) > 0.95
    plain = PCA(3).fit(X[half]).transform(X[1500:])
    assert best_correlation(plain, factor[1500:]) < 0.2


@pytest.mark.parametrize("n_neighbors", [1, 5, 59])
def test_components_are_those_of_the_definition(rows, n_neighbors):
    X, layout = rows
    reducer = ResidualPCA(None, n_neighbors=n_neighbors).fit(X, layout)
    variance, vectors = np.linalg.eigh(naive_scatter(X, layout, n_neighbors))
    cosines = np.abs(np.sum(reducer.components_ * vectors.T[::-1], axis=1))
    np.testing.assert_allclose(cosines, 1)
    np.testing.assert_allclose(
        reducer.explained_residual_ratio_, variance[::-1] / variance.sum()
    )
    largest = np.abs(reducer.components_).argmax(axis=1)
    assert (reducer.components_[range(5), largest] > 0).all()
    np.testing.assert_allclose(reducer.mean_, X.mean(axis=0))


@pytest.mark.parametrize("offset", [0, 10, 1000])
def test_float32_rows_with_large_means_lose_nothing(offset):
    exact = ResidualPCA(3).fit(*planted()[:2])
    reducer = ResidualPCA(3).fit(*planted(dtype=np.float32, offset=offset)[:2])
    assert reducer.components_.dtype == np.float32
    cosines = np.sum(exact.components_ * reducer.components_, axis=1)
    np.testing.assert_allclose(cosines, 1, atol=1e-5)


def test_there_and_back():
    X, layout, _ = planted(300)
    reducer = ResidualPCA(None).fit(X, layout)
    np.testing.assert_allclose(reducer.inverse_transform(reducer.transform(X)), X)
    names = ResidualPCA(2).fit(X, layout).get_feature_names_out()
    assert list(names) == ["residualpca0", "residualpca1"]


def test_threads_give_the_same_bytes():
    X, layout, _ = planted(dtype=np.float32)
    one, two = (ResidualPCA(n_jobs=n_jobs).fit(X, layout) for n_jobs in (1, 2))
    assert one.components_.tobytes() == two.components_.tobytes()


def test_duplicated_rows_and_places():
    X, layout, factor = planted(600)
    X, layout = np.tile(X, (3, 1)), np.tile(layout, (3, 1))
    coordinates = ResidualPCA(3).fit(X, layout).transform(X[:600])
    assert best_correlation(coordinates, factor) > 0.95


def test_a_layout_of_one_place_hides_all_but_chance():
    X, _, _ = planted(2000)
    reducer = ResidualPCA(1, n_neighbors=50).fit(X, np.zeros((2000, 2)))
    cosine = np.abs(reducer.components_ @ CovariancePCA(1).fit(X).components_.T)
    assert cosine > 0.99


def test_rows_that_neighbors_share_leave_no_direction():
    X = np.ones((60, 4))
    reducer = ResidualPCA(2, n_neighbors=5).fit(
        X, np.random.default_rng(0).normal(size=(60, 2))
    )
    np.testing.assert_array_equal(reducer.components_, 0)
    np.testing.assert_array_equal(reducer.explained_residual_ratio_, 0)


def test_new_rows_are_colored_in_a_pipeline():
    X, layout, _ = planted(500)
    pipeline = make_pipeline(ResidualPCA(3), ChannelColorer()).fit(X, layout)
    np.testing.assert_array_equal(pipeline.transform(X)[7:9], pipeline.transform(X[7:9]))


def test_no_layout_warns_and_takes_principal_components():
    X, _, _ = planted(500)
    with pytest.warns(UserWarning, match="ResidualPCA got no layout"):
        bare = ResidualPCA(2).fit(X)
    given = ResidualPCA(2).fit(X, PCA(2).fit_transform(X))
    np.testing.assert_allclose(bare.components_, given.components_, atol=1e-9)
    made = ResidualPCA(2, embedder=PCA(2)).fit(X)
    np.testing.assert_allclose(made.components_, given.components_, atol=1e-9)


@pytest.mark.parametrize(("y", "message"), BAD_LAYOUTS)
def test_bad_layouts(y, message, rows):
    with pytest.raises(ValueError, match=message):
        ResidualPCA(n_neighbors=5).fit(rows[0], y)


def test_numbers_that_x_does_not_have(rows):
    X, layout = rows
    message = "n_neighbors=60, excluding the row itself, is more than 60 rows .*; 59 are"
    with pytest.warns(UserWarning, match=message):
        reducer = ResidualPCA(n_neighbors=60).fit(X, layout)
    assert reducer.n_neighbors_ == 59
    expected = ResidualPCA(n_neighbors=59).fit(X, layout).components_
    np.testing.assert_array_equal(reducer.components_, expected)
    with pytest.raises(ValueError, match="n_neighbors=50 needs more rows.*n_samples=1"):
        ResidualPCA().partial_fit(X[:1], layout[:1])
    with pytest.warns(UserWarning, match="n_components=9 is more than X"):
        assert ResidualPCA(9, n_neighbors=5).fit(X, layout).n_components_ == 5


def naive_axes(X, layout, k, left_out):
    """The definition, with whole matrices, of some of the rows."""
    X, layout = np.delete(X, left_out, axis=0), np.delete(layout, left_out, axis=0)
    distances = ((layout[:, np.newaxis] - layout) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    within = X - X[distances.argsort(axis=1)[:, :k]].mean(axis=1)
    variance, vectors = np.linalg.eigh(within.T @ within)
    return vectors.T[::-1], variance[::-1] / variance.sum(), X.mean(axis=0)


def cosines(found, expected):
    return np.abs(np.sum(found * expected[: len(found)], axis=1))


@pytest.mark.parametrize("n_columns", [6, 90])
def test_robust_components_leave_out_rows_far_from_their_neighbors(n_columns):
    rng = np.random.default_rng(0)
    layout = rng.normal(size=(80, 2))
    X = rng.normal(size=(80, n_columns)) * np.linspace(3, 1, n_columns)
    X[[5, 41]] *= 30
    reducer = ResidualPCA(3, n_neighbors=7, robust=True).fit(X, layout)
    axes, ratio, mean = naive_axes(X, layout, 7, [5, 41])
    np.testing.assert_allclose(cosines(reducer.components_, axes), 1)
    np.testing.assert_allclose(reducer.explained_residual_ratio_, ratio[:3])
    np.testing.assert_allclose(reducer.mean_, mean)
    led = ResidualPCA(3, n_neighbors=7).fit(X, layout)
    assert cosines(led.components_, axes).min() < 0.99


def test_equal_rows_are_far_from_none():
    layout = np.random.default_rng(0).normal(size=(60, 2))
    X = np.zeros((60, 3))
    X[::7, 0], X[3, 1] = 1, 1
    components = ResidualPCA(2, n_neighbors=10, robust=True).fit(X, layout).components_
    assert np.isfinite(components).all()
    assert np.abs(components[:2, :2]).max(axis=1).min() > 0.9


@pytest.mark.parametrize("size", [10, 1e6])
@pytest.mark.parametrize("n_columns", [8, 300])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_row_far_out_moves_no_robust_component(dtype, n_columns, size):
    rng = np.random.default_rng(0)
    layout = rng.normal(size=(250, 2))
    shown = layout @ rng.normal(size=(2, n_columns))
    hidden = rng.normal(size=(250, 3)) * [9, 7, 5] @ rng.normal(size=(3, n_columns))
    X = (shown + hidden + 0.1 * rng.normal(size=shown.shape)).astype(dtype)
    far = X.copy()
    far[7] *= size
    reducer = ResidualPCA(3, n_neighbors=10, robust=True)
    expected = reducer.fit(X, layout).components_
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = reducer.fit(far, layout).components_
    assert 1 - cosines(found, expected).min() < 1e-2
    if size > 10:
        with pytest.warns(UserWarning, match="row 7 lies"):
            led = ResidualPCA(3, n_neighbors=10).fit(far, layout).components_
        assert 1 - cosines(led, expected).min() > 0.1


@pytest.mark.parametrize("robust", [False, True])
def test_one_batch_is_as_all_rows(robust):
    X, layout, _ = planted(500)
    reducer = ResidualPCA(3, robust=robust)
    expected = reducer.fit(X, layout).components_
    found = ResidualPCA(3, robust=robust).partial_fit(X, layout)
    np.testing.assert_allclose(found.components_, expected, atol=1e-9)
    np.testing.assert_allclose(found.mean_, reducer.mean_)


@pytest.mark.parametrize("robust", [False, True])
def test_blocks_and_batches_are_close_to_all_rows(robust):
    da = pytest.importorskip("dask.array")
    X, layout, _ = planted(2400)
    # At the rim, what is shown differs most among neighbors.
    inner = np.flatnonzero(np.abs(layout).max(axis=1) < 2)[:2000]
    X, layout = X[inner], layout[inner]
    expected = ResidualPCA(1, n_neighbors=20, robust=robust).fit(X, layout).components_
    blocks = ResidualPCA(1, n_neighbors=20, robust=robust)
    blocks.fit(da.from_array(X, chunks=(700, 30)), layout)
    assert cosines(blocks.components_, expected).min() > 0.999
    # Half of the rows have half of the neighbors in the same distance.
    batches = ResidualPCA(1, n_neighbors=10, robust=robust)
    for part in (slice(0, 1000), slice(1000, 2000)):
        batches.partial_fit(X[part], layout[part])
    assert cosines(batches.components_, expected).min() > 0.99


@pytest.mark.parametrize("n_rows", [3000, 20])  # more rows than columns, and fewer
def test_components_that_are_skipped_are_the_first(n_rows):
    X, layout, _ = planted(n_rows)
    whole = ResidualPCA(6, n_neighbors=5).fit(X, layout)
    rest = ResidualPCA(4, skip=2, n_neighbors=5).fit(X, layout)
    np.testing.assert_allclose(rest.components_, whole.components_[2:], atol=1e-9)
    np.testing.assert_allclose(
        rest.explained_residual_ratio_, whole.explained_residual_ratio_[2:]
    )
    left = ResidualPCA(None, skip=2, n_neighbors=5).fit(X, layout)
    assert left.components_.shape == (28, 30)


def test_components_after_the_last_are_zero_with_a_warning(rows):
    X, layout = rows
    with pytest.warns(
        UserWarning, match="n_components=3 after skip=4 is more .*; 1 is used"
    ):
        last = ResidualPCA(3, skip=4, n_neighbors=5).fit(X, layout)
    assert (last.components_ != 0).any()
    with pytest.warns(UserWarning, match="after skip=9 is more than X with 5 columns has"):
        none = ResidualPCA(3, skip=9, n_neighbors=5).fit(X, layout)
    assert none.transform(X).shape == (len(X), 1)
    assert (none.components_ == 0).all()
