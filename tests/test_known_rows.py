import numpy as np
import pytest

from skcolor._known_rows import KnownRows


@pytest.fixture
def known():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 20)).astype(np.float32)
    return X, KnownRows(X, np.arange(4000.0).reshape(2000, 2))


def no_search(X, n_neighbors):
    raise AssertionError("searched for rows that are known")


def test_known_rows_are_found_without_a_search(known, monkeypatch):
    X, rows = known
    monkeypatch.setattr(rows.neighbors, "kneighbors", no_search)
    order = np.random.default_rng(1).permutation(2000)
    np.testing.assert_array_equal(rows.place(X[order]), rows.places[order])


def test_other_last_bits_change_no_place(known):
    X, rows = known
    nudged = np.nextafter(X, np.float32(9)) * np.float32(1 + 1e-7)
    np.testing.assert_array_equal(rows.place(nudged), rows.places)


def test_rows_that_are_not_known_go_to_the_embedder_alone(known):
    X, rows = known
    new = X[:3] + 1
    mixed = np.vstack([X[:2], new])
    places = rows.place(mixed, lambda unknown: np.full((len(unknown), 2), -1.0))
    np.testing.assert_array_equal(places[:2], rows.places[:2])
    np.testing.assert_array_equal(places[2:], -1)


def test_the_first_of_equal_rows_gives_the_place():
    X = np.tile([[1.0, -0.0], [2.0, 3.0]], (5, 1))
    rows = KnownRows(X, np.arange(20.0).reshape(10, 2))
    np.testing.assert_array_equal(
        rows.place(np.array([[2.0, 3.0], [1.0, 0.0]])), [[2, 3], [0, 1]]
    )


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_the_whole_range_of_float32(scale, monkeypatch):
    X = (np.random.default_rng(0).normal(size=(100, 3)) * scale).astype(np.float32)
    rows = KnownRows(X, np.arange(200.0).reshape(100, 2))
    monkeypatch.setattr(rows.neighbors, "kneighbors", no_search)
    np.testing.assert_array_equal(rows.place(X), rows.places)
