import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer
from skcolor.images import GridColorer
from skcolor.images._border import border_sides
from skcolor.images._border_model import fit_border_model
from skcolor.images._pixels import as_images

GRAY = np.array([128 / 255] * 3)


def grid(foreground="border", **kwargs):
    pipeline = make_pipeline(PCA(3), ChannelColorer())
    return GridColorer(pipeline, layout=None, foreground=foreground, **kwargs)


def scene(
    seed=0, *, shape=(16, 20), n=3, d=32, backgrounds=1, center=(0.5, 0.5), gradient=0.0
):
    """Images with an object of two parts, and where it is."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[: shape[0], : shape[1]] / np.reshape(shape, (2, 1, 1))
    means = rng.normal(size=(backgrounds + 2, d)) * 3
    kind = (across * backgrounds).astype(int)
    is_object = np.hypot(down - center[0], across - center[1]) < 0.3
    kind[is_object] = backgrounds + (across > center[1])[is_object]
    slope = across[..., np.newaxis] * rng.normal(size=d) * gradient
    X = means[kind] + slope + rng.normal(size=(n, *shape, d))
    return X.astype(np.float32), np.broadcast_to(is_object, X.shape[:3])


def overlap(found, wanted):
    return (found & wanted).sum() / (found | wanted).sum()


@pytest.mark.filterwarnings("ignore:foreground=.border. is not sure")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"n": 1},
        {"backgrounds": 2},
        {"backgrounds": 3, "shape": (30, 40)},
        {"center": (0.85, 0.5)},  # it touches the border
        {"gradient": 3},
        {"d": 384},
    ],
    ids=str,
)
def test_what_is_not_at_the_border_is_foreground(seed, parameters):
    X, wanted = scene(seed, **parameters)
    found = grid().fit(X).foreground_
    assert found.shape == wanted.shape
    assert found.dtype == bool
    assert overlap(found, wanted) > 0.95


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_units_do_not_matter(scale):
    X, wanted = scene()
    units = np.ones(32)
    units[::2] = scale
    assert overlap(grid().fit(X * units - 5 * scale).foreground_, wanted) > 0.95


def test_the_foreground_is_what_is_fitted_and_colored():
    X, _ = scene()
    fitted = grid().fit(X)
    mask = fitted.foreground_
    expected = make_pipeline(PCA(3), ChannelColorer()).fit_transform(X[mask])
    colors = fitted.transform(X)
    np.testing.assert_allclose(colors[mask], expected, atol=1e-5)
    np.testing.assert_allclose(colors[~mask], np.tile(GRAY, ((~mask).sum(), 1)), atol=1e-6)


def test_a_pixel_is_foreground_whatever_is_beside_it():
    X, _ = scene()
    fitted = grid().fit(X)
    whole, part = fitted.transform(X), fitted.transform(X[1, 4:9, 3:17])
    np.testing.assert_array_equal(part, whole[1, 4:9, 3:17])
    assert len(np.unique(part.reshape(-1, 3), axis=0)) > 10


def test_masks_and_missing_pixels_are_no_foreground():
    X, wanted = scene()
    mask = np.ones(wanted.shape, bool)
    mask[:, :3] = mask[:, :, -2:] = False  # a margin, as of a raster
    X[~mask] = 1e9
    X[:, 8, 10, 0] = np.nan  # a hole in the object, whose edge is no border
    found = grid().fit(X, mask=mask).foreground_
    wanted = wanted & mask
    wanted[:, 8, 10] = False
    assert overlap(found, wanted) > 0.95
    assert not found[:, 8, 10].any()
    assert not found[~mask].any()


def test_it_takes_all_shapes_of_images():
    X, _ = scene()
    expected = grid().fit(X).foreground_
    found = grid().fit(list(X)).foreground_
    assert isinstance(found, list)
    np.testing.assert_array_equal(np.stack(found), expected)
    tokens = grid(grid_shape=(16, 20)).fit(X.reshape(3, 320, 32))
    np.testing.assert_array_equal(tokens.foreground_, expected.reshape(3, 320))
    first = grid(channel_axis=0).fit(np.moveaxis(X[0], -1, 0)).foreground_
    assert first.shape == (16, 20)
    for dtype in (np.float16, np.int16):
        other = grid().fit((10 * X).astype(dtype)).foreground_
        assert overlap(other, expected) > 0.95


def test_a_file_on_disk_gives_the_same(tmp_path):
    X, _ = scene()
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    found = grid().fit(mapped).foreground_
    np.testing.assert_array_equal(found, grid().fit(X).foreground_)


def test_a_wild_pixel_in_a_thousand_changes_nothing():
    X, wanted = scene(n=4)
    X[0, 2, 2] = 1e7
    assert overlap(grid().fit(X).foreground_, wanted) > 0.95


def test_a_callable_decides():
    X, _ = scene()
    fitted = grid(lambda image: image[..., 0] > 0).fit(X)
    np.testing.assert_array_equal(fitted.foreground_, X[..., 0] > 0)
    colors = fitted.transform(X[0])
    assert (colors[X[0, ..., 0] <= 0] == colors[X[0, ..., 0] <= 0][0]).all()
    with pytest.raises(ValueError, match=r"must return bool of shape \(16, 20\)"):
        grid(lambda image: image).fit(X)


def noise(seed=0):
    return np.random.default_rng(seed).normal(size=(2, 20, 20, 8))


def test_border_that_looks_like_everything_is_told():
    X = np.ones((1, 12, 12, 4))
    with pytest.raises(ValueError, match="foreground='border' finds nothing: all kinds"):
        grid().fit(X)
    with pytest.warns(UserWarning, match="foreground='auto' takes all pixels: all kinds"):
        fitted = grid("auto").fit(X + 0.001 * noise()[:1, :12, :12, :4])
    assert fitted.foreground_.all()


def unclear():
    """Images whose object is often at the border, on all sides."""
    X, _ = scene(n=1, shape=(32, 32))
    rng = np.random.default_rng(1)
    edge = border_sides(np.ones((32, 32), bool)) >= 0
    edge &= rng.random((32, 32)) < 0.12
    X[0, edge] = X[0, 16, 12]
    return X + 0.1 * rng.normal(size=X.shape)


def test_an_unclear_foreground_is_told():
    with pytest.warns(UserWarning, match=r"not sure: what differs .* 0.\d+ times"):
        assert 0 < grid().fit(unclear()).foreground_.mean() < 1
    with pytest.warns(UserWarning, match="'auto' takes all pixels"):
        assert grid("auto").fit(unclear()).foreground_.all()


def test_a_border_that_is_like_nothing_else_is_told():
    X = noise()
    X[:, 0] = X[:, -1] = X[:, :, 0] = X[:, :, -1] = 9  # as by padding
    with pytest.warns(UserWarning, match="not sure: 81% of the pixels differ from the bor"):
        grid().fit(X)


def test_auto_is_border_where_that_is_clear():
    X, _ = scene()
    np.testing.assert_array_equal(
        grid("auto").fit(X).foreground_, grid().fit(X).foreground_
    )


def test_no_pixel_and_wrong_names_are_told():
    with pytest.raises(ValueError, match="no pixel to fit"):
        grid().fit(np.full((2, 4, 4, 3), np.nan))
    with pytest.raises(ValueError, match="foreground must be 'auto', .*; got 'otsu'"):
        grid("otsu").fit(noise())


def test_dask_arrays_are_refused():
    da = pytest.importorskip("dask.array")
    with pytest.raises(TypeError, match="foreground must be None for dask arrays"):
        grid().fit(da.from_array(noise()))


def test_the_first_batch_of_a_stream_decides():
    X, wanted = scene(n=4)
    stream = grid(max_samples=10**4).partial_fit(X[:2]).partial_fit(X[2:])
    np.testing.assert_array_equal(stream.foreground_, wanted[2:])
    colors = stream.transform(X)
    np.testing.assert_allclose(colors[~wanted][0], GRAY, atol=1e-6)


def test_no_foreground_is_left_of_an_earlier_fit():
    X, _ = scene()
    fitted = grid().fit(X).set_params(foreground=None).fit(X)
    assert not hasattr(fitted, "foreground_")


def test_sides_of_the_border():
    sides = border_sides(np.ones((4, 6), bool))
    np.testing.assert_array_equal(
        sides,
        [
            [2, 0, 0, 0, 0, 3],
            [2, -1, -1, -1, -1, 3],
            [2, -1, -1, -1, -1, 3],
            [2, 1, 1, 1, 1, 3],
        ],
    )
    wide = border_sides(np.ones((64, 96), bool))
    assert (wide[:2, 2:-2] == 0).all()
    assert (wide[2:-2, 2:-2] == -1).all()
    holed = np.ones((9, 9), bool)
    holed[4, 4] = False
    assert (border_sides(holed)[3:6, 3:6] == -1).all()
    disk = np.hypot(*(np.mgrid[-10:11, -10:11])) < 8
    counts = [(border_sides(disk) == side).sum() for side in range(4)]
    assert min(counts) > 0.8 * max(counts)
    assert (border_sides(np.zeros((3, 3), bool)) == -1).all()


def test_scores_by_hand():
    # The border is of one value, and the middle of another.
    X = np.zeros((10, 10, 1))
    X[3:7, 3:7] = 1
    model, _ = fit_border_model(as_images(X), None)
    assert model.score_samples(X.reshape(-1, 1))[0] == 1
    np.testing.assert_array_equal(model.score_samples(X.reshape(-1, 1)), 1 - X.reshape(-1))
    # Now the value of the middle is also at two sides: 3 and 2 of 10 pixels.
    X[0, 2:5] = X[9, 2:4] = 1
    model, rows = fit_border_model(as_images(X), None)
    # Of 36 border pixels, the larger side counts as the other does: 2 + 2 of them.
    expected = (4 / 36) / (21 / 100)
    scores = model.score_samples(rows)
    np.testing.assert_allclose(scores[X.ravel() == 1], expected)
