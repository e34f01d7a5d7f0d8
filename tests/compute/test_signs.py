"""Signs and orders that no rounding turns."""

import numpy as np
import pytest

from skcolor import CovariancePCA, GamutColorer, OrderedICA, ResidualPCA
from skcolor._compute.signs import descending_order, first_minimum, fix_signs


def standardized(X):
    X = X - X.mean(axis=0)
    return X / X.std(axis=0)


def alternating(n_columns, n_rows=400):
    """Standardized columns whose correlations are all equal, but for their signs."""
    rng = np.random.default_rng(n_columns)
    white = standardized(rng.exponential(size=(n_rows, n_columns + 1)))
    white = white @ np.linalg.inv(np.linalg.cholesky(np.cov(white.T))).T
    signs = np.where(np.arange(n_columns) % 2, 1.0, -1.0)
    return standardized((white[:, :1] + 0.5 * white[:, 1:]) * signs)


def test_of_equal_loadings_the_first_is_positive():
    loadings = np.array([[-0.5, 0.5000001], [-0.5000001, 0.5], [0.1, -0.9], [0.0, 0.0]])
    expected = [[0.5, -0.5], [0.5, -0.5], [-0.1, 0.9], [0.0, 0.0]]
    np.testing.assert_allclose(fix_signs(loadings), expected, atol=1e-6)
    assert fix_signs(np.zeros((0, 3))).shape == (0, 3)


def test_where_the_first_criterion_ties_the_next_decides():
    values = np.array([1.0, 3.0, 3.000001, 2.0])
    np.testing.assert_array_equal(descending_order(values), [1, 2, 3, 0])
    table = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 2.0], [9.0, 9.0]])
    np.testing.assert_array_equal(descending_order(values, table), [2, 1, 3, 0])
    assert len(descending_order(np.zeros(0))) == 0


def test_the_first_of_the_smallest():
    assert first_minimum([3.0, -1.0, -1.0 - 1e-9, 2.0]) == 1
    assert first_minimum([np.inf, -1.0, -1.1]) == 2


def learned(reducer, X, layout, way):
    rows = np.random.default_rng(1).permutation(len(X))
    if way == "shuffled":
        X, layout = X[rows], layout[rows]
    elif way == "float32":
        X = X.astype(np.float32)
    elif way == "scaled":
        X = X * 2.0**-12
    elif way == "batches":
        for part in np.array_split(np.arange(len(X)), 3):
            reducer.partial_fit(X[part], layout[part])
        return reducer.components_[0]
    return reducer.fit(X, layout).components_[0]


@pytest.mark.parametrize("n_columns", range(2, 11))
@pytest.mark.parametrize("reducer", [CovariancePCA(1), CovariancePCA()])
def test_equal_loadings_keep_their_signs(reducer, n_columns):
    X = alternating(n_columns)
    expected = (-1.0) ** np.arange(n_columns) / np.sqrt(n_columns)
    for way in ("given", "shuffled", "float32", "scaled", "batches"):
        found = learned(reducer, X, np.zeros((len(X), 2)), way)
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_two_anticorrelated_columns_in_neighborhoods_keep_their_signs():
    x = np.random.default_rng(0).normal(size=300)
    X = standardized(np.column_stack([x, -x]))
    layout = np.random.default_rng(1).normal(size=(300, 2))
    for way in ("given", "shuffled", "float32", "scaled", "batches"):
        found = learned(ResidualPCA(1, n_neighbors=10), X, layout, way)
        np.testing.assert_allclose(found, [0.5**0.5, -(0.5**0.5)], atol=1e-6)


@pytest.mark.parametrize("turn", [1, -1])
def test_symmetric_sources_of_equal_variance_keep_signs_and_order(turn):
    side = np.linspace(-1, 1, 21)
    sources = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    mixing = np.array([[1.0, 1.0], [turn, -turn]])  # equal variance, equal loadings
    X = sources @ mixing.T
    found = [
        OrderedICA(2).fit(rows)
        for rows in (X, X[::-1], X.astype(np.float32), 4 * X, np.roll(X, 100, axis=0))
    ]
    for ica in found:
        unit = ica.mixing_ / np.abs(ica.mixing_).max()
        np.testing.assert_allclose(unit, [[1, 1], [1, -1]], atol=1e-2)


def test_colors_of_a_symmetric_cloud_do_not_turn_with_row_order():
    side = np.linspace(-1, 1, 5)
    X = np.stack(np.meshgrid(side, side, side), axis=-1).reshape(-1, 3) * [3.0, 2.0, 1.0]
    order = np.random.default_rng(0).permutation(len(X))
    given, shuffled = GamutColorer().fit(X), GamutColorer().fit(X[order])
    np.testing.assert_allclose(given.transform(X), shuffled.transform(X), atol=0.02)
