"""Rows that are fewer than columns: from products of rows with rows."""

import numpy as np
import pytest

from skcolor import CovariancePCA, OrderedICA, ResidualPCA
from skcolor.neighbors._exact import ExactNeighbors

REDUCERS = [CovariancePCA(2), OrderedICA(2), ResidualPCA(2, n_neighbors=5)]


def wide(n_rows=40, n_columns=700, dtype=np.float64, offset=0.0):
    rng = np.random.default_rng(0)
    factors = rng.exponential(size=(n_rows, 6)) * [12.0, 9.0, 6.0, 4.0, 2.0, 1.0]
    X = factors @ rng.normal(size=(6, n_columns)) + 0.1 * rng.normal(
        size=(n_rows, n_columns)
    )
    return (X + offset).astype(dtype), rng.normal(size=(n_rows, 2))


def naive_deviations(X, layout, n_neighbors):
    _, near = ExactNeighbors(layout).kneighbors(layout, n_neighbors + 1)
    X = X.astype(np.float64)
    return X - X[near[:, 1:]].mean(axis=1)


def check_axes(found, deviations, n, atol):
    _, lengths, axes = np.linalg.svd(deviations, full_matrices=False)
    cosines = np.abs((found.components_[:n] * axes[:n]).sum(axis=1))
    np.testing.assert_allclose(cosines, 1, atol=atol)
    return lengths**2


@pytest.mark.parametrize("offset", [0, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_principal_components_are_those_of_the_singular_values(dtype, offset):
    X, _ = wide(dtype=dtype, offset=offset)
    exact = X.astype(np.float64)
    atol = 1e-10 if dtype == np.float64 else 1e-6
    pca = CovariancePCA().fit(X)
    assert pca.components_.shape == (40, 700)
    squares = check_axes(pca, exact - exact.mean(axis=0), 39, atol)
    np.testing.assert_allclose(
        pca.explained_variance_[:39], squares[:39] / 39, rtol=1e-3 if offset else 1e-6
    )
    np.testing.assert_array_equal(pca.components_[39], 0)
    np.testing.assert_allclose(
        pca.components_[:39] @ pca.components_[:39].T, np.eye(39), atol=1e-5
    )


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_a_share_of_the_variance_takes_as_many_as_of_a_covariance(share):
    X, _ = wide()
    few = CovariancePCA(share).fit(X)
    full = CovariancePCA().fit(X)
    shares = np.cumsum(full.explained_variance_ratio_)
    assert few.n_components_ == np.count_nonzero(shares <= share) + 1
    np.testing.assert_allclose(
        few.components_, full.components_[: few.n_components_], atol=1e-12
    )


@pytest.mark.parametrize("offset", [0, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_components", [3, None])
def test_residual_components_are_those_of_the_definition(n_components, dtype, offset):
    X, layout = wide(dtype=dtype, offset=offset)
    found = ResidualPCA(n_components, n_neighbors=5).fit(X, layout)
    n = n_components or 39
    squares = check_axes(found, naive_deviations(X, layout, 5), n, 1e-5)
    np.testing.assert_allclose(
        found.explained_residual_ratio_[:n], squares[:n] / squares.sum(), rtol=1e-2
    )
    if n_components is None:  # as many as columns, as of a scatter of columns
        assert found.components_.shape == (700, 700)
        assert not found.components_[40:].any()


@pytest.mark.parametrize("reducer", [CovariancePCA(4), ResidualPCA(4, n_neighbors=5)])
def test_they_are_those_of_a_stream_which_adds_up_products_of_columns(reducer):
    X, layout = wide(n_columns=90)
    whole = reducer.fit(X, layout).components_
    np.testing.assert_allclose(reducer.partial_fit(X, layout).components_, whole, atol=1e-8)
    np.testing.assert_allclose(reducer.mean_, X.mean(axis=0))


def test_residuals_of_float64_rows_that_neighbors_share_are_zero_not_noise():
    X, layout = wide(60, 8)
    X[:, 5:] = X[:, :3] @ np.ones((3, 3))  # five directions in eight columns
    found = ResidualPCA(None, n_neighbors=5).fit(X, layout)
    np.testing.assert_array_equal(found.components_.any(axis=1), np.arange(8) < 5)


@pytest.mark.parametrize(
    "reducer", [CovariancePCA(3), ResidualPCA(3, n_neighbors=9), OrderedICA(3)]
)
def test_memory_is_a_few_times_that_of_the_rows(reducer, peak_memory):
    X, layout = wide(200, 2500, np.float32)
    reducer.fit(X[:50], layout[:50])
    with peak_memory() as peak:
        reducer.fit(X, layout)
    assert peak.bytes < 3 * X.nbytes


@pytest.mark.parametrize("reducer", [CovariancePCA(3), ResidualPCA(3, n_neighbors=9)])
def test_products_of_columns_are_held_a_few_times(reducer, peak_memory, monkeypatch):
    monkeypatch.setattr("skcolor._summaries.moments.linear_algebra_threads", lambda: 1)
    X, layout = wide(900, 800, np.float64)
    reducer.fit(X[:300, :20], layout[:300])
    with peak_memory() as peak:
        reducer.fit(X, layout)
    assert peak.bytes < 5 * 8 * 800**2


@pytest.mark.parametrize("size", [1e160, 1e300])
@pytest.mark.parametrize("shape", [(20, 50), (50, 20)])
@pytest.mark.parametrize("reducer", REDUCERS)
def test_numbers_whose_squares_overflow_are_refused_by_name(reducer, shape, size):
    X = size * np.random.default_rng(0).normal(size=shape)
    with pytest.raises(ValueError, match="X must have values whose sum of squares fits"):
        reducer.fit(X, np.random.default_rng(1).normal(size=(len(X), 2)))


@pytest.mark.parametrize("reducer", REDUCERS)
def test_masked_coordinates_have_no_way_back(reducer):
    X, layout = wide(n_columns=20)
    places = np.ma.masked_less(reducer.fit(X, layout).transform(X), 0)
    with pytest.raises(ValueError, match="X must have no masked entries"):
        reducer.inverse_transform(places)
