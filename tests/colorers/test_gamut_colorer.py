import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_digits

from skcolor import ChannelColorer, CovariancePCA, GamutColorer
from skcolor.paint import delta_e, simulate_cvd, srgb_to_oklab


@pytest.fixture(scope="module")
def coordinates():
    return CovariancePCA(3).fit_transform(load_digits().data)


def agreement(X, colors):
    rng = np.random.default_rng(0)
    first, second = rng.integers(len(X), size=(2, 20_000))
    given = np.linalg.norm(X[first] - X[second], axis=1)
    return spearmanr(given, delta_e(colors[first], colors[second]))[0]


def test_without_contrast_distances_are_kept(coordinates):
    colorer = GamutColorer(contrast=0).fit(coordinates)
    lab = srgb_to_oklab(colorer.transform(coordinates))
    assert 0 < colorer.clipped_fraction_ <= 0.01
    np.testing.assert_allclose(
        colorer.rotation_ @ colorer.rotation_.T, np.eye(3), atol=1e-9
    )
    rng = np.random.default_rng(0)
    first, second = rng.integers(len(lab), size=(2, 5000))
    given = np.linalg.norm(coordinates[first] - coordinates[second], axis=1)
    seen = np.linalg.norm(lab[first] - lab[second], axis=1)
    exact = np.isclose(seen, colorer.scale_ * given, atol=1e-3)
    assert exact.mean() > 0.97  # all pairs of rows that are not clipped
    assert agreement(coordinates, colorer.transform(coordinates)) > 0.99


def test_distances_are_kept_better_than_by_channels(coordinates):
    channels = agreement(coordinates, ChannelColorer().fit_transform(coordinates))
    for contrast in (0, 0.5):
        colors = GamutColorer(contrast=contrast).fit_transform(coordinates)
        assert agreement(coordinates, colors) > channels + 0.05


def test_contrast_fills_the_solid(coordinates):
    spread = [
        srgb_to_oklab(GamutColorer(contrast=c).fit_transform(coordinates)).std(axis=0)
        for c in (0, 0.25, 0.5, 1)
    ]
    volumes = np.prod(spread, axis=1)
    assert (np.diff(volumes) > 0).all()
    assert volumes[-1] > 3 * volumes[0]


def test_no_share_clipped_needs_no_clipping(coordinates):
    colorer = GamutColorer(contrast=0, clipped=0).fit(coordinates)
    assert colorer.clipped_fraction_ == 0
    more = GamutColorer(contrast=0, clipped=0.2).fit(coordinates)
    assert 0.15 < more.clipped_fraction_ <= 0.2
    assert more.scale_ > colorer.scale_


@pytest.mark.parametrize("contrast", [0, 0.3, 1])
@pytest.mark.parametrize("n_columns", [1, 2, 3, 5])
def test_there_and_back(contrast, n_columns):
    X = np.random.default_rng(0).normal(size=(300, n_columns))
    colorer = GamutColorer(contrast=contrast).fit(X)
    inside = np.linalg.norm(X[:, :3], axis=1) < 1.2
    back = colorer.inverse_transform(colorer.transform(X))
    assert back.shape == X.shape
    np.testing.assert_allclose(back[inside, :3], X[inside, :3], atol=1e-3)
    np.testing.assert_allclose(
        back[:, 3:], X[:, 3:].mean(axis=0)[np.newaxis].repeat(300, 0)
    )


@pytest.mark.parametrize("kind", ["protan", "deutan", "tritan"])
def test_distances_survive_the_deficiency_that_the_map_is_fitted_for(coordinates, kind):
    plain, fitted = (
        agreement(
            coordinates,
            simulate_cvd(GamutColorer(cvd=cvd).fit_transform(coordinates), kind),
        )
        for cvd in (None, kind)
    )
    assert fitted > plain + 0.02


@pytest.mark.parametrize("cvd", [None, "deutan"])
def test_a_few_rows_far_out_do_not_change_the_others(coordinates, cvd):
    plain = GamutColorer(cvd=cvd).fit_transform(coordinates)
    outliers = coordinates.copy()
    outliers[:5] *= 20
    changed = GamutColorer(cvd=cvd).fit_transform(outliers)
    rng = np.random.default_rng(0)
    first, second = rng.integers(5, len(plain), size=(2, 5000))
    before = np.median(delta_e(plain[first], plain[second]))
    after = np.median(delta_e(changed[first], changed[second]))
    assert abs(after / before - 1) < 0.05


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("parameters", [{}, {"contrast": 0}, {"cvd": "protan"}])
@pytest.mark.parametrize("n_rows", [1, 2, 3, 40])
def test_few_rows_and_many_equal_ones_get_finite_colours(n_rows, parameters):
    rng = np.random.default_rng(0)
    X = np.zeros((20 * n_rows, 3))
    X[:n_rows] = rng.normal(size=(n_rows, 3))
    for rows in (X[:n_rows], X):
        colorer = GamutColorer(clipped=0.5, **parameters).fit(rows)
        assert np.isfinite(colorer.transform(rows)).all()
        assert np.isfinite(colorer.scale_)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("contrast", [0, 0.5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_far_away_get_the_colour_at_the_border_in_their_direction(
    coordinates, contrast, dtype
):
    colorer = GamutColorer(contrast=contrast).fit(coordinates)
    direction = coordinates[:20] - colorer.origin_
    far = (colorer.origin_ + 1e4 * direction).astype(dtype)
    farther = (1e25 * direction).astype(dtype)
    np.testing.assert_allclose(
        colorer.transform(farther), colorer.transform(far), atol=1e-3
    )


def test_the_result_depends_on_the_rows_alone(coordinates):
    first, second = (GamutColorer().fit_transform(coordinates) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    threads = GamutColorer(n_jobs=2).fit_transform(coordinates)
    assert first.tobytes() == threads.tobytes()


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_scale_does_not_matter(coordinates, scale):
    X = (coordinates * scale).astype(np.float32)
    np.testing.assert_allclose(
        GamutColorer().fit_transform(X),
        GamutColorer().fit_transform(coordinates.astype(np.float32)),
        atol=0.02,
    )


def test_bad_parameters():
    X = np.random.default_rng(0).normal(size=(20, 3))
    for parameters in ({"contrast": 2}, {"clipped": 1}, {"cvd": "red"}):
        with pytest.raises(ValueError, match=f"'{next(iter(parameters))}' parameter"):
            GamutColorer(**parameters).fit(X)
    with pytest.raises(ValueError, match="lightness must be two .* got \\(0.9, 0.1\\)"):
        GamutColorer(lightness=(0.9, 0.1)).fit(X)


@pytest.mark.parametrize("contrast", [0, 0.5, 1])
def test_lightness_stays_in_its_range(coordinates, contrast):
    colorer = GamutColorer(contrast=contrast, lightness=(0.4, 0.7))
    lightness = srgb_to_oklab(colorer.fit_transform(coordinates))[:, 0]
    assert lightness.min() > 0.399
    assert lightness.max() < 0.701
    assert lightness.std() > 0.03
