import numpy as np
import pytest

from skcolor._summaries import sketch as sketches
from skcolor._summaries.sketch import QuantileSketch


def sketch_of_parts(values, n_parts):
    parts = [QuantileSketch.of(part) for part in np.array_split(values, n_parts)]
    return sum(parts[1:], parts[0])


@pytest.mark.parametrize("order", ["drawn", "rising", "falling", "ties"])
@pytest.mark.parametrize("n_parts", [1, 7, 90])
def test_ranks_are_within_the_bound_that_a_sketch_knows(order, n_parts, monkeypatch):
    monkeypatch.setattr(sketches, "_SIZE", 64)
    values = np.random.default_rng(0).lognormal(size=5001)
    if order == "ties":
        values = np.round(values)
    elif order != "drawn":
        values = np.sort(values) * (1 if order == "rising" else -1)
    sketch = sketch_of_parts(values, n_parts)
    n_levels = len(sketch.levels)
    assert sketch.n_rows == 5001
    assert max(level.shape[1] for level in sketch.levels) <= 64
    assert 0 < sketch.rank_error <= 5001 * n_levels / 64
    percentages = np.linspace(0, 100, 41)
    found = sketch.percentile(percentages)[:, 0]
    ranked = np.sort(values)
    places = percentages / 100 * 5000
    assert (np.searchsorted(ranked, found, "left") <= places + sketch.rank_error + 1).all()
    assert (np.searchsorted(ranked, found, "right") >= places - sketch.rank_error).all()
    assert found[0] == ranked[0]
    assert found[-1] == ranked[-1]


def test_a_sketch_of_few_rows_is_exact():
    values = np.random.default_rng(0).normal(size=(1000, 3))
    sketch = sketch_of_parts(values, 10)
    assert sketch.rank_error == 0
    percentages = [0, 1, 33.3, 50, 99, 100]
    np.testing.assert_allclose(
        sketch.percentile(percentages), np.percentile(values, percentages, axis=0)
    )


def test_percentiles_of_the_widest_numbers_do_not_overflow():
    huge = np.array([-1.0, 1.0]) * np.finfo(np.float64).max
    assert QuantileSketch.of(huge).percentile([50]) == 0


def test_missing_values_are_counted_and_left_out():
    values = np.random.default_rng(0).normal(size=30_000)
    gaps = np.where(np.arange(30_000) % 3 == 0, np.nan, values)
    parts = [gaps[:9], np.full(5, np.nan), gaps[9:20_000], gaps[20_000:]]
    first, *rest = map(QuantileSketch.of, parts)
    merged = sum(rest, first)
    known = gaps[~np.isnan(gaps)]
    assert (merged.n_rows, merged.n_missing) == (len(known), 10_005)
    np.testing.assert_array_equal(merged.extremes[:, 0], [known.min(), known.max()])
    found = merged.percentile([10, 50, 90])[:, 0]
    ranks = np.searchsorted(np.sort(known), found) / len(known)
    np.testing.assert_allclose(ranks, [0.1, 0.5, 0.9], atol=0.002)
