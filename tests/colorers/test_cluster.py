import numpy as np
import pytest
from matplotlib.colors import to_rgb
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import (
    DBSCAN,
    AffinityPropagation,
    AgglomerativeClustering,
    Birch,
    BisectingKMeans,
    KMeans,
    MeanShift,
    MiniBatchKMeans,
)
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LinearRegression
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KNeighborsClassifier

from skcolor import ClusterColorer
from skcolor.neighbors._distances import neighbor_distances
from skcolor.paint._palettes import MISSING_COLOR


@pytest.fixture(scope="module")
def digits():
    return load_digits().data


def test_labels_centers_and_exemplars_all_belong_to_the_final_centers(digits):
    colorer = ClusterColorer(MiniBatchKMeans(128, random_state=0)).fit(digits)
    distances = cdist(digits, colorer.clusterer_.cluster_centers_)
    np.testing.assert_array_equal(colorer.labels_, distances.argmin(axis=1))
    np.testing.assert_array_equal(colorer.predict(digits), colorer.labels_)
    exemplars = colorer.exemplar_indices_
    assert len(exemplars) == 128
    own = colorer.labels_[:, None] == np.arange(128)
    nearest_own = np.where(own, distances, np.inf).argmin(axis=0)
    np.testing.assert_array_equal(exemplars, nearest_own)
    np.testing.assert_array_equal(colorer.labels_[exemplars], np.arange(128))


def test_an_exemplar_carries_its_label_where_another_row_is_nearer_to_the_center():
    # The mean of the outer pair lies on the inner pair, whose own center is nearer still.
    X = np.array([[-10.0, 0.3], [10.0, 0.3], [0.1, 0.0], [-0.1, 0.0]])
    clusterer = AgglomerativeClustering(2)
    clusterer.fit = lambda X, y: setattr(clusterer, "labels_", np.array([0, 0, 1, 1]))
    clusterer.__sklearn_clone__ = lambda: clusterer
    colorer = ClusterColorer(clusterer).fit(X)
    assert np.linalg.norm(X - colorer.cluster_centers_[0], axis=1).argmin() in (2, 3)
    assert colorer.exemplar_indices_.tolist() == [0, 2]


def test_of_rows_equally_near_the_center_the_first_is_the_exemplar():
    X = np.array([[5.0], [-1.0], [1.0], [-1.0], [1.0], [7.0]])
    colorer = ClusterColorer(DBSCAN(eps=2, min_samples=2)).fit(X)
    assert colorer.labels_.tolist() == [0, 1, 1, 1, 1, 0]
    assert colorer.exemplar_indices_.tolist() == [0, 1]


def test_one_row_is_enough_to_fit_a_clusterer_to():
    X = np.random.default_rng(0).normal(size=(20, 2))
    colorer = ClusterColorer(KMeans(1, random_state=0), max_samples=1).fit(X)
    assert colorer.cluster_centers_[0] in X
    assert len(colorer.labels_) == 20


def test_default_is_eight_clusters_with_a_fixed_seed(digits):
    one, two = ClusterColorer().fit(digits), ClusterColorer().fit(digits)
    assert one.palette_.shape == (8, 3)
    np.testing.assert_array_equal(one.labels_, two.labels_)
    kmeans = MiniBatchKMeans(8, random_state=0).fit(digits)
    np.testing.assert_array_equal(one.labels_, kmeans.predict(digits))


def test_noise_is_gray_and_never_a_label(digits):
    colorer = ClusterColorer(DBSCAN(eps=18, min_samples=5)).fit(digits)
    noise = colorer.labels_ == -1
    assert 0 < noise.sum() < len(digits)
    colors = colorer.transform(digits)
    np.testing.assert_array_equal(colors[noise], [MISSING_COLOR] * noise.sum())
    assert not (colors[~noise] == MISSING_COLOR).all(axis=1).any()
    np.testing.assert_array_equal(
        colorer.labels_[colorer.exemplar_indices_], np.arange(colorer.labels_.max() + 1)
    )


def test_only_noise():
    X = np.arange(20.0).reshape(10, 2) * 100
    colorer = ClusterColorer(DBSCAN(eps=1)).fit(X)
    assert colorer.palette_.shape == (0, 3)
    assert colorer.exemplar_indices_.shape == (0,)
    np.testing.assert_array_equal(colorer.transform(X), [MISSING_COLOR] * 10)


def test_without_predict_new_rows_get_the_label_of_the_nearest_training_row(digits):
    training, new = digits[:800], digits[800:900]
    colorer = ClusterColorer(AgglomerativeClustering(12)).fit(training)
    np.testing.assert_array_equal(colorer.labels_, colorer.clusterer_.labels_)
    nearest = cdist(new, training).argmin(axis=1)
    np.testing.assert_array_equal(colorer.predict(new), colorer.labels_[nearest])
    means = [training[colorer.labels_ == k].mean(axis=0) for k in range(12)]
    np.testing.assert_allclose(colorer.cluster_centers_, means)


def test_a_mixture_is_a_clusterer_too(digits):
    mixture = GaussianMixture(4, covariance_type="diag", reg_covar=1.0, random_state=0)
    colorer = ClusterColorer(mixture).fit(digits)
    np.testing.assert_array_equal(colorer.labels_, colorer.clusterer_.predict(digits))
    assert colorer.cluster_centers_.shape == (4, 64)


def test_refit_with_another_kind_of_clusterer_forgets_the_first(digits):
    colorer = ClusterColorer(DBSCAN(eps=18)).fit(digits[:200])
    colorer.set_params(clusterer=KMeans(3, random_state=0)).fit(digits[:200])
    assert not hasattr(colorer, "_neighbors")
    assert len(colorer.palette_) == 3


def test_rows_of_another_float_type_than_in_fit(digits):
    for fitted, other in ((np.float32, np.float64), (np.float64, np.float32)):
        colorer = ClusterColorer(KMeans(5, random_state=0)).fit(digits.astype(fitted))
        colors = colorer.transform(digits.astype(other))
        assert colors.dtype == other
        np.testing.assert_array_equal(
            colorer.predict(digits.astype(other)), colorer.labels_
        )


def test_more_labels_than_colors_never_fails_and_never_goes_gray(digits):
    colorer = ClusterColorer(KMeans(20, random_state=0), palette=[[1, 0, 0], [0, 0, 1]])
    colors = colorer.fit_transform(digits)
    assert {tuple(color) for color in colors} == {(1, 0, 0), (0, 0, 1)}


def test_an_empty_cluster_has_the_nearest_row_as_exemplar():
    class Fixed(KMeans):
        def fit(self, X, y=None):
            super().fit(X)
            far = X.max(axis=0) + 1000  # no row is nearest to this center
            self.cluster_centers_ = np.vstack([self.cluster_centers_, far])
            return self

    X = np.random.default_rng(0).normal(size=(50, 3))
    colorer = ClusterColorer(Fixed(2, random_state=0)).fit(X)
    nearest = np.linalg.norm(X - colorer.cluster_centers_[2], axis=1).argmin()
    assert colorer.exemplar_indices_[2] == nearest


@pytest.mark.parametrize("max_samples", [None, 3])
def test_more_clusters_than_rows_are_as_many_as_rows(max_samples):
    clusterer = KMeans(8, n_init=1, random_state=0)
    colorer = ClusterColorer(clusterer, max_samples=max_samples)
    X = np.eye(3 if max_samples is None else 9)
    with pytest.warns(UserWarning, match="n_clusters=8 is more than 3 rows allow; 3 are"):
        colorer.fit(X)
    assert len(colorer.palette_) == 3
    assert sorted(set(colorer.labels_)) == [0, 1, 2]
    assert clusterer.n_clusters == 8


def in_any_company(colorer, X):
    """Hold rows to get the labels of the fit alone, in pairs, and in other orders."""
    labels = colorer.fit(X).labels_
    np.testing.assert_array_equal(colorer.predict(X), labels)
    order = np.random.default_rng(0).permutation(len(X))
    np.testing.assert_array_equal(colorer.predict(X[order]), labels[order])
    for start in range(0, len(X), max(1, len(X) // 4)):
        for rows in (slice(start, start + 1), slice(start, start + 2)):
            np.testing.assert_array_equal(colorer.predict(X[rows]), labels[rows])


class GivenCenters(KMeans):
    """K-Means whose centers are given, and stay."""

    def fit(self, X, y=None):
        super().fit(X)
        self.cluster_centers_ = np.array(self.init, dtype=X.dtype)
        return self


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [2, 40])
@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
def test_a_label_does_not_depend_on_the_rows_beside(n_columns, dtype):
    rng = np.random.default_rng(0)
    grid = rng.integers(-1, 2, size=(300, n_columns)).astype(dtype)
    for X in (np.full((12, n_columns), 0.1), grid, grid * 0.1, grid * 0.1 + 100):
        for clusterer in (None, KMeans(12, n_init=1, random_state=0)):
            in_any_company(ClusterColorer(clusterer), X.astype(dtype))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_row_between_two_centers_belongs_to_the_first(dtype):
    centers = np.random.default_rng(0).normal(size=(6, 40)).round(1)
    centers[3] = centers[1]
    X = np.vstack([(a + b) / 2 for a in centers for b in centers]).astype(dtype)
    clusterer = GivenCenters(6, init=centers, n_init=1)
    colorer = ClusterColorer(clusterer)
    in_any_company(colorer, X)
    exact = [A.astype(dtype).astype(float) for A in (X, centers)]
    distances = neighbor_distances(*exact, np.tile(np.arange(6), (len(X), 1)))
    np.testing.assert_array_equal(colorer.labels_, distances.argmin(axis=1))
    assert 3 not in colorer.labels_
    in_any_company(ClusterColorer(FrozenEstimator(clusterer.fit(X))), X)


@pytest.mark.parametrize(
    "clusterer",
    [
        MeanShift(bandwidth=2.0),
        AffinityPropagation(random_state=0),
        Birch(n_clusters=4),
        BisectingKMeans(4, random_state=0),
        GaussianMixture(3, reg_covar=1.0, random_state=0),
        AgglomerativeClustering(4),
        DBSCAN(eps=1.5, min_samples=3),
    ],
    ids=lambda clusterer: type(clusterer).__name__,
)
@pytest.mark.filterwarnings("ignore:Affinity propagation did not converge")
def test_no_clusterer_looks_at_the_rows_beside(clusterer):
    rng = np.random.default_rng(0)
    X = np.unique(rng.integers(-1, 2, size=(90, 6)) * 0.1, axis=0) * 10
    in_any_company(ClusterColorer(clusterer), rng.permutation(X))


def test_without_predict_a_row_gets_the_label_of_the_first_equal_one():
    X = np.repeat(np.random.default_rng(0).normal(size=(4, 20)), 25, axis=0)
    clusterer = AgglomerativeClustering(2)
    labels = np.arange(100) % 25
    clusterer.fit = lambda X, y: setattr(clusterer, "labels_", labels)
    clusterer.__sklearn_clone__ = lambda: clusterer
    colorer = ClusterColorer(clusterer).fit(X)
    np.testing.assert_array_equal(colorer.predict(X), 0)


def test_what_is_no_clusterer():
    with pytest.raises(ValueError, match="'clusterer' parameter of ClusterColorer must be"):
        ClusterColorer("kmeans").fit(np.eye(9))
    with pytest.raises(TypeError, match=r"clusterer must have predict, or labels_.* PCA"):
        ClusterColorer(PCA(2)).fit(np.eye(9))


def test_a_clusterer_fitted_to_some_rows_labels_all_and_finds_exemplars_among_all(digits):
    clusterer = KMeans(10, n_init=1, random_state=0)
    colorer = ClusterColorer(clusterer, max_samples=300).fit(digits)
    assert len(colorer.clusterer_.labels_) == 300
    distances = cdist(digits, colorer.cluster_centers_)
    np.testing.assert_array_equal(colorer.labels_, distances.argmin(axis=1))
    own = colorer.labels_[:, None] == np.arange(10)
    np.testing.assert_array_equal(
        colorer.exemplar_indices_, np.where(own, distances, np.inf).argmin(axis=0)
    )
    again = ClusterColorer(clusterer, max_samples=300).fit(digits)
    np.testing.assert_array_equal(again.cluster_centers_, colorer.cluster_centers_)
    other = ClusterColorer(clusterer, max_samples=300, random_state=1).fit(digits)
    assert not np.array_equal(other.cluster_centers_, colorer.cluster_centers_)


def test_without_predict_all_rows_get_the_label_of_the_nearest_sampled_row(digits):
    clusterer = AgglomerativeClustering(12)
    colorer = ClusterColorer(clusterer, max_samples=200).fit(digits[:800])
    rows = np.sort(np.random.RandomState(0).permutation(800)[:200])
    nearest = cdist(digits[:800], digits[rows]).argmin(axis=1)
    np.testing.assert_array_equal(colorer.labels_, colorer.clusterer_.labels_[nearest])


def test_more_samples_than_rows_are_all_rows(digits):
    clusterer = KMeans(5, n_init=1, random_state=0)
    some = ClusterColorer(clusterer, max_samples=10**6).fit(digits)
    np.testing.assert_array_equal(
        some.labels_, ClusterColorer(clusterer).fit(digits).labels_
    )


def test_a_frozen_clusterer_keeps_its_centers(digits):
    kmeans = KMeans(6, n_init=1, random_state=0).fit(digits[:300])
    colorer = ClusterColorer(FrozenEstimator(kmeans)).fit(digits)
    np.testing.assert_array_equal(colorer.cluster_centers_, kmeans.cluster_centers_)
    np.testing.assert_array_equal(colorer.labels_, kmeans.predict(digits))


class Given(ClusterMixin, BaseEstimator):
    """Has the labels that it is given, and predicts none."""

    def __init__(self, labels):
        self.labels = labels

    def fit(self, X, y=None):
        self.labels_ = self.labels
        return self


@pytest.mark.parametrize(
    ("labels", "numbers", "names"),
    [
        (["b", "a", None], [1, 0, -1], ["a", "b"]),
        (np.array(["b", "a", "a"]), [1, 0, 0], ["a", "b"]),
        (np.array([1.0, 0.0, np.nan]), [1, 0, -1], None),
        (np.array([True, False, False]), [1, 0, 0], None),
        (np.array([2, -1, None], dtype=object), [2, -1, -1], None),
        (np.array([2, -1, 0], dtype=np.int8), [2, -1, 0], None),
    ],
)
def test_labels_of_any_kind_become_integers(labels, numbers, names):
    X = np.repeat([[0.0], [5.0], [9.0]], 4, axis=0)
    colorer = ClusterColorer(Given(np.repeat(np.array(labels, dtype=object), 4))).fit(X)
    assert colorer.labels_.dtype.kind == "i"
    np.testing.assert_array_equal(colorer.labels_, np.repeat(numbers, 4))
    assert colorer.label_names_ == names
    np.testing.assert_array_equal(colorer.predict([[0.1], [5.1], [9.1]]), numbers)
    is_gray = (colorer.transform(X) == MISSING_COLOR).all(axis=1)
    np.testing.assert_array_equal(is_gray, colorer.labels_ < 0)


@pytest.mark.parametrize("classes", [["z", "b", "a"], [2, 0, 1]])
def test_a_frozen_classifier_colors_by_its_classes(classes):
    X = np.repeat(np.eye(3), 4, axis=0)
    classifier = KNeighborsClassifier(1).fit(X, np.repeat(classes, 4))
    colorer = ClusterColorer(FrozenEstimator(classifier)).fit(X[:8])  # not of the last
    assert len(colorer.palette_) == 3
    wanted = np.searchsorted(np.sort(classes), np.repeat(classes, 4))
    np.testing.assert_array_equal(colorer.predict(X), wanted)
    assert len(np.unique(colorer.transform(X), axis=0)) == 3
    assert colorer.label_names_ == (sorted(classes) if classes[0] == "z" else None)


def test_numbers_that_are_no_labels_are_refused():
    X = np.arange(4.0)[:, np.newaxis]
    with pytest.raises(ValueError, match=r"labels of clusterer must be 4 integers.*0\.5"):
        ClusterColorer(Given(np.full(4, 0.5))).fit(X)
    regressor = FrozenEstimator(LinearRegression().fit(X, X[:, 0] / 7))
    with pytest.raises(ValueError, match="labels of clusterer must be 4 integers"):
        ClusterColorer(regressor).fit(X)


def test_a_name_that_comes_after_fit_is_refused():
    class Told(Given):
        def predict(self, X):
            return np.array(["high" if x > 9 else "low" for x in X[:, 0]])

    colorer = ClusterColorer(Told(None)).fit(np.arange(9.0)[:, np.newaxis])
    assert colorer.label_names_ == ["low"]
    with pytest.raises(ValueError, match="clusterer returned labels .* one of .'low'."):
        colorer.predict([[10.0]])


class Halves(ClusterMixin, BaseEstimator):
    """Label 3 for rows beyond 5, else 0, also where fit sees none beyond."""

    def fit(self, X, y=None):
        return self

    def predict(self, X):
        return np.where(X[:, 0] > 5, 3, 0)


@pytest.mark.parametrize("method", ["predict", "transform"])
def test_a_number_that_comes_after_fit_is_refused(method):
    colorer = ClusterColorer(Halves()).fit([[1.0], [2.0]])
    with pytest.raises(ValueError, match="label 3, but its labels in fit were less"):
        getattr(colorer, method)([[9.0]])
    assert getattr(colorer, method)([[1.0]]).size


def test_names_that_may_grow_are_refused():
    class Told(Given):
        def partial_fit(self, X, y=None):
            return self

        def predict(self, X):
            return np.full(len(X), "low")

    with pytest.raises(ValueError, match="must return integers .* in partial_fit"):
        ClusterColorer(Told(None)).partial_fit(np.arange(9.0)[:, np.newaxis])


@pytest.mark.parametrize("color", ["black", (1.0, 0.0, 0.5), "C3"])
def test_noise_has_the_color_that_was_chosen(color):
    X = np.array([[0.0], [0.1], [5.0], [9.0]])
    colorer = ClusterColorer(DBSCAN(eps=0.5, min_samples=2), missing_color=color).fit(X)
    np.testing.assert_array_equal(colorer.transform(X)[2:], [to_rgb(color)] * 2)
    np.testing.assert_array_equal(colorer.missing_color_, to_rgb(color))
    colorer.set_params(missing_color="white")  # of the next fit
    np.testing.assert_array_equal(colorer.transform(X)[2:], [to_rgb(color)] * 2)
