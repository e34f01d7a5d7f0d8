import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_digits

from skcolor import ChannelColorer, CovariancePCA, GamutColorer
from skcolor.paint import delta_e, in_gamut, simulate_cvd, srgb_to_oklab
from skcolor.paint._gamut_fit import _seen_fidelity
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._srgb_gamut import share_of_reach


@pytest.fixture(scope="module")
def coordinates():
    return CovariancePCA(3).fit_transform(load_digits().data)


@pytest.fixture(scope="module")
def fitted(coordinates):
    """Colorers that are fitted to the coordinates, by contrast; no test may change them."""
    return cache(lambda contrast: GamutColorer(contrast=contrast).fit(coordinates))


def a_map(**parameters):
    """A map without a turn or a shift, about gray."""
    given = {"origin": np.zeros(3), "rotation": np.eye(3), "scale": 1.0, "contrast": 0.0}
    given |= {"center": np.array([0.6, 0, 0]), "lightness": (0.2, 0.9)}
    return GamutMap(**{**given, **parameters})


def agreement(X, colors):
    rng = np.random.default_rng(0)
    first, second = rng.integers(len(X), size=(2, 20_000))
    given = np.linalg.norm(X[first] - X[second], axis=1)
    return spearmanr(given, delta_e(colors[first], colors[second]))[0]


def test_without_contrast_distances_are_kept(coordinates, fitted):
    colorer = fitted(0)
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


def test_distances_are_kept_better_than_by_channels(coordinates, fitted):
    channels = agreement(coordinates, ChannelColorer().fit_transform(coordinates))
    for contrast in (0, 0.5):
        colors = fitted(contrast).transform(coordinates)
        assert agreement(coordinates, colors) > channels + 0.05


def test_contrast_fills_the_solid(coordinates, fitted):
    spread = [
        srgb_to_oklab(fitted(c).transform(coordinates)).std(axis=0)
        for c in (0, 0.25, 0.5, 1)
    ]
    volumes = np.prod(spread, axis=1)
    assert (np.diff(volumes) > 0).all()
    assert volumes[-1] > 3 * volumes[0]


def test_no_share_clipped_needs_no_clipping(coordinates):
    colorer = GamutColorer(contrast=0, clipped=0).fit(coordinates)
    assert colorer.clipped_fraction_ == 0
    more = GamutColorer(contrast=0, clipped=0.2).fit(coordinates)
    assert more.scale_ > colorer.scale_
    # One row more would be too many, but for the row that is at the border.
    assert 0.2 - 2 / len(coordinates) < more.clipped_fraction_ <= 0.2


@pytest.mark.parametrize("clipped", [0, 0.1, 0.5])
def test_the_scale_is_the_largest_that_clips_no_more(clipped):
    X = np.random.default_rng(0).normal(size=(41, 3))
    colorer = GamutColorer(clipped=clipped).fit(X)
    assert colorer.clipped_fraction_ == int(clipped * 40) / 41
    map_ = colorer._map()
    shares = np.sort(map_.shares(X))
    assert shares[40 - int(clipped * 40)] == pytest.approx(1)
    assert map_.lightness[0] < map_.center[0] < map_.lightness[1]
    assert in_gamut(map_.center)


def test_of_all_turns_and_shifts_one_with_a_large_scale_is_found(coordinates):
    rows = coordinates[::4]
    fitted = GamutColorer().fit(rows)._map()
    rng = np.random.default_rng(0)
    for _ in range(100):
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        center = np.array([rng.uniform(0.4, 0.8), *rng.uniform(-0.05, 0.05, 2)])
        other = replace(fitted, rotation=turn, center=center)
        assert np.quantile(other.shares(rows), 0.99) > 1


@pytest.mark.parametrize("value", [0.0, 3.0, -1e-310])
def test_rows_that_do_not_differ_get_the_gray_in_the_middle(value):
    colorer = GamutColorer(lightness=(0.3, 0.9)).fit(np.full((5, 3), value))
    lab = srgb_to_oklab(colorer.transform(np.full((2, 3), value)))
    np.testing.assert_allclose(lab, [[0.6, 0, 0]] * 2, atol=1e-6)
    assert colorer.scale_ == 1
    assert colorer.clipped_fraction_ == 0


def test_places_are_turned_shifted_and_scaled():
    turn = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    map_ = a_map(origin=np.array([1.0, 2, 3]), rotation=turn, scale=0.01)
    rows = np.array([[1.0, 2, 3], [2, 4, 6]])
    np.testing.assert_allclose(map_.place(rows), [[0, 0, 0], [0.02, 0.03, 0.01]])
    lab = map_.to_oklab(rows)
    np.testing.assert_allclose(lab, [[0.6, 0, 0], [0.62, 0.03, 0.01]])
    np.testing.assert_allclose(map_.to_coordinates(lab), rows)


def test_shares_count_the_range_of_lightness_as_a_border():
    shift = np.array([[0.15, 0, 0], [0.6, 0, 0], [-0.1, 0, 0], [-0.8, 0, 0], [0, 0.1, 0.1]])
    shares = a_map().share(shift)
    np.testing.assert_allclose(shares[:4], [0.5, 2, 0.25, 2])
    np.testing.assert_allclose(shares[4:], share_of_reach(np.array([0.6, 0, 0]), shift[4:]))
    many = np.random.default_rng(0).normal(size=(5000, 3))
    alone = a_map().shares(many[4000:])
    np.testing.assert_array_equal(a_map().shares(many)[4000:], alone)
    assert a_map().outside_fraction(shift[:4]) == 0.5
    # A row at the border is not outside.
    assert a_map().outside_fraction(np.array([[0.3, 0, 0], [0.3001, 0, 0]])) == 0.5


@pytest.mark.parametrize("contrast", [0.2, 0.5, 1])
def test_contrast_by_its_formula(contrast):
    map_ = a_map(contrast=contrast)
    rng = np.random.default_rng(0)
    shift = rng.normal(size=(50, 3)) * np.geomspace(1e-3, 10, 50)[:, np.newaxis]
    x, power = (1 + 5 * contrast**2) * map_.share(shift), 2 / contrast
    bent = map_.to_oklab(shift) - map_.center
    np.testing.assert_allclose(map_.share(bent), x / (1 + x**power) ** (1 / power))
    np.testing.assert_allclose(np.cross(bent, shift), 0, atol=1e-12)
    assert (np.einsum("ij,ij->i", bent, shift) > 0).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_colors_at_the_border_come_back_finite(dtype):
    colorer = GamutColorer().fit(np.random.default_rng(0).normal(size=(50, 3)))
    corners = np.vstack([np.eye(3), 1 - np.eye(3), [[0, 0, 0], [1, 1, 1]]]).astype(dtype)
    rows = colorer.inverse_transform(corners)
    assert rows.dtype == dtype
    assert np.isfinite(rows).all()
    assert np.linalg.norm(rows, axis=1).min() > 1


@pytest.mark.parametrize(("contrast", "whitening"), [(0, 0), (0.5, 1), (0.75, 0)])
def test_rows_that_change_by_a_millionth_keep_their_colors(
    coordinates, contrast, whitening
):
    rows = coordinates / coordinates.std(axis=0) ** whitening
    colorer = GamutColorer(contrast=contrast, clipped=0.05)
    colors = colorer.fit_transform(rows)
    for seed in range(2):
        noise = np.random.default_rng(seed).normal(size=rows.shape)
        moved = colorer.fit_transform(rows * (1 + 1e-6 * noise))
        assert delta_e(colors, moved).mean() < 1e-3


def test_the_order_of_rows_does_not_count(coordinates, fitted):
    order = np.random.default_rng(0).permutation(len(coordinates))
    colors = fitted(0.5).transform(coordinates)
    shuffled = GamutColorer().fit_transform(coordinates[order])
    np.testing.assert_allclose(shuffled, colors[order], atol=1e-6)


def test_less_is_seen_along_the_line_of_confusion():
    rows = np.random.default_rng(0).normal(size=(100, 3)) * [0.1, 0.01, 0.01]
    along_lightness, along_red_green = (
        _seen_fidelity(rows, a_map(rotation=turn), "deutan")
        for turn in (np.eye(3), np.eye(3)[[1, 0, 2]])
    )
    assert 0.9 < along_lightness < 1
    assert along_red_green < 0.7
    other_unit = _seen_fidelity(rows / 2**20, a_map(scale=2.0**20), "deutan")
    assert other_unit == pytest.approx(along_lightness)
    assert _seen_fidelity(np.zeros((3, 3)), a_map(), "deutan") == 0


@pytest.mark.parametrize(
    ("contrast", "n_columns"), [(0, 1), (0.3, 2), (0, 3), (0.3, 3), (1, 3), (1, 5)]
)
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["deutan", "tritan"])
def test_distances_survive_the_deficiency_that_the_map_is_fitted_for(coordinates, kind):
    plain, fitted = (
        agreement(
            coordinates,
            simulate_cvd(GamutColorer(cvd=cvd).fit_transform(coordinates), kind),
        )
        for cvd in (None, kind)
    )
    assert fitted > plain + 0.01
    assert fitted > 0.74  # more than a search for the largest scale left of distances


@pytest.mark.slow
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
@pytest.mark.parametrize(
    ("n_rows", "parameters"),
    [
        *((n_rows, {}) for n_rows in (1, 2, 3, 40)),
        (3, {"contrast": 0}),
        (1, {"cvd": "protan"}),
        (3, {"cvd": "protan"}),
    ],
)
def test_few_rows_and_many_equal_ones_get_finite_colors(n_rows, parameters):
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
def test_rows_far_away_get_the_color_at_the_border_in_their_direction(
    coordinates, fitted, contrast, dtype
):
    colorer = fitted(contrast)
    direction = coordinates[:20] - colorer.origin_
    far = (colorer.origin_ + 1e4 * direction).astype(dtype)
    farther = (1e25 * direction).astype(dtype)
    np.testing.assert_allclose(
        colorer.transform(farther), colorer.transform(far), atol=1e-3
    )


def test_the_result_depends_on_the_rows_alone(coordinates, fitted):
    first = fitted(0.5).transform(coordinates)
    second = GamutColorer(contrast=0.5).fit_transform(coordinates)
    assert first.tobytes() == second.tobytes()
    threads = GamutColorer(n_jobs=2).fit_transform(coordinates)
    assert first.tobytes() == threads.tobytes()


def test_scale_does_not_matter(coordinates):
    rows = coordinates[::4]
    small, plain, large = (
        GamutColorer().fit_transform((rows * scale).astype(np.float32))
        for scale in (1e-30, 1, 1e30)
    )
    np.testing.assert_allclose(small, plain, atol=0.02)
    np.testing.assert_allclose(large, plain, atol=0.02)


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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_of_constant_columns_is_not_enlarged(dtype):
    noise = np.random.default_rng(0).integers(-2, 3, size=(400, 3))
    X = (0.1 * (1 + np.finfo(dtype).eps * noise)).astype(dtype)
    assert np.ptp(GamutColorer().fit_transform(X), axis=0).max() < 1e-3
    X[[5, 50]] = [[0.1, 0.4, 0.1], [0.7, 0.1, 0.1]]
    colors = GamutColorer().fit_transform(X)
    usual = np.delete(colors, [5, 50], axis=0)
    assert np.ptp(usual, axis=0).max() < 1e-3
    assert delta_e(colors[[5, 50]], usual[0]).min() > 0.1


@pytest.mark.parametrize(
    ("n_flags", "cvd", "contrast"),
    [
        *((n_flags, None, contrast) for n_flags in (1, 2, 8) for contrast in (0, 0.5, 1)),
        (1, "deutan", 0.5),
        (2, "deutan", 1),
        (8, "deutan", 0),
    ],
)
def test_few_rows_that_differ_from_the_rest_are_seen(n_flags, cvd, contrast):
    X = np.full((1000, 3), 2.0)
    X[np.arange(n_flags), np.arange(n_flags) % 3] = 3
    colors = GamutColorer(contrast=contrast, cvd=cvd).fit_transform(X)
    assert len(np.unique(colors[n_flags:], axis=0)) == 1
    shown = simulate_cvd(colors, cvd) if cvd else colors
    # Three directions are too many for eyes that see two.
    assert delta_e(shown[:n_flags], shown[-1]).min() > (0.04 if cvd else 0.1)


@pytest.mark.parametrize("clipped", [0, 0.01])
@pytest.mark.parametrize("n_same", [0, 3, 19, 200])
def test_few_rows_that_differ_get_colors_that_differ(n_same, clipped):
    different = np.array([[0.0, -2.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.5, 1.0]])
    X = np.vstack([different, np.zeros((n_same, 3))])
    colorer = GamutColorer(contrast=0, clipped=clipped).fit(X)
    colors = colorer.transform(X)[:3]
    for first, second in itertools.combinations(colors, 2):
        assert delta_e(first, second) > 0.1
    if clipped == 0:
        back = colorer.inverse_transform(colorer.transform(X))
        np.testing.assert_allclose(back, X, atol=0.02)
