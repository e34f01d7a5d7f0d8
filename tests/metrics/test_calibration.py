"""Measures where the answer is known: of chance, of the layout, of a planted factor."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from skcolor import ClusterColorer
from skcolor.datasets import load_digits_layout
from skcolor.metrics import (
    color_coherence,
    color_trustworthiness,
    global_fidelity,
    label_purity,
    local_fidelity,
    neighbor_contrast,
    permutation_null,
)


def planted(n_rows=2000):
    """Two columns that the layout shows, and a third that it hides."""
    rng = np.random.default_rng(0)
    X = rng.random((n_rows, 3)) * [1, 1, 0.5]
    return X, X[:, :2].copy()


def unit_range(values):
    return (values - values.min(axis=0)) / np.ptp(values, axis=0)


X, LAYOUT = planted()
SHOWN = np.column_stack([unit_range(LAYOUT), np.full(len(X), 0.5)])
HIDDEN = np.repeat(unit_range(X[:, 2:]), 3, axis=1)
LABELS = np.random.default_rng(1).integers(6, size=len(X))
# Of the ranks 1 to n - 1, all equally likely, the mean excess over k.
_N, _K = len(X), 5
RANDOM_RANKS = 1 - (_N - 1 - _K) * (_N - _K) / (_N - 1) / (2 * _N - 3 * _K - 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("metric", "arguments", "by_chance"),
    [
        (local_fidelity, (X, HIDDEN, LAYOUT), 0),
        (global_fidelity, (X, HIDDEN), 0),
        (color_trustworthiness, (X, HIDDEN), RANDOM_RANKS),
        (color_coherence, (LAYOUT, SHOWN), 0),
        (label_purity, (LAYOUT, LABELS), 0),
    ],
)
def test_random_colors_are_within_three_standard_errors_of_chance(
    metric, arguments, by_chance
):
    n = 20
    null = permutation_null(metric, *arguments, n_permutations=n)
    assert null.std < 0.02
    assert abs(null.mean - by_chance) < 3 * null.std / np.sqrt(n)


def test_the_layout_as_color_tells_nothing_beyond_the_layout():
    digits = load_digits_layout()
    for rows, layout in ((X, LAYOUT), (digits.data, digits.layout)):
        shown = unit_range(layout)
        for third in (np.full(len(rows), 0.5), shown.mean(axis=1)):
            colors = np.column_stack([shown, third])
            assert abs(local_fidelity(rows, colors, layout)) < 0.02
            assert color_coherence(layout, colors) > 0.8
            assert global_fidelity(rows, colors) > 0.35


def test_a_hidden_factor_as_color_tells_much():
    assert local_fidelity(X, HIDDEN, LAYOUT) > 0.7
    assert local_fidelity(X, HIDDEN, LAYOUT, jnd=0) > 0.9
    assert global_fidelity(X, X / X.max(axis=0)) > 0.7
    assert color_trustworthiness(X, X / X.max(axis=0)) > 0.98
    assert abs(color_coherence(LAYOUT, HIDDEN)) < 0.05


def test_what_is_there_is_not_by_chance():
    null = permutation_null(local_fidelity, X, HIDDEN, LAYOUT, n_permutations=19)
    assert null.p_value == 1 / 20


@pytest.mark.parametrize(
    ("metric", "arguments"), [(local_fidelity, (LAYOUT,)), (global_fidelity, ())]
)
def test_colors_score_lower_as_they_wash_out_down_to_nothing(metric, arguments):
    colors = X / X.max(axis=0)
    scores = [
        metric(X, 0.5 + contrast * (colors - 0.5), *arguments)
        for contrast in (1, 0.5, 0.25, 0.1, 0.03, 0)
    ]
    assert (np.diff(scores) < 0).all()
    assert abs(scores[-1]) < 0.02


def test_labels_in_a_cycle_of_hues_are_judged_as_labels():
    """Which hue is how far from which says nothing of clusters; that they differ does."""
    digits = load_digits_layout()
    for arrange in (None, "contrast"):
        colorer = ClusterColorer(KMeans(10, random_state=0), palette="hsv", arrange=arrange)
        colors = colorer.fit_transform(digits.data, digits.layout)
        labels = colorer.predict(digits.data)
        assert label_purity(digits.layout, labels) > 0.8
        assert global_fidelity(digits.data, colors) < 0.35
        null = permutation_null(
            neighbor_contrast, digits.layout, labels, colorer.palette_, n_permutations=19
        )
        assert (null.p_value == 1 / 20) == (arrange == "contrast")
