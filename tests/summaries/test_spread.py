import numpy as np
import pytest

from skcolor._fitting.far_rows import find_far_rows
from skcolor._summaries.spread import (
    Spread,
    count_octaves,
    largest_distance,
    may_have_far_rows,
    median_row,
    no_octaves,
)


def test_rows_are_counted_by_powers_of_two():
    squares = np.array([0.0, 1, 1.1, 2.5, np.nan, np.inf])
    octaves = count_octaves(np.column_stack([np.sqrt(squares), np.zeros(6)]))
    found = np.flatnonzero(octaves)
    # Zero, squares in [1, 2), in [2, 4), and what is not finite.
    assert found[0] == 0
    assert found[2] == found[1] + 1
    assert found[3] == len(octaves) - 1
    assert octaves[found].tolist() == [1, 2, 1, 2]
    assert octaves.shape == no_octaves().shape


def test_no_row_is_farther_than_the_largest_distance():
    rows = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    bound = largest_distance(count_octaves(rows))
    farthest = np.linalg.norm(rows, axis=1).max()
    assert farthest <= bound <= 1.5 * farthest
    assert largest_distance(count_octaves(np.float32(1e19) * rows)) == np.inf


def test_the_middle_is_the_median_of_evenly_spaced_rows():
    rows = np.random.default_rng(0).normal(size=(5000, 3))
    middle, sample = median_row(rows)
    np.testing.assert_array_equal(sample, rows[::5])
    np.testing.assert_allclose(middle, np.median(rows[::5], axis=0))
    middle, sample = median_row(rows, np.arange(10))
    np.testing.assert_allclose(middle, np.median(rows[:10], axis=0))


@pytest.mark.parametrize("factor", [1, 15, 25, 300, 1e6])
@pytest.mark.parametrize("scale", [1e-25, 1, 1e15])
def test_far_rows_are_never_ruled_out(factor, scale):
    rng, n_ruled_out = np.random.default_rng(0), 0
    for n_far in (1, 5, 9, 40):
        X = rng.normal(size=(1000, 4)) * scale
        X[:n_far] *= factor / np.linalg.norm(X[:n_far], axis=1, keepdims=True) * 4 * scale
        X = X.astype(np.float32)
        deviation = X - median_row(X)[0].astype(np.float32)
        may = may_have_far_rows(count_octaves(deviation), n_most=10)
        assert may or len(find_far_rows(X)[0]) == 0
        n_ruled_out += not may
    if scale == 1:
        assert n_ruled_out == (4 if factor < 20 else 1)


def test_the_spread_counts_all_rows_around_the_middle():
    X = np.random.default_rng(0).normal(size=(30_000, 9)).astype(np.float32) + 50
    spread = Spread.of(X)
    middle = median_row(X)[0].astype(np.float32)
    np.testing.assert_array_equal(spread.octaves, count_octaves(X - middle))
    assert spread.n_rows == spread.octaves.sum() == 30_000
    assert spread.is_finite


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_the_spread_tells_rows_that_may_not_be_finite(value):
    X = np.random.default_rng(0).normal(size=(5000, 9)).astype(np.float32)
    X[4321, 5] = value
    assert not Spread.of(X).is_finite
