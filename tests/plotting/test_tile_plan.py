"""Which tile each row goes to."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import kstest

from skcolor.plotting import _tile_plan
from skcolor.plotting._tile_plan import (
    count_cells,
    curve_keys,
    cut_tiles,
    level_starts,
    levels_of,
    make_plan,
    rank_rows,
)


def test_ranks_are_those_of_splitmix64():
    # The first outputs of the reference implementation with seed 0 (Vigna, 2015).
    expected = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert rank_rows(np.arange(3)).tolist() == expected


def test_ranks_are_uniform_and_differ():
    ranks = rank_rows(np.arange(100_000))
    assert len(np.unique(ranks)) == 100_000
    assert kstest(ranks / 2.0**64, "uniform").pvalue > 0.01


def test_the_curve_visits_each_cell_once_and_only_goes_to_neighbors():
    side = np.arange(64) * 1024.0
    cells = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    keys = curve_keys(cells)
    assert len(np.unique(keys)) == len(cells)
    steps = np.abs(np.diff(cells[np.argsort(keys)], axis=0)).sum(axis=1)
    assert (steps == 1024).all()


def test_outlying_rows_are_at_the_edge_of_the_curve():
    far, edge = np.array([[-1e30, 1e30]]), np.array([[0.0, 65_535.0]])
    assert curve_keys(far) == curve_keys(edge)


@pytest.mark.parametrize("n_rows", [1, 100, 32_000, 32_001, 10**6, 10**8])
def test_each_level_has_twice_the_rows_of_the_one_before(n_rows):
    starts = [*level_starts(n_rows).tolist(), 2**64]
    shares = np.diff(np.array(starts, dtype=object)) / 2**64
    np.testing.assert_allclose(float(sum(shares)), 1)
    np.testing.assert_allclose(
        (shares[:-1] * n_rows).astype(float), 32_000 * 2.0 ** np.arange(len(shares) - 1)
    )
    assert 0 < shares[-1] * n_rows <= 32_000 * 2 ** (len(shares) - 1) * 1.001


@pytest.mark.parametrize("kind", ["spread", "one place"])
def test_batches_are_small_and_divide_the_rows_whatever_their_places(kind, monkeypatch):
    monkeypatch.setattr(_tile_plan, "TILE_ROWS", 100)
    n_rows = 20_000
    steps = np.random.default_rng(0).random((n_rows, 2)) * 65_535
    if kind == "one place":
        steps[:] = 30_000
    ranks, keys = rank_rows(np.arange(n_rows)), curve_keys(steps)
    starts = level_starts(n_rows)
    plan = make_plan(starts, count_cells(ranks, keys, starts))
    batches = plan.batches_of(ranks, keys)
    sizes = np.bincount(batches, minlength=plan.n_batches)
    assert len(sizes) == plan.n_batches
    assert sizes.max() < 1_000  # eight tiles, and what chance adds
    levels = [plan.level_of(batch) for batch in range(plan.n_batches)]
    np.testing.assert_array_equal(np.array(levels)[batches], levels_of(ranks, starts))


def test_tiles_of_a_batch_are_full_and_in_the_order_of_ranks(monkeypatch):
    monkeypatch.setattr(_tile_plan, "TILE_ROWS", 100)
    steps = np.random.default_rng(0).random((801, 2)) * 65_535
    ranks, keys = rank_rows(np.arange(801)), curve_keys(steps)
    tiles = cut_tiles(ranks, keys)
    assert sorted(np.concatenate(tiles)) == list(range(801))
    assert {len(tile) for tile in tiles} == {89}
    for tile, after in pairwise(tiles):
        assert (np.diff(ranks[tile].astype(float)) > 0).all()
        assert keys[tile].max() <= keys[after].min()
