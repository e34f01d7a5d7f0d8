"""Fitted estimators saved and loaded: by this version, by later ones, and with skops."""

import copy
import pickle
import warnings
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import DBSCAN
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.pipeline import make_pipeline

import skcolor
from skcolor import (
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    KNNDistanceColorer,
    LandmarkTSNE,
    LocalDimensionColorer,
    NeighborOverlapColorer,
)
from skcolor._version import release_of
from skcolor.plotting import ColoringLegend
from tests.configurations import ESTIMATORS, configured

FIXTURES = Path(__file__).parent / "fixtures"
SAVED = sorted(FIXTURES.glob("*/*.joblib"))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_any_version_saved_gives_the_colors_that_it_gave(path):
    with warnings.catch_warnings():
        # A fixture is the older, the longer it is kept.
        warnings.simplefilter("ignore", InconsistentVersionWarning)
        warnings.filterwarnings("ignore", ".* was saved by skcolor")
        estimator = joblib.load(path)
    with np.load(path.parent / "outputs.npz") as outputs:
        np.testing.assert_allclose(
            estimator.transform(outputs["X"]), outputs[path.stem], rtol=1e-5, atol=1e-6
        )


def test_every_estimator_of_a_release_is_kept():
    release = release_of(skcolor.__version__)
    is_kept = any(path.parent.name == release for path in SAVED)
    if release != skcolor.__version__ and not is_kept:
        pytest.skip(f"{skcolor.__version__} is no release yet")
    names = {path.stem for path in SAVED if path.parent.name == release}
    assert names == {*ESTIMATORS}


def test_what_is_kept_is_small():
    assert SAVED
    assert sum(path.stat().st_size for path in SAVED) < 100_000


@pytest.mark.parametrize("estimator", configured(), ids=str)
def test_another_version_warns_and_the_same_does_not(estimator, rows, monkeypatch):
    X, layout = rows
    X = np.exp(X / 8)  # skewed, so that components are found
    fitted = clone(estimator).fit(X, layout)
    saved = pickle.dumps(fitted)
    expected = fitted.transform(X)
    for same in (pickle.loads(saved), copy.deepcopy(fitted), copy.copy(fitted)):
        np.testing.assert_array_equal(same.transform(X), expected)
        assert "_skcolor_version" not in vars(same)
    monkeypatch.setattr("skcolor._version.__version__", "99.0")
    with pytest.warns(
        UserWarning, match=r"saved by skcolor \d.* loaded by 99.0: .* Refit it"
    ):
        pickle.loads(saved)


@pytest.mark.parametrize(
    ("saved_by", "loaded_by", "warns"),
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.1.0.dev0", False),
        ("0.1.0", "0.1.0.post1", False),
        ("0.1.0.dev0", "0.1.0.dev0", False),
        ("0.1.0.dev0", "0.1.0", True),
        ("0.1.0", "0.1.1.dev0", True),
        ("0.1.0", "0.1.0.1", True),
        ("1.0", "1.0rc2", False),
        ("1.0rc1", "1.0rc2", True),
    ],
)
def test_a_version_warns_of_all_but_itself_and_its_release(
    saved_by, loaded_by, warns, monkeypatch
):
    monkeypatch.setattr("skcolor._version.__version__", saved_by)
    saved = pickle.dumps(ChannelColorer().fit(np.eye(4)))
    monkeypatch.setattr("skcolor._version.__version__", loaded_by)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pickle.loads(saved)
    assert [str(w.message)[:26] for w in caught] == ["ChannelColorer was saved b"] * warns


def test_this_version_loads_its_own_release_without_a_warning():
    release = release_of(skcolor.__version__)
    for path in SAVED:
        if path.parent.name == release:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                warnings.simplefilter("ignore", InconsistentVersionWarning)
                joblib.load(path)


def test_skops_shares_a_pipeline_that_trusts_nothing_but_skcolor(rows):
    skops = pytest.importorskip("skops.io")
    X, layout = rows
    for colorer in (ChannelColorer(), KNNDistanceColorer()):
        pipeline = make_pipeline(CovariancePCA(3), colorer).fit(X, layout)
        saved = skops.dumps(pipeline)
        needed = skops.get_untrusted_types(data=saved)
        assert all(name.startswith("skcolor.") for name in needed)
        loaded = skops.loads(saved, trusted=needed)
        np.testing.assert_array_equal(loaded.transform(X), pipeline.transform(X))


@pytest.mark.parametrize("estimator", configured(), ids=str)
def test_skops_needs_to_be_told_of_no_private_type_of_others(estimator, rows):
    skops = pytest.importorskip("skops.io")
    X, layout = rows
    if getattr(estimator, "neighbors", None):
        pytest.skip("it keeps objects of the user's own search")
    fitted = clone(estimator).fit(np.exp(X / 8), layout)
    needed = skops.get_untrusted_types(data=skops.dumps(fitted))
    assert all(name.startswith("skcolor.") for name in needed), needed


@pytest.mark.parametrize(
    "estimator",
    [
        KNNDistanceColorer(),
        NeighborOverlapColorer(),
        LocalDimensionColorer(),
        LandmarkTSNE(2, n_landmarks=None, max_iter=5),
        ClusterColorer(DBSCAN(eps=0.01)),
    ],
    ids=lambda estimator: type(estimator).__name__,
)
def test_rows_and_layout_are_saved_once(estimator, tmp_path):
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(1500, 4)), rng.normal(size=(1500, 2))
    estimator.fit(X, layout)
    joblib.dump(estimator, tmp_path / "estimator.joblib")
    # Indices, labels and colormaps beside the rows and one layout.
    assert (tmp_path / "estimator.joblib").stat().st_size < 1.85 * X.nbytes
    expected = estimator.transform(X[:20])
    loaded = joblib.load(tmp_path / "estimator.joblib")
    for same in (loaded, copy.deepcopy(estimator), copy.copy(estimator)):
        np.testing.assert_array_equal(same.transform(X[:20]), expected)


def test_parameters_newer_than_what_was_saved_have_their_defaults():
    colorer = ClusterColorer(palette="viridis")
    state = {
        name: value
        for name, value in colorer.__getstate__().items()
        if name != "max_samples"
    }
    loaded = ClusterColorer.__new__(ClusterColorer)
    loaded.__setstate__(state)
    assert loaded.get_params() == colorer.get_params()


@pytest.mark.parametrize("name", ["ValueColorer", "KNNDistanceColorer", "ClusterColorer"])
def test_what_was_saved_before_centers_and_missing_colors_can_be_used_and_refitted(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = joblib.load(FIXTURES / "0.1.0" / f"{name}.joblib")
    assert "missing_color_" not in vars(old)
    assert "center_" not in vars(old)
    rng = np.random.default_rng(0)
    X, layout = rng.normal(size=(60, old.n_features_in_)), rng.normal(size=(60, 2))
    legend = ColoringLegend.from_estimator(old, X, layout)
    legend.plot()
    assert old.get_params().keys() == type(old)().get_params().keys()
    expected = clone(old).fit(X, layout).transform(X)
    np.testing.assert_array_equal(old.fit(X, layout).transform(X), expected)
