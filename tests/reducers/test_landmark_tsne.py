import sys

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from sklearn.datasets import load_digits
from sklearn.neighbors import NearestNeighbors

from skcolor import LandmarkTSNE
from skcolor.reducers import _landmark_tsne, _tsne_stages


@pytest.fixture(scope="module")
def digits():
    return load_digits()


@pytest.fixture(scope="module")
def fitted(digits):
    return LandmarkTSNE(3, n_landmarks=400, max_iter=300, random_state=0).fit(digits.data)


def test_neighbors_in_the_embedding_share_their_digit(fitted, digits):
    places = fitted.transform(digits.data)
    nearest = NearestNeighbors(n_neighbors=2).fit(places).kneighbors(return_distance=False)
    same = digits.target[nearest[:, 0]] == digits.target
    assert same.mean() > 0.85


def test_landmarks_keep_their_places_and_others_do_not_depend_on_the_batch(fitted, digits):
    landmarks = digits.data[fitted.landmark_indices_]
    np.testing.assert_array_equal(fitted.transform(landmarks), fitted.embedding_)
    places = fitted.transform(digits.data)
    np.testing.assert_array_equal(fitted.transform(digits.data[7:8]), places[7:8])


def test_transform_moves_nothing_that_was_handed_out(digits):
    tsne = LandmarkTSNE(2, n_landmarks=100, max_iter=60, random_state=0)
    X = digits.data[:150].copy()
    places = tsne.fit_transform(X)
    before, embedding, rows = places.copy(), tsne.embedding_.copy(), X.copy()
    tsne.transform(digits.data[150:300])
    np.testing.assert_array_equal(places, before)
    np.testing.assert_array_equal(tsne.embedding_, embedding)
    np.testing.assert_array_equal(X, rows)


@pytest.mark.parametrize("n_components", [2, 3])
def test_threads_and_refits_give_the_same_bytes(n_components, digits):
    kwargs = {"n_landmarks": 100, "max_iter": 30, "random_state": 3}
    one, two = (
        LandmarkTSNE(n_components, n_jobs=n_jobs, **kwargs).fit(digits.data[:150])
        for n_jobs in (1, 2)
    )
    assert one.embedding_.tobytes() == two.embedding_.tobytes()
    np.testing.assert_array_equal(one.landmark_indices_, two.landmark_indices_)


def test_refined_places_of_all_rows_keep_more_neighbors(digits):
    X = digits.data[:300]

    def nearest(points):
        search = NearestNeighbors(n_neighbors=10).fit(points)
        return search.kneighbors(return_distance=False)

    def kept(**parameters):
        tsne = LandmarkTSNE(2, n_landmarks=40, random_state=0, **parameters)
        pairs = zip(nearest(X), nearest(tsne.fit_transform(X)), strict=True)
        return tsne, np.mean([np.isin(a, b) for a, b in pairs])

    tsne, refined = kept(max_iter=100, refine_iter=50)
    assert tsne.n_iter_ == 150
    np.testing.assert_array_equal(tsne.landmark_indices_, np.arange(300))
    assert tsne.embedding_.shape == (300, 2)
    assert refined > 1.3 * kept(max_iter=150)[1]


def kept_neighbors(X, places):
    """Share of the ten nearest rows that are among the ten nearest places."""
    true, found = (
        NearestNeighbors(n_neighbors=10).fit(points).kneighbors(return_distance=False)
        for points in (X, places)
    )
    return (true[:, :, np.newaxis] == found[:, np.newaxis]).any(axis=2).mean()


def on_a_grid(monkeypatch):
    """Let few rows in three dimensions repel each other on a grid, as many do."""
    monkeypatch.setattr(_tsne_stages, "_FEWEST_FOR_GRID_3D", 50)
    monkeypatch.setattr(_tsne_stages, "_FEWEST_FOR_FINE_GRID", 50)


def test_a_grid_in_three_dimensions_keeps_as_many_neighbors_as_a_tree(digits, monkeypatch):
    X = digits.data[:200]
    tsne = LandmarkTSNE(3, perplexity=15, max_iter=150, random_state=0)
    with_tree = kept_neighbors(X, tsne.fit_transform(X))
    on_a_grid(monkeypatch)
    assert kept_neighbors(X, tsne.fit_transform(X)) > 0.95 * with_tree
    assert tsne.n_iter_ == 150


def test_threads_and_refits_give_the_same_bytes_on_a_grid(digits, monkeypatch):
    on_a_grid(monkeypatch)
    kwargs = {"n_landmarks": 100, "max_iter": 20, "refine_iter": 10, "random_state": 3}
    one, two = (
        LandmarkTSNE(3, affinity="uniform", n_jobs=n_jobs, **kwargs).fit(digits.data[:150])
        for n_jobs in (1, 2)
    )
    assert one.embedding_.tobytes() == two.embedding_.tobytes()
    assert one.n_iter_ == 30


@pytest.mark.parametrize("max_iter", [1, 250, 251, 299, 310])
def test_the_last_iterations_have_fine_cells(max_iter, digits, monkeypatch):
    on_a_grid(monkeypatch)
    cells = []

    def spy(cell):
        cells.append(cell)
        return lambda embedding, P, **kwargs: (0.0, np.zeros_like(embedding))

    monkeypatch.setattr(_tsne_stages, "_on_grid", spy)
    tsne = LandmarkTSNE(3, max_iter=max_iter).fit(digits.data[:80])
    assert tsne.n_iter_ == max_iter
    assert cells[-1] == _tsne_stages._FINE_CELL


@pytest.mark.parametrize("n_rows", [2, 3, 5, 8])
def test_few_rows_do_not_end_at_one_place(n_rows):
    X = np.random.default_rng(0).normal(size=(n_rows, 4)).astype(np.float32)
    apart = pdist(LandmarkTSNE(3, random_state=0).fit_transform(X))
    assert apart.min() > max(1e-5, 0.01 * apart.max())


@pytest.mark.parametrize(("n_rows", "last"), [(5_000, 0), (19_999, 0), (20_000, 0.7)])
def test_maps_of_few_rows_end_with_barnes_hut(n_rows, last):
    stages = [_tsne_stages.Stage(250), _tsne_stages.Stage(500)]
    _, _, stages = _tsne_stages._repulsion((n_rows, 3), stages)
    assert [(stage.n_iter, stage.cell) for stage in stages] == [
        (250, 1.5),
        (450, 1.5),
        (50, last),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("neighbors", ["annoy", "pynndescent"])
def test_equal_weights_and_an_approximate_search_keep_nearly_as_many(neighbors, digits):
    if neighbors == "pynndescent":
        pytest.importorskip("pynndescent")
    X = digits.data[:1010]
    kwargs = {"n_landmarks": None, "max_iter": 300, "random_state": 0}
    gaussian = LandmarkTSNE(2, **kwargs).fit_transform(X)
    fast = LandmarkTSNE(2, affinity="uniform", perplexity=15, neighbors=neighbors, **kwargs)
    assert kept_neighbors(X, fast.fit_transform(X)) > 0.9 * kept_neighbors(X, gaussian)


def test_uniform_affinities_are_those_of_the_neighbor_graph(digits, monkeypatch):
    import openTSNE
    from openTSNE import TSNEEmbedding

    seen = []

    class Spy(TSNEEmbedding):
        def __new__(cls, start, affinities, **kwargs):
            seen.append(affinities.P)
            return TSNEEmbedding(start, affinities, **kwargs)

    monkeypatch.setattr(openTSNE, "TSNEEmbedding", Spy)
    X = digits.data[:60] + np.random.default_rng(0).normal(size=(60, 64))
    LandmarkTSNE(2, affinity="uniform", perplexity=5, max_iter=1).fit(X)
    graph = NearestNeighbors(n_neighbors=5).fit(X).kneighbors_graph().toarray()
    expected = np.maximum(graph, graph.T)
    np.testing.assert_allclose(seen[0].toarray(), expected / expected.sum())


def test_threads_give_the_same_bytes_on_a_grid_and_with_trees():
    X = np.random.default_rng(0).normal(size=(2200, 6)).astype(np.float32)
    kwargs = {"affinity": "uniform", "perplexity": 5, "neighbors": "annoy"}
    one, two = (
        LandmarkTSNE(
            2,
            n_landmarks=1100,
            max_iter=10,
            refine_iter=10,
            n_jobs=n_jobs,
            random_state=0,
            **kwargs,
        ).fit(X)
        for n_jobs in (1, 2)
    )
    assert len(one.embedding_) == 2200
    assert one.embedding_.tobytes() == two.embedding_.tobytes()


def test_equal_rows_start_apart_also_in_float32(digits, monkeypatch):
    starts = []

    def spy(start, *arguments):
        starts.append(start.copy())
        return _tsne_stages.optimize(start, *arguments)

    monkeypatch.setattr(_landmark_tsne, "optimize", spy)
    X = np.repeat(digits.data[:150], 2, axis=0).astype(np.float32)
    kwargs = {"n_landmarks": 100, "max_iter": 300, "affinity": "uniform", "random_state": 0}
    LandmarkTSNE(2, perplexity=5, refine_iter=1, **kwargs).fit(X)
    assert [len(np.unique(start, axis=0)) for start in starts] == [100, 300]


def test_refined_uniform_affinities_fill_the_area_of_all_rows():
    X = np.random.default_rng(0).uniform(size=(900, 2))
    kwargs = {"n_landmarks": 100, "max_iter": 300, "affinity": "uniform", "random_state": 0}
    coarse, refined = (
        LandmarkTSNE(2, perplexity=10, refine_iter=refine_iter, **kwargs).fit(X)
        for refine_iter in (0, 4)
    )
    ratio = refined.embedding_.std() / coarse.transform(X).std()
    assert 2.5 < ratio < 3.5  # three times the side has nine times the area


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynndescent", None)
    tsne = LandmarkTSNE(2, n_landmarks=None, neighbors="pynndescent", max_iter=1)
    with pytest.raises(ImportError, match=r'pip install "skcolor\[pynndescent\]"'):
        tsne.fit(np.random.default_rng(0).normal(size=(1001, 2)))


def test_trees_take_rows_of_which_many_are_equal():
    X = np.repeat(np.random.default_rng(0).normal(size=(11, 3)), 100, axis=0)
    places = LandmarkTSNE(
        2, n_landmarks=None, affinity="uniform", neighbors="annoy", max_iter=20
    ).fit_transform(X)
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == 11


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("apart", [1e5, 1e7])
def test_rows_in_two_far_batches_get_a_place_each(apart, dtype):
    X = np.array([[a, b] for a in (0, apart) for b in range(4)], dtype=dtype)
    tsne = LandmarkTSNE(2, max_iter=20, random_state=0)
    places = tsne.fit_transform(X)
    np.testing.assert_array_equal(places, tsne.embedding_)
    assert len(np.unique(places, axis=0)) == 8
    alone = np.vstack([tsne.transform(X[[i]]) for i in range(8)])
    np.testing.assert_array_equal(alone, places)


def test_neighbors_are_searched_as_asked(digits):
    kwargs = {"n_landmarks": 80, "max_iter": 20, "refine_iter": 10, "random_state": 0}
    # Whole numbers are often equally far, and searches choose among them as they like.
    X = digits.data[:200] + np.random.default_rng(0).normal(size=(200, 64))
    exact, equal, other = (
        LandmarkTSNE(2, neighbors=neighbors, **kwargs).fit(X).embedding_
        for neighbors in (None, NearestNeighbors(), NearestNeighbors(metric="chebyshev"))
    )
    np.testing.assert_allclose(exact, equal)
    assert np.abs(exact - other).max() > 0.01


def test_three_dimensions_at_more_than_ten_thousand_landmarks():
    # openTSNE itself picks a method there that has no third dimension.
    X = np.random.default_rng(0).normal(size=(10_001, 4)).astype(np.float32)
    tsne = LandmarkTSNE(3, n_landmarks=None, perplexity=3, max_iter=2).fit(X)
    assert tsne.embedding_.shape == (10_001, 3)
    assert tsne.embedding_.dtype == np.float32


@pytest.mark.slow
def test_neighborhoods_survive_at_more_than_ten_thousand_landmarks_in_3d(digits):
    rng = np.random.default_rng(0)
    noisy = np.repeat(digits.data, 6, axis=0)
    noisy = (noisy + rng.normal(scale=1.0, size=noisy.shape)).astype(np.float32)
    target = np.repeat(digits.target, 6)
    tsne = LandmarkTSNE(3, n_landmarks=10_500, max_iter=150, n_jobs=-1, random_state=0)
    places = tsne.fit_transform(noisy)
    assert len(tsne.embedding_) == 10_500
    nearest = NearestNeighbors(n_neighbors=2).fit(places).kneighbors(return_distance=False)
    assert (target[nearest[:, 0]] == target).mean() > 0.9


@pytest.mark.parametrize(
    "X",
    [
        np.ones((20, 4)),
        np.eye(2),
        np.repeat(np.random.default_rng(0).normal(size=(5, 3)), 10, axis=0),
        np.random.default_rng(0).normal(size=(30, 1)),
    ],
    ids=["constant", "two rows", "duplicates", "one column"],
)
def test_degenerate_rows_get_finite_places(X):
    places = LandmarkTSNE(3, max_iter=260, random_state=0).fit_transform(X)
    assert places.shape == (len(X), 3)
    assert np.isfinite(places).all()
    equal = (X[:, None] == X[None]).all(axis=2)
    same_place = (places[:, None] == places[None]).all(axis=2)
    assert same_place[equal].all()


def test_progress_bar_goes_to_stderr_and_reaches_the_end(capsys, digits):
    LandmarkTSNE(2, max_iter=25, verbose=True).fit(digits.data[:50])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "t-SNE" in captured.err
    assert "25/25" in captured.err


def test_callbacks_hear_of_the_iterations_and_can_stop_them(digits):
    callback = pytest.importorskip("sklearn.callback")

    class StopAtSecond:
        max_estimator_depth = None
        n_ends = 0

        def setup(self, estimator, context): ...
        def teardown(self, estimator, context): ...
        def on_fit_task_begin(self, estimator, context, **kwargs): ...

        def on_fit_task_end(self, estimator, context, **kwargs):
            self.n_ends += context.task_name.startswith("iteration")
            return self.n_ends == 2

    stop = StopAtSecond()
    assert isinstance(stop, callback.FitCallback)
    tsne = LandmarkTSNE(2, max_iter=100).set_callbacks(stop).fit(digits.data[:50])
    assert stop.n_ends == 2
    assert tsne.n_iter_ == 20
