import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.decomposition import PCA
from sklearn.frozen import FrozenEstimator

from skcolor import KNNDistanceColorer
from tests.bad_values import BAD_LAYOUTS


def naive_scores(X, layout, n_neighbors):
    """A direct double loop over rows and their neighbors in the layout."""
    scores = []
    for i in range(len(X)):
        others = [j for j in range(len(X)) if j != i]
        others.sort(key=lambda j: ((layout[i] - layout[j]) ** 2).sum())
        near = others[: n_neighbors - 1]
        scores.append(sum(((X[i] - X[j]) ** 2).sum() ** 0.5 for j in near) / len(near))
    return np.array(scores)


class NoTransform(BaseEstimator):
    """An embedder like t-SNE: places for the rows in fit, and for no others."""

    def fit_transform(self, X, y=None):
        return np.column_stack([X[:, 0], X[:, 1]])

    def fit(self, X, y=None):
        return self


def test_scores_equal_a_double_loop(rows):
    X, layout = rows
    for n_neighbors in (2, 5, 60):
        colorer = KNNDistanceColorer(n_neighbors).fit(X, layout)
        expected = naive_scores(X, layout, n_neighbors)
        np.testing.assert_allclose(colorer.score_samples(X, layout), expected)
        np.testing.assert_allclose(colorer.score_samples(X), expected)


def test_duplicate_rows_are_neighbors_like_any_other(rows):
    X, layout = rows
    X, layout = np.vstack([X, X[:5]]), np.vstack([layout, layout[:5] + 1e-3])
    colorer = KNNDistanceColorer(4).fit(X, layout)
    np.testing.assert_allclose(
        colorer.score_samples(X, layout), naive_scores(X, layout, 4), atol=1e-12
    )


def test_new_rows_with_a_layout_have_no_self_to_leave_out():
    X = np.array([[0.0], [1.0], [3.0], [100.0]])
    layout = np.column_stack([X[:, 0], np.zeros(4)])
    colorer = KNNDistanceColorer(3).fit(X, layout)
    # Its three nearest are 1, 0 and 3; the last of them is left out: (0.5 + 0.5) / 2.
    score = colorer.score_samples([[0.5]], [[0.4, 0.0]])
    np.testing.assert_allclose(score, [0.5])


def test_new_rows_without_a_layout_are_placed_among_the_nearest(rows):
    X, layout = rows
    colorer = KNNDistanceColorer(5).fit(X[:50], layout[:50])
    new = X[50:]
    distances = np.linalg.norm(new[:, None] - X[:50], axis=2)
    nearest = np.argsort(distances, axis=1)[:, :5]
    weights = 1 / np.take_along_axis(distances, nearest, axis=1)
    weights /= weights.sum(axis=1, keepdims=True)
    places = (layout[nearest] * weights[:, :, None]).sum(axis=1)
    np.testing.assert_allclose(
        colorer.score_samples(new), colorer.score_samples(new, places)
    )


def test_rows_seen_in_fit_keep_their_place_after_a_projection_changed_their_last_bits(rows):
    X, layout = rows
    X = X.astype(np.float32)
    colorer = KNNDistanceColorer(5).fit(X, layout)
    nudged = np.nextafter(X, np.float32(np.inf))
    np.testing.assert_allclose(
        colorer.score_samples(nudged), colorer.score_samples(X), rtol=1e-4
    )


def test_rows_far_from_the_origin_are_recognized():
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(300, 40)) + 1e5, rng.normal(size=(300, 2))
    colorer = KNNDistanceColorer()
    colors = colorer.fit_transform(X, layout)
    np.testing.assert_array_equal(colorer.transform(X), colors)


def test_pca_embedder_places_new_rows(rows):
    X, _ = rows
    colorer = KNNDistanceColorer(5, embedder=PCA(2)).fit(X[:50])
    pca = PCA(2).fit(X[:50])
    np.testing.assert_allclose(colorer.layout_, pca.transform(X[:50]))
    np.testing.assert_allclose(
        colorer.score_samples(X[50:]), colorer.score_samples(X[50:], pca.transform(X[50:]))
    )


def test_an_embedder_that_cannot_place_new_rows_leaves_it_to_interpolation(rows):
    X, _ = rows
    colorer = KNNDistanceColorer(5, embedder=NoTransform()).fit(X[:50])
    given = KNNDistanceColorer(5).fit(X[:50], X[:50, :2])
    np.testing.assert_array_equal(colorer.score_samples(X), given.score_samples(X))


def test_a_frozen_embedder_is_used_as_it_was_fitted(rows):
    X, _ = rows
    pca = PCA(2).fit(X[::2])
    colorer = KNNDistanceColorer(5, embedder=FrozenEstimator(pca)).fit(X)
    np.testing.assert_allclose(colorer.layout_, pca.transform(X))


def test_layout_goes_before_embedder_and_refit_forgets_it(rows):
    X, layout = rows
    colorer = KNNDistanceColorer(5, embedder=PCA(2)).fit(X)
    assert hasattr(colorer, "embedder_")
    colorer.fit(X, layout)
    assert not hasattr(colorer, "embedder_")
    np.testing.assert_array_equal(colorer.layout_, layout)


def test_no_layout_warns_and_takes_principal_components(rows):
    X, _ = rows
    with pytest.warns(
        UserWarning, match=r"got no layout, .* fit\(X, layout\), or set embedder"
    ):
        colorer = KNNDistanceColorer(5).fit(X)
    np.testing.assert_allclose(np.abs(colorer.layout_), np.abs(PCA(2).fit_transform(X)))


def test_all_layout_points_in_one_place(rows):
    X, _ = rows
    colors = KNNDistanceColorer(5).fit_transform(X, np.ones((60, 2)))
    assert np.isfinite(colors).all()


def test_three_layout_columns(rows):
    X, _ = rows
    layout = X[:, :3]
    colorer = KNNDistanceColorer(5).fit(X, layout)
    np.testing.assert_allclose(colorer.score_samples(X, layout), naive_scores(X, layout, 5))


@pytest.mark.parametrize(("y", "message"), BAD_LAYOUTS)
def test_bad_layouts_in_fit(y, message, rows):
    with pytest.raises(ValueError, match=message):
        KNNDistanceColorer(5).fit(rows[0], y)


def test_another_number_of_layout_columns_than_in_fit(rows):
    X, layout = rows
    colorer = KNNDistanceColorer(5).fit(X, X[:, :3])
    with pytest.raises(ValueError, match="layout .* has 2 columns; wanted 3, as in fit"):
        colorer.transform(X, layout)


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (np.full((60, 2), np.nan), r"embedder must return finite .* with NaN or infinity"),
        (
            np.ones((60, 5)),
            r"embedder must return .* shape \(60, 2\) or \(60, 3\); got .*60, 5",
        ),
    ],
)
def test_embedders_that_give_no_layout(places, message, rows):
    class Bad(NoTransform):
        def fit_transform(self, X, y=None):
            return places

    with pytest.raises(ValueError, match=message):
        KNNDistanceColorer(5, embedder=Bad()).fit(rows[0])


def test_two_rows_are_neighbors():
    X = np.array([[0.0], [3.0]])
    assert KNNDistanceColorer(2).fit(X, np.eye(2)).score_samples(X).tolist() == [3, 3]


def test_fewer_rows_than_neighbors(rows):
    X, layout = rows
    message = "n_neighbors=61, including the row itself, is more than 60 rows .*; 60 are"
    with pytest.warns(UserWarning, match=message):
        colorer = KNNDistanceColorer(61).fit(X, layout)
    assert colorer.n_neighbors_ == 60
    np.testing.assert_allclose(colorer.score_samples(X), naive_scores(X, layout, 60))
    # New rows have no self to leave out: as many neighbors all the same.
    expected = np.sort(np.linalg.norm(X - (X[0] + 1), axis=1))[:59].mean()
    assert expected <= colorer.score_samples(X[:1] + 1, layout[:1])
    with pytest.raises(ValueError, match="'n_neighbors' parameter .* must be"):
        KNNDistanceColorer(1).fit(X, layout)
