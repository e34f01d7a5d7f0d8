import numpy as np
import pytest
from scipy.stats import entropy

from skcolor.metrics import effective_colors


def test_colors_used_equally_often_count_as_many():
    palette = np.random.default_rng(0).random((20, 3)).round(1)
    assert len(np.unique(palette, axis=0)) == 20
    assert effective_colors(np.repeat(palette, 5, axis=0)) == pytest.approx(20)


def test_colors_used_less_count_less():
    counts = [60, 30, 9, 1]
    colors = np.repeat([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], counts, axis=0)
    assert effective_colors(colors) == pytest.approx(np.exp(entropy(counts)))


def test_colors_that_look_the_same_are_one():
    gray = np.full((100, 3), 0.5) + np.linspace(0, 1e-3, 100)[:, np.newaxis]
    assert effective_colors(gray) == 1
    assert effective_colors(gray, jnd=1e-6) > 90


def test_a_gray_ramp_is_a_line_of_cubes():
    """All grays have a = b = 0, where rounding errors of both signs must not count."""
    grays = np.repeat(np.linspace(0, 1, 10_000)[:, np.newaxis], 3, axis=1)
    assert 40 < effective_colors(grays) < 51
    assert effective_colors(grays.astype(np.float32)) == pytest.approx(
        effective_colors(grays), rel=1e-3
    )


def test_random_colors_are_many_and_fewer_as_they_wash_out():
    colors = np.random.default_rng(0).random((50_000, 3))
    scores = [effective_colors(0.5 + w * (colors - 0.5)) for w in (1, 0.3, 0.1, 0.01)]
    assert scores[0] > 4000
    assert (np.diff(scores) < 0).all()


def test_what_does_not_fit():
    with pytest.raises(ValueError, match="jnd must be more than 0; got 0"):
        effective_colors(np.ones((5, 3)), jnd=0)
    with pytest.raises(ValueError, match=r"colors must lie in \[0, 1\]"):
        effective_colors(np.full((5, 3), 2.0))
