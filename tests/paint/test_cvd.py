import numpy as np
import pytest

from skcolor.paint import delta_e, linear_to_srgb, simulate_cvd, srgb_to_linear
from skcolor.paint._cvd import CVD_KINDS, cvd_matrix

COLORS = np.random.default_rng(0).random((200, 3))


@pytest.mark.parametrize("kind", CVD_KINDS)
@pytest.mark.parametrize("severity", [0.0, 0.1, 0.35, 0.5, 1.0])
def test_agrees_with_an_independent_library(colour, kind, severity):
    names = {"protan": "Protanomaly", "deutan": "Deuteranomaly", "tritan": "Tritanomaly"}
    tables = colour.blindness.CVD_MATRICES_MACHADO2010[names[kind]]
    low, high = np.floor(severity * 10) / 10, np.ceil(severity * 10) / 10
    weight = 0 if high == low else (severity - low) / (high - low)
    expected = (1 - weight) * tables[low] + weight * tables[high]
    np.testing.assert_allclose(cvd_matrix(kind, severity), expected, atol=1e-9)


@pytest.mark.parametrize("kind", CVD_KINDS)
def test_grays_stay_gray_and_colors_stay_colors(kind):
    grays = np.linspace(0, 1, 11)[:, np.newaxis].repeat(3, axis=1)
    np.testing.assert_allclose(simulate_cvd(grays, kind), grays, atol=1e-4)
    seen = simulate_cvd(COLORS, kind)
    assert seen.min() >= 0
    assert seen.max() <= 1
    np.testing.assert_allclose(simulate_cvd(COLORS, kind, severity=0), COLORS, atol=1e-9)
    assert simulate_cvd(COLORS.astype(np.float32), kind).dtype == np.float32


def test_who_confuses_what():
    red_green = np.array([[0.8, 0.2, 0.1], [0.45, 0.40, 0.0]])
    blue_green = np.array([[0.0, 0.45, 0.60], [0.0, 0.50, 0.42]])
    assert delta_e(*simulate_cvd(red_green, "protan")) < 0.3 * delta_e(*red_green)
    assert delta_e(*simulate_cvd(blue_green, "tritan")) < 0.5 * delta_e(*blue_green)
    assert delta_e(*simulate_cvd(red_green, "tritan")) > 0.7 * delta_e(*red_green)


def test_differences_shrink_with_severity():
    pair = np.array([[0.8, 0.2, 0.1], [0.35, 0.5, 0.1]])
    seen = [
        delta_e(*simulate_cvd(pair, "deutan", severity=s)) for s in np.linspace(0, 1, 5)
    ]
    assert (np.diff(seen) < 0).all()


def test_matrices_act_on_light():
    # The last row of Machado's table for missing middle cones, on half of the light.
    red = simulate_cvd(linear_to_srgb([0.5, 0, 0]), "deutan")
    seen = np.array([0.367322, 0.280085, 0]) / 2  # below 0 is black
    np.testing.assert_allclose(srgb_to_linear(red), seen, atol=1e-9)
    np.testing.assert_allclose(simulate_cvd(red, "deutan", severity=0), red, atol=1e-9)


def test_unknown_kinds_and_severities():
    with pytest.raises(ValueError, match="kind must be one of 'protan', .*'blue'"):
        simulate_cvd(COLORS, "blue")
    with pytest.raises(ValueError, match="severity must be from 0 to 1; got 2"):
        simulate_cvd(COLORS, "protan", severity=2)
