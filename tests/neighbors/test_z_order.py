import numpy as np
import pytest

from skcolor.neighbors._z_order import z_order


def naive_order(points, bits):
    lowest = points.min(axis=0)
    extent = (points.max(axis=0) - lowest).max()
    cells = ((points - lowest) / extent * (2**bits - 1)).astype(int)
    keys = [
        sum(
            (int(cell) >> bit & 1) << (bit * len(row) + axis)
            for axis, cell in enumerate(row)
            for bit in range(bits)
        )
        for row in cells
    ]
    return np.argsort(keys, kind="stable")


@pytest.mark.parametrize(("n_columns", "bits"), [(1, 16), (2, 16), (3, 10)])
def test_cells_are_ordered_by_their_interleaved_bits(n_columns, bits):
    points = np.random.default_rng(0).normal(size=(500, n_columns))
    points = np.vstack([points, points[:20]])
    np.testing.assert_array_equal(z_order(points), naive_order(points, bits))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nearby_points_follow_each_other(dtype):
    points = np.random.default_rng(0).random((10_000, 2)).astype(dtype)
    order = z_order(points)
    np.testing.assert_array_equal(np.sort(order), np.arange(10_000))
    assert np.median(np.linalg.norm(np.diff(points[order], axis=0), axis=1)) < 0.02


@pytest.mark.parametrize("scale", [0, 1e-310, 1e-300, 1e300, np.finfo(np.float64).max])
def test_points_of_any_size(scale):
    points = np.array([[-1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]]) * scale
    expected = [0, 1, 2, 3, 4] if scale == 0 else [0, 2, 4, 1, 3]
    np.testing.assert_array_equal(z_order(points), expected)


def test_no_points_and_one():
    assert z_order(np.empty((0, 2))).tolist() == []
    assert z_order(np.ones((1, 3))).tolist() == [0]
