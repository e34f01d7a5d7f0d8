import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors

from skcolor import NeighborOverlapColorer


def naive_scores(X, layout, k):
    """A direct loop over rows: both sets of neighbors, by all distances."""
    scores = []
    for i in range(len(X)):
        near = [
            set(
                sorted(set(range(len(A))) - {i}, key=lambda j: ((A[i] - A[j]) ** 2).sum())[
                    :k
                ]
            )
            for A in (X, layout)
        ]
        scores.append(len(near[0] & near[1]) / k)
    return np.array(scores)


@pytest.mark.parametrize("n_neighbors", [1, 4, 59])
def test_scores_equal_a_loop_over_rows(rows, n_neighbors):
    X, layout = rows
    colorer = NeighborOverlapColorer(n_neighbors).fit(X, layout)
    expected = naive_scores(X, layout, n_neighbors)
    np.testing.assert_allclose(colorer.score_samples(X, layout), expected)
    np.testing.assert_allclose(colorer.score_samples(X), expected)


def test_the_rows_themselves_as_layout_keep_every_neighbor():
    X = np.random.default_rng(0).normal(size=(200, 2))
    assert (NeighborOverlapColorer().fit(X, X).score_samples(X, X) == 1).all()


def test_a_random_layout_keeps_neighbors_by_chance():
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(2000, 5)), rng.normal(size=(2000, 2))
    scores = NeighborOverlapColorer(20).fit(X, layout).score_samples(X, layout)
    assert abs(scores.mean() - 20 / 2000) < 0.002


def test_duplicates_are_neighbors_of_each_other_and_not_of_themselves():
    X = np.repeat(np.arange(10.0), 2)[:, np.newaxis]
    layout = np.column_stack([X[:, 0], np.tile([0.0, 0.1], 10)])
    # Each row's nearest, in X and in the layout, is its copy.
    assert (NeighborOverlapColorer(1).fit(X, layout).score_samples(X, layout) == 1).all()
    apart = np.column_stack([X[:, 0], np.tile([0.0, 100.0], 10)])
    colorer = NeighborOverlapColorer(1).fit(X, apart)
    assert (colorer.score_samples(X, apart) == 0).all()


def test_rows_as_near_as_the_last_neighbor_are_neighbors():
    X = np.array([[0.0], [1.0], [-1.0], [9.0]])
    for nearest in (1, 2):
        layout = np.array([[0.0, 0], [5, 0], [7, 0], [9, 9]])
        layout[nearest] = 0.1
        score = NeighborOverlapColorer(1).fit(X, layout).score_samples(X, layout)
        assert score[0] == 1


def test_new_rows_with_a_layout_lose_no_neighbor_but_the_last():
    X = np.arange(6.0)[:, np.newaxis]
    layout = np.column_stack([X[:, 0], np.zeros(6)])
    colorer = NeighborOverlapColorer(2).fit(X, layout)
    # In X its nearest are 2 and 3, in the layout 4 and 3.
    np.testing.assert_allclose(colorer.score_samples([[2.4]], [[3.6, 0]]), [0.5])


def test_new_rows_without_a_layout_are_placed_by_the_embedder(rows):
    X, _ = rows
    colorer = NeighborOverlapColorer(5, embedder=PCA(2)).fit(X[:50])
    places = colorer.embedder_.transform(X[50:])
    np.testing.assert_array_equal(
        colorer.score_samples(X[50:]), colorer.score_samples(X[50:], places)
    )


@pytest.mark.parametrize(
    "neighbors",
    [
        NearestNeighbors(algorithm="ball_tree"),
        KNeighborsTransformer(n_neighbors=9),
        KNeighborsTransformer(mode="connectivity", n_neighbors=9),
    ],
)
def test_neighbors_may_come_from_an_estimator(rows, neighbors):
    X, layout = rows
    expected = NeighborOverlapColorer(5).fit(X, layout).score_samples(X, layout)
    colorer = NeighborOverlapColorer(5, neighbors=neighbors).fit(X, layout)
    np.testing.assert_array_equal(colorer.score_samples(X, layout), expected)
    assert not hasattr(neighbors, "n_features_in_")  # cloned


def test_two_rows_are_neighbors():
    X = np.array([[0.0], [3.0]])
    assert NeighborOverlapColorer(1).fit(X, np.eye(2)).score_samples(X).tolist() == [1, 1]


def test_fewer_rows_than_neighbors(rows):
    X, layout = rows
    message = "n_neighbors=60, excluding the row itself, is more than 60 rows .*; 59 are"
    with pytest.warns(UserWarning, match=message):
        colorer = NeighborOverlapColorer(60).fit(X, layout)
    assert colorer.n_neighbors_ == 59
    np.testing.assert_array_equal(colorer.score_samples(X), 1)
    with pytest.raises(ValueError, match="'n_neighbors' parameter .* must be"):
        NeighborOverlapColorer(0).fit(X, layout)
