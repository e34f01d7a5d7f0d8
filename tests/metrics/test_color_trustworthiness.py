import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.manifold import trustworthiness

from skcolor.metrics import color_trustworthiness
from skcolor.paint import srgb_to_oklab


def colored(n_rows=400):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 6))
    shown = 1 / (1 + np.exp(-X[:, :3]))
    return X, 0.8 * shown + 0.2 * rng.random((n_rows, 3))


@pytest.mark.parametrize("n_neighbors", [1, 5, 40, 199])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_of_all_rows_it_is_that_of_scikit_learn(n_neighbors, dtype):
    X, colors = (A.astype(dtype) for A in colored())
    ours = color_trustworthiness(X, colors, n_neighbors=n_neighbors, sample_size=None)
    theirs = trustworthiness(X, srgb_to_oklab(colors), n_neighbors=n_neighbors)
    assert ours == pytest.approx(theirs, abs=1e-12 if dtype == np.float64 else 1e-4)


def test_it_is_what_the_definition_says():
    X, colors = colored(60)
    lab, k, excess = srgb_to_oklab(colors), 4, 0
    for i in range(60):
        nearest_rows = np.argsort(np.linalg.norm(X - X[i], axis=1))
        nearest_colors = np.argsort(np.linalg.norm(lab - lab[i], axis=1))[1 : k + 1]
        for j in nearest_colors:
            rank = int(np.flatnonzero(nearest_rows == j)[0])
            excess += max(0, rank - k)
    expected = 1 - 2 * excess / (60 * k * (2 * 60 - 3 * k - 1))
    assert color_trustworthiness(X, colors, n_neighbors=k) == pytest.approx(expected)


def test_a_sample_stands_for_all_and_is_the_same_every_time():
    X, colors = colored(3000)
    whole = color_trustworthiness(X, colors, sample_size=None)
    sample = color_trustworthiness(X, colors, sample_size=500)
    assert sample == color_trustworthiness(X, colors, sample_size=500)
    assert sample != color_trustworthiness(X, colors, sample_size=500, random_state=1)
    assert sample == pytest.approx(whole, abs=0.02)


def test_colors_in_the_order_of_rows_are_worth_all_trust():
    """Over several blocks: no row is nearer than itself, or than one as near."""
    X = np.random.default_rng(0).random((1300, 1))
    assert color_trustworthiness(X, np.repeat(X, 3, axis=1)) > 0.999
    gray = np.repeat(np.linspace(0, 1, 1300)[:, np.newaxis], 3, axis=1)
    assert color_trustworthiness(srgb_to_oklab(gray), gray, sample_size=None) == 1


def test_far_from_the_origin_nothing_changes():
    X, colors = colored()
    near, far = (color_trustworthiness(rows, colors) for rows in (X, X + 1e4))
    assert near == pytest.approx(far, abs=1e-6)


def test_rows_of_one_color_are_in_no_order():
    """Else those that come first in X would be neighbors of all others."""
    X = np.arange(1000.0)[:, np.newaxis]
    score = color_trustworthiness(X, np.full((1000, 3), 0.5))
    assert score == pytest.approx(0.5, abs=0.02)


def test_washed_out_colors_score_lower_only_with_noise():
    X, colors = colored(2000)
    faded = [0.5 + w * (colors - 0.5) for w in (1, 0.3, 0.1, 0.03)]
    scores = [color_trustworthiness(X, c, jnd=0.02) for c in faded]
    assert (np.diff(scores) < 0).all()
    assert color_trustworthiness(X, faded[-1]) > scores[0]


def test_many_neighbors_are_not_compared_in_one_table(peak_memory):
    X, colors = colored(2000)
    color_trustworthiness(X, colors, sample_size=5)
    with peak_memory() as peak:
        color_trustworthiness(X, colors, n_neighbors=900, sample_size=64)
    assert peak.bytes < 0.3 * 64 * 900**2  # of a table of bool


def test_equal_rows_share_the_smallest_rank():
    X = np.repeat([[0.0], [1.0]], 10, axis=0)
    assert color_trustworthiness(X, np.repeat(X, 3, axis=1)) == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("as_rows", [np.asarray, csr_array])
def test_nothing_is_to_be_known_of_rows_that_are_all_equal(dtype, as_rows):
    X = as_rows(np.full((1000, 5), 12345.678, dtype=dtype))
    colors = np.random.default_rng(0).random((1000, 3))
    assert np.isnan(color_trustworthiness(X, colors))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_two_groups_of_equal_rows_far_from_the_origin(dtype):
    group = np.arange(1000) % 2
    X = (12345.678 + group[:, np.newaxis] * np.ones(5)).astype(dtype)
    assert color_trustworthiness(X, np.repeat(group[:, np.newaxis], 3, axis=1) * 0.9) == 1
    random = np.random.default_rng(0).random((1000, 3))
    # Half of the neighbors are of the other group, whose smallest rank is 500.
    expected = 1 - 2 * 0.5 * (500 - 5) / (2000 - 16)
    assert color_trustworthiness(X, random) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_neighbors": 0}, "n_neighbors must be at least 1; got 0"),
        ({"sample_size": 0}, "sample_size must be at least 1 or None; got 0"),
        ({"jnd": -1}, "jnd must be at least 0; got -1"),
        ({"colors": np.ones((19, 3))}, r"colors has shape \(19, 3\); wanted \(20, 3\)"),
    ],
)
def test_what_does_not_fit(change, message):
    X, colors = colored(20)
    with pytest.raises(ValueError, match=message):
        color_trustworthiness(**{"X": X, "colors": colors, **change})
