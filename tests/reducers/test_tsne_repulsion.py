import itertools

import numpy as np
import pytest

from skcolor.reducers import _tsne_repulsion
from skcolor.reducers._tsne_repulsion import RepulsionGrid


def exact(places):
    """Forces, and the sum of 1 / (1 + d^2), from all pairs."""
    apart = places[:, np.newaxis] - places
    near = 1 / (1 + (apart**2).sum(axis=2))
    return (near[..., np.newaxis] ** 2 * apart).sum(axis=1), near.sum() - len(places)


def draw(n_rows, size, shift=0):
    return np.random.default_rng(0).normal(size=(n_rows, 3)) * size * [1, 0.5, 0.3] + shift


def error(places, cell):
    forces, total = RepulsionGrid(cell)(places, 1)
    true, true_total = exact(places)
    return np.linalg.norm(forces - true) / np.linalg.norm(true), total / true_total - 1


@pytest.mark.parametrize("shift", [0, 1000])
@pytest.mark.parametrize("size", [1e-4, 1e-2, 0.3, 2])
def test_forces_are_those_of_all_pairs(size, shift):
    of_forces, of_total = error(draw(600, size, shift), 0.5)
    assert of_forces < 0.02
    assert abs(of_total) < 0.01


def test_smaller_cells_are_more_accurate():
    errors = [error(draw(600, 3), cell)[0] for cell in (2, 1, 0.5, 0.25)]
    assert all(b < 0.5 * a for a, b in itertools.pairwise(errors))


def test_two_rows_push_each_other_apart():
    grid = RepulsionGrid(0.1)
    forces, total = grid(np.array([[0.0, 0, 0], [1, 0, 0]]), 1)
    np.testing.assert_allclose(forces, [[-0.25, 0, 0], [0.25, 0, 0]], atol=0.01)
    assert total == pytest.approx(1, abs=0.01)


def test_equal_rows_do_not_repel():
    forces, total = RepulsionGrid(1)(np.ones((50, 3)), 1)
    np.testing.assert_allclose(forces, 0, atol=1e-3)
    assert total == pytest.approx(50 * 49, rel=1e-3)


def test_threads_give_the_same_bytes(monkeypatch):
    monkeypatch.setattr(_tsne_repulsion, "_ROWS_IN_CHUNK", 100)
    places = draw(600, 5)
    one, two = (RepulsionGrid(1)(places, n_jobs) for n_jobs in (1, 2))
    assert one[0].tobytes() == two[0].tobytes()
    assert one[1] == two[1]


def test_a_grid_follows_a_growing_map():
    grid = RepulsionGrid(0.5)
    grid(draw(300, 0.1), 1)
    places = draw(300, 2)
    forces, _ = grid(places, 1)
    true, _ = exact(places)
    assert np.linalg.norm(forces - true) < 0.03 * np.linalg.norm(true)


@pytest.mark.parametrize("cell", [0.7, 1.5])
def test_a_row_does_not_repel_itself_however_far_the_others_are(cell):
    places = np.random.default_rng(0).uniform(0, 60, size=(20, 3))
    forces, total = RepulsionGrid(cell)(places, 1)
    true, true_total = exact(places)
    assert np.linalg.norm(forces - true) < 0.1 * np.linalg.norm(true)
    assert total == pytest.approx(true_total, rel=0.02)


def test_errors_in_a_tight_group_cancel_from_call_to_call():
    groups = 10 * np.random.default_rng(0).normal(size=(30, 3))
    places = np.repeat(groups, 10, axis=0) + draw(300, 0.05)
    true, _ = exact(places)
    grid = RepulsionGrid(0.7)
    calls = np.stack([grid(places, 1)[0] for _ in range(8)])
    once, mean = (
        np.linalg.norm(forces - true) for forces in (calls[0], calls.mean(axis=0))
    )
    assert mean < 0.6 * once


def stretched_maps():
    """Maps of 400 rows that fill a small part of the box around them."""
    rng = np.random.default_rng(0)
    ball, line = rng.normal(size=(400, 3)), np.linspace(0, 1, 400)[:, np.newaxis]
    turns = np.hstack([np.cos(12 * line), np.sin(12 * line), line])
    for size in (30, 100, 300, 1000, 1e5):
        yield np.vstack([12 * ball, size * np.eye(3)])
        yield 12 * ball + size * rng.integers(2, size=(400, 1))
        yield ball + size * line
        yield ball + size * turns
        yield size * ball


def test_forces_in_stretched_maps(monkeypatch):
    monkeypatch.setattr(_tsne_repulsion, "_MOST_NODES", 2**17)
    seen = []
    for places in stretched_maps():
        grid = RepulsionGrid(0.7)
        seen.append(grid.resolves(places))
        if seen[-1]:
            forces, total = grid(places, 1)
            true, true_total = exact(places)
            assert np.linalg.norm(forces - true) < 0.5 * np.linalg.norm(true)
            assert total == pytest.approx(true_total, rel=0.1)
    assert any(seen)
    assert not all(seen)


def test_a_larger_map_of_more_rows_gets_more_nodes():
    extent = np.full(3, 200.0)
    few, many = (_tsne_repulsion._fit_grid(extent, 0.7, n)[0] for n in (10**5, 10**7))
    assert many == 0.7 < few


def test_a_far_row_does_not_fill_the_memory():
    places = draw(100, 1)
    places[0] = 1e4
    cell, shape = _tsne_repulsion._fit_grid(np.ptp(places, axis=0), 0.5, 100)
    assert np.prod(shape) <= 2**23
    assert cell > 0.5
    forces, _ = RepulsionGrid(200)(places, 1)
    assert np.isfinite(forces).all()
