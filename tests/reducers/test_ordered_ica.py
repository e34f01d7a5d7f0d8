import numpy as np
import pytest
from sklearn.decomposition import FastICA
from sklearn.exceptions import ConvergenceWarning

from skcolor import OrderedICA


@pytest.fixture(scope="module")
def sources():
    return np.random.default_rng(0).exponential(size=(4000, 3))


@pytest.fixture(scope="module")
def rows(sources):
    # Columns of very different length: the sources explain variance in this order.
    mixing = np.array([[8.0, 1, 0, 2], [1, 4, -1, 0], [0, 1, 2, 1]])
    return sources @ mixing


def test_finds_planted_sources_in_order_and_with_positive_skewness(rows, sources):
    found = OrderedICA(3).fit_transform(rows)
    correlation = np.corrcoef(found.T, sources.T)[:3, 3:]
    np.testing.assert_allclose(np.diag(correlation), 1, atol=0.01)
    np.testing.assert_allclose(found.std(axis=0), 1, atol=0.01)


@pytest.mark.parametrize("fun", ["logcosh", "exp", "cube"])
def test_the_iteration_is_that_of_scikit_learn(fun, rows):
    ica = FastICA(fun=fun, tol=1e-10, max_iter=500, random_state=0).fit(rows[:, :3])
    ours = OrderedICA(3, fun=fun, tol=1e-10).fit(rows[:, :3])
    agreement = np.abs(
        np.corrcoef(ours.transform(rows[:, :3]).T, ica.transform(rows[:, :3]).T)
    )
    np.testing.assert_allclose(agreement[:3, 3:].max(axis=1), 1, atol=1e-8)


def test_mirrored_rows_give_the_same_sources_in_the_same_order(rows):
    ica, mirrored = OrderedICA(3).fit(rows), OrderedICA(3).fit(-rows)
    # Only the turned components give the mirrored rows positive skewness again.
    np.testing.assert_allclose(ica.transform(rows), mirrored.transform(-rows), atol=1e-6)
    assert (np.diff((ica.mixing_**2).sum(axis=0)) <= 0).all()


def test_row_order_does_not_change_the_components(rows):
    order = np.random.default_rng(1).permutation(len(rows))
    ica, shuffled = OrderedICA(3).fit(rows), OrderedICA(3).fit(rows[order])
    np.testing.assert_allclose(ica.components_, shuffled.components_, atol=1e-4)


def test_global_random_state_has_no_part_in_it(rows):
    results = []
    for seed in (0, 1):
        np.random.seed(seed)  # noqa: NPY002
        results.append(OrderedICA(2).fit(rows).components_)
    np.testing.assert_array_equal(*results)


def test_inverse_transform_gives_rows_back(rows):
    ica = OrderedICA(3).fit(rows)
    np.testing.assert_allclose(ica.inverse_transform(ica.transform(rows)), rows, atol=1e-8)


def test_more_components_than_x_has_are_left_out_with_a_warning(rows):
    with pytest.warns(UserWarning, match="n_components=9 is more than X .*; 3 are used"):
        ica = OrderedICA(9).fit(rows[:, :3])
    assert ica.components_.shape == (3, 3)
    assert list(ica.get_feature_names_out()) == [
        "orderedica0",
        "orderedica1",
        "orderedica2",
    ]


def test_float32_rows_with_large_means_keep_their_components(rows):
    shifted = (rows + 1000).astype(np.float32)
    exact, ours = OrderedICA(3).fit(rows), OrderedICA(3).fit(shifted)
    assert ours.transform(shifted).dtype == np.float32
    np.testing.assert_allclose(ours.transform(shifted), exact.transform(rows), atol=0.02)


def test_sources_without_variance_are_0_not_noise(rows):
    found = OrderedICA(4).fit_transform(rows)  # three sources in four columns
    np.testing.assert_array_equal(found[:, 3], 0)


def test_constant_rows_give_zeros():
    np.testing.assert_array_equal(
        OrderedICA().fit_transform(np.ones((9, 5))), np.zeros((9, 3))
    )


def test_too_few_iterations_warn():
    rows = np.random.default_rng(0).normal(size=(500, 6))
    with pytest.warns(ConvergenceWarning):
        OrderedICA(6, max_iter=1, tol=1e-12).fit(rows)
