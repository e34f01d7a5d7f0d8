import numpy as np
import pytest
from scipy.sparse import csr_array

from skcolor.metrics import reading_gain
from skcolor.metrics._choose_colorings import choose_colorings


@pytest.fixture
def shown():
    """Rows whose layout shows two columns, and colorings in gray of the three others."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1500, 5)) * [1, 1, 3, 2, 0.5]
    grays = {
        name: np.repeat(np.clip(0.5 + column / 12, 0, 1)[:, np.newaxis], 3, axis=1)
        for name, column in zip("abc", X.T[[3, 2, 4]], strict=True)
    }
    return {**grays, "b again": grays["b"]}, X, X[:, :2].copy()


def test_the_most_is_read_first_and_copies_are_left_for_last(shown):
    shares = choose_colorings(*shown, 2)
    assert next(iter(shares)) in ("b", "b again")
    assert [*shares][1] == "a"
    assert shares["a"] > 1.2 * next(iter(shares.values()))


def test_the_first_share_is_the_reading_gain(shown):
    colorings, X, layout = shown
    shares = choose_colorings({"b": colorings["b"]}, X, layout, 1)
    expected = reading_gain(X, colorings["b"], layout).mean
    assert shares["b"] == pytest.approx(expected, abs=0.02)


def test_sparse_rows_are_read_as_dense_ones(shown):
    colorings, X, layout = shown
    dense = choose_colorings(colorings, X, layout, 3)
    sparse = choose_colorings(colorings, csr_array(X), layout, 3)
    assert [*sparse] == [*dense]
    assert sparse == pytest.approx(dense, rel=1e-3)


def test_a_coloring_of_noise_ends_it(shown):
    colorings, X, layout = shown
    noise = np.random.default_rng(1).random((len(X), 3))
    shares = choose_colorings({"b": colorings["b"], "noise": noise}, X, layout, 2)
    assert [*shares] == ["b"]


def test_attributes_decide_what_is_worth_reading(shown):
    shares = choose_colorings(*shown, 1, attributes={"fourth": shown[1][:, 3]})
    assert [*shares] == ["a"]


def test_rows_of_which_nothing_can_be_read(shown):
    colorings, X, layout = shown
    assert choose_colorings(colorings, np.ones_like(X), layout, 2) == {}
