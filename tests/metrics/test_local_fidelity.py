import numpy as np
import pytest
from scipy.stats import spearmanr

from skcolor.metrics import local_fidelity
from skcolor.paint import srgb_to_oklab


def planted(n_rows=2000):
    """Two columns that the layout shows, and one that it hides."""
    rng = np.random.default_rng(0)
    X = rng.random((n_rows, 3)) * [1, 1, 0.5]
    return X, X[:, :2].copy()


def naive(X, colors, layout, k):
    """The definition, row by row, as seen without noise."""
    lab, scores = srgb_to_oklab(colors), []
    for i in range(len(X)):
        near = np.argsort(np.linalg.norm(layout - layout[i], axis=1))
        near = near[near != i][:k]
        x, c, place = (np.linalg.norm(A[near] - A[i], axis=1) for A in (X, lab, layout))
        xc, xl, cl = spearmanr(x, c)[0], spearmanr(x, place)[0], spearmanr(c, place)[0]
        scores.append((xc - xl * cl) / np.sqrt((1 - xl**2) * (1 - cl**2)))
    return np.mean(scores)


def test_it_is_what_the_definition_says():
    X, layout = planted(200)
    colors = np.random.default_rng(1).random((200, 3)) * 0.3 + X / 2
    score = local_fidelity(X, colors, layout, n_neighbors=20, jnd=0)
    assert score == pytest.approx(naive(X, colors, layout, 20))


def test_random_colors_and_the_layout_as_color_tell_nothing():
    X, layout = planted(4000)
    random = np.random.default_rng(1).random((4000, 3))
    assert abs(local_fidelity(X, random, layout)) < 0.01
    shown = np.column_stack([layout, np.full(4000, 0.5)])
    assert abs(local_fidelity(X, shown, layout)) < 0.02


def test_the_hidden_column_as_color_tells_much_and_less_as_it_washes_out():
    X, layout = planted()
    gray = np.repeat(2 * X[:, 2:], 3, axis=1)
    scores = [
        local_fidelity(X, 0.5 + contrast * (gray - 0.5), layout)
        for contrast in (1, 0.3, 0.1, 0.03, 0)
    ]
    assert scores[0] > 0.7
    assert (np.diff(scores) < 0).all()
    assert abs(scores[-1]) < 0.02


def test_a_sample_stands_for_all_and_is_the_same_every_time():
    X, layout = planted()
    colors = X + np.array([0, 0, 0.25])
    whole = local_fidelity(X, colors, layout, sample_size=None)
    sample = local_fidelity(X, colors, layout, sample_size=500)
    assert sample == local_fidelity(X, colors, layout, sample_size=500)
    assert sample != local_fidelity(X, colors, layout, sample_size=500, random_state=1)
    assert abs(sample - whole) < 0.05


def test_what_the_layout_shows_whole_is_nothing_more():
    X, layout = planted(100)
    assert local_fidelity(layout, X, layout, n_neighbors=10, jnd=0) == 0
    shown = srgb_to_oklab(X)
    assert local_fidelity(X, X, shown, n_neighbors=10, jnd=0) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("n_neighbors", [1, 2])
def test_two_neighbors_are_in_the_order_of_the_layout_or_against_it(n_neighbors):
    X, layout = planted(100)
    assert local_fidelity(X, X, layout, n_neighbors=n_neighbors, jnd=0) == 0


def test_equal_rows_places_and_colors_give_a_number():
    X, layout = planted(100)
    for case in (
        (np.zeros((100, 3)), X, layout),
        (X, np.zeros((100, 3)), layout),
        (X, X, np.zeros((100, 2))),
    ):
        assert np.isfinite(local_fidelity(*case, n_neighbors=10, jnd=0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colors": np.ones((99, 3))}, r"colors has shape \(99, 3\); wanted \(100, 3\)"),
        ({"colors": np.full((100, 3), 2.0)}, r"colors must lie in \[0, 1\]"),
        ({"layout": np.ones((99, 2))}, "layout .* has 99 rows and X has 100"),
        ({"layout": np.ones(100)}, "layout must be a dense table"),
        ({"jnd": -1}, "jnd must be at least 0; got -1"),
        ({"X": np.full((100, 3), np.nan)}, "Input X contains NaN"),
    ],
)
def test_what_does_not_fit(change, message):
    X, layout = planted(100)
    arguments = {"X": X, "colors": X, "layout": layout, "n_neighbors": 10, **change}
    with pytest.raises(ValueError, match=message):
        local_fidelity(**arguments)
