"""Dask arrays: the colors of memory, lazily, on threads and on a cluster."""

import os
import signal
import threading
import time

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.cluster import DBSCAN, Birch, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline
from sklearn.utils import get_tags

import skcolor
from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    GamutColorer,
    KNNDistanceColorer,
    LandmarkTSNE,
    NeighborOverlapColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
    align,
    transform_in_chunks,
)
from skcolor._blocks import dask_arrays, read_blocks
from skcolor.images import GridColorer
from skcolor.paint import delta_e
from skcolor.plotting import save_tiles
from tests.configurations import COLORERS

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")
cloudpickle = pytest.importorskip("cloudpickle")
Callback = pytest.importorskip("dask.callbacks").Callback

FITTED = [
    ValueColorer(),
    ChannelColorer(),
    BinaryPackColorer(),
    ArgmaxColorer(falloff=0.9),
    ClusterColorer(KMeans(4, n_init=1, random_state=0), max_samples=500),
    make_pipeline(CovariancePCA(3), ChannelColorer()),
]


def make(name):
    return getattr(skcolor, name)()


@pytest.fixture
def never():
    """Rows in blocks that raise when they are computed."""

    def refuse(block):
        raise AssertionError("computed")

    zeros = da.zeros((10, 6), chunks=(5, 6))
    return da.map_blocks(refuse, zeros, dtype=float, meta=np.zeros((0, 6)))


@pytest.fixture(scope="module")
def data():
    """More rows than a sketch keeps, and the same in blocks, one of them empty."""
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(20_000, 6)) @ rng.normal(size=(6, 6))).astype(np.float32)
    return X, da.from_array(X, chunks=((7000, 0, 12_000, 1000), (4, 2)))


@pytest.mark.parametrize("estimator", FITTED, ids=str)
def test_colors_are_those_of_memory(estimator, data):
    X, blocks = data
    expected = estimator.fit(X).transform(X)
    found = estimator.fit(blocks).transform(blocks)
    assert isinstance(found, da.Array)
    assert (found.shape, found.dtype) == ((20_000, 3), np.float32)
    assert found.chunks[0] == blocks.chunks[0]
    difference = delta_e(found.compute(), expected)
    assert difference.mean() < 0.002
    assert (difference > 0.02).mean() < 0.002
    np.testing.assert_array_equal(estimator.fit_transform(blocks), found)
    np.testing.assert_array_equal(estimator.transform(X), found)


def test_nothing_is_computed_before_it_is_asked_for(data, never):
    colorer = ChannelColorer().fit(data[0])
    assert colorer.transform(never).shape == (10, 3)


def learn_more(estimator, X):
    estimator.partial_fit(3 * X[::2] + 5)


def align_otherwise(estimator, X):
    align(estimator, X[:300], 1 - estimator.transform(X[:300]))


def set_others(**parameters):
    return lambda estimator, X: estimator.set_params(**parameters)


def fit_again(estimator, X):
    estimator.fit(3 * X[::2] + 5)


def move_the_embedder(estimator, X):
    estimator.embedder_.estimator.fit(np.exp(X / 9))


PCA_BEFORE = PCA(2, random_state=0)
CHANGES = [
    (ClusterColorer(MiniBatchKMeans(5, random_state=0)), learn_more),
    (ClusterColorer(Birch(threshold=3, n_clusters=4)), learn_more),
    (ClusterColorer(MiniBatchKMeans(5, random_state=0)), align_otherwise),
    (ArgmaxColorer(standardize=True), learn_more),
    (ArgmaxColorer(), align_otherwise),
    (ArgmaxColorer(), set_others(absolute=True)),
    (ValueColorer(), learn_more),
    (ValueColorer(), align_otherwise),
    (ChannelColorer(), learn_more),
    (ChannelColorer(), fit_again),
    (ChannelColorer(), align_otherwise),
    (ChannelColorer(), set_others(space="oklab")),
    (BinaryPackColorer(), learn_more),
    (BinaryPackColorer(), align_otherwise),
    (GamutColorer(), fit_again),
    (GamutColorer(), align_otherwise),
    (GamutColorer(), set_others(contrast=0.1)),
    (CovariancePCA(3), learn_more),
    (CovariancePCA(3), fit_again),
    (KNNDistanceColorer(embedder=FrozenEstimator(PCA_BEFORE)), move_the_embedder),
    (NeighborOverlapColorer(embedder=FrozenEstimator(PCA_BEFORE)), move_the_embedder),
]


@pytest.mark.parametrize(("estimator", "change"), CHANGES)
def test_what_is_lazy_stays_as_it_is_whatever_becomes_of_the_estimator(
    estimator, change, data
):
    X = data[0][:600]
    PCA_BEFORE.fit(X)
    estimator = clone(estimator)
    if change is learn_more:
        estimator.partial_fit(X)
    else:
        estimator.fit(X)
    rows = X + np.float32(0.1)  # not those of the fit, which have their places
    expected = estimator.transform(rows)
    found = estimator.transform(da.from_array(rows, chunks=(250, 6)))
    change(estimator, X)
    after = estimator.transform(da.from_array(rows, chunks=(250, 6)))
    # Both at once, too: dask takes arrays of one name for one array.
    found, changed = dask.compute(found, after)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(changed, estimator.transform(rows))
    assert (changed[:, :3] != expected[:, :3]).any()


def test_what_is_lazy_in_a_pipeline_stays_as_it_is(data):
    X = data[0][:600]
    pipeline = make_pipeline(CovariancePCA(3), ClusterColorer(MiniBatchKMeans(5)))
    pca, colorer = pipeline[0].partial_fit(X), pipeline[1]
    colorer.partial_fit(pca.transform(X))
    expected = pipeline.transform(X)
    found = pipeline.transform(da.from_array(X, chunks=(250, 6)))
    colorer.partial_fit(pca.partial_fit(np.exp(X)).transform(X))
    np.testing.assert_array_equal(found, expected)
    assert (pipeline.transform(X) != expected).any()


@pytest.mark.parametrize("arrange", ["contrast", "similarity"])
@pytest.mark.parametrize("name", [n for n in COLORERS if hasattr(make(n), "arrange")])
def test_colors_that_are_to_be_arranged_are_refused_before_rows_are_read(
    name, arrange, never
):
    colorer = make(name).set_params(arrange=arrange)
    variants = [colorer]
    if name == "ArgmaxColorer":
        variants.append(clone(colorer).set_params(standardize=True))
    if name == "ClusterColorer":
        variants.append(clone(colorer).set_params(max_samples=5))
    for variant in variants:
        for fit in (variant.fit, variant.fit_transform):
            with pytest.raises(ValueError, match="set arrange=None for dask arrays"):
                fit(never)


@pytest.mark.parametrize(
    ("estimator", "message"),
    [
        (ClusterColorer(), "max_samples=None, but a dask array"),
        (ClusterColorer(DBSCAN()), "max_samples=None, but a dask array"),
        (KNNDistanceColorer(3, embedder=PCA(2)), "got no layout"),
        (ResidualPCA(n_neighbors=3, embedder=PCA(2)), "got no layout"),
        (BinaryPackColorer(3), "bits_per_channel=3 needs 9 columns and X has 6"),
        (BinaryPackColorer(1, thresholds=[0.0]), "thresholds must be"),
        (ValueColorer("no such map"), "no such map"),
        (ValueColorer(quantile_range=(60, 10)), "quantile_range"),
        (ChannelColorer(quantile_range=(60, 10)), "quantile_range"),
        (ArgmaxColorer(palette="no such palette"), "palette"),
        (ClusterColorer(max_samples=5, palette="no such palette"), "palette"),
        (ArgmaxColorer(falloff=[1.0, 2.0]), "falloff"),
        (ArgmaxColorer(falloff=np.zeros(6), standardize=True), "falloff"),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_served_are_refused_before_rows_are_read(
    estimator, message, never
):
    for fit in (estimator.fit, estimator.fit_transform):
        with pytest.raises(ValueError, match=message):
            fit(never)


@pytest.mark.parametrize(
    "wrong", [{"cmap": "no such map"}, {"quantile_range": (60, 10)}], ids=str
)
def test_wrong_limits_of_distances_are_told_before_rows_are_read(wrong, never):
    with pytest.raises(ValueError, match="no such map|quantile_range"):
        KNNDistanceColorer(3, **wrong).fit(never, np.zeros((10, 2)))


@pytest.mark.parametrize("container", ["pandas", "polars"])
@pytest.mark.parametrize(
    "estimator",
    [ChannelColorer(), ArgmaxColorer(), ValueColorer(), CovariancePCA(3)],
    ids=str,
)
def test_data_frames_of_lazy_rows_are_refused_before_rows_are_read(
    estimator, container, data, never
):
    pytest.importorskip(container)
    estimator = clone(estimator).fit(data[0][:100])
    message = rf"set_output\(transform='{container}'\) would compute a dask array"
    in_frames = config_context(transform_output=container)
    with in_frames, pytest.raises(ValueError, match=message):
        estimator.transform(never)
    estimator.set_output(transform=container)
    with pytest.raises(ValueError, match=message):
        estimator.transform(never)
    with pytest.raises(ValueError, match=message):
        estimator.fit_transform(never)
    with pytest.raises(ValueError, match=message):
        make_pipeline(estimator).transform(never)
    for method in ("predict", "score_samples"):  # which give no frames
        if hasattr(estimator, method):
            assert isinstance(getattr(estimator, method)(never), da.Array)
    estimator.set_output(transform="default")
    assert isinstance(estimator.transform(never), da.Array)


def test_places_of_lazy_rows_are_refused_as_data_frames(data, never):
    tsne = LandmarkTSNE(2, n_landmarks=20, max_iter=10).fit(data[0][:100])
    with pytest.raises(ValueError, match="would compute a dask array"):
        tsne.set_output(transform="pandas").transform(never)


def test_values_labels_and_coordinates_are_lazy(data):
    X, blocks = data
    layout = X[:, :2]
    for estimator, method in [
        (ArgmaxColorer(), "predict"),
        (ValueColorer(), "score_samples"),
        (OrderedICA(2), "transform"),
        (LandmarkTSNE(2, n_landmarks=50, max_iter=10), "transform"),
    ]:
        call = getattr(estimator.fit(X), method)
        assert isinstance(call(blocks), da.Array)
        np.testing.assert_array_equal(call(blocks), call(X))
    few = slice(0, 8000)
    colorer = KNNDistanceColorer(3).fit(X[few], layout[few])
    found = colorer.transform(blocks[few], layout[few])
    np.testing.assert_allclose(found, colorer.transform(X[few], layout[few]), atol=1e-6)


def test_residual_components_of_neighbors_in_other_blocks(data):
    X, _ = data
    X, layout = X[:900] + 1000, X[:900, :2]
    expected = ResidualPCA(2, n_neighbors=8).fit(X.astype(np.float64), layout)
    blocks = da.from_array(X, chunks=(250, 6))
    for given in (layout, da.from_array(layout, chunks=(100, 2))):
        found = ResidualPCA(2, n_neighbors=8).fit(blocks, given)
        np.testing.assert_allclose(found.components_, expected.components_, atol=1e-5)
        np.testing.assert_allclose(
            found.explained_residual_ratio_, expected.explained_residual_ratio_, rtol=1e-5
        )


def test_distances_to_neighbors_in_other_blocks(data):
    X, layout = data[0][:900], data[0][:900, :2]
    expected = KNNDistanceColorer(6).fit(X, layout)
    blocks = da.from_array(X, chunks=((250, 0, 400, 250), (4, 2)))
    found = KNNDistanceColorer(6).fit(blocks, layout)
    assert abs(found.vmin_ - expected.vmin_) < 1e-5
    for rows, places in [(X, layout), (X[::3] + 0.1, layout[::3])]:
        values = expected.score_samples(rows, places)
        lazy = found.score_samples(da.from_array(rows, chunks=(200, 6)), places)
        assert isinstance(lazy, da.Array)
        np.testing.assert_allclose(lazy, values, rtol=1e-5)
        np.testing.assert_allclose(found.score_samples(rows, places), values, rtol=1e-5)
    colors = KNNDistanceColorer(6).fit_transform(blocks, layout)
    assert delta_e(colors.compute(), expected.transform(X, layout)).max() < 0.02
    with pytest.raises(ValueError, match=r"layout \(passed as y\) must be given"):
        found.transform(blocks)


@pytest.mark.parametrize(
    "clusterer", [KMeans(5, n_init=1, random_state=0), DBSCAN(eps=1)], ids=str
)
def test_clusters_of_the_rows_that_would_be_drawn_in_memory(clusterer, data):
    X, blocks = data
    expected = ClusterColorer(clusterer, max_samples=1000).fit(X)
    found = ClusterColorer(clusterer, max_samples=1000).fit(blocks)
    np.testing.assert_array_equal(found.predict(blocks), expected.labels_)
    np.testing.assert_array_equal(found.transform(blocks), expected.transform(X))
    labels = found.predict(X[found.exemplar_indices_])
    np.testing.assert_array_equal(labels, np.arange(len(found.palette_)))


def test_the_tree_and_not_the_scheduler_fixes_the_sums(data):
    X, _ = data
    blocks = da.from_array(X, chunks=(400, 6))
    with dask.config.set(scheduler="sync"):
        first = ChannelColorer().fit(blocks)
    second = ChannelColorer().fit(blocks)
    np.testing.assert_array_equal(first.vmin_, second.vmin_)
    np.testing.assert_array_equal(first.vmax_, second.vmax_)


@pytest.mark.parametrize("estimator", FITTED, ids=str)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_bad_number_in_one_block_raises_as_in_memory(estimator, bad, data):
    if np.isnan(bad) and get_tags(estimator).input_tags.allow_nan:
        pytest.skip("it takes missing values")
    X = data[0][:100].copy()
    X[70, 0] = bad
    with pytest.raises(ValueError, match="Input X contains") as expected:
        estimator.fit(X)
    with pytest.raises(ValueError, match="Input X contains") as found:
        estimator.fit(da.from_array(X, chunks=(30, 6)))
    assert str(found.value) == str(expected.value)
    fitted = estimator.fit(X[:60])
    with pytest.raises(ValueError, match="Input X contains"):
        fitted.transform(da.from_array(X, chunks=(30, 6))).compute()


def test_arrays_that_cannot_be_used_are_refused_at_once(data):
    X, blocks = data
    unknown = blocks[blocks[:, 0] > 0]
    colorer = ChannelColorer().fit(X)
    for call in (ChannelColorer().fit, colorer.transform, CovariancePCA().fit):
        with pytest.raises(
            ValueError, match=r"known chunk sizes; .* Call X.compute_chunk_sizes"
        ):
            call(unknown)
    with pytest.raises(ValueError, match="X has 5 features, but ChannelColorer is exp"):
        colorer.transform(blocks[:, :5])
    with pytest.raises(ValueError, match="Expected 2D array"):
        ChannelColorer().fit(blocks[:, 0])
    with pytest.raises(ValueError, match="Complex data not supported"):
        ChannelColorer().fit(blocks + 1j)
    with pytest.raises(ValueError, match="minimum of 2 is required"):
        CovariancePCA().fit(blocks[:1])
    with pytest.raises(TypeError, match="LandmarkTSNE cannot be fitted to a dask"):
        LandmarkTSNE().fit(blocks)
    with pytest.raises(TypeError, match="NeighborOverlapColorer cannot be fitted to a"):
        NeighborOverlapColorer().fit(blocks, X[:, :2])
    with pytest.raises(ValueError, match="KNNDistanceColorer got no layout"):
        KNNDistanceColorer().fit(blocks)
    with pytest.raises(ValueError, match="max_samples=None, but a dask array"):
        ClusterColorer().fit(blocks)
    with pytest.raises(ValueError, match="set arrange=None"):
        ArgmaxColorer(arrange="contrast").fit(blocks)
    with pytest.raises(ValueError, match="ResidualPCA got no layout"):
        ResidualPCA().fit(blocks)
    with pytest.raises(ValueError, match="has 5 rows and X has 20000"):
        ResidualPCA().fit(blocks, X[:5, :2])
    with pytest.raises(ValueError, match="has 5 rows and X has 20000"):
        colorer.transform(blocks, X[:5, :2])


# Rows of blocks, and the order of their numbers in memory, which data frames turn round.
DIVISIONS = [
    ((900,), np.ascontiguousarray),
    ((300,) * 3, np.asfortranarray),
    ((1, 0, 640, 259), np.ascontiguousarray),
]


@pytest.mark.parametrize(
    "estimator",
    [
        *FITTED,
        ArgmaxColorer(standardize=True),
        CovariancePCA(3),
        GamutColorer(),
        KNNDistanceColorer(6),
        ResidualPCA(2, n_neighbors=8),
    ],
    ids=str,
)
def test_the_same_rows_give_the_same_bytes_however_they_are_divided(
    estimator, data, monkeypatch
):
    monkeypatch.setattr(dask_arrays, "_MOST_ROWS", 128)
    X = 1000 + data[0][:900]
    layout = X[:, :2]
    found = set()
    for rows, order in DIVISIONS:
        blocks = da.from_array(X, chunks=(rows, (6,))).map_blocks(order)
        fitted = clone(estimator).fit(blocks, layout)
        by_layout = isinstance(estimator, KNNDistanceColorer)
        colors = fitted.transform(blocks, *([layout] if by_layout else []))
        found.add(colors.compute().tobytes())
    assert len(found) == 1


def in_wrong_blocks(X):
    """Rows in blocks of other sizes than the array says, as frames of dask may give."""
    halves = [X[: len(X) // 4], X[len(X) // 4 :]]
    shape = len(X) // 2, X.shape[1]
    return da.concatenate(
        [da.from_delayed(dask.delayed(half), shape, X.dtype) for half in halves]
    )


def test_blocks_of_other_sizes_than_their_chunks_are_an_error(data, tmp_path, monkeypatch):
    monkeypatch.setattr(read_blocks, "_AT_ONCE", 1)
    X = data[0][:800]
    blocks = in_wrong_blocks(X)
    which = r"(\[0:400\] has 200|\[400:800\] has 600) rows when computed"
    message = which + r".*compute_chunk_sizes\(\)"
    for estimator in (ChannelColorer(), ArgmaxColorer(), CovariancePCA(2)):
        with pytest.raises(ValueError, match="X" + message):
            estimator.fit(blocks)
        with pytest.raises(ValueError, match="X" + message):
            estimator.fit(X).transform(blocks).compute()
    with pytest.raises(ValueError, match="layout" + message):
        save_tiles(tmp_path / "map", blocks[:, :2], {"a": np.ones((800, 3))})


def test_data_frames_of_dask_are_refused_before_rows_are_read(data):
    pytest.importorskip("pyarrow", minversion="16")  # which data frames of dask need
    dd = pytest.importorskip("dask.dataframe")
    pd = pytest.importorskip("pandas")

    def refuse(part):
        raise AssertionError("computed")

    frame = pd.DataFrame(data[0][:20])
    lazy = dd.from_pandas(frame, npartitions=2).map_partitions(refuse, meta=frame[:0])
    colorer = ChannelColorer().fit(data[0])
    calls = (ChannelColorer().fit, colorer.transform, CovariancePCA(2).fit_transform)
    for call in calls:
        for rows in (lazy, lazy[0]):
            with pytest.raises(TypeError, match=r"X.to_dask_array\(\).compute_chunk_sizes"):
                call(rows)
    rows = dd.from_pandas(frame, npartitions=2).to_dask_array().compute_chunk_sizes()
    np.testing.assert_array_equal(colorer.transform(rows), colorer.transform(frame))


def test_a_large_estimator_is_sent_once_and_not_with_each_block(data):
    X = data[0]
    tsne = LandmarkTSNE(2, n_landmarks=1000, max_iter=1).fit(X[:1000])
    clusters = KMeans(900, n_init=1, init=X[:900], max_iter=1)
    grid = GridColorer(ClusterColorer(clusters, max_samples=900))
    grid.fit(X[:900].reshape(30, 30, 6))
    lazy = [
        tsne.transform(da.zeros((2000, 6), chunks=(100, 6), dtype=X.dtype)),
        grid.transform(da.zeros((20, 50, 40, 6), chunks=(1, 50, 40, 6), dtype=X.dtype)),
    ]
    for array in lazy:
        (array,) = dask.optimize(array)
        sizes = [len(cloudpickle.dumps(task)) for task in dict(array.dask).values()]
        assert sum(size > 20_000 for size in sizes) == 1 < len(sizes) / 20


def test_weights_are_sent_with_their_rows_alone(monkeypatch):
    monkeypatch.setattr(dask_arrays, "_MOST_ROWS", 1024)
    sizes = []

    class Measure(Callback):
        def _start(self, dsk):
            sizes.extend(len(cloudpickle.dumps(task)) for task in dsk.values())

    rows = da.random.default_rng(0).random((20_480, 6), chunks=(1024, 6))
    with Measure():
        ChannelColorer().fit(rows, sample_weight=np.arange(20_480.0))
    assert 8 * 1024 < max(sizes) < 16 * 1024


def test_a_file_is_filled_with_colors_a_few_blocks_at_a_time(data, tmp_path, monkeypatch):
    X = data[0]
    pipeline = make_pipeline(CovariancePCA(3), ChannelColorer()).fit(X)
    read = []

    def note(block, block_info=None):
        if block_info:
            read.append(block_info[0]["chunk-location"][0])
        return block

    blocks = da.from_array(X, chunks=(1000, 6)).map_blocks(note, dtype=X.dtype)
    for limit in (1, 40_000, 2**30):  # bytes; 12 of a row
        monkeypatch.setattr(read_blocks, "_AT_ONCE", limit)
        read.clear()
        out = np.lib.format.open_memmap(tmp_path / "colors.npy", "w+", "f4", (len(X), 3))
        assert transform_in_chunks(pipeline, blocks, out=out) is out
        np.testing.assert_array_equal(out, pipeline.transform(X))
        assert sorted(read) == list(range(20))
        lazy = {"a": da.zeros((20_000, 3), chunks=(1000, 3), dtype="f4")}
        sizes = [rows.stop - rows.start for rows, _ in read_blocks.read_blocks(lazy)]
        assert max(sizes) == min(max(1000, limit // 12 // 1000 * 1000), 20_000)
    with pytest.raises(ValueError, match="out has shape"):
        transform_in_chunks(pipeline, blocks, out=np.zeros((5, 3)))
    colorer = KNNDistanceColorer(3).fit(X[:900], X[:900, :2])
    found = transform_in_chunks(colorer, blocks[:900], X[:900, :2])
    np.testing.assert_allclose(found, colorer.transform(X[:900], X[:900, :2]), atol=1e-5)


def test_blocks_of_any_arrays_are_read_together(data):
    X = data[0]
    blocks = da.from_array(X, chunks=(1000, 6))
    pipeline = make_pipeline(CovariancePCA(3), ChannelColorer()).fit(X)
    arrays = {
        "layout": CovariancePCA(2).fit(X).transform(blocks),
        "values": blocks.map_blocks(lambda rows: rows[:, 0], drop_axis=1, dtype=X.dtype),
        "a": pipeline.transform(blocks),
        "b": ChannelColorer().fit(X[:, :3]).transform(blocks[:, :3]),
        "c": BinaryPackColorer().fit(X).transform(blocks),
    }
    parts = [part for _, part in read_blocks.read_blocks(arrays)]
    for name, array in arrays.items():
        found = np.concatenate([part[name] for part in parts])
        np.testing.assert_array_equal(found, array.compute(), strict=True)


def test_all_that_is_made_of_a_block_is_one_task(data):
    X = data[0]
    blocks = da.from_array(X, chunks=(1000, 6))
    arrays = {
        "layout": CovariancePCA(2).fit(X).transform(blocks),
        "channels": make_pipeline(CovariancePCA(3), ChannelColorer()).fit(X),
        "packed": BinaryPackColorer().fit(X),
    }
    for name in ("channels", "packed"):
        arrays[name] = arrays[name].transform(blocks)
    computed = []
    with Callback(pretask=lambda key, graph, state: computed.append(key)):
        list(read_blocks.read_blocks(arrays))
    n_blocks, n_estimators = 20, 4
    # One reads a block, and one makes all of it; three colorings would be six more.
    assert len(computed) <= 3 * n_blocks + n_estimators


@pytest.fixture(scope="module")
def client():
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_pipeline_of_dask_ml_on_a_cluster(data, client):
    decomposition = pytest.importorskip("dask_ml.decomposition")
    preprocessing = pytest.importorskip("dask_ml.preprocessing")
    X = data[0].astype(np.float64)
    blocks = da.from_array(X, chunks=(3000, 6))
    pipeline = make_pipeline(
        decomposition.PCA(4), preprocessing.StandardScaler(), ArgmaxColorer()
    )
    found = pipeline.fit_transform(blocks)
    assert isinstance(found, da.Array)
    pca, scaler = pipeline[0], pipeline[1]
    Z = (X - np.asarray(pca.mean_)) @ np.asarray(pca.components_).T
    Z = (Z - Z.mean(axis=0)) / Z.std(axis=0)
    assert scaler.n_samples_seen_ == 20_000
    difference = delta_e(found.compute(), ArgmaxColorer().fit_transform(Z))
    assert (difference > 0.02).mean() < 0.001
    np.testing.assert_array_equal(pipeline.transform(blocks), found)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "estimator", [ChannelColorer(), BinaryPackColorer(), CovariancePCA(3)], ids=str
)
def test_a_worker_killed_in_the_middle_of_a_fit_changes_nothing(estimator, data, client):
    X = data[0]
    expected = estimator.fit(da.from_array(X, chunks=(1000, 6))).transform(X)
    before = set(client.run(os.getpid).values())

    def slow(block):
        time.sleep(0.3)
        return block

    blocks = da.from_array(X, chunks=(1000, 6)).map_blocks(slow, meta=X[:0])
    killer = threading.Timer(1.5, os.kill, (min(before), signal.SIGKILL))
    killer.start()
    np.testing.assert_array_equal(estimator.fit(blocks).transform(X), expected)
    killer.join()
    client.wait_for_workers(2)
    assert min(before) not in client.run(os.getpid).values()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_bad_number_on_a_cluster_raises_as_in_memory(data, client):
    X = data[0][:100].copy()
    X[70, 0] = np.nan
    with pytest.raises(ValueError, match="Input X contains NaN.\nChannelColorer"):
        ChannelColorer().fit(da.from_array(X, chunks=(30, 6)))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_among_the_tiles_changes_no_byte(
    data, client, tmp_path, monkeypatch
):
    monkeypatch.setattr(read_blocks, "_AT_ONCE", 60_000)  # bytes, of four blocks
    X = data[0]
    texts = [f"row {i}" for i in range(len(X))]
    pipeline = make_pipeline(CovariancePCA(3), ChannelColorer()).fit(X)
    pca = CovariancePCA(2).fit(X)
    colors = {"a": pipeline.transform(X)}
    save_tiles(tmp_path / "memory", pca.transform(X), colors, hover=texts)
    before = set(client.run(os.getpid).values())

    def slow(block):
        time.sleep(0.3)
        return block

    blocks = da.from_array(X, chunks=(1000, 6)).map_blocks(slow, meta=X[:0])
    lazy_texts = da.from_array(np.array(texts, dtype=object), chunks=700)
    killer = threading.Timer(1.5, os.kill, (min(before), signal.SIGKILL))
    killer.start()
    colors = {"a": pipeline.transform(blocks)}
    save_tiles(tmp_path / "cluster", pca.transform(blocks), colors, hover=lazy_texts)
    killer.join()
    client.wait_for_workers(2)
    assert min(before) not in client.run(os.getpid).values()
    memory, cluster = (
        {
            file.relative_to(tmp_path / name): file.read_bytes()
            for file in (tmp_path / name).rglob("*.*")
            if file.is_file()
        }
        for name in ("memory", "cluster")
    )
    assert memory == cluster
