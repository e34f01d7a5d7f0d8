import numpy as np
import pytest

from skcolor._summaries.moments import Moments, column_means, mean_of_cubes

FORMS = pytest.mark.parametrize("of", [Moments.of, Moments.of_columns])


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    return rng.normal(size=(3000, 12)) @ rng.normal(size=(12, 12)) + rng.normal(size=12)


def test_they_equal_the_sums_taken_at_once(rows):
    found, columns = Moments.of(rows), Moments.of_columns(rows)
    deviation = rows - rows.mean(axis=0)
    scatter = deviation.T @ deviation
    assert found.n_rows == columns.n_rows == 3000
    for mean in (found.mean, columns.mean, column_means(rows)):
        np.testing.assert_allclose(mean, rows.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(found.scatter, scatter, rtol=1e-10, atol=1e-8)
    np.testing.assert_allclose(columns.scatter, np.diag(scatter), rtol=1e-10)
    axes = np.eye(12)[:3]
    np.testing.assert_allclose(
        mean_of_cubes(rows, axes, found.mean),
        (deviation[:, :3] ** 3).mean(axis=0),
        rtol=1e-9,
    )


@FORMS
def test_those_of_parts_add_up(of):
    X = np.random.default_rng(0).normal([0, 3, 1e4, 1e6], size=(500, 4))
    parts = [of(part) for part in np.array_split(X, [1, 40, 300])]
    found, whole = sum(parts[1:], parts[0]), of(X)
    assert found.n_rows == 500
    np.testing.assert_allclose(found.mean, whole.mean, rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(found.scatter, whole.scatter, rtol=1e-9, atol=1e-7)


@FORMS
def test_the_scale_is_the_standard_deviation_and_1_where_a_column_is_constant(of):
    X = np.random.default_rng(0).normal(size=(500, 3)) * [1, 100, 0] + [0, 1e4, 0.1]
    np.testing.assert_allclose(of(X).scale(), [*X[:, :2].std(axis=0), 1], rtol=1e-9)


@pytest.mark.parametrize("scale", [1e-30, 1e-10, 1, 1e10, 1e25])
def test_scales_of_float32_columns_neither_underflow_nor_overflow(scale):
    X = (np.random.default_rng(0).normal(size=(2000, 3)) * scale).astype(np.float32)
    found = Moments.of_columns(X)
    wide = X.astype(np.float64)
    np.testing.assert_allclose(found.scale(np.float32), wide.std(axis=0), rtol=1e-6)
    np.testing.assert_allclose(found.mean, wide.mean(axis=0), atol=1e-7 * scale)


@pytest.mark.parametrize("of", [lambda X: Moments.of(X, np.float32), Moments.of_columns])
def test_large_means_cost_float32_rows_no_precision(of):
    X = np.random.default_rng(0).normal([1e4, -3e3, 0, 7], size=(5000, 4))
    X = X.astype(np.float32)
    found = of(X)
    wide = X.astype(np.float64)
    np.testing.assert_allclose(found.mean, wide.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(found.scale(np.float32), wide.std(axis=0), rtol=1e-6)


@FORMS
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_one_pass_tells_whether_rows_are_finite(of, value):
    X = np.random.default_rng(0).normal(size=(3000, 4)).astype(np.float32)
    assert of(X).is_finite
    X[1234, 2] = value
    assert not of(X).is_finite


@FORMS
@pytest.mark.parametrize("center", [0, 50])
def test_no_percent_of_the_rows_is_farther_from_the_mean(of, center):
    X = np.random.default_rng(0).standard_t(3, size=(3000, 4)) + center
    found = of(X)
    squares = ((X - X.mean(axis=0)) ** 2).sum(axis=1)
    farthest = np.sort(squares)[-30:].sum()
    assert farthest <= found.far <= 1.5 * farthest


@pytest.mark.parametrize("center", [0, 1, 1e4])
def test_neither_shape_nor_place_in_memory_changes_a_bit(center):
    X = np.random.default_rng(0).normal(center, size=(3000, 13)).astype(np.float32)
    wide, odd = np.zeros((3000, 20), np.float32), np.empty(X.size + 3, np.float32)
    wide[:, 3:16], odd[3:] = X, X.ravel()
    copies = X, np.asfortranarray(X), wide[:, 3:16], odd[3:].reshape(X.shape)
    for of in (lambda X: Moments.of(X, np.float32), Moments.of_columns):
        first, *others = (of(copy) for copy in copies)
        for other in others:
            np.testing.assert_array_equal(other.mean, first.mean)
            np.testing.assert_array_equal(other.scatter, first.scatter)
            assert other.far == first.far


@pytest.mark.parametrize("center", [0, 0.5, 2, 3, 1e3])
def test_float32_products_are_nearly_exact_at_any_center(center):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20_000, 30)) * rng.uniform(0.5, 2, 30) + center
    X = X.astype(np.float32)
    wide = X - X.mean(axis=0, dtype=np.float64)
    scatter = wide.T @ wide
    found = Moments.of(X, np.float32)
    assert np.abs(found.scatter - scatter).max() <= 4e-7 * scatter.max()
    columns = Moments.of_columns(X)
    np.testing.assert_allclose(columns.scatter, np.diag(scatter), rtol=2e-7)
