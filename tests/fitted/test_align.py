import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    KNNDistanceColorer,
    ValueColorer,
    align,
)
from skcolor.base import BaseChannelColorer
from skcolor.paint import delta_e
from tests.configurations import COLORERS, configured


@pytest.fixture(scope="module")
def X():
    return load_digits().data


def refit(make, X, seed):
    """Mean difference of colors after a refit to another tenth, before and after."""
    rng = np.random.default_rng(seed)
    first, second = (
        make().fit(X[rng.choice(len(X), len(X) // 10, replace=False)]) for _ in range(2)
    )
    colors = first.transform(X)
    before = delta_e(second.transform(X), colors).mean()
    assert align(second, X, colors) is second
    return before, delta_e(second.transform(X), colors).mean()


@pytest.mark.slow
@pytest.mark.parametrize("contrast", [0, 0.5])
def test_a_refit_to_another_tenth_keeps_its_colors_five_times_better(X, contrast):
    def make():
        return make_pipeline(PCA(3), GamutColorer(contrast=contrast))

    differences = np.array([refit(make, X, seed) for seed in range(6)])
    before, after = differences.mean(axis=0)
    assert before > 5 * after


@pytest.mark.parametrize(
    ("colorer", "times"),
    [
        (ChannelColorer(), 3),
        (ChannelColorer(space="oklab"), 3),
        (ClusterColorer(KMeans(10, n_init=3, random_state=0)), 1.5),
    ],
)
def test_others_come_nearer_too(X, colorer, times):
    def make():
        return make_pipeline(PCA(3), colorer)

    differences = np.array([refit(make, X, seed) for seed in range(3)])
    before, after = differences.mean(axis=0)
    assert before > times * after


@pytest.mark.parametrize("colorer", configured(COLORERS), ids=str)
def test_no_colorer_comes_farther_away(colorer, rows):
    X, layout = rows
    other = np.random.default_rng(1).normal(X, 4)
    colors = clone(colorer).fit(X, layout).transform(X, layout)
    colorer = clone(colorer).fit(other, layout)
    before = delta_e(colorer.transform(X, layout), colors).mean()
    align(colorer, X, colors, layout=layout)
    assert delta_e(colorer.transform(X, layout), colors).mean() <= before + 1e-9


@pytest.mark.parametrize(
    "colorer", [ChannelColorer(), GamutColorer(), ChannelColorer(space="oklab")]
)
def test_mirrored_and_turned_columns_get_their_colors_back(colorer):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(500, 3)) * [3, 2, 1]
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0] * [1, -1, 1]
    colors = colorer.fit(Z).transform(Z)
    other = align(type(colorer)(**colorer.get_params()).fit(Z @ turn), Z @ turn, colors)
    # Where colors are clipped at a corner, nothing tells how far beyond they lie.
    assert delta_e(other.transform(Z @ turn), colors).mean() < 0.02


def test_columns_of_bits_may_be_exchanged_and_mirrored():
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(500, 12))
    colors = BinaryPackColorer().fit_transform(Z)
    other = Z[:, rng.permutation(12)] * rng.choice([-1, 1], 12)
    colorer = BinaryPackColorer().fit(other)
    assert delta_e(colorer.transform(other), colors).mean() > 0.1
    aligned = align(colorer, other, colors).transform(other)
    np.testing.assert_allclose(aligned, colors, atol=1e-6)


@pytest.mark.parametrize(
    ("agreement", "columns"), [(0.9, [5, 1, 2, 0, 3, 4]), (0.7, [0, 1, 2, 5, 3, 4])]
)
def test_of_a_column_that_two_bits_want_the_strong_bit_wants_it_twice(agreement, columns):
    rng = np.random.default_rng(0)
    Z = rng.choice([-1.0, 1.0], (2000, 6))
    colorer = BinaryPackColorer(2, thresholds=np.zeros(6)).fit(Z)
    bits = (Z > 0).astype(float)
    # Weak red is the last column; strong red is either that or the first.
    strong = np.where(rng.random(2000) < agreement, bits[:, 5], bits[:, 0])
    bits = np.column_stack([strong, bits[:, 1:3], bits[:, 5], bits[:, 3:5]])
    align(colorer, Z, (2 * bits[:, :3] + bits[:, 3:]) / 3)
    assert colorer.columns_.tolist() == columns
    assert not colorer.flipped_[[0, 1, 2, 4, 5]].any()


def test_labels_that_changed_places_get_their_colors_back(X):
    colors = ArgmaxColorer().fit_transform(X[:, 20:30])
    other = X[:, 20:30][:, ::-1]
    ties = (other == other.max(axis=1, keepdims=True)).sum(axis=1) > 1
    colorer = ArgmaxColorer().fit(other)
    aligned = align(colorer, other, colors).transform(other)
    np.testing.assert_allclose(aligned[~ties], colors[~ties], atol=1e-6)


def test_labels_take_colors_that_their_palette_does_not_have(X):
    colors = ClusterColorer(KMeans(8, random_state=0), palette="tab10").fit_transform(X)
    colorer = ClusterColorer(KMeans(8, random_state=0), palette="viridis").fit(X)
    np.testing.assert_allclose(align(colorer, X, colors).transform(X), colors, atol=1e-6)


def test_values_run_in_the_same_direction_over_the_same_range():
    x = np.linspace(0, 1, 200)[:, np.newaxis]
    colors = ValueColorer().fit(x).transform(x)
    other = 5 - 3 * x
    aligned = align(ValueColorer(quantile_range=(20, 60)).fit(other), other, colors)
    assert aligned.vmin_ > aligned.vmax_
    assert delta_e(aligned.transform(other), colors).max() < 0.02


def test_the_layout_reaches_the_colorer(rows):
    X, layout = rows
    colorer = KNNDistanceColorer(5, quantile_range=(0, 50)).fit(X, layout)
    colors = KNNDistanceColorer(5).fit_transform(X, layout)
    align(colorer, X, colors, layout=layout)
    assert delta_e(colorer.transform(X, layout), colors).mean() < 0.02


def test_colors_that_tell_nothing_change_nothing_or_little(X):
    gray = np.full((len(X), 3), 0.5)
    for colorer in (
        ChannelColorer(),
        GamutColorer(),
        ValueColorer(),
        BinaryPackColorer(),
        ArgmaxColorer(),
    ):
        aligned = align(colorer.fit(X), X, gray).transform(X)
        assert np.isfinite(aligned).all()


def test_what_cannot_be_aligned(X):
    colors = np.zeros((len(X), 3))
    with pytest.raises(NotFittedError):
        align(ChannelColorer(), X, colors)
    with pytest.raises(TypeError, match="colorer must be a skcolor colorer.*got PCA"):
        align(PCA(3).fit(X), X, colors)
    colorer = ChannelColorer().fit(X)
    with pytest.raises(ValueError, match=r"colors has shape \(5, 3\); wanted \(1797, 3\)"):
        align(colorer, X, colors[:5])
    with pytest.raises(ValueError, match=r"colors must lie in \[0, 1\]"):
        align(colorer, X, colors + 2)

    class Mine(BaseChannelColorer):
        def _encode(self, X, layout):
            return X[:, :3]

    with pytest.raises(TypeError, match="Mine cannot be aligned"):
        align(Mine().fit(X), X, colors)
