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
    message = "n_neighbors=60, the row itself not counted, is more than 60 rows .*; 59 are"
    with pytest.warns(UserWarning, match=message):
        reducer = ResidualPCA(n_neighbors=60).fit(X, layout)
    assert reducer.n_neighbors_ == 59
    expected = ResidualPCA(n_neighbors=59).fit(X, layout).components_
    np.testing.assert_array_equal(reducer.components_, expected)
    with pytest.raises(ValueError, match="n_neighbors=50 needs more rows.*n_samples=1"):
        ResidualPCA().partial_fit(X[:1], layout[:1])
    with pytest.warns(UserWarning, match="n_components=9 is more than X"):
        assert ResidualPCA(9, n_neighbors=5).fit(X, layout).n_components_ == 5


def to_one_length(deviations):
    """Spatial signs, in units of the median length."""
    lengths = np.linalg.norm(deviations, axis=1)
    return np.median(lengths) * deviations / lengths[:, np.newaxis]


def naive_axes(X, layout, k, noise, robust=False):
    """The definition, with whole matrices, about the median of no more than 1000 rows."""
    distances = ((layout[:, np.newaxis] - layout) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    within = X - X[distances.argsort(axis=1)[:, :k]].mean(axis=1)
    spread = X - np.median(X, axis=0)
    if robust:
        within, spread = to_one_length(within), to_one_length(spread)
    W, T = within.T @ within, spread.T @ spread
    variance, vectors = np.linalg.eigh(W @ np.linalg.solve(W + noise * T, W))
    assert (np.diff(variance) > 1e-3 * variance[1:]).all()
    axes = vectors.T[::-1]
    return axes, np.einsum("kd,de,ke->k", axes, W, axes) / np.trace(W)


def cosines(found, expected):
    return np.abs(np.sum(found * expected[: len(found)], axis=1))


@pytest.mark.parametrize("robust", [False, True])
@pytest.mark.parametrize("noise", [0.05, 0.5, 5])
def test_components_with_noise_are_those_of_the_definition(noise, robust, rows):
    X, layout = rows
    reducer = ResidualPCA(None, n_neighbors=7, noise=noise, robust=robust).fit(X, layout)
    axes, ratio = naive_axes(X, layout, 7, noise, robust)
    np.testing.assert_allclose(cosines(reducer.components_, axes), 1)
    np.testing.assert_allclose(reducer.explained_residual_ratio_, ratio)
    middle = np.median(X, axis=0) if robust else X.mean(axis=0)
    np.testing.assert_allclose(reducer.mean_, middle)
    plain = ResidualPCA(None, n_neighbors=7).fit(X, layout)
    assert cosines(reducer.components_, plain.components_).min() < 0.999


def test_robust_components_without_noise_are_those_of_spatial_signs(rows):
    X, layout = rows
    X = X * np.random.default_rng(0).pareto(2, (60, 1))
    reducer = ResidualPCA(None, n_neighbors=7, robust=True).fit(X, layout)
    distances = ((layout[:, np.newaxis] - layout) ** 2).sum(axis=2)
    near = distances.argsort(axis=1)[:, 1:8]
    signs = to_one_length(X - X[near].mean(axis=1))
    axes = np.linalg.eigh(signs.T @ signs)[1].T[::-1]
    np.testing.assert_allclose(cosines(reducer.components_, axes), 1)


def test_noise_prefers_what_little_else_differs_by():
    rng = np.random.default_rng(0)
    group = np.repeat([0, 10, 20], 100)
    layout = group[:, np.newaxis] + rng.normal(size=(300, 2))
    # Neighbors differ most along the first column, but the map shows far more of it.
    X = np.column_stack([10 * group, np.zeros(300)]) + rng.normal(size=(300, 2)) * [3, 1]
    first = [
        np.abs(ResidualPCA(1, n_neighbors=5, noise=noise).fit(X, layout).components_[0])
        for noise in (0, 0.5)
    ]
    assert first[0][0] > 0.9
    assert first[1][1] > 0.9


@pytest.mark.parametrize("n_columns", [8, 300])
@pytest.mark.parametrize("noise", [0, 0.5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_row_far_out_moves_no_robust_component(dtype, noise, n_columns):
    rng = np.random.default_rng(0)
    layout = rng.normal(size=(250, 2))
    shown = layout @ rng.normal(size=(2, n_columns))
    hidden = rng.normal(size=(250, 3)) * [9, 7, 5] @ rng.normal(size=(3, n_columns))
    X = (shown + hidden + 0.1 * rng.normal(size=shown.shape)).astype(dtype)
    far = X.copy()
    far[7] *= 1e6
    reducer = ResidualPCA(3, n_neighbors=10, noise=noise, robust=True)
    expected = reducer.fit(X, layout).components_
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = reducer.fit(far, layout).components_
    assert 1 - cosines(found, expected).min() < 1e-2
    with pytest.warns(UserWarning, match="row 7 lies"):
        led = ResidualPCA(3, n_neighbors=10, noise=noise).fit(far, layout).components_
    assert 1 - cosines(led, expected).min() > 0.1


@pytest.mark.parametrize("robust", [False, True])
def test_fewer_rows_than_columns_are_as_along_their_principal_axes(robust):
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(30, 80)), rng.normal(size=(30, 2))
    reducer = ResidualPCA(4, n_neighbors=5, noise=0.5, robust=robust).fit(X, layout)
    pca = PCA(29).fit(X)
    axes, ratio = naive_axes(pca.transform(X), layout, 5, 0.5, robust)
    np.testing.assert_allclose(cosines(reducer.components_, axes @ pca.components_), 1)
    np.testing.assert_allclose(reducer.explained_residual_ratio_, ratio[:4])
    np.testing.assert_allclose(
        reducer.components_ @ reducer.components_.T, np.eye(4), atol=1e-9
    )


NOISY = {"n_neighbors": "auto", "noise": 0.5, "robust": True}


@pytest.mark.parametrize("parameters", [NOISY, {"noise": 0.5}, {"robust": True}])
def test_one_batch_is_as_all_rows(parameters):
    X, layout, _ = planted(500)
    reducer = ResidualPCA(3, **parameters)
    expected = reducer.fit(X, layout).components_
    found = ResidualPCA(3, **parameters).partial_fit(X, layout)
    np.testing.assert_allclose(found.components_, expected, atol=1e-9)
    np.testing.assert_allclose(found.mean_, reducer.mean_)


@pytest.mark.parametrize("robust", [False, True])
@pytest.mark.parametrize("noise", [0, 0.5])
def test_blocks_and_batches_are_close_to_all_rows(noise, robust):
    da = pytest.importorskip("dask.array")
    X, layout, _ = planted(2000)
    parameters = {"noise": noise, "robust": robust}
    expected = ResidualPCA(1, n_neighbors=20, **parameters).fit(X, layout).components_
    blocks = ResidualPCA(1, n_neighbors=20, **parameters)
    blocks.fit(da.from_array(X, chunks=(700, 30)), layout)
    assert cosines(blocks.components_, expected).min() > 0.999
    # Half of the rows have half of the neighbors in the same distance.
    batches = ResidualPCA(1, n_neighbors=10, **parameters)
    for part in (slice(0, 1000), slice(1000, 2000)):
        batches.partial_fit(X[part], layout[part])
    assert cosines(batches.components_, expected).min() > 0.99


@pytest.mark.parametrize(
    ("n_rows", "n_neighbors"),
    [(2, 1), (4, 3), (60, 5), (119, 5), (120, 6), (340, 17), (1000, 50), (3000, 50)],
)
def test_auto_is_a_twentieth_of_the_rows_within_limits(n_rows, n_neighbors):
    X, layout, _ = planted(n_rows)
    auto = ResidualPCA(1, n_neighbors="auto").fit(X, layout)
    assert auto.n_neighbors_ == n_neighbors
    expected = ResidualPCA(1, n_neighbors=n_neighbors).fit(X, layout)
    np.testing.assert_array_equal(auto.components_, expected.components_)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_components_hold_the_share_of_the_total_that_they_must(share):
    rng = np.random.default_rng(0)
    layout = rng.random((2000, 2))
    shown = np.column_stack([layout, layout.sum(axis=1) ** 2])
    hidden = rng.normal(size=(2000, 6)) * [1, 0.9, 0.8, 0.7, 0.6, 0.5]
    X = np.hstack([30 * shown, hidden])
    deviation = X - np.median(X, axis=0)
    spread = deviation.T @ deviation
    most = np.linalg.eigvalsh(spread)[-3:].sum()

    def held(total_share):
        reducer = ResidualPCA(3, n_neighbors=10, noise=0.5, total_share=total_share)
        axes = reducer.fit(X, layout).components_
        return np.trace(axes @ spread @ axes.T) / most

    assert held(0) < 0.1
    assert held(share) > share - 0.01
    assert held(share) < 1
