import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from skcolor import ConditionalTSNE
from skcolor.reducers import _conditional_tsne


def repel_each_pair(places, layout):
    near = 1 / (1 + ((places[:, np.newaxis] - places) ** 2).sum(axis=2))
    similar = near / (1 + ((layout[:, np.newaxis] - layout) ** 2).sum(axis=2))
    np.fill_diagonal(similar, 0)
    apart = places[:, np.newaxis] - places
    forces = ((similar * near)[..., np.newaxis] * apart).sum(axis=1)
    return forces / similar.sum()


def test_rows_repel_each_other_as_in_a_loop_over_pairs():
    rng = np.random.default_rng(0)
    places, layout = rng.normal(size=(300, 3)), 2 * rng.normal(size=(300, 2))
    found = _conditional_tsne._repulsion(places, layout, None)
    np.testing.assert_allclose(found, repel_each_pair(places, layout), atol=1e-12)


def test_far_islands_of_the_map_keep_their_small_distances():
    rng = np.random.default_rng(0)
    places, layout = rng.normal(size=(60, 3)), rng.normal(size=(60, 2))
    layout[30:] += 1e9
    found = _conditional_tsne._repulsion(places, layout, None)
    np.testing.assert_allclose(found, repel_each_pair(places, layout), atol=1e-9)


def torn_clusters():
    """Two clusters in X, of which the map shows a half each on the left and right."""
    rng = np.random.default_rng(0)
    cluster, side = np.repeat([0, 0, 1, 1], 40), np.repeat([0, 1, 0, 1], 40)
    X = 6 * np.eye(5)[cluster] + rng.normal(size=(160, 5))
    layout = np.column_stack([20 * side, np.zeros(160)]) + rng.normal(size=(160, 2))
    return X, layout, cluster


def test_halves_of_a_torn_cluster_meet_and_overlaid_clusters_part():
    X, layout, cluster = torn_clusters()
    tsne = ConditionalTSNE(2, max_iter=150, random_state=0)
    places = tsne.fit_transform(X, layout)
    nearest = NearestNeighbors(n_neighbors=10).fit(places).kneighbors(return_distance=False)
    assert (cluster[nearest] == cluster[:, np.newaxis]).mean() > 0.95
    assert tsne.n_iter_ == 150


def test_what_the_map_shows_is_left_out():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 2)) * [3, 1]
    layout = np.column_stack([X[:, 0], np.zeros(120)])
    found = ConditionalTSNE(1, random_state=0).fit_transform(X, layout)
    shown, hidden = np.abs(np.corrcoef(found.T, X.T)[0, 1:])
    assert hidden > 0.7
    assert shown < 0.4


def test_new_rows_do_not_depend_on_the_batch_and_landmarks_keep_their_places():
    X, layout, _ = torn_clusters()
    tsne = ConditionalTSNE(n_landmarks=50, max_iter=20, random_state=0).fit(X, layout)
    assert tsne.embedding_.shape == (50, 3)
    landmarks = X[tsne.landmark_indices_]
    np.testing.assert_array_equal(tsne.transform(landmarks), tsne.embedding_)
    np.testing.assert_array_equal(tsne.transform(X[7:8]), tsne.transform(X)[7:8])


def test_threads_give_the_same_bytes():
    X, layout, _ = torn_clusters()
    one, two = (
        ConditionalTSNE(max_iter=10, n_jobs=n_jobs, random_state=0).fit(X, layout)
        for n_jobs in (1, 2)
    )
    assert one.embedding_.tobytes() == two.embedding_.tobytes()


def test_the_unit_of_the_layout_does_not_matter():
    X, layout, _ = torn_clusters()
    tsne = ConditionalTSNE(max_iter=10, random_state=0)
    found = tsne.fit_transform(X, layout)
    again = tsne.fit_transform(X, 1e3 * layout + 5e3)
    np.testing.assert_allclose(again, found, rtol=1e-4)


@pytest.mark.parametrize("n_rows", [2, 3, 5, 20])
def test_few_or_equal_rows_get_finite_coordinates(n_rows):
    for X in (np.ones((n_rows, 3)), np.eye(n_rows)):
        for layout in (np.zeros((n_rows, 2)), np.eye(n_rows, 2)):
            found = ConditionalTSNE(max_iter=20).fit_transform(X, layout)
            assert np.isfinite(found).all()


def test_an_embedder_makes_the_layout():
    X, _, _ = torn_clusters()
    tsne = ConditionalTSNE(max_iter=10, random_state=0, embedder=PCA(2, random_state=0))
    found = tsne.fit_transform(X)
    given = ConditionalTSNE(max_iter=10, random_state=0)
    again = given.fit_transform(X, PCA(2, random_state=0).fit_transform(X))
    np.testing.assert_array_equal(found, again)
    assert not hasattr(given, "embedder_")
