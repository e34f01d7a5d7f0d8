"""The rows of images: views, copies, and temporary files."""

import numpy as np
import pytest
from sklearn import config_context
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA
from skcolor._checks.arrays import is_mapped
from skcolor.images import GridColorer
from skcolor.images._gather import gather_rows

RNG = np.random.default_rng(0)


@pytest.fixture
def mapped(tmp_path):
    def save(array):
        path = tmp_path / "images.npy"
        np.save(path, array)
        return np.load(path, mmap_mode="r")

    return save


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.uint8, np.int16])
@pytest.mark.parametrize(
    "kind", ["whole", "masked", "channels first", "every other", "list"]
)
def test_rows_are_those_of_memory(dtype, kind, mapped):
    images = (20 * RNG.random(size=(4, 6, 7, 5))).astype(dtype)
    on_disk, used = mapped(images), None
    if kind == "masked":
        used = list(RNG.random((4, 6, 7)) < 0.5)
    elif kind == "channels first":
        images, on_disk = np.moveaxis(images, 1, -1), np.moveaxis(on_disk, 1, -1)
    elif kind == "every other":
        images, on_disk = images[:, ::2], on_disk[:, ::2]
    elif kind == "list":
        on_disk = list(on_disk)
    expected = images.reshape(-1, images.shape[-1])
    if used is not None:
        expected = expected[np.ravel(used)]
    with config_context(working_memory=0):
        rows = gather_rows(on_disk, used)
    np.testing.assert_array_equal(rows, expected)
    assert is_mapped(rows)
    assert is_mapped(gather_rows(images, used)) is False


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_missing_pixels_of_a_file_are_no_reason_to_load_it(dtype, mapped, peak_memory):
    images = RNG.normal(size=(30, 30, 40, 96)).astype(np.float32)
    images[:, :3, 5] = np.nan
    images = mapped(images.astype(dtype))
    grid = GridColorer(make_pipeline(CovariancePCA(3), ChannelColorer()))
    few = np.nan_to_num(images[:2])
    grid.fit(few).transform(few)  # imports take memory, too
    with config_context(working_memory=0.25):
        with peak_memory() as fitting:
            grid.fit(images)
        with peak_memory() as coloring:
            colors = grid.transform(images)
    n_bytes = images[..., 0].size * 96 * 4
    assert fitting.bytes < n_bytes / 2
    assert coloring.bytes < n_bytes / 4 + colors.nbytes
    assert (colors[:, :3, 5] == np.float32(128 / 255)).all()


def test_a_file_of_half_precision_is_colored_as_in_memory(mapped):
    images = RNG.normal(size=(4, 20, 30, 8)).astype(np.float16)
    grid = GridColorer(make_pipeline(CovariancePCA(3), ChannelColorer()))
    expected = grid.fit(images).transform(images)
    assert expected.dtype == np.float32
    with config_context(working_memory=0):
        colors = grid.fit(mapped(images)).transform(mapped(images))
    # Sums of other chunks are rounded otherwise.
    np.testing.assert_allclose(colors, expected, atol=1e-5)
