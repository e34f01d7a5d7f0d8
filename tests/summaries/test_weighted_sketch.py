import numpy as np
import pytest

from skcolor._summaries import sketch as sketches
from skcolor._summaries.sketch import QuantileSketch
from skcolor._summaries.weighted import rows_at_ranks, value_at_rank, weighted_quantiles
from skcolor._summaries.weighted_sketch import sketch_of

SHARES = [0, 0.01, 0.3, 0.5, 0.77, 1]


def test_quantiles_are_those_of_repeated_values():
    rng = np.random.default_rng(0)
    values, weights = rng.normal(size=50), rng.integers(1, 5, size=50)
    repeated = np.repeat(values, weights)
    found = weighted_quantiles(values, weights, SHARES)
    np.testing.assert_allclose(found, np.quantile(repeated, SHARES))
    for rank in (0, 7, len(repeated) - 1):
        assert value_at_rank(values, weights, rank) == np.sort(repeated)[rank]
        assert values[rows_at_ranks(values, weights, rank)] == np.sort(repeated)[rank]


def test_quantiles_of_fractions_by_hand():
    # Counted up: 1 to 1.5, 2 to 4, 3 to 4.5; ranks are from 0 to 3.5.
    values, weights = np.array([3.0, 1, 2]), np.array([0.5, 1.5, 2.5])
    found = weighted_quantiles(values, weights, [0, 1 / 3.5, 1.5 / 3.5, 1])
    np.testing.assert_allclose(found, [1, 1, 1.5, 3])


def sketch_in_parts(values, weights, n=9):
    parts = np.array_split(np.arange(len(values)), n)
    found = [sketch_of(values[p], weights[p]) for p in parts]
    return sum(found[1:], found[0])


def test_few_values_are_exact(monkeypatch):
    monkeypatch.setattr(sketches, "_SIZE", 64)
    rng = np.random.default_rng(0)
    values, weights = rng.normal(size=(60, 2)), rng.integers(0, 4, size=60)
    found = sketch_in_parts(values, weights.astype(float))
    repeated = np.repeat(values, weights, axis=0)
    assert found.n_rows == len(repeated)
    assert found.rank_error == 0
    percentages = np.multiply(SHARES, 100)
    np.testing.assert_allclose(
        found.percentile(percentages), np.percentile(repeated, percentages, axis=0)
    )


@pytest.mark.parametrize("spread", [1, 30])
def test_no_rank_is_further_off_than_its_bound(spread, monkeypatch):
    monkeypatch.setattr(sketches, "_SIZE", 64)
    rng = np.random.default_rng(0)
    values = rng.normal(size=5000)
    weights = rng.uniform(1, spread + 1, size=5000)
    found = sketch_in_parts(values, weights)
    assert found.levels[0].shape[1] < 1500
    total = weights.sum()
    assert found.n_rows == pytest.approx(total)
    ranks = np.array(
        [weights[values <= v].sum() for v in found.percentile([10, 50, 90])[:, 0]]
    )
    slack = found.rank_error + weights.max() + 1
    assert 0 < found.rank_error < 0.25 * total
    assert (np.abs(ranks - total * np.array([0.1, 0.5, 0.9])) <= slack).all()
    assert (found.extremes[:, 0] == [values.min(), values.max()]).all()


def test_sketches_with_and_without_weights_merge(monkeypatch):
    monkeypatch.setattr(sketches, "_SIZE", 128)
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 60))
    first[3] = np.nan
    weights = rng.integers(0, 3, size=60)
    weights[3] = 1
    both = np.r_[np.repeat(first, weights), second]
    for found in (
        sketch_of(first, weights.astype(float)) + QuantileSketch.of(second),
        QuantileSketch.of(second) + sketch_of(first, weights.astype(float)),
    ):
        assert found.n_missing == 1
        assert found.percentile([50])[0, 0] == pytest.approx(np.nanmedian(both))
    with pytest.raises(TypeError):
        QuantileSketch.of(second) + 1
