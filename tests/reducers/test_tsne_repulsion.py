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
    np.testing.assert_array_equal(grid(places, 1)[0], RepulsionGrid(0.5)(places, 1)[0])


def test_a_far_row_does_not_fill_the_memory():
    places = draw(100, 1)
    places[0] = 1e4
    cell, shape = _tsne_repulsion._fit_grid(np.ptp(places, axis=0), 0.5)
    assert np.prod(shape) <= 2**23
    assert cell > 0.5
    forces, _ = RepulsionGrid(200)(places, 1)
    assert np.isfinite(forces).all()
