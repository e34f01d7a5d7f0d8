import numpy as np
import pandas as pd
import pytest

from skcolor.metrics import (
    effective_colors,
    global_fidelity,
    label_purity,
    neighbor_contrast,
    permutation_null,
)


def share_in_place(colors):
    """Of the identity, how much of it is left."""
    return float(np.mean(np.asarray(colors)[:, 0] == np.arange(len(colors))))


def test_it_is_a_permutation_test():
    """In a random order, one row on average is in its place, with a deviation of one."""
    colors = np.arange(50.0)[:, np.newaxis]
    mean, std, p_value = permutation_null(share_in_place, colors, n_permutations=2000)
    assert mean == pytest.approx(1 / 50, rel=0.1)
    assert std == pytest.approx(1 / 50, rel=0.1)
    assert p_value == 1 / 2001
    assert permutation_null(share_in_place, colors[::-1]).p_value == 1


def test_mean_and_deviation_are_those_of_the_values_by_chance():
    seen = []

    def first(colors):
        seen.append(colors[0])
        return colors[0]

    mean, std, p_value = permutation_null(first, [2.0, 1.0, 0.0, 1.0], n_permutations=2)
    *chance, real = seen
    assert (len(chance), real) == (2, 2.0)
    assert (mean, std) == pytest.approx((np.mean(chance), np.std(chance, ddof=1)))
    assert p_value == (1 + np.sum(np.array(chance) >= 2)) / 3


def test_p_values_of_random_colors_are_spread_evenly():
    rng = np.random.default_rng(0)

    def metric(X, colors):
        return float(X @ colors)

    p_values = [
        permutation_null(metric, rng.random(60), rng.random(60), n_permutations=19).p_value
        for _ in range(60)
    ]
    assert 0.38 < np.mean(p_values) < 0.62
    assert min(p_values) <= 0.1
    assert max(p_values) >= 0.9


def test_colors_of_labels_are_dealt_out_to_labels():
    layout = np.random.default_rng(0).random((500, 2)) * [3, 1]
    labels = layout[:, 0].astype(int)
    grays = np.repeat([[0.0], [0.5], [1.0]], 3, axis=1)
    null = permutation_null(neighbor_contrast, layout, labels, grays, n_permutations=60)
    # Black in the middle: both steps are large. Else the step from gray to white counts.
    smallest = [
        neighbor_contrast(layout, labels, grays[list(order)]).smallest
        for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2))
    ]
    assert null.mean == pytest.approx(np.mean(smallest), abs=0.03)
    assert permutation_null(label_purity, layout, labels, n_permutations=9).mean < 0.1


def test_names_and_places_of_arguments_and_threads_do_not_matter():
    rng = np.random.default_rng(0)
    X, colors = rng.random((80, 2)), rng.random((80, 3))
    options = {"n_permutations": 9, "jnd": 0, "n_pairs": 300}
    nulls = {
        permutation_null(global_fidelity, X, colors, **options),
        permutation_null(global_fidelity, colors=colors, X=X, **options),
        permutation_null(global_fidelity, X, colors, n_jobs=2, **options),
    }
    assert len(nulls) == 1
    assert all(type(value) is float for value in nulls.pop())
    other = permutation_null(global_fidelity, X, colors, random_state=1, **options)
    assert other not in nulls


def test_a_measure_without_rows_is_never_by_chance():
    null = permutation_null(effective_colors, np.eye(3), n_permutations=5)
    assert null == pytest.approx((3, 0, 1))


def test_what_does_not_fit():
    with pytest.raises(ValueError, match="metric must be given .* labels or palette"):
        permutation_null(np.linalg.norm, np.ones(3))
    with pytest.raises(ValueError, match="n_permutations must be at least 2; got 1"):
        permutation_null(share_in_place, np.ones((2, 1)), n_permutations=1)


def test_labels_of_any_kind_are_dealt_out():
    layout = np.random.default_rng(0).random((60, 2))
    labels = (3 * layout[:, 0]).astype(int) - 1
    missing = pd.array(np.where(labels < 0, None, labels), dtype="Int64")
    assert permutation_null(
        label_purity, layout, missing, n_permutations=3
    ) == permutation_null(label_purity, layout, labels, n_permutations=3)
    with pytest.raises(ValueError, match="labels must have no masked entries"):
        permutation_null(label_purity, layout, np.ma.array(labels, mask=labels < 0))
