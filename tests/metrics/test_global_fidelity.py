import numpy as np
import pytest
from scipy.stats import spearmanr

from skcolor.metrics import global_fidelity
from skcolor.paint import srgb_to_oklab


def test_it_is_spearmans_correlation_over_random_pairs():
    rng = np.random.default_rng(0)
    X = rng.random((300, 3))
    colors = 0.5 * X + 0.5 * rng.random((300, 3))
    lab, pairs = srgb_to_oklab(colors), np.triu_indices(300, 1)
    x, c = (np.linalg.norm(A[pairs[0]] - A[pairs[1]], axis=1) for A in (X, lab))
    assert global_fidelity(X, colors, jnd=0) == pytest.approx(spearmanr(x, c)[0], abs=0.01)


def test_random_and_washed_out_colors():
    rng = np.random.default_rng(0)
    X = rng.random((2000, 3))
    assert abs(global_fidelity(X, rng.random((2000, 3)))) < 0.02
    assert global_fidelity(X, np.full((2000, 3), 0.5), jnd=0) == 0
    scores = [global_fidelity(X, 0.5 + w * (X - 0.5)) for w in (1, 0.3, 0.1, 0.03)]
    assert (np.diff(scores) < 0).all()


def test_two_rows_have_one_distance_and_two_pairs_are_enough():
    assert global_fidelity([[0.0], [1.0]], np.eye(3)[:2], jnd=0) == 0
    X = np.random.default_rng(0).random((50, 3))
    assert global_fidelity(X, X[:, [0, 0, 0]], n_pairs=2) in (-1, 1)


def test_what_does_not_fit():
    X = np.random.default_rng(0).random((50, 3))
    with pytest.raises(ValueError, match=r"colors has shape \(49, 3\); wanted \(50, 3\)"):
        global_fidelity(X, X[1:])
    with pytest.raises(ValueError, match="n_pairs must be at least 2; got 1"):
        global_fidelity(X, X, n_pairs=1)
