import numpy as np
import pytest

from skcolor._fidelity import Fidelity, _over_pairs, _within_patches
from skcolor._perceptron import Perceptron, learn
from skcolor.paint._cube import logits_to_oklab, logits_to_srgb
from skcolor.paint._spaces import srgb_to_oklab


def numeric_gradient(function, x, step=1e-6):
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (function(up) - function(down)) / (2 * step)
    return gradient


@pytest.fixture
def patches():
    rng = np.random.default_rng(0)
    return rng.normal(size=(2, 7, 5)), rng.normal(size=(2, 7, 2)), rng.random((2, 7, 3))


def partial_correlation(a, b, given):
    r = np.corrcoef([a, b, given])
    return (r[0, 1] - r[0, 2] * r[1, 2]) / np.sqrt((1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2))


def test_within_patches_equals_a_loop(patches):
    X, layout, lab = patches
    found, _ = _within_patches(X, layout, lab)
    expected = []
    for patch in range(2):
        for row in range(7):
            others = np.arange(7) != row
            expected.append(
                partial_correlation(
                    *(
                        np.linalg.norm(A[patch, others] - A[patch, row], axis=1)
                        for A in (X, lab, layout)
                    )
                )
            )
    assert found == pytest.approx(np.mean(expected), abs=1e-4)


def test_over_pairs_equals_the_correlation(patches):
    X, _, lab = (points.reshape(14, -1) for points in patches)
    order = np.random.default_rng(1).permutation(14)
    found, _ = _over_pairs(X, lab, order)
    distances = [np.linalg.norm(A - A[order], axis=1) for A in (X, lab)]
    assert found == pytest.approx(np.corrcoef(distances)[0, 1], abs=1e-3)


def test_gradients_are_those_of_small_changes(patches):
    X, layout, lab = patches
    found = _within_patches(X, layout, lab)[1]
    expected = numeric_gradient(lambda lab: -_within_patches(X, layout, lab)[0], lab)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    rows, colors = X.reshape(14, 5), lab.reshape(14, 3)
    order = np.random.default_rng(1).permutation(14)
    found = _over_pairs(rows, colors, order)[1]
    expected = numeric_gradient(lambda c: -_over_pairs(rows, c, order)[0], colors)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_penalties_pull_towards_gray_within_the_lightness(patches):
    fidelity = Fidelity(jnd=0.0, global_weight=0.0, lightness=(0.2, 0.8))
    lab = np.full((1, 4, 3), [0.5, 0.0, 0.0])
    np.testing.assert_array_equal(fidelity._penalty(lab), 0)
    lab[0, 0] = [0.9, 0.1, -0.1]
    penalty = fidelity._penalty(lab)[0, 0]
    assert (np.sign(penalty) == [1, 1, -1]).all()


def test_points_in_one_place_tell_nothing():
    same = np.zeros((1, 5, 2))
    X, lab = np.random.default_rng(0).random((2, 1, 5, 3))
    for arguments in ((same, same, lab), (X, same, lab), (X, X[..., :2], 0 * lab)):
        found, gradient = _within_patches(*arguments)
        assert np.isfinite(found)
        assert np.isfinite(gradient).all()
    assert _within_patches(same, X[..., :2], lab)[0] == pytest.approx(0, abs=1e-6)


def test_colors_of_logits_and_the_way_back():
    logits = np.random.default_rng(0).normal(size=(6, 3)) * 2
    lab, pull_back = logits_to_oklab(logits)
    np.testing.assert_allclose(lab, srgb_to_oklab(logits_to_srgb(logits)))
    weights = np.random.default_rng(1).normal(size=(6, 3))
    expected = numeric_gradient(lambda o: (logits_to_oklab(o)[0] * weights).sum(), logits)
    np.testing.assert_allclose(pull_back(weights), expected, atol=1e-6)


def test_gradients_of_the_network_are_those_of_small_changes():
    rng = np.random.default_rng(0)
    network = Perceptron.begin(rng.normal(size=(4, 3)), 5, rng)
    network.weights[2][:] = rng.normal(size=(5, 3))
    Z, by_output = rng.normal(size=(6, 4)), rng.normal(size=(6, 3))
    hidden = network.forward(Z)[1]
    found = network.gradient(Z, hidden, by_output)
    for position, weight in enumerate(network.weights):

        def value(changed, position=position):
            weights = [*network.weights]
            weights[position] = changed
            return (Perceptron(weights).forward(Z)[0] * by_output).sum()

        expected = numeric_gradient(value, weight)
        np.testing.assert_allclose(found[position], expected, atol=1e-6)


def test_the_network_learns_what_it_is_shown():
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(200, 2)).astype(np.float32)
    wanted = np.abs(Z).sum(axis=1, keepdims=True)
    network = Perceptron.begin(np.zeros((2, 1), dtype=np.float32), 20, rng)

    def look():
        return Z, lambda output: (
            float(((output - wanted) ** 2).mean()),
            (output - wanted) / len(Z),
        )

    steps = []
    losses = learn(
        network, look, n_steps=800, decay=0.0, rng=rng, on_step=lambda: steps.append(1)
    )
    assert len(losses) == len(steps) == 800
    assert losses[-1] < 0.1 * losses[0]
