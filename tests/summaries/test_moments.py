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
