import numpy as np
import pytest

from skcolor.neighbors import _z_order
from skcolor.neighbors._z_order import order_rows, z_order


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


def test_each_part_of_a_file_is_ordered_before_the_next(monkeypatch):
    monkeypatch.setattr(_z_order, "_PART_BYTES", 8 * 300)
    layout = np.random.default_rng(0).normal(size=(1000, 2))
    order = order_rows(layout, 8, mapped=True)
    for start in range(0, 1000, 300):
        part = layout[start : start + 300]
        np.testing.assert_array_equal(order[start : start + 300], start + z_order(part))
    np.testing.assert_array_equal(order_rows(layout, 8, mapped=False), z_order(layout))
    # A row larger than a part is a part of its own.
    assert order_rows(layout, 10_000, mapped=True).tolist() == list(range(1000))
