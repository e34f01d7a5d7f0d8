import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, GamutColorer, KNNDistanceColorer, ResidualPCA
from skcolor.images import GridColorer
from skcolor.images._pixels import as_images, pixel_layout

RNG = np.random.default_rng(0)
FRAMES = RNG.normal(size=(4, 9, 12, 6)).astype(np.float32)
GRAY = np.array([128 / 255] * 3)


def channels(**kwargs):
    return GridColorer(make_pipeline(PCA(3), ChannelColorer()), **kwargs)


def flat_colors(rows):
    return make_pipeline(PCA(3), ChannelColorer()).fit_transform(rows)


def test_a_pixel_has_the_color_that_its_row_has():
    expected = flat_colors(FRAMES.reshape(-1, 6)).reshape(4, 9, 12, 3)
    colors = channels().fit_transform(FRAMES)
    assert colors.dtype == np.float32
    np.testing.assert_array_equal(colors, expected)


@pytest.mark.parametrize(
    ("given", "parameters", "back"),
    [
        (FRAMES, {}, lambda colors: colors),
        (list(FRAMES), {}, np.stack),
        (np.moveaxis(FRAMES, -1, 1), {"channel_axis": 1}, lambda colors: colors),
        (
            FRAMES.reshape(4, 108, 6),
            {"grid_shape": (9, 12)},
            lambda colors: colors.reshape(4, 9, 12, 3),
        ),
        ([np.moveaxis(f, -1, 0) for f in FRAMES], {"channel_axis": 0}, np.stack),
        (FRAMES.astype(np.float64).tolist(), {}, np.stack),
    ],
)
def test_images_come_in_many_shapes(given, parameters, back):
    colors = back(channels(**parameters).fit_transform(given))
    np.testing.assert_allclose(colors, channels().fit_transform(FRAMES), atol=1e-5)


def test_one_image_and_images_of_many_sizes():
    grid = channels().fit(FRAMES)
    np.testing.assert_array_equal(grid.transform(FRAMES[1]), grid.transform(FRAMES)[1])
    sizes = [(3, 5), (20, 2), (1, 1)]
    pictures = grid.transform([RNG.normal(size=(*size, 6)) for size in sizes])
    assert [picture.shape for picture in pictures] == [(*size, 3) for size in sizes]


def test_pixels_outside_a_mask_take_no_part_and_are_gray():
    mask = RNG.random((4, 9, 12)) < 0.5
    wild = np.where(mask[..., np.newaxis], FRAMES, 1e6).astype(np.float32)
    colors = channels().fit_transform(wild, mask=mask)
    np.testing.assert_array_equal(colors[mask], flat_colors(FRAMES[mask]))
    np.testing.assert_allclose(colors[~mask], np.tile(GRAY, ((~mask).sum(), 1)), atol=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_pixels_without_features_are_missing(bad):
    holes = FRAMES.copy()
    holes[1, 2:5, 3, 0] = bad
    grid = channels(missing_color="red").fit(holes)
    colors = grid.transform(holes)
    is_hole = np.zeros((4, 9, 12), bool)
    is_hole[1, 2:5, 3] = True
    np.testing.assert_array_equal(colors[is_hole], [[1, 0, 0]] * 3)
    np.testing.assert_array_equal(colors[~is_hole], flat_colors(FRAMES[~is_hole]))


def test_no_neighbors_are_in_another_image():
    frames = FRAMES + 100 * np.arange(4)[:, np.newaxis, np.newaxis, np.newaxis]
    # Neighbors differ by as much as before; those in another frame would by 100 and more.
    distances = GridColorer(KNNDistanceColorer(9)).fit(frames).colorer_
    assert distances.score_samples(frames.reshape(-1, 6)).max() < 20
    layout = pixel_layout(as_images(FRAMES), None)
    frame_of = np.repeat(np.arange(4), 108)
    gaps = np.abs(np.subtract.outer(layout[:, 0], layout[:, 0]))
    assert gaps[frame_of[:, np.newaxis] != frame_of].min() > 5 * np.hypot(9, 12)


def test_frames_in_time_are_next_to_each_other():
    layout = pixel_layout(as_images(FRAMES), None, in_time=True)
    assert layout.shape == (432, 3)
    np.testing.assert_array_equal(layout[108] - layout[0], [0, 0, 1])


def test_the_layout_reaches_the_steps_that_use_it():
    frame = np.zeros((10, 10, 4))
    frame[:, 5:, 0] = 5  # an edge, at which pixels differ from those around them
    frame += RNG.normal(size=frame.shape) * 0.1
    grid = GridColorer(KNNDistanceColorer(5, cmap="gray")).fit(frame)
    colors = grid.transform(frame)[..., 0]
    assert colors[:, 4:6].mean() > colors[:, :3].mean() + 0.2
    without = GridColorer(KNNDistanceColorer(5), layout=None)
    with pytest.warns(UserWarning, match="layout"):
        without.fit(frame)


def test_too_few_pixels_are_told():
    pipeline = make_pipeline(ResidualPCA(2, n_neighbors=20), GamutColorer())
    with pytest.warns(UserWarning, match="5 of 6 images have at most 20 pixels"):
        GridColorer(pipeline).fit([RNG.normal(size=(4, 4, 5))] * 5 + [FRAMES[0, ..., :5]])


def test_it_is_an_estimator():
    grid = channels(layout=None).fit(FRAMES)
    again = clone(grid).set_params(colorer__pca__n_components=2)
    assert again.get_params()["colorer__pca__n_components"] == 2
    assert not hasattr(again, "colorer_")


def test_a_file_on_disk_stays_there(tmp_path):
    path = tmp_path / "frames.npy"
    np.save(path, FRAMES)
    mapped = np.load(path, mmap_mode="r")
    rows = as_images(mapped).rows(None)
    assert np.shares_memory(rows, mapped)
    colors = channels().fit_transform(mapped)
    np.testing.assert_array_equal(colors, channels().fit_transform(FRAMES))


@pytest.mark.parametrize(
    ("X", "parameters", "match"),
    [
        (FRAMES.reshape(-1, 6), {}, "use the colorer itself"),
        (FRAMES[np.newaxis], {}, r"shape \(1, 4, 9, 12, 6\)"),
        ([FRAMES[0], FRAMES[1, ..., :4]], {}, r"X\[1\] has shape \(9, 12, 4\)"),
        (FRAMES.reshape(4, 108, 6), {"grid_shape": (9, 11)}, "with 99 tokens"),
        (FRAMES.astype(str), {}, "real numbers"),
        (FRAMES[:, :0], {}, r"shape \(4, 0, 12, 6\)"),
        (FRAMES, {"channel_axis": 7}, "channel_axis must be an axis of X, which has 4"),
        (FRAMES, {"layout": "plane"}, "layout must be one of"),
        (np.full_like(FRAMES, np.nan), {}, "no pixel to fit"),
    ],
)
def test_what_is_no_image_is_refused(X, parameters, match):
    with pytest.raises(ValueError, match=match):
        channels(**parameters).fit(X)


@pytest.mark.parametrize(
    ("mask", "match"),
    [
        (np.ones((4, 9, 11), bool), r"\(4, 9, 11\); wanted \(4, 9, 12\)"),
        (np.ones((4, 9, 12)), "bool"),
    ],
)
def test_wrong_masks_are_refused(mask, match):
    with pytest.raises(ValueError, match=match):
        channels().fit(FRAMES, mask=mask)


def test_other_features_than_in_fit_are_refused():
    with pytest.raises(ValueError, match="4 features; GridColorer was fitted to 6"):
        channels().fit(FRAMES).transform(FRAMES[..., :4])
