import numpy as np
import pytest

from skcolor._fitting.far_rows import _are_ruled_out, find_far_rows
from skcolor._summaries.moments import Moments
from skcolor._summaries.spread import (
    count_lengths,
    largest_squares,
    median_row,
    no_lengths,
    row_squares,
)


def test_rows_are_counted_by_their_squared_length():
    squares = np.array([0.0, 1, 1.1, 1.25, 2.5, np.nan, np.inf, -np.nan])
    lengths = count_lengths(squares)
    found = np.flatnonzero(lengths)
    # Zero; squares in [1, 1.25), in [1.25, 1.5), in [2.5, 3); and what is not finite.
    assert found[0] == 0
    assert found[2] == found[1] + 1
    assert found[3] == found[1] + 5
    assert found[4] >= 1020
    assert lengths[found[:4]].tolist() == [1, 2, 1, 1]
    assert lengths.sum() == 8
    assert lengths.shape == no_lengths().shape


@pytest.mark.parametrize("n_most", [0, 1, 7, 500])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_rows_have_larger_squares(n_most, dtype):
    rows = np.random.default_rng(0).lognormal(size=(500, 3)).astype(dtype)
    bound = largest_squares(count_lengths(row_squares(rows)), n_most)
    most = np.sort((rows.astype(np.float64) ** 2).sum(axis=1))[500 - n_most :].sum()
    assert most <= bound <= 1.25 * most


@pytest.mark.parametrize("scale", [1e19, 1e25])
def test_there_is_no_bound_where_squares_overflow(scale):
    rows = np.full((10, 3), scale, np.float32)
    with np.errstate(over="ignore"):
        assert largest_squares(count_lengths(row_squares(rows)), 1) == np.inf


def test_the_middle_is_the_median_of_evenly_spaced_rows():
    rows = np.random.default_rng(0).normal(size=(5000, 3))
    middle, sample = median_row(rows)
    np.testing.assert_array_equal(sample, rows[::5])
    np.testing.assert_allclose(middle, np.median(rows[::5], axis=0))
    middle, sample = median_row(rows, np.arange(10))
    np.testing.assert_allclose(middle, np.median(rows[:10], axis=0))


@pytest.mark.parametrize("of", [Moments.of, Moments.of_columns])
@pytest.mark.parametrize("factor", [1, 15, 25, 300, 1e6])
@pytest.mark.parametrize("scale", [1e-25, 1, 1e15])
@pytest.mark.parametrize("center", [0, 2, 100])
def test_far_rows_are_never_ruled_out(of, factor, scale, center):
    rng, n_ruled_out, has_far = np.random.default_rng(0), 0, 0
    for n_far in (1, 5, 9, 40):
        X = rng.normal(size=(1000, 4))
        X[:n_far] *= factor / np.linalg.norm(X[:n_far], axis=1, keepdims=True) * 4
        X = ((X + center) * scale).astype(np.float32)
        is_ruled_out = _are_ruled_out(of(X))
        has = len(find_far_rows(X)[0]) > 0
        assert not (has and is_ruled_out)
        n_ruled_out, has_far = n_ruled_out + is_ruled_out, has_far + has
    if scale == 1:
        assert has_far == (0 if factor < 20 else 3)
        assert n_ruled_out >= (3 if factor == 1 else 0)
