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
from tests.configurations import configured

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


def test_every_estimator_of_this_version_is_kept():
    names = {path.stem for path in SAVED if path.parent.name == skcolor.__version__}
    estimators = {name for name in skcolor.__all__ if name[0].isupper()}
    assert names == estimators
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
        UserWarning, match=r"saved by skcolor \d.* loaded by 99.0: .* Fit it"
    ):
        pickle.loads(saved)


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
