import numpy as np
import pytest

from skcolor._summaries.selection import _FEW, brackets, order_statistics, sample_size

N = _FEW + 5000
COLUMNS = {
    "normal": lambda rng: rng.normal(size=N),
    "long tails": lambda rng: rng.exponential(size=N) ** 5,
    "few values": lambda rng: rng.integers(0, 3, size=N),
    "one value": lambda rng: np.zeros(N),
    "ascending": lambda rng: np.arange(N),
    "infinite": lambda rng: np.where(rng.random(N) < 0.1, np.inf, rng.normal(size=N)),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", COLUMNS)
def test_they_are_those_of_sorted_values(kind, dtype):
    columns = np.stack([COLUMNS[kind](np.random.default_rng(seed)) for seed in (0, 1)])
    ordered = np.sort(columns.astype(dtype), axis=1)
    for ranks in ([0], [1, 2], [N // 2 - 1, N // 2], [N - 40, N - 39], [N - 1]):
        found = order_statistics(columns.astype(dtype), np.array(ranks))
        np.testing.assert_array_equal(found, ordered[:, ranks])


def test_those_of_few_values():
    found = order_statistics(np.array([[3.0, 1, 2], [5, 9, 7]]), np.array([1, 2]))
    np.testing.assert_array_equal(found, [[2, 3], [7, 9]])


@pytest.mark.parametrize("value", [-1e9, 1e9])
def test_a_sample_that_misleads_changes_nothing(value):
    columns = np.random.default_rng(0).normal(size=(1, N))
    columns[:, :: N // sample_size(N)] = value
    expected = np.sort(columns, axis=1)[:, [N // 2]]
    np.testing.assert_array_equal(order_statistics(columns, np.array([N // 2])), expected)


def test_brackets_enclose_almost_always_and_few_values():
    rng, n = np.random.default_rng(0), 8000
    for share in (0.01, 0.5, 0.99):
        values = rng.normal(size=(n, 100))
        low, high = brackets(values[: sample_size(n)], share)
        wanted = np.quantile(values, share, axis=0)
        assert ((low <= wanted) & (wanted <= high)).mean() > 0.98
        assert ((low <= values) & (values <= high)).mean() < 0.2


def test_brackets_are_infinite_where_the_sample_ends():
    low, high = brackets(np.arange(10.0)[:, np.newaxis], 0.5)
    assert low == -np.inf
    assert high == np.inf
