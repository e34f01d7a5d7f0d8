import numpy as np
import pytest

from skcolor import GamutColorer
from skcolor._summaries import cells
from skcolor._summaries.cells import CellSums
from skcolor.paint import delta_e


@pytest.fixture(autouse=True)
def few_cells(monkeypatch):
    monkeypatch.setattr(cells, "_MOST", 500)


def rows_of(n=8000):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 3)) * [3, 2, 1] + [0, 10, -5]


def in_parts(rows, n, weights=None):
    parts = np.array_split(np.arange(len(rows)), n)
    found = [CellSums.of(rows[p], None if weights is None else weights[p]) for p in parts]
    return sum(found[1:], found[0])


def test_few_rows_are_kept_as_they_are():
    rows = np.repeat(rows_of(400), 3, axis=0)
    found, counts = in_parts(rows, 7).rows()
    np.testing.assert_array_equal(found, np.unique(rows, axis=0))
    np.testing.assert_array_equal(counts, 3)
    assert in_parts(rows, 7).reach == 0


def test_many_rows_are_as_few_cells_as_allowed():
    rows = rows_of()
    found = CellSums.of(rows)
    side = 2.0**found.exponent
    wanted, inverse, counts = np.unique(
        np.floor(rows / side), axis=0, return_inverse=True, return_counts=True
    )
    assert len(found.keys) == len(wanted) <= 500
    assert len(np.unique(np.floor(rows / (side / 2)), axis=0)) > 500
    means, weights = found.rows()
    np.testing.assert_array_equal(weights, counts)
    for column in range(3):
        sums = np.bincount(inverse.ravel(), rows[:, column])
        np.testing.assert_allclose(means[:, column], sums / counts)
    away = np.linalg.norm(means[inverse.ravel()] - rows, axis=1)
    assert 0 < away.max() <= found.reach == np.sqrt(3) * side


@pytest.mark.parametrize("scale", [1, 1e-200, 1e200])
def test_cells_depend_on_neither_batches_nor_order(scale):
    rows = rows_of() * scale
    rows[0] *= 1e4  # an outlier
    whole = CellSums.of(rows)
    order = np.random.default_rng(1).permutation(len(rows))
    for other in (in_parts(rows, 9), in_parts(rows[order], 4), in_parts(rows[::-1], 60)):
        assert other.exponent == whole.exponent
        np.testing.assert_array_equal(other.keys, whole.keys)
        np.testing.assert_array_equal(other.weights, whole.weights)
        np.testing.assert_allclose(other.sums, whole.sums, rtol=1e-9, atol=1e-9 * scale)


def test_weights_are_numbers_of_rows():
    rows = rows_of()
    weights = np.random.default_rng(1).integers(0, 3, size=len(rows))
    found, wanted = (
        in_parts(rows, 5, weights),
        CellSums.of(np.repeat(rows, weights, axis=0)),
    )
    np.testing.assert_array_equal(found.keys, wanted.keys)
    np.testing.assert_allclose(found.rows()[0], wanted.rows()[0])
    np.testing.assert_array_equal(found.rows()[1], wanted.rows()[1])
    shares = CellSums.of(rows, np.full(len(rows), 0.25)).rows()[1]
    np.testing.assert_allclose(shares, CellSums.of(rows).rows()[1])


def test_a_map_learned_from_batches_is_that_of_rows_that_hardly_move(monkeypatch):
    monkeypatch.setattr(cells, "_MOST", 4000)
    rows = rows_of(30_000).astype(np.float32)
    whole, streamed, other = (GamutColorer() for _ in range(3))
    whole.fit(rows)
    for batch in np.array_split(rows, 6):
        streamed.partial_fit(batch)
    for batch in np.array_split(rows[::-1], 2):
        other.partial_fit(batch)
    assert whole.moved_ == 0 < streamed.moved_ < 0.1
    summary = streamed._summary.cells
    assert streamed.moved_ == pytest.approx(summary.reach * streamed.scale_)
    colors = streamed.transform(rows)
    assert delta_e(colors, other.transform(rows)).max() < 1e-6
    assert delta_e(colors, whole.transform(rows)).mean() < 0.02
    np.testing.assert_allclose(streamed.mean_, rows.mean(axis=0, dtype=float))
