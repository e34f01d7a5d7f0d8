import io

import joblib
import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.pipeline import make_pipeline

from skcolor import (
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    ConfidentColorer,
    CovariancePCA,
    GamutColorer,
    ResidualPCA,
    ValueColorer,
)
from skcolor.base import BaseLabelColorer
from skcolor.paint import delta_e, oklab_to_oklch, srgb_to_oklab
from skcolor.plotting import ColoringDisplay, ColoringLegend


def random(seed=0):
    return np.random.default_rng(seed)


DIGITS = load_digits().data[:600]
LAYOUT = CovariancePCA(2).fit_transform(DIGITS)


def pca():
    return make_pipeline(CovariancePCA(3), GamutColorer())


def oklch(colors):
    return oklab_to_oklch(srgb_to_oklab(colors))


def test_directions_of_noise_lose_chroma_and_directions_of_structure_keep_it():
    noise = random().normal(size=(500, 20))
    structure = 0.01 * noise
    structure[:, :3] = random(1).normal(size=(500, 3)) * [3, 2, 1]
    unsure, sure = (
        ConfidentColorer(pca(), n_bootstrap=3).fit(X) for X in (noise, structure)
    )
    assert unsure.score_samples(noise).mean() < 0.4
    assert sure.score_samples(structure).mean() > 0.8


def test_lightness_and_hue_stay_and_chroma_is_multiplied_by_the_confidence():
    confident = ConfidentColorer(pca(), n_bootstrap=3).fit(DIGITS)
    before, after = oklch(pca().fit_transform(DIGITS)), oklch(confident.transform(DIGITS))
    confidence = confident.score_samples(DIGITS)
    assert confidence.min() < 0.9
    np.testing.assert_allclose(after[:, 0], before[:, 0], atol=1e-6)
    np.testing.assert_allclose(after[:, 1], before[:, 1] * confidence, atol=1e-6)
    has_hue = after[:, 1] > 1e-3
    turn = np.exp(1j * np.deg2rad(after[has_hue, 2] - before[has_hue, 2]))
    np.testing.assert_allclose(turn, 1, atol=1e-3)


def test_rows_between_two_clusters_are_the_least_certain():
    X = random().normal(size=(600, 2)) * [3, 1]
    clusters = ClusterColorer(KMeans(2, n_init=3, random_state=0))
    confidence = ConfidentColorer(clusters).fit(X).score_samples(X)
    is_between = np.abs(X[:, 0]) < 0.1
    assert confidence[is_between].mean() < 0.5
    assert confidence[np.abs(X[:, 0]) > 1].min() == 1


class RandomColorer(BaseLabelColorer):
    """Labels that each fit draws anew, as if they were local optima."""

    n_fits = 0

    def _fit(self, X, layout):
        type(self).n_fits += 1
        self.seed_ = self.n_fits

    def _encode(self, X, layout):
        return np.floor(8 * (np.sin(self.seed_ * (1 + X[:, 0]) * 1e5) + 1) / 2).astype(int)


def test_variation_that_fits_do_not_share_counts_once():
    X = random().normal(size=(2000, 1))
    RandomColorer.n_fits = 0
    confident = ConfidentColorer(RandomColorer(), jnd=1e-6, n_bootstrap=8).fit(X)
    predicted = np.sqrt(np.mean((1e-6 / confident.score_samples(X)) ** 2))
    a, b = (copy.transform(X) for copy in confident.colorers_[:2])
    assert predicted == pytest.approx(np.sqrt((delta_e(a, b) ** 2).mean() / 2), rel=0.05)


class MeanColorer(BaseLabelColorer):
    """Rows below the mean of the training rows, and above."""

    def _fit(self, X, layout):
        self.mean_ = X.mean()

    def _encode(self, X, layout):
        return (X[:, 0] > self.mean_).astype(int)


def test_labels_are_predicted_to_vary_as_those_of_other_rows_do():
    rng, grid = random(), np.linspace(-0.5, 0.5, 1001)[:, np.newaxis]
    known = [rng.normal(size=(200, 1)) for _ in range(40)]
    fits = [ConfidentColorer(MeanColorer(), jnd=1e-6).fit(X) for X in known[:20]]
    predicted = np.mean([(1e-6 / fit.score_samples(grid)) ** 2 for fit in fits])
    colors = [srgb_to_oklab(MeanColorer().fit(X).transform(grid)) for X in known]
    deviation = np.var(colors, axis=0).sum(axis=1).mean()
    assert predicted == pytest.approx(deviation, rel=0.15)


def test_only_colors_that_jump_have_a_factor():
    clusters = ClusterColorer(KMeans(8, n_init=1, random_state=0))
    assert 0.5 < ConfidentColorer(clusters).fit(DIGITS).scale_ < 0.95
    assert ConfidentColorer(clusters, n_bootstrap=1).fit(DIGITS).scale_ == 1
    bits = make_pipeline(CovariancePCA(6), BinaryPackColorer())
    assert 0.5 < ConfidentColorer(bits).fit(DIGITS).scale_ < 0.95
    assert ConfidentColorer(pca(), n_bootstrap=2).fit(DIGITS).scale_ == 1


def test_colors_that_do_not_depend_on_the_sample_stay_exactly():
    values = ValueColorer(vmin=0, vmax=1)
    confident = ConfidentColorer(values).fit(DIGITS[:, 20:21] / 16)
    X = DIGITS[:, 20:21] / 16
    np.testing.assert_array_equal(confident.transform(X), values.fit_transform(X))


def test_the_layout_reaches_the_colorer():
    hidden = make_pipeline(ResidualPCA(3, n_neighbors=10), GamutColorer())
    confident = ConfidentColorer(hidden, n_bootstrap=2).fit(DIGITS[:400], LAYOUT[:400])
    alone = hidden.fit(DIGITS[:400], LAYOUT[:400])
    np.testing.assert_array_equal(
        confident.colorer_.transform(DIGITS), alone.transform(DIGITS)
    )


def test_threads_do_not_change_the_colors():
    one, two = (
        ConfidentColorer(pca(), n_bootstrap=2, n_jobs=n).fit_transform(DIGITS)
        for n in (1, 2)
    )
    np.testing.assert_array_equal(one, two)


def test_a_saved_one_gives_the_same_colors():
    confident = ConfidentColorer(pca(), n_bootstrap=2).fit(DIGITS)
    file = io.BytesIO()
    joblib.dump(confident, file)
    file.seek(0)
    np.testing.assert_array_equal(
        joblib.load(file).transform(DIGITS), confident.transform(DIGITS)
    )


@pytest.mark.parametrize("colorer", [ClusterColorer(), pca(), ValueColorer()])
def test_the_legend_is_that_of_the_colorer_with_a_note(colorer):
    confident = ConfidentColorer(colorer, n_bootstrap=2).fit(DIGITS)
    legend = ColoringLegend.from_estimator(confident, DIGITS)
    assert type(legend.key) is type(ColoringLegend.from_estimator(colorer.fit(DIGITS)).key)
    assert "certain" in " ".join(text.get_text() for text in legend.plot().ax_.texts)
    display = ColoringDisplay.from_estimator(confident, DIGITS, LAYOUT, legend=True)
    assert display.ax_.get_title().endswith("grayer where uncertain")


def test_a_colorer_that_cannot_be_aligned_is_refused():
    with pytest.raises(TypeError, match="colorer must be a skcolor colorer"):
        ConfidentColorer(CovariancePCA(3)).fit(DIGITS)


def test_few_rows():
    with pytest.raises(ValueError, match="at least 4 rows"):
        ConfidentColorer(ChannelColorer()).fit(DIGITS[:3])


@pytest.mark.parametrize(
    ("parameter", "bad"),
    [("n_bootstrap", 0), ("jnd", 0), ("colorer", 3), ("n_jobs", "two")],
)
def test_bad_parameters(parameter, bad):
    parameters = {"colorer": ChannelColorer(), parameter: bad}
    with pytest.raises(ValueError, match=parameter):
        ConfidentColorer(**parameters).fit(DIGITS)
