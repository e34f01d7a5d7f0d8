import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, FidelityColorer, OrderedICA, align
from skcolor.datasets import load_digits_layout
from skcolor.metrics import global_fidelity, local_fidelity
from skcolor.paint import delta_e, srgb_to_oklab


@pytest.fixture(scope="module")
def digits():
    digits = load_digits_layout()
    return digits.data, digits.layout


@pytest.fixture(scope="module")
def fitted(digits):
    X, layout = digits
    return FidelityColorer(jnd=0.04, max_iter=300).fit(X[::2], layout[::2])


def test_new_rows_beat_three_components_far(digits, fitted):
    X, layout = digits
    new, places = X[1::2], layout[1::2]
    colors = fitted.transform(new)
    for reducer in (CovariancePCA(3), OrderedICA(3)):
        other = make_pipeline(reducer, ChannelColorer(quantile_range=(0, 100)))
        others = other.fit(X[::2]).transform(new)
        for jnd, times in ((0.02, 1.4), (0.05, 1.8)):
            ours = local_fidelity(new, colors, places, jnd=jnd)
            assert ours > times * local_fidelity(new, others, places, jnd=jnd)
    assert global_fidelity(new, colors) > 0.3


def test_it_learns(fitted):
    assert fitted.n_iter_ == len(fitted.loss_curve_) == 300
    assert np.mean(fitted.loss_curve_[-50:]) < np.mean(fitted.loss_curve_[:50]) - 0.1


def test_its_loss_is_what_the_measures_say_of_its_colors(digits, fitted):
    X, layout = digits[0][::2], digits[1][::2]
    colors = fitted.transform(X)
    local = local_fidelity(X, colors, layout, jnd=0.04)
    expected = local + 0.1 * global_fidelity(X, colors, jnd=0.04)
    assert np.mean(fitted.loss_curve_[-50:]) == pytest.approx(-expected, abs=0.05)


def test_rows_are_centerd_and_divided_by_one_number(digits):
    X, layout = digits
    colorer = FidelityColorer(5, n_hidden=0, max_iter=1).fit(X, layout)
    np.testing.assert_allclose(colorer.mean_, X.mean(axis=0))
    assert colorer.scale_ == pytest.approx(np.sqrt(X.var(axis=0).mean()))
    assert colorer.fit(np.ones_like(X), layout).scale_ == 1


def test_it_begins_at_the_directions_in_which_neighbors_differ_most():
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.normal(size=(6, 6)))[0]
    X = (rng.normal(size=(200, 6)) * [6, 4, 2, 1, 0.5, 0.1]) @ turn
    layout = rng.random((200, 2))
    colorer = FidelityColorer(9, n_hidden=0, alpha=0, max_iter=1).fit(X, layout)
    Z, scatter = X / np.sqrt(X.var(axis=0).mean()), 0
    for place in layout:
        near = np.argsort(np.linalg.norm(layout - place, axis=1))[:10]
        scatter = scatter + np.cov(Z[near].T, ddof=0) / 200
    variance, vectors = np.linalg.eigh(scatter)
    first = vectors[:, ::-1][:, :3]
    first *= np.sign(first[np.abs(first).argmax(axis=0), range(3)])
    # Dark to light, green to red, blue to yellow; then one step of Adam.
    opponents = [[1, 1, 1], [1, -1, 0], [0.5, 0.5, -1]]
    expected = first / np.sqrt(variance[-1]) @ opponents
    np.testing.assert_allclose(colorer.linear_coef_, expected, atol=0.006)


def test_more_weight_on_all_pairs_gives_more_of_it(digits):
    X, layout = digits
    little, much = (
        FidelityColorer(max_iter=80, global_weight=w).fit_transform(X, layout)
        for w in (0, 1)
    )
    assert global_fidelity(X, much) > global_fidelity(X, little) + 0.1
    assert local_fidelity(X, little, layout) > local_fidelity(X, much, layout)


def test_hidden_units_see_more_than_three_directions(digits, fitted):
    X, layout = digits
    straight = FidelityColorer(jnd=0.04, max_iter=300, n_hidden=0)
    straight.fit(X[::2], layout[::2])
    assert straight.loss_curve_[-1] > fitted.loss_curve_[-1] + 0.03


def test_colors_keep_to_the_lightness_and_are_balanced(digits, fitted):
    lab = srgb_to_oklab(fitted.transform(digits[0]))
    assert np.mean((lab[:, 0] > 0.15) & (lab[:, 0] < 0.95)) > 0.9
    np.testing.assert_allclose(lab.mean(axis=0), [0.55, 0, 0], atol=0.06)
    dark = FidelityColorer(max_iter=100, lightness=(0.1, 0.5)).fit_transform(*digits)
    assert srgb_to_oklab(dark)[:, 0].mean() < lab[:, 0].mean() - 0.15


def test_the_layout_is_what_makes_the_colors(digits):
    X, layout = digits
    by_map = FidelityColorer(max_iter=50).fit(X, layout)
    by_chance = FidelityColorer(max_iter=50).fit(
        X, np.random.default_rng(0).permutation(X[:, 20:22])
    )
    assert delta_e(by_map.transform(X), by_chance.transform(X)).mean() > 0.05


def test_threads_do_not_change_a_byte(digits):
    X, layout = digits
    first, second = (
        FidelityColorer(max_iter=20, n_jobs=n).fit_transform(X, layout) for n in (1, 2)
    )
    np.testing.assert_array_equal(first, second)


def test_units_of_rows_and_layout_do_not_matter(digits):
    X, layout = digits
    colors = FidelityColorer(max_iter=30).fit_transform(X, layout)
    scaled = FidelityColorer(max_iter=30).fit_transform(X * 2.0**40 + 3, layout / 2.0**30)
    # The first directions are the same; rounding grows from step to step.
    assert delta_e(colors, scaled).mean() < 0.01


def test_float32_rows_with_large_means_keep_their_colors(digits):
    X, layout = digits
    colors = FidelityColorer(max_iter=30).fit_transform(X, layout)
    offset = FidelityColorer(max_iter=30).fit_transform(X.astype(np.float32) + 1000, layout)
    assert delta_e(colors, offset).mean() < 0.01


def test_a_refit_to_another_part_keeps_its_colors(digits):
    X, layout = digits
    rng = np.random.default_rng(0)
    first, second = (
        FidelityColorer(20, max_iter=300).fit(X[part], layout[part])
        for part in rng.choice(len(X), (2, 400), replace=False)
    )
    colors = first.transform(X)
    before = delta_e(second.transform(X), colors).mean()
    after = delta_e(align(second, X, colors).transform(X), colors).mean()
    assert after < before / 4


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"lightness": (0.9, 0.2)}, r"lightness must be two increasing .*\(0.9, 0.2\)"),
        ({"n_hidden": -1}, "'n_hidden' parameter of FidelityColorer"),
        ({"jnd": -0.1}, "'jnd' parameter of FidelityColorer"),
    ],
)
def test_what_cannot_be_fitted(rows, parameters, message):
    X, layout = rows
    with pytest.raises(ValueError, match=message):
        FidelityColorer(**{"n_neighbors": 5, **parameters}).fit(X, layout)


def test_fewer_rows_than_neighbors(rows):
    X, layout = rows
    message = "n_neighbors=60, the row itself not counted, is more than 60 rows .*; 59 are"
    with pytest.warns(UserWarning, match=message):
        colorer = FidelityColorer(60, max_iter=5, n_hidden=4).fit(X, layout)
    assert colorer.n_neighbors_ == 59
    expected = FidelityColorer(59, max_iter=5, n_hidden=4).fit_transform(X, layout)
    np.testing.assert_array_equal(colorer.transform(X), expected)
    with pytest.raises(ValueError, match="minimum of 2 is required"):
        FidelityColorer().fit(X[:1], layout[:1])
