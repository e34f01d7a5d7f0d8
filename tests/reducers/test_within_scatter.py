import numpy as np
import pytest

from skcolor.reducers import _within_scatter
from skcolor.reducers._within_scatter import (
    Neighborhoods,
    deviations,
    sums_of_block,
    sums_within,
)


@pytest.fixture
def block():
    """Rows, their neighborhoods, and what they differ by from their neighbors."""
    rng = np.random.default_rng(0)
    X, layout = 10 + rng.exponential(size=(300, 4)), rng.normal(size=(300, 2))
    neighborhoods = Neighborhoods(layout, 6)
    return X, neighborhoods, deviations(X, *neighborhoods.find(np.arange(300)))


def assert_same(found, expected):
    assert found.n_rows == expected.n_rows
    np.testing.assert_allclose(found.total, expected.total)
    np.testing.assert_allclose(found.scatter, expected.scatter)


def test_sums_of_a_block_are_those_of_the_same_rows(block):
    X, neighborhoods, deviation = block
    assert_same(sums_of_block(X, deviation), sums_within(X, neighborhoods))


def test_robust_sums_of_a_block_leave_out_rows_that_deviate_most(block):
    X, _, deviation = block
    deviation[[7, 9]] *= 100
    rest = sums_of_block(np.delete(X, [7, 9], 0), np.delete(deviation, [7, 9], 0))
    assert_same(sums_of_block(X, deviation, robust=True), rest)
    # Rows that do not deviate tell nothing of how much is usual.
    deviation[10:] = 0
    assert sums_of_block(X, deviation, robust=True).n_rows == 298


@pytest.mark.parametrize("most", [1000, 2999, 3000])
def test_a_sample_of_the_rows_counts_as_much_as_all(most, monkeypatch):
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(3000, 3)) * [3, 2, 1], rng.normal(size=(3000, 2))
    neighborhoods = Neighborhoods(layout, 6)
    whole = sums_within(X, neighborhoods)
    monkeypatch.setattr(_within_scatter, "_MOST_ROWS", most)
    found = sums_within(X, neighborhoods)
    assert found.n_rows == 3000
    np.testing.assert_array_equal(found.total, whole.total)
    if most < 3000:
        assert (found.scatter != whole.scatter).all()
    share = np.diag(found.scatter) / np.diag(whole.scatter)
    np.testing.assert_allclose(share, 1, atol=3 / np.sqrt(most) * (most < 3000))
