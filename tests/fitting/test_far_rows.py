"""Rows so far out that they decide the colors of all others: withstood, or named."""

import warnings

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.pipeline import make_pipeline

from skcolor import (
    ArgmaxColorer,
    ClusterColorer,
    CovariancePCA,
    KNNDistanceColorer,
    OrderedICA,
    ResidualPCA,
    recipes,
)
from skcolor._compat import HAS_ARRAY_API
from skcolor._fitting.far_rows import find_far_rows
from skcolor.datasets import load_digits_layout
from skcolor.paint import delta_e

WARNING = "is dominated by very few rows of X"
MANY = [7, 123, 400, 600, 903]
CASES = {
    "one row x 10": ([7], 10),
    "one row x 100": ([7], 100),
    "one row x 1000": ([7], 1000),
    "one row x 1e6": ([7], 1e6),
    "5 rows in 1000 x 1000": (MANY, 1000),
}
QUICK = ["best", "pca", "knn_distance", "argmax_absolute", "pca_argmax_falloff"]
FAST = {
    "tsne": {"n_landmarks": 300},
    "tsne_perceptual": {"n_landmarks": 300},
    "ica_kmeans": {"max_iter": 50},
}


@pytest.fixture(scope="module")
def digits():
    digits = load_digits_layout()
    return digits.data[:1000].astype(np.float32), digits.layout[:1000]


def scaled(X, rows, factor):
    X = X.copy()
    X[rows] *= factor
    return X


def color(name, X, layout):
    """Colors of a recipe, and the warnings of far rows."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        colors = recipes.RECIPES[name](**FAST.get(name, {})).fit_transform(X, layout)
    texts = [str(warning.message) for warning in caught]
    return colors, [text for text in texts if WARNING in text]


def usual_difference(colors, rows):
    """Median difference of the colors of pairs of other rows."""
    others = np.delete(colors, rows, axis=0)
    first, second = np.random.default_rng(0).permutation(len(others))[:900].reshape(2, -1)
    return np.median(delta_e(others[first], others[second]))


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in recipes.RECIPES
    ],
)
def test_no_recipe_collapses_without_a_warning(name, digits):
    X, layout = digits
    colors, texts = color(name, X, layout)
    assert not texts
    for case, (rows, factor) in CASES.items():
        found, texts = color(name, scaled(X, rows, factor), layout)
        if texts:
            assert len(texts) == 1, case
            assert ", ".join(map(str, rows)) in texts[0], case
        else:
            least = usual_difference(colors, rows) / 2
            assert usual_difference(found, rows) >= least, case


def test_the_warning_names_rows_and_distance_and_says_what_to_do(digits):
    X, layout = digits
    text = r"^CovariancePCA is dominated .*: row 7 lies 1,\d{3} times as .* or drop them\.$"
    with pytest.warns(UserWarning, match=text):
        CovariancePCA(3).fit(scaled(X, [7], 1000))
    text = "ResidualPCA is dominated .*: rows 7, 123, 400, 600, 903 lie up to "
    with pytest.warns(UserWarning, match=text):
        ResidualPCA(3).fit(scaled(X, MANY, 1000), layout)
    rows = np.arange(5, 1000, 120)
    text = "rows 5, 125, 245, 365, 485 and 4 more lie"
    with pytest.warns(UserWarning, match=text):
        OrderedICA(3).fit(scaled(X, rows, 1000))


@pytest.mark.parametrize(
    "estimator",
    [
        CovariancePCA(3),
        OrderedICA(3),
        ResidualPCA(3),
        ArgmaxColorer(standardize=True),
        ClusterColorer(),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["fit", "fit_transform", "partial_fit"])
def test_whatever_learns_from_sums_of_rows_warns(estimator, method, digits):
    if not hasattr(estimator, method):
        pytest.skip("it takes all rows at once")
    X, layout = digits
    with pytest.warns(UserWarning, match=f"{WARNING}: row 7 lies"):
        getattr(clone(estimator), method)(scaled(X[:, 20:30], [7], 1e4), layout)


def test_a_pipeline_warns_once_and_another_fit_again(digits):
    X, layout = digits
    far = scaled(X, [7], 1000)
    last = ArgmaxColorer(standardize=True)
    pipeline = make_pipeline(CovariancePCA(20), CovariancePCA(10), last)
    for _ in range(2):
        with pytest.warns(UserWarning, match=WARNING) as caught:
            pipeline.fit_transform(far, layout)
        assert len(caught) == 1
    coordinates = CovariancePCA(10).fit_transform(X)
    with pytest.warns(UserWarning, match="ArgmaxColorer is dominated"):
        last.fit(scaled(coordinates, [7], 1000))


def test_distances_of_neighbors_withstand_one_row(digits):
    X, layout = digits
    KNNDistanceColorer(10).fit(scaled(X, [7], 1e6), layout)
    with pytest.warns(UserWarning, match=WARNING):
        KNNDistanceColorer(40).fit(scaled(X, [7], 1e6), layout)


def test_far_rows_are_found_at_any_scale_and_place(digits):
    X = digits[0].astype(np.float64)
    for scale in (1e-300, 1e-30, 1, 1e200):
        for shift in (0, 100):
            Y = scaled(X, [3, 99, 500], np.array([[1e3], [1e5], [1e9]])) + shift
            rows, distances = find_far_rows(Y * scale)
            assert rows.tolist() == [3, 99, 500]
            assert np.diff(np.log10(distances)).min() > 1
    single = (scaled(X, [3], 1e3) * 1e30).astype(np.float32)
    assert find_far_rows(single)[0].tolist() == [3]


@pytest.mark.skipif(not HAS_ARRAY_API, reason="scikit-learn is too old")
def test_far_rows_of_another_library_are_named(digits):
    xp = pytest.importorskip("array_api_strict")
    X = xp.asarray(scaled(digits[0], [7], 1000))
    with config_context(array_api_dispatch=True):
        assert find_far_rows(X)[0].tolist() == [7]
        with pytest.warns(UserWarning, match="CovariancePCA is dominated .* row 7 lies"):
            CovariancePCA(5).fit(X)
        with pytest.warns(UserWarning, match="ArgmaxColorer is dominated .* row 7 lies"):
            ArgmaxColorer(standardize=True).fit(X)


def test_how_far_by_hand():
    # The median row is nearly 0, and half of the rows are within 0.5 of it.
    X = np.append(np.linspace(-1, 1, 201), 50)[:, np.newaxis]
    rows, distances = find_far_rows(X - 7)
    assert rows.tolist() == [201]
    np.testing.assert_allclose(distances, 100, rtol=0.02)
    # Of flags, those that are set count as the others.
    flags = np.zeros((1000, 1))
    flags[::30], flags[7] = 1, 50
    rows, distances = find_far_rows(flags)
    assert (rows.tolist(), distances.tolist()) == ([7], [50])


rng = np.random.default_rng(0)
ORDINARY = {
    "breast cancer": load_breast_cancer().data,
    "wine": load_wine().data,
    "flags": (rng.random((5000, 30)) < 1e-3) * 1.0,
    "one rare flag": (np.arange(5000) % 900 == 0)[:, np.newaxis] * 1.0,
    "counts": rng.poisson(0.05, (5000, 50)) * 1.0,
    "log-normal": np.exp(2 * rng.normal(size=(5000, 10))),
    "Student, 2 degrees": rng.standard_t(2, size=(5000, 10)),
    "Cauchy": rng.standard_cauchy((5000, 5)),
    "equal rows": np.full((500, 3), 0.1),
    "all equal but one": np.eye(500, 3),
    "rounding": 0.1 * (1 + 1e-15 * rng.normal(size=(500, 3))),
    "rounding and one row": 0.1 * (1 + np.eye(500, 3) + 1e-15 * rng.normal(size=(500, 3))),
    "too few to tell": np.vstack([rng.normal(size=(98, 3)), [[1e9] * 3]]),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_rows_have_none_that_are_far(name):
    X = ORDINARY[name]
    for rows in (X, X.astype(np.float32)):
        assert len(find_far_rows(rows)[0]) == 0


def test_reading_rows_takes_no_copy_of_them(peak_memory):
    X = rng.normal(size=(20_000, 50))
    with peak_memory() as peak:
        find_far_rows(X)
    assert peak.bytes < 0.5 * X.nbytes


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_rows_that_are_far_only_among_components_are_named(share):
    """Of 200 columns of noise, few components keep so little that one row dominates."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 200)).astype(np.float32)
    X[3] *= np.sqrt(share * 2000)
    for pipeline in (recipes.pca_argmax(2), make_pipeline(*recipes.pca_argmax(2))):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            pipeline.fit_transform(X)
        texts = [str(warning.message) for warning in caught]
        assert len(texts) == 1
        assert WARNING in texts[0]
