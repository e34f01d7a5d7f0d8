import numpy as np
import pytest

from skcolor.paint._cloud import center_rows, draw_in, outline_of, spread_sample


def test_the_origin_is_the_center_of_most_rows():
    rng = np.random.default_rng(0)
    inner = rng.normal(size=(90, 3)) * [9, 3, 1]
    rows = np.vstack([inner - inner.mean(axis=0), 1e4 * rng.normal(size=(10, 3))]) + 7
    centered, weights, origin, unit = center_rows(rows, 0.1)
    assert weights is None
    assert unit == np.abs(rows).max()
    np.testing.assert_allclose(origin, 7)
    np.testing.assert_allclose(unit * centered, rows - 7, atol=1e-9)


def test_rows_far_out_aredraw_in_to_the_farthest_of_the_others():
    rows = np.array([[0.0, 0, 0], [1, 0, 0], [0, 2, 0], [3, 4, 0], [0, 0, 50]])
    drawn = [[0, 0, 0], [1, 0, 0], [0, 2, 0], [1.2, 1.6, 0], [0, 0, 2]]
    np.testing.assert_allclose(draw_in(rows, 0.5), drawn)
    np.testing.assert_allclose(draw_in(rows, 0), rows)


def test_a_sample_spreads_from_the_nearest_to_the_farthest():
    rows = np.random.default_rng(0).permutation(999)[:, np.newaxis] * [1, 0, 0]
    sample = spread_sample(rows)[:, 0]
    assert sample[0] == 0
    assert sample[-1] == 998
    assert np.ptp(np.diff(sample)) <= 1
    assert len(sample) < 400
    np.testing.assert_array_equal(spread_sample(rows[:50]), np.sort(rows[:50], axis=0))


def test_the_outline_of_a_ball_is_its_border():
    rows = np.random.default_rng(0).normal(size=(20_000, 3))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    points, weights = outline_of(rows * [100, 10, 1], 0)
    np.testing.assert_allclose(np.linalg.norm(points / [100, 10, 1], axis=1), 1, rtol=0.03)
    assert weights.sum() == pytest.approx(1)


def test_points_of_the_outline_stand_for_shares_of_the_rows():
    rows = np.random.default_rng(0).normal(size=(20_000, 3))
    points, weights = outline_of(rows, 0)
    for radius in (2, 3):
        share = weights[np.linalg.norm(points, axis=1) < radius].sum()
        assert share == pytest.approx(
            (np.linalg.norm(rows, axis=1) < radius).mean(), abs=0.04
        )
