import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist

from skcolor.metrics import _distance_ranks
from skcolor.metrics._distance_ranks import distance_ranks


def naive_ranks(X, rows, others):
    apart = cdist(X, X)
    np.fill_diagonal(apart, np.inf)
    limits = np.linalg.norm(X[rows, np.newaxis] - X[others], axis=2) * (1 - 1e-12)
    return 1 + (apart[rows, np.newaxis] < limits[:, :, np.newaxis]).sum(axis=2)


def sampled(n_rows, n_others=4, n_sampled=30):
    rng = np.random.default_rng(0)
    rows = rng.choice(n_rows, n_sampled, replace=False)
    return rows, rng.integers(n_rows, size=(n_sampled, n_others))


@pytest.mark.parametrize("shift", [0.0, 12345.678, 1e8])
def test_ranks_are_those_of_all_distances_wherever_the_origin_is(shift):
    X = np.random.default_rng(0).normal(size=(400, 6))
    rows, others = sampled(400)
    expected = naive_ranks(X, rows, others)
    np.testing.assert_array_equal(distance_ranks(X + shift, rows, others), expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("factor", [1, 0.1])
def test_equal_distances_share_the_smallest_rank(dtype, factor):
    """0.3 - 0.2 is not 0.2 - 0.1 in floating point."""
    X = np.random.default_rng(0).integers(0, 3, size=(400, 6))
    rows, others = sampled(400)
    expected = naive_ranks(X.astype(np.float64), rows, others)
    scaled = X.astype(dtype) * dtype(factor) + dtype(1)
    np.testing.assert_array_equal(distance_ranks(scaled, rows, others), expected)


def test_sparse_rows():
    X = np.random.default_rng(0).poisson(0.3, size=(400, 20)).astype(np.float64)
    rows, others = sampled(400)
    expected = naive_ranks(X, rows, others)
    np.testing.assert_array_equal(distance_ranks(csr_array(X), rows, others), expected)


@pytest.mark.parametrize("far", [1e9, 1e150])
def test_among_far_rows_differences_decide(far):
    """Products of rows far from most others round by more than those rows differ."""
    X = np.random.default_rng(0).normal(size=(300, 3))
    X[:100] += 1e9
    X[0] = far
    rows, others = sampled(300)
    expected = naive_ranks(X, rows, others)
    np.testing.assert_array_equal(distance_ranks(X, rows, others), expected)


@pytest.mark.parametrize("scale", [1e-310, 1e-200, 1e200, 1e306])
def test_squares_neither_overflow_nor_underflow(scale):
    X = np.random.default_rng(0).integers(-9, 10, size=(200, 5)).astype(np.float64)
    rows, others = sampled(200)
    expected = naive_ranks(X, rows, others)
    np.testing.assert_array_equal(distance_ranks(X * scale, rows, others), expected)


@pytest.mark.parametrize("most_unsure", [0, 1e9])
@pytest.mark.parametrize("most_waiting", [0, 1e9])
@pytest.mark.parametrize("n_features", [2, 90])
def test_products_in_float32_decide_nothing_that_they_round(
    monkeypatch, most_unsure, most_waiting, n_features
):
    """Rows so close together that float32 could tell none of them apart."""
    X = np.random.default_rng(0).normal(size=(600, n_features))
    X[300:] = X[:300] + 1e-7 * X[300:]
    rows, others = sampled(600)
    others[:, 0] = (rows + 300) % 600
    expected = naive_ranks(X, rows, others)
    monkeypatch.setattr(_distance_ranks, "_MOST_UNSURE", most_unsure)
    monkeypatch.setattr(_distance_ranks, "_MOST_WAITING", most_waiting)
    np.testing.assert_array_equal(distance_ranks(X, rows, others), expected)


def test_parts_of_the_sample_do_not_matter(monkeypatch):
    X = np.random.default_rng(0).normal(size=(300, 5))
    rows, others = sampled(300)
    expected = distance_ranks(X, rows, others)
    monkeypatch.setattr(_distance_ranks, "_PART", 7)
    monkeypatch.setattr(_distance_ranks, "_BLOCK", 11)
    np.testing.assert_array_equal(distance_ranks(X, rows, others), expected)


def test_no_row_is_nearer_than_an_equal_one_or_the_row_itself():
    X = np.repeat(np.random.default_rng(0).normal(size=(100, 5)), 3, axis=0) + 1e6
    rows = np.arange(300)
    others = np.column_stack([rows, rows // 3 * 3, rows // 3 * 3 + 2])
    np.testing.assert_array_equal(distance_ranks(X, rows, others), 1)
