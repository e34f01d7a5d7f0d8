"""Samples of pixels: blocks, the same however images come."""

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, GamutColorer, ResidualPCA
from skcolor.images import GridColorer
from skcolor.images._pixel_blocks import BlockShape
from skcolor.images._pixel_sample import PixelSample
from skcolor.images._pixels import as_images

RNG = np.random.default_rng(0)
# The features of a pixel are its place.
PLACES = np.stack(np.meshgrid(*map(np.arange, (6, 40, 50)), indexing="ij"), -1).astype(
    np.float32
)


def sample_of(X, n_most=2000, n_neighbors=0, in_time=False, mask=None):
    sample = PixelSample(n_most, BlockShape(n_neighbors, in_time))
    sample.add(as_images(X), None if mask is None else mask.ravel())
    return sample


def pixels(sample):
    return {tuple(row) for row in sample.rows().astype(int).tolist()}


@pytest.mark.parametrize("n_neighbors", [0, 20])
def test_pixels_are_spread_and_each_is_taken_once(n_neighbors):
    sample = sample_of(PLACES, n_neighbors=n_neighbors)
    taken = pixels(sample)
    assert 1500 < len(taken) == sample.n_pixels == len(sample.rows()) <= 2000
    frames = np.bincount([frame for frame, _, _ in taken], minlength=6)
    assert (frames > 0).all()
    if not n_neighbors:  # 2,000 of 12,000 pixels: on average 50 of each 300
        assert frames.min() > 200


def test_a_larger_sample_holds_all_pixels():
    sample = sample_of(PLACES, n_most=10**6)
    np.testing.assert_array_equal(len(pixels(sample)), PLACES[..., 0].size)


@pytest.mark.parametrize(
    ("n_neighbors", "in_time"), [(0, False), (20, False), (200, False), (20, True)]
)
def test_neighbors_in_the_layout_are_neighbors_in_an_image(n_neighbors, in_time):
    sample = sample_of(PLACES, 4000, n_neighbors, in_time)
    layout, rows = sample.layout(), sample.rows()
    assert layout.shape == (len(rows), 3 if in_time else 2)
    distances = np.linalg.norm(layout[:, np.newaxis] - layout[:300], axis=2)
    near = np.argsort(distances, axis=0, kind="stable")[1 : max(2, n_neighbors)]
    apart = np.abs(rows[near] - rows[np.newaxis, :300])
    assert apart[..., 1:].max() <= 16 * (2 if n_neighbors == 200 else 1)
    assert apart[..., 0].max() == 0 or in_time


@pytest.mark.parametrize("sizes", [[1] * 6, [2, 3, 1]])
@pytest.mark.parametrize("n_most", [50, 2000])
def test_it_does_not_matter_how_images_come(sizes, n_most):
    mask = RNG.random(PLACES.shape[:3]) < 0.8
    whole = sample_of(PLACES, n_most, mask=mask)
    parts = PixelSample(n_most, whole.shape)
    for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True):
        rows = slice(start, start + size)
        parts.add(as_images(PLACES[rows]), mask[rows].ravel())
    np.testing.assert_array_equal(parts.rows(), whole.rows())
    np.testing.assert_array_equal(parts.layout(), whole.layout())


def test_few_pixels_in_the_mask_are_found():
    mask = np.zeros(PLACES.shape[:3], bool)
    mask[4, 7:15, 3:20] = True
    found = pixels(sample_of(PLACES, 100, mask=mask))
    assert 84 < len(found) <= 100
    assert found <= {tuple(row) for row in np.argwhere(mask).tolist()}


def test_pixels_without_neighbors_in_the_mask_are_left_out():
    mask = np.zeros(PLACES.shape[:3], bool)
    mask[:, ::10, ::10] = True
    assert sample_of(PLACES, n_neighbors=20, mask=mask).n_pixels == 0
    pipeline = make_pipeline(ResidualPCA(2, n_neighbors=20), GamutColorer())
    with pytest.raises(ValueError, match="no pixel to fit: .* at most 20 others around"):
        GridColorer(pipeline, max_samples=500).fit(PLACES, mask=mask)


def test_a_stream_is_fitted_as_all_its_images():
    frames = RNG.exponential(size=(6, 40, 50, 5)).astype(np.float32)
    frames[2, 3, 4:9] = np.nan
    pipeline = make_pipeline(CovariancePCA(3), GamutColorer())
    whole = GridColorer(pipeline, max_samples=1500).fit(frames)
    stream = GridColorer(pipeline, max_samples=1500)
    for frame in frames:
        stream.partial_fit(frame)
    assert stream.n_samples_seen_ == frames[..., 0].size
    np.testing.assert_array_equal(stream.transform(frames), whole.transform(frames))
    assert not hasattr(stream.fit(frames), "n_samples_seen_")  # starts over


def test_without_a_sample_the_colorer_learns_from_the_stream():
    frames = RNG.normal(size=(4, 20, 30, 3)).astype(np.float32)
    stream = GridColorer(ChannelColorer()).partial_fit(frames[:3]).partial_fit(frames[3:])
    whole = GridColorer(ChannelColorer()).fit(frames)
    np.testing.assert_allclose(stream.transform(frames), whole.transform(frames), atol=1e-6)
    with pytest.raises(TypeError, match="Pipeline has no partial_fit: set max_samples"):
        GridColorer(make_pipeline(ChannelColorer())).partial_fit(frames)


def test_an_invalid_batch_leaves_no_trace():
    frames = RNG.normal(size=(4, 20, 30, 3)).astype(np.float32)
    stream = GridColorer(ChannelColorer(), max_samples=400).partial_fit(frames[:2])
    with pytest.raises(ValueError, match="2 features; GridColorer was fitted to 3"):
        stream.partial_fit(frames[..., :2])
    expected = GridColorer(ChannelColorer(), max_samples=400).fit(frames)
    colors = stream.partial_fit(frames[2:]).transform(frames)
    np.testing.assert_array_equal(colors, expected.transform(frames))


def test_a_sample_is_near_all_pixels():
    down, across = np.mgrid[:60, :80] / 10
    waves = [np.sin(down + k) * np.cos(across * (1 + k / 3)) for k in range(3)]
    frames = np.stack(waves, -1)[np.newaxis] @ RNG.normal(size=(3, 8)) + 0.1 * RNG.normal(
        size=(5, 60, 80, 8)
    )
    pipeline = make_pipeline(CovariancePCA(3), ChannelColorer())
    every = GridColorer(pipeline).fit(frames).transform(frames)
    some = GridColorer(pipeline, max_samples=4000).fit(frames).transform(frames)
    assert np.abs(every - some).mean() < 0.04  # of two random pixels: about 0.3
