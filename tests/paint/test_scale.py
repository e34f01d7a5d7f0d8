import numpy as np
import pytest

from skcolor.paint._scale import rescale


def test_rescale_by_hand():
    values = np.array([-1.0, 0.0, 1.0, 4.0, 9.0])
    np.testing.assert_array_equal(rescale(values, 0, 4), [0, 0, 0.25, 1, 1])
    np.testing.assert_array_equal(rescale(values, 1, 5), [0, 0, 0, 0.75, 1])
    np.testing.assert_array_equal(rescale(values, 5, 1), [1, 1, 1, 0.25, 0])


def test_columns_have_limits_of_their_own():
    values = np.array([[1.0, 10], [2, 20], [3, 30]])
    scaled = rescale(values, [1, 30], [5, 10])
    np.testing.assert_array_equal(scaled, [[0, 1], [0.25, 0.5], [0.5, 0]])
    scaled = rescale(values, [1, 7], [5, 7])
    np.testing.assert_array_equal(scaled, [[0, 1], [0.25, 1], [0.5, 1]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("limit", [2.0, -0.1, 1e30, 0.0])
def test_what_lies_outside_equal_limits_is_at_their_ends(limit, dtype):
    limit, size = dtype(limit), np.abs(dtype(limit))
    near = [np.nextafter(limit, dtype(side)) for side in (-np.inf, np.inf)]
    far = [limit - (size or 1) * dtype(1e-3), limit + (size or 1) * dtype(1e-3)]
    values = np.array([far[0], limit, far[1]], dtype=dtype)
    np.testing.assert_array_equal(rescale(values, limit, limit), [0, 0.5, 1])
    if limit:  # nothing is so near to 0 that it could be a rounded 0
        np.testing.assert_array_equal(rescale(np.array(near), limit, limit), 0.5)


@pytest.mark.parametrize("scale", [1e-320, 1e-30, 1e30, 1.7e308])
def test_extreme_scales(scale):
    np.testing.assert_allclose(
        rescale(np.array([-1.0, 0.0, 1.0]) * scale, -scale, scale), [0, 0.5, 1], atol=1e-3
    )
    assert rescale(np.array([1e308]), 0, 1e-300) == 1
