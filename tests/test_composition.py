"""Colorers inside the rest of scikit-learn, and outside the process that fitted them."""

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import joblib
import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import cosine_distances
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    GamutColorer,
    KNNDistanceColorer,
    NeighborOverlapColorer,
    ResidualPCA,
)
from skcolor.datasets import load_digits_layout
from skcolor.metrics import color_coherence_scorer
from tests.configurations import COLORERS, configured


@pytest.fixture(scope="module")
def digits():
    digits = load_digits_layout()
    return digits.data[:500], digits.layout[:500]


def test_the_readmes_pipeline(digits):
    X, _ = digits
    colors = make_pipeline(PCA(30), StandardScaler(), ArgmaxColorer()).fit_transform(X)
    assert colors.shape == (500, 3)
    assert len(np.unique(colors, axis=0)) == 30


def test_grid_search_with_the_layout_as_y_gives_the_scorer_its_rows(digits):
    X, layout = digits
    shapes = []

    def scorer(estimator, X, y=None):
        shapes.append((X.shape, y.shape))
        colors = estimator.transform(X)
        return float(np.ptp(colors, axis=1).mean())

    search = GridSearchCV(
        make_pipeline(StandardScaler(), KNNDistanceColorer()),
        {
            "knndistancecolorer__n_neighbors": [3, 10],
            "knndistancecolorer__cmap": ["gray", "hsv"],
        },
        scoring=scorer,
        cv=5,
        error_score="raise",
    ).fit(X, layout)
    assert set(shapes) == {((100, 64), (100, 2))}
    assert search.best_estimator_.transform(X).shape == (500, 3)
    # The score is how far the channels of a color are apart: gray has none of it.
    assert search.best_params_["knndistancecolorer__cmap"] == "hsv"


@pytest.mark.parametrize("container", ["pandas", "polars"])
@pytest.mark.parametrize("colorer", configured(COLORERS), ids=str)
def test_frames_in_and_out(colorer, container, digits):
    library = pytest.importorskip(container)
    X, layout = digits[0][:60, 2:6], digits[1][:60]
    frame = library.DataFrame(dict(zip("abcd", X.T, strict=True)))
    colorer = clone(colorer)
    plain = colorer.fit_transform(X, layout)
    colored = (
        colorer.set_output(transform=container).fit(frame, layout).transform(frame, layout)
    )
    assert isinstance(colored, library.DataFrame)
    assert list(colored.columns) == ["red", "green", "blue"]
    np.testing.assert_allclose(np.asarray(colored), plain)
    assert list(colorer.feature_names_in_) == list("abcd")


def test_layouts_may_be_frames_too(digits):
    pandas = pytest.importorskip("pandas")
    X, layout = digits
    frame = pandas.DataFrame(layout, columns=["x", "y"])
    np.testing.assert_array_equal(
        KNNDistanceColorer().fit_transform(X, frame),
        KNNDistanceColorer().fit_transform(X, layout),
    )


def test_union_of_colorers_has_a_name_for_each_channel(digits):
    X, _ = digits
    union = FeatureUnion([("hue", ArgmaxColorer()), ("pca", ChannelColorer())])
    assert union.fit_transform(X).shape == (500, 6)
    names = union.get_feature_names_out()
    assert list(names[[0, 5]]) == ["hue__red", "pca__blue"]


@pytest.mark.parametrize("colorer", configured(COLORERS), ids=str)
def test_clones_are_unfitted_and_give_the_same_colors(colorer, digits):
    X, layout = digits
    fitted = clone(colorer).fit(X, layout)
    again = clone(fitted)
    assert not [name for name in vars(again) if name.endswith("_") and name[0] != "_"]
    np.testing.assert_array_equal(
        again.fit(X, layout).transform(X, layout), fitted.transform(X, layout)
    )


def test_a_pipeline_saved_in_one_process_gives_the_same_colors_in_another(digits, tmp_path):
    X, layout = digits
    pipeline = make_pipeline(PCA(10), StandardScaler(), KNNDistanceColorer()).fit(X, layout)
    joblib.dump(pipeline, tmp_path / "pipeline.joblib")
    np.save(tmp_path / "X.npy", X)
    script = (
        "import joblib, numpy as np\n"
        "colors = joblib.load('pipeline.joblib').transform(np.load('X.npy'))\n"
        "np.save('colors.npy', colors)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    np.testing.assert_array_equal(np.load(tmp_path / "colors.npy"), pipeline.transform(X))


@pytest.mark.parametrize("estimator", configured(), ids=str)
@pytest.mark.filterwarnings("ignore:FastICA did not converge")
def test_eight_threads_can_share_a_fitted_estimator(estimator, digits):
    X, layout = digits[0][:, 20:44], digits[1]
    arguments = (X, layout) if type(estimator).__name__ in COLORERS else (X,)
    fitted = clone(estimator).fit(X, layout)
    expected = fitted.transform(*arguments).tobytes()
    before = {name: id(value) for name, value in vars(fitted).items()}
    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda _: fitted.transform(*arguments).tobytes(), range(16))
        )
    assert set(results) == {expected}
    assert {name: id(value) for name, value in vars(fitted).items()} == before


@pytest.mark.parametrize("n_jobs", [2, -1])
def test_n_jobs_does_not_change_the_bytes(n_jobs, digits):
    X, layout = digits
    X, layout = np.tile(X, (40, 1)), np.tile(layout, (40, 1))  # more than one chunk
    one, more = (KNNDistanceColorer(n_jobs=n).fit_transform(X, layout) for n in (1, n_jobs))
    assert one.tobytes() == more.tobytes()


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["threading", "loky", "multiprocessing"])
def test_searches_in_threads_and_processes_find_the_same(backend, digits):
    X, layout = digits
    pipeline = make_pipeline(CovariancePCA(5), KNNDistanceColorer(n_jobs=2))
    grid = {"knndistancecolorer__n_neighbors": [3, 10]}

    def search(n_jobs):
        found = GridSearchCV(
            pipeline, grid, scoring=color_coherence_scorer, cv=2, n_jobs=n_jobs
        )
        return found.fit(X, layout).cv_results_["mean_test_score"]

    with joblib.parallel_backend(backend):
        np.testing.assert_array_equal(search(2), search(1))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_process_colors_as_its_parent_does(digits):
    X, layout = digits
    X, layout = np.tile(X, (40, 1)), np.tile(layout, (40, 1))  # more than one chunk
    fitted = KNNDistanceColorer(n_jobs=2).fit(X, layout)
    expected = fitted.transform(X, layout)  # which starts the threads of the parent
    with multiprocessing.get_context("fork").Pool(1) as pool:
        colors = pool.apply_async(fitted.transform, (X, layout)).get(timeout=60)
    np.testing.assert_array_equal(colors, expected)


def test_fit_leaves_a_memory_map_on_disk(digits, tmp_path):
    X, layout = digits
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    colorer = KNNDistanceColorer().fit(mapped, layout)
    assert np.shares_memory(colorer._placement.X, mapped)
    np.testing.assert_array_equal(
        colorer.transform(mapped, layout), KNNDistanceColorer().fit_transform(X, layout)
    )


def test_integers_and_half_floats(digits):
    X, _ = digits
    colorer = ArgmaxColorer()
    assert colorer.fit_transform(X.astype(np.uint8)).dtype == np.float64
    assert colorer.fit_transform(X.astype(np.float16)).dtype == np.float32
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(X.astype(np.float32))
    assert colorer.fit_transform(frame).dtype == np.float32


def test_callbacks_hear_of_a_fit_and_leave_nothing_behind(digits):
    callback = pytest.importorskip("sklearn.callback")
    X, layout = digits
    events = []

    class Record:
        max_estimator_depth = None

        def setup(self, estimator, context):
            events.append("setup")

        def teardown(self, estimator, context):
            events.append("teardown")

        def on_fit_task_begin(self, estimator, context, **kwargs):
            events.append("begin")

        def on_fit_task_end(self, estimator, context, **kwargs):
            events.append("end")

    assert isinstance(Record(), callback.FitCallback)
    colorer = KNNDistanceColorer().set_callbacks(Record()).fit(X, layout)
    assert events == ["setup", "begin", "end", "teardown"]
    assert not [
        name for name in vars(colorer) if "callback_fit" in name or "teardown" in name
    ]


# Cosine distance is the Euclidean distance of rows of length 1.


@pytest.mark.parametrize(
    "pipeline",
    [
        make_pipeline(Normalizer(), KNNDistanceColorer()),
        make_pipeline(Normalizer(), NeighborOverlapColorer()),
        make_pipeline(Normalizer(), ResidualPCA(3), GamutColorer()),
        make_pipeline(Normalizer(), ClusterColorer()),
    ],
    ids=lambda pipeline: type(pipeline[-1]).__name__,
)
def test_with_rows_of_length_one_only_their_directions_matter(pipeline, digits):
    X, layout = digits
    lengths = np.random.default_rng(0).integers(1, 9, size=(len(X), 1))
    colors = pipeline.fit(X, layout).transform(X)
    scaled = clone(pipeline).fit(X * lengths, layout).transform(X * lengths)
    np.testing.assert_allclose(scaled, colors, atol=1e-6)
    without = clone(pipeline[1:]).fit(X, layout).transform(X * lengths)
    assert np.abs(without - colors).max() > 0.1


def test_with_rows_of_length_one_values_are_of_cosine_distances(digits):
    X, layout = digits
    unit = Normalizer().transform(X)
    cosine = cosine_distances(X)
    nearest = NearestNeighbors(n_neighbors=1).fit(layout).kneighbors(return_distance=False)
    expected = cosine[np.arange(len(X)), nearest[:, 0]]
    values = KNNDistanceColorer(2).fit(unit, layout).score_samples(unit, layout)
    np.testing.assert_allclose(values**2 / 2, expected, atol=1e-12)
    many = KNNDistanceColorer(10).fit(unit, layout).score_samples(unit, layout)
    nearest = NearestNeighbors(n_neighbors=9).fit(layout).kneighbors(return_distance=False)
    mean = cosine[np.arange(len(X))[:, np.newaxis], nearest].mean(axis=1)
    assert spearmanr(many, mean).statistic > 0.99

    by_cosine = NearestNeighbors(n_neighbors=15, metric="cosine").fit(X)
    near = NearestNeighbors(n_neighbors=15).fit(layout).kneighbors(return_distance=False)
    found = by_cosine.kneighbors(return_distance=False)
    shared = [
        np.isin(mine, others).mean() for mine, others in zip(found, near, strict=True)
    ]
    overlap = NeighborOverlapColorer(15).fit(unit, layout).score_samples(unit, layout)
    np.testing.assert_allclose(overlap, shared, atol=1e-12)
