import numpy as np
import pytest
from sklearn.decomposition import PCA

from skcolor import KNNDistanceColorer, LocalDimensionColorer, NeighborOverlapColorer
from skcolor.datasets import load_digits_layout
from skcolor.neighbors._known_rows import KnownRows
from skcolor.neighbors._search import find_neighbors

FLOATS = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def known_rows(X):
    return KnownRows(find_neighbors(X))


def numbered(X):
    """A place for each row that tells which it is."""
    return np.arange(2.0 * len(X)).reshape(-1, 2)


def unknown(rows):
    """What places rows that are not known: all in one place, where no other row is."""
    return np.full((len(rows), 2), -1.0)


@pytest.fixture
def known():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 20)).astype(np.float32)
    return X, known_rows(X)


def no_search(X, n_neighbors):
    raise AssertionError("searched for rows that are known")


def test_known_rows_are_found_without_a_search(known, monkeypatch):
    X, rows = known
    monkeypatch.setattr(rows.neighbors, "kneighbors", no_search)
    order = np.random.default_rng(1).permutation(2000)
    np.testing.assert_array_equal(rows.place(X[order], numbered(X)), numbered(X)[order])


def test_other_last_bits_change_no_place(known):
    X, rows = known
    nudged = np.nextafter(X, np.float32(9)) * np.float32(1 + 1e-7)
    np.testing.assert_array_equal(rows.place(nudged, numbered(X)), numbered(X))


def test_rows_that_are_not_known_go_to_the_embedder_alone(known):
    X, rows = known
    mixed = np.vstack([X[:2], X[:3] + 1])
    places = rows.place(mixed, numbered(X), unknown)
    np.testing.assert_array_equal(places[:2], numbered(X)[:2])
    np.testing.assert_array_equal(places[2:], -1)


def test_the_first_of_equal_rows_gives_the_place():
    X = np.tile([[1.0, -0.0], [2.0, 3.0]], (5, 1))
    places = known_rows(X).place(np.array([[2.0, 3.0], [1.0, 0.0]]), numbered(X))
    np.testing.assert_array_equal(places, [[2, 3], [0, 1]])


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_the_whole_range_of_float32(scale, monkeypatch):
    X = (np.random.default_rng(0).normal(size=(100, 3)) * scale).astype(np.float32)
    rows = known_rows(X)
    monkeypatch.setattr(rows.neighbors, "kneighbors", no_search)
    np.testing.assert_array_equal(rows.place(X, numbered(X)), numbered(X))


@FLOATS
@pytest.mark.parametrize("apart", [1e5, 1e7])
def test_rows_in_two_far_batches_are_all_known_and_no_other_row_is(apart, dtype):
    X = np.array([[a, b] for a in (0, apart) for b in range(4)], dtype=dtype)
    rows = known_rows(X)
    np.testing.assert_array_equal(rows.place(X, numbered(X)), numbered(X))
    between = X[:3] + np.array([0, 0.25], dtype=dtype)
    np.testing.assert_array_equal(rows.place(between, numbered(X), unknown), -1)


@pytest.mark.parametrize("offset", [0, 1e3, 1e5])
@pytest.mark.parametrize(
    ("fitted", "other"), [(np.float32, np.float64), (np.float64, np.float32)]
)
def test_rows_of_another_float_type_are_known(fitted, other, offset):
    X = np.random.default_rng(0).normal(size=(300, 9)) + offset
    places = known_rows(X.astype(fitted)).place(X.astype(other), numbered(X), unknown)
    np.testing.assert_array_equal(places, numbered(X))


def test_of_two_candidates_within_rounding_the_nearest_is_taken():
    X = np.array([[1e7, 0], [1e7, 1], [1e7, 2]], dtype=np.float32)
    nudged = np.array([[1e7, 1.0001], [1e7, 1.9999]], dtype=np.float32)
    places = known_rows(X).place(nudged, numbered(X), unknown)
    np.testing.assert_array_equal(places, numbered(X)[1:])


@FLOATS
@pytest.mark.parametrize("n_components", [2, 20])
def test_projected_rows_are_known_in_any_batch(n_components, dtype):
    X = load_digits_layout().data[:300].astype(dtype)
    X[1] = X.mean(axis=0)  # comes out near the origin, by the rounding of larger numbers
    pca = PCA(n_components, random_state=0)
    rows, places = known_rows(pca.fit_transform(X)), numbered(X)
    alone = np.vstack([pca.transform(X[[i]]) for i in range(300)])
    for projected in (pca.transform(X), alone):
        np.testing.assert_array_equal(rows.place(projected, places, unknown), places)


@FLOATS
@pytest.mark.parametrize("apart", [0, 1e4, 1e6])
@pytest.mark.parametrize(
    "colorer",
    [KNNDistanceColorer(5), NeighborOverlapColorer(5), LocalDimensionColorer(5)],
    ids=lambda colorer: type(colorer).__name__,
)
def test_training_rows_keep_their_colors_whatever_the_spread(colorer, apart, dtype):
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(80, 6)), rng.normal(size=(80, 2))
    X[40:] += apart
    X = X.astype(dtype)
    colors = colorer.fit_transform(X, layout)
    order = rng.permutation(80)
    np.testing.assert_array_equal(colorer.transform(X[order]), colors[order])
    alone = np.vstack([colorer.transform(X[[i]]) for i in range(30, 50)])
    np.testing.assert_array_equal(alone, colors[30:50])
    values = colorer.score_samples(X)
    other = np.float64 if dtype == np.float32 else np.float32
    # Rounding to float32 moves rows by this much, and no row to another value.
    moved = np.abs(X).max() * np.finfo(np.float32).eps
    found = colorer.score_samples(X.astype(other))
    if not isinstance(colorer, NeighborOverlapColorer):
        np.testing.assert_allclose(found, values, atol=10 * moved, rtol=10 * moved + 1e-5)
