"""Images in arrays of dask, xarray, PyTorch and the array API; in searches and in files."""

import numpy as np
import pytest
from sklearn import config_context
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, GamutColorer, ResidualPCA, align
from skcolor._compat import HAS_ARRAY_API
from skcolor.images import GridColorer

RNG = np.random.default_rng(0)
FRAMES = RNG.exponential(size=(5, 20, 30, 6)).astype(np.float32)
FRAMES[2, 3:8, 4, 1] = np.nan
MASK = RNG.random(FRAMES.shape[:3]) < 0.7
PIPELINE = make_pipeline(CovariancePCA(3), ChannelColorer())


def in_blocks(array, chunks=(2, 12, 30, 4)):
    return pytest.importorskip("dask.array").from_array(array, chunks=chunks)


@pytest.mark.parametrize("mask", [None, MASK])
@pytest.mark.parametrize(
    "pipeline", [PIPELINE, make_pipeline(ResidualPCA(3, n_neighbors=8), ChannelColorer())]
)
@pytest.mark.parametrize("max_samples", [None, 500])
def test_dask_arrays_have_the_colors_of_memory(mask, pipeline, max_samples):
    grid = GridColorer(pipeline, max_samples=max_samples)
    expected = grid.fit(FRAMES, mask=mask).transform(FRAMES, mask=mask)
    blocks = in_blocks(FRAMES)
    colors = grid.fit(blocks, mask=mask).transform(blocks, mask=mask)
    assert colors.chunks == (*blocks.chunks[:3], (3,))
    assert colors.dtype == np.float32
    np.testing.assert_allclose(colors.compute(), expected, atol=1e-4)


def test_dask_arrays_are_lazy_and_do_not_change_later():
    da = pytest.importorskip("dask.array")
    grid = GridColorer(PIPELINE).fit(FRAMES)
    zeros = da.zeros((4, 8, 9, 6), chunks=(1, 8, 9, 6), dtype=np.float32)
    never = da.map_blocks(
        lambda block: 1 / 0, zeros, dtype=np.float32, meta=np.zeros((0,) * 4, np.float32)
    )
    assert grid.transform(never).shape == (4, 8, 9, 3)
    lazy, before = grid.transform(in_blocks(FRAMES)), grid.transform(FRAMES)
    rows = np.nan_to_num(FRAMES.reshape(-1, 6))
    align(grid.colorer_, rows, 1 - grid.colorer_.transform(rows))
    assert np.abs(grid.transform(FRAMES) - before).max() > 0.1
    np.testing.assert_array_equal(lazy.compute(), before)


@pytest.mark.parametrize(
    ("reshape", "parameters", "shape"),
    [
        (lambda X: X[0], {}, (20, 30, 3)),
        (lambda X: X.reshape(5, 600, 6), {"grid_shape": (20, 30)}, (5, 600, 3)),
        (lambda X: np.moveaxis(X, -1, 1), {"channel_axis": 1}, (5, 20, 30, 3)),
    ],
)
def test_dask_arrays_come_in_many_shapes(reshape, parameters, shape):
    grid = GridColorer(PIPELINE, **parameters)
    expected = grid.fit(reshape(FRAMES)).transform(reshape(FRAMES))
    blocks = reshape(in_blocks(FRAMES))
    colors = grid.fit(blocks).transform(blocks)
    assert colors.shape == expected.shape == shape
    np.testing.assert_allclose(colors.compute(), expected, atol=1e-5)


def test_labeled_arrays_keep_their_dimensions():
    xarray = pytest.importorskip("xarray")
    filled = np.moveaxis(np.where(np.isnan(FRAMES), -1, FRAMES), -1, 1)
    coords = {"time": range(5), "band": range(6), "x": np.arange(30) * 10.0, "crs": 0}
    X = xarray.DataArray(filled, coords, ("time", "band", "y", "x"))
    X.attrs["_FillValue"] = -1
    grid = GridColorer(PIPELINE, channel_axis=1)
    colors = grid.fit(X).transform(X)
    assert colors.dims == X.dims
    assert colors.band.values.tolist() == ["red", "green", "blue"]
    np.testing.assert_array_equal(colors.x, X.x)
    assert "crs" in colors.coords
    expected = GridColorer(PIPELINE).fit_transform(FRAMES)
    np.testing.assert_array_equal(np.moveaxis(colors.values, 1, -1), expected)
    (one,) = grid.set_params(channel_axis=0).transform([X[0]])
    np.testing.assert_array_equal(one, colors[0])


@pytest.mark.skipif(not HAS_ARRAY_API, reason="scikit-learn has no callable dispatch")
@pytest.mark.parametrize("library", ["array_api_strict", "torch"])
@pytest.mark.parametrize("max_samples", [None, 500])
@pytest.mark.parametrize("final", [ChannelColorer(), GamutColorer()])
def test_tensors_stay_in_their_library(library, max_samples, final):
    xp = pytest.importorskip(library)
    grid = GridColorer(make_pipeline(CovariancePCA(3), final), max_samples=max_samples)
    expected = grid.fit(FRAMES).transform(FRAMES, mask=MASK)
    tensors = xp.asarray(FRAMES)
    with config_context(array_api_dispatch=True):
        colors = grid.fit(tensors).transform(tensors, mask=MASK)
        assert type(colors) is type(tensors)
        pictures = grid.transform([tensors[0, ...], tensors[1, ...]])
    np.testing.assert_allclose(np.asarray(colors), expected, atol=1e-4)
    np.testing.assert_allclose(
        np.asarray(pictures[1])[MASK[1]], expected[1][MASK[1]], atol=1e-4
    )


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_half_precision_and_gradients_of_torch(dtype):
    torch = pytest.importorskip("torch")
    tensors = torch.asarray(FRAMES).to(getattr(torch, dtype)).requires_grad_()
    rounded = tensors.detach().float().numpy()
    expected = GridColorer(PIPELINE).fit_transform(rounded)
    colors = GridColorer(PIPELINE).fit_transform(tensors)
    np.testing.assert_allclose(colors, expected, atol=1e-5)
    if HAS_ARRAY_API:
        with config_context(array_api_dispatch=True):
            colors = GridColorer(PIPELINE).fit_transform(tensors.detach())
        np.testing.assert_allclose(np.asarray(colors), expected, atol=1e-4)
    with pytest.raises(ValueError, match=r"X is a tensor on meta; pass X.cpu\(\)"):
        GridColorer(PIPELINE).fit(torch.empty(2, 3, 4, 5, device="meta"))


def test_a_search_splits_by_image():
    frames = np.nan_to_num(FRAMES)
    seen = []

    def spread(estimator, X, y=None):
        seen.append(np.shape(X))
        return np.std(estimator.transform(X))

    grid = GridColorer(make_pipeline(PCA(3), ChannelColorer()), layout=None)
    parameters = {"colorer__pca__n_components": [2, 3], "max_samples": [None, 400]}
    search = GridSearchCV(grid, parameters, scoring=spread, cv=5).fit(frames)
    assert set(seen) == {(1, 20, 30, 6)}
    assert search.best_params_["colorer__pca__n_components"] == 3
    assert search.transform(frames).shape == (5, 20, 30, 3)
    search.fit(list(frames))


@pytest.mark.parametrize("max_samples", [None, 400])
def test_it_is_saved_with_skops(max_samples):
    skops = pytest.importorskip("skops.io")
    grid = GridColorer(PIPELINE, max_samples=max_samples).fit(FRAMES)
    saved = skops.dumps(grid)
    needed = skops.get_untrusted_types(data=saved)
    assert all(name.startswith("skcolor.") for name in needed)
    loaded = skops.loads(saved, trusted=needed)
    np.testing.assert_array_equal(loaded.transform(FRAMES), grid.transform(FRAMES))
