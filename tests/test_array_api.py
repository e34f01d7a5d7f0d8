"""Arrays of other libraries: colors where the rows are, and the same as numpy's."""

from importlib import import_module

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks, get_tags

import skcolor
from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    CovariancePCA,
    GamutColorer,
    KNNDistanceColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
)
from skcolor._compat import HAS_ARRAY_API
from skcolor.paint import (
    cam16ucs_to_srgb,
    clip_to_gamut,
    delta_e,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_cam16ucs,
)
from tests.configurations import ESTIMATORS

pytestmark = [
    pytest.mark.skipif(not HAS_ARRAY_API, reason="needs scikit-learn 1.9"),
    pytest.mark.filterwarnings("ignore:FastICA did not converge"),
    pytest.mark.filterwarnings("ignore:ResidualPCA got no layout"),
    pytest.mark.filterwarnings("ignore:n_components=.* is more than X:UserWarning"),
]

SUPPORTED = [
    ValueColorer(),
    ArgmaxColorer(),
    ArgmaxColorer(standardize=True, absolute=True, falloff=0.8, palette="distinct"),
    ArgmaxColorer(arrange="contrast"),
    BinaryPackColorer(),
    BinaryPackColorer(1, thresholds=[0.0, 0.5, -0.5]),
    ChannelColorer(),
    ChannelColorer(space="oklab"),
    # The table is for NumPy arrays; other libraries give exact colors.
    GamutColorer(exact=True),
    GamutColorer(contrast=0, clipped=0.3, exact=True),
    CovariancePCA(2),
    OrderedICA(2),
    ResidualPCA(2, n_neighbors=5),
]


@pytest.fixture(params=["array_api_strict", "torch"])
def xp(request):
    pytest.importorskip(request.param)
    compat = "sklearn.externals.array_api_compat." if request.param == "torch" else ""
    with config_context(array_api_dispatch=True):
        yield import_module(compat + request.param)


def as_numpy(array):
    return np.asarray(array)


@pytest.mark.parametrize("estimator", SUPPORTED, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_colors_stay_in_the_library_and_are_those_of_numpy(estimator, dtype, xp, rows):
    X, layout = (table.astype(dtype) for table in rows)
    expected = clone(estimator).fit(X, layout).transform(X)
    given, places = xp.asarray(X), xp.asarray(layout)
    fitted = clone(estimator).fit(given, places)
    colors = fitted.transform(given)
    assert type(colors) is type(given)
    assert colors.dtype == given.dtype
    tolerance = 1e-5 if dtype == "float32" else 1e-9
    np.testing.assert_allclose(as_numpy(colors), expected, atol=tolerance)
    again = clone(estimator).fit_transform(given, places)
    np.testing.assert_allclose(as_numpy(again), as_numpy(colors), atol=tolerance)


def test_what_is_known_to_support_other_libraries():
    tagged = {
        name for name in ESTIMATORS if get_tags(getattr(skcolor, name)()).array_api_support
    }
    assert tagged == {type(estimator).__name__ for estimator in SUPPORTED}


@pytest.mark.parametrize("estimator", SUPPORTED, ids=str)
@pytest.mark.parametrize("check", ["input_and_values", "same_namespace"])
def test_scikit_learn_checks_of_other_libraries(estimator, check, xp):
    library = xp.__name__.rsplit(".", 1)[-1]
    check = getattr(estimator_checks, f"check_array_api_{check}")
    check(type(estimator).__name__, clone(estimator), array_namespace=library)


# StandardScaler divides 0 by 0 where a column's mean is 0, and then passes over it.
@pytest.mark.filterwarnings("ignore:invalid value encountered in divide")
@pytest.mark.parametrize("last", [ArgmaxColorer(), BinaryPackColorer()], ids=str)
def test_whole_pipelines_stay_in_the_library(last, xp, rows):
    X, _ = rows
    pipeline = make_pipeline(PCA(3), StandardScaler(), last)
    expected = clone(pipeline).fit_transform(X)
    colors = pipeline.fit_transform(xp.asarray(X))
    assert not isinstance(colors, np.ndarray)
    np.testing.assert_allclose(as_numpy(colors), expected, atol=1e-9)


def test_values_and_labels_stay_in_the_library(xp, rows):
    X, _ = rows
    given = xp.asarray(X)
    values = ValueColorer().fit(given).score_samples(given)
    labels = ArgmaxColorer().fit(given).predict(given)
    assert type(values) is type(labels) is type(given)
    np.testing.assert_array_equal(as_numpy(labels), X.argmax(axis=1))


def test_missing_values_are_painted_in_any_library(xp, rows):
    X, _ = rows
    X = np.where(np.arange(60)[:, np.newaxis] % 5 == 0, np.nan, X)
    colorer = ValueColorer("coolwarm", center=0.5, missing_color="red")
    colors = colorer.fit_transform(xp.asarray(X))
    assert not isinstance(colors, np.ndarray)
    expected = ValueColorer("coolwarm", center=0.5, missing_color="red").fit_transform(X)
    np.testing.assert_allclose(as_numpy(colors), expected, atol=1e-9)


def test_other_rows_than_those_of_fit_get_the_library_of_fit(xp, rows):
    X, _ = rows
    colorer = GamutColorer().fit(xp.asarray(X))
    with pytest.raises(ValueError, match="same namespace"):
        colorer.transform(X)


def test_batches_are_learned_from_in_any_library(xp, rows):
    X, _ = rows
    colorer = ChannelColorer()
    for part in (slice(0, 25), slice(25, 60)):
        colorer.partial_fit(xp.asarray(X[part]))
    colors = colorer.transform(xp.asarray(X))
    np.testing.assert_allclose(
        as_numpy(colors), ChannelColorer().fit_transform(X), atol=1e-9
    )


def test_gamut_colorer_finds_rows_again_in_any_library(xp, rows):
    X = xp.asarray(rows[0][:, :3])
    colorer = GamutColorer(clipped=0).fit(X)
    found = colorer.inverse_transform(colorer.transform(X))
    np.testing.assert_allclose(as_numpy(found), as_numpy(X), atol=1e-3)


def test_estimators_that_need_numpy_take_other_arrays_as_such(xp, rows):
    X, layout = rows
    colors = KNNDistanceColorer().fit_transform(xp.asarray(X), xp.asarray(layout))
    np.testing.assert_array_equal(colors, KNNDistanceColorer().fit_transform(X, layout))


def test_without_dispatch_other_arrays_become_numpys(xp, rows):
    X, _ = rows
    with config_context(array_api_dispatch=False):
        colors = ChannelColorer().fit_transform(xp.asarray(X))
    assert isinstance(colors, np.ndarray)


def test_color_spaces_work_in_any_library(xp):
    lab = np.random.default_rng(0).uniform([0, -0.3, -0.3], [1, 0.3, 0.3], size=(50, 3))
    given = xp.asarray(lab)
    for function in (oklab_to_oklch, clip_to_gamut, oklab_to_srgb):
        result = function(given)
        assert type(result) is type(given)
        np.testing.assert_allclose(as_numpy(result), function(lab), atol=1e-9)
    back = oklch_to_oklab(oklab_to_oklch(given))
    np.testing.assert_allclose(as_numpy(back), lab, atol=1e-12)
    colors = xp.clip(oklab_to_srgb(given), 0, 1)
    jab = srgb_to_cam16ucs(colors)
    np.testing.assert_allclose(as_numpy(jab), srgb_to_cam16ucs(as_numpy(colors)), atol=1e-9)
    back = cam16ucs_to_srgb(jab)
    np.testing.assert_allclose(as_numpy(back), as_numpy(colors), atol=1e-9)
    for space in ("oklab", "cam16ucs"):
        distances = delta_e(colors, xp.flip(colors, axis=0), space=space)
        expected = delta_e(as_numpy(colors), as_numpy(colors)[::-1], space=space)
        np.testing.assert_allclose(as_numpy(distances), expected, atol=1e-9)
