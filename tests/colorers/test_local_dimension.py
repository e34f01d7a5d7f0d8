import numpy as np
import pytest
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors

from skcolor import LocalDimensionColorer


def filled(n_dimensions, n_features=50, n_rows=3000, seed=0):
    """Rows that fill `n_dimensions` alike, turned into all columns."""
    rng = np.random.default_rng(seed)
    turn = np.linalg.qr(rng.normal(size=(n_features, n_features)))[0]
    return rng.uniform(size=(n_rows, n_dimensions)) @ turn[:n_dimensions]


@pytest.mark.parametrize("n_dimensions", [1, 5, 40])
def test_planted_dimensions_are_found(n_dimensions):
    X = filled(n_dimensions)
    scores = LocalDimensionColorer().fit(X).score_samples(X[:500])
    assert abs(np.median(scores) / n_dimensions - 1) < 0.08


@pytest.mark.parametrize("k", [3, 10])
def test_scores_equal_a_loop_over_rows_with_eigenvalues(k, rows):
    X, _ = rows
    freedom = k - 1
    near = NearestNeighbors(n_neighbors=k).fit(X).kneighbors(return_distance=False)
    expected = []
    for indices in near:
        eigenvalues = np.linalg.eigvalsh(np.cov(X[indices].T))
        ratio = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()
        expected.append(min(((freedom + 1) * ratio - 2) / (freedom - ratio), 5))
    colorer = LocalDimensionColorer(k).fit(X)
    np.testing.assert_allclose(colorer.score_samples(X), expected)
    # More columns than neighbors take the other Gram matrix.
    wide = np.hstack([X, np.zeros((60, 20))])
    scores = LocalDimensionColorer(k).fit(wide).score_samples(wide)
    unbounded = np.minimum(scores, 5)
    np.testing.assert_allclose(unbounded, expected)


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_scale_does_not_matter(scale):
    X = filled(3, n_features=10, n_rows=200)
    expected = LocalDimensionColorer().fit(X).score_samples(X)
    scaled = (X * scale).astype(np.float32)
    scores = LocalDimensionColorer().fit(scaled).score_samples(scaled)
    np.testing.assert_allclose(scores, expected, rtol=1e-3)


def test_new_rows_have_the_surroundings_of_their_nearest_training_rows():
    X = np.vstack([filled(2, 10), 99 + filled(6, 10)])
    colorer = LocalDimensionColorer().fit(X)
    new = np.vstack([filled(2, 10)[:50] + 1e-6, 99 + filled(6, 10)[:50] + 1e-6])
    scores = colorer.score_samples(new)
    assert abs(np.median(scores[:50]) - 2) < 0.3
    assert abs(np.median(scores[50:]) - 6) < 0.6


def test_rows_on_a_line_have_one_dimension_with_three_neighbors_too():
    X = np.random.default_rng(0).random((50, 1)) @ [[1.0, 2.0, 3.0, 4.0]]
    np.testing.assert_allclose(LocalDimensionColorer(3).fit(X).score_samples(X), 1)


def test_equal_rows_have_no_dimension():
    X = np.repeat([[1.0, 2.0], [5.0, 6.0]], 20, axis=0)
    assert (LocalDimensionColorer(5).fit(X).score_samples(X) == 0).all()


def test_rows_that_fill_all_dimensions_exactly_alike_have_all():
    X = np.vstack([np.eye(4), -np.eye(4), np.zeros((1, 4))])
    score = LocalDimensionColorer(8).fit(X).score_samples(np.zeros((1, 4)))
    np.testing.assert_allclose(score, 4)


def test_neighbors_may_come_from_an_estimator(rows):
    X, _ = rows
    expected = LocalDimensionColorer(8).fit(X).score_samples(X)
    neighbors = KNeighborsTransformer(n_neighbors=9)
    colorer = LocalDimensionColorer(8, neighbors=neighbors).fit(X)
    np.testing.assert_allclose(colorer.score_samples(X), expected)


@pytest.mark.parametrize(("n_rows", "dimension"), [(2, 0), (3, 1)])
@pytest.mark.filterwarnings("ignore:n_neighbors=.* is more than")
def test_one_other_row_has_no_dimension_and_two_lie_on_a_line(n_rows, dimension):
    X = np.random.default_rng(0).normal(size=(n_rows, 4))
    scores = LocalDimensionColorer().fit(X).score_samples(X)
    np.testing.assert_array_equal(scores, dimension)


def test_fewer_rows_than_neighbors(rows):
    message = "n_neighbors=60, excluding the row itself, is more than 60 rows .*; 59 are"
    with pytest.warns(UserWarning, match=message):
        colorer = LocalDimensionColorer(60).fit(rows[0])
    assert colorer.n_neighbors_ == 59
    expected = LocalDimensionColorer(59).fit(rows[0]).score_samples(rows[0])
    np.testing.assert_array_equal(colorer.score_samples(rows[0]), expected)
    with pytest.raises(ValueError, match="'n_neighbors' parameter .* must be"):
        LocalDimensionColorer(2).fit(rows[0])
