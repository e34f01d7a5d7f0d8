import numpy as np
import pytest
from scipy.stats import spearmanr

from skcolor.metrics._correlation import correlate, rank


def test_each_row_has_the_rank_correlation_of_scipy():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(5, 40)), rng.integers(0, 6, size=(5, 40))  # with ties
    b[0] = -a[0].argsort().argsort()
    found = correlate(rank(a), rank(b))
    for row in range(5):
        assert found[row] == pytest.approx(spearmanr(a[row], b[row]).statistic, abs=1e-12)
    assert found[0] == -1


def test_what_is_constant_has_none():
    values = np.arange(6.0).reshape(2, 3)
    assert correlate(rank(values), rank(np.ones((2, 3)))).tolist() == [0, 0]
