"""Raster files in, GeoTIFF of colors out."""

import os

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, GamutColorer
from skcolor.images import GridColorer, _raster_file, color_raster

rasterio = pytest.importorskip("rasterio")

RNG = np.random.default_rng(0)
TRANSFORM = rasterio.Affine(10, 0, 5e5, 0, -10, 5e6)
PIPELINE = make_pipeline(CovariancePCA(3), GamutColorer())
BANDS = RNG.normal(size=(6, 100, 130)).astype(np.float32)


def write(path, bands, **profile):
    profile = {"driver": "GTiff", "crs": "EPSG:32633", "transform": TRANSFORM} | profile
    n, height, width = bands.shape
    with rasterio.open(
        path, "w", count=n, height=height, width=width, dtype=bands.dtype, **profile
    ) as file:
        file.write(bands)
    return path


def read(path):
    with rasterio.open(path) as file:
        return np.moveaxis(file.read(), 0, -1)


def colors_of(bands, grid):
    return np.rint(255 * grid.transform(np.moveaxis(bands, 0, -1)))


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch):
    monkeypatch.setattr(_raster_file, "_WINDOW_BYTES", 2**16)


@pytest.mark.parametrize(
    "blocks", [{}, {"tiled": True, "blockxsize": 64, "blockysize": 32}, {"blockysize": 7}]
)
def test_a_raster_has_the_colors_of_the_array(blocks, tmp_path):
    source = write(tmp_path / "a.tif", BANDS, **blocks)
    grid = color_raster(source, tmp_path / "colors.tif", PIPELINE, n_jobs=2)
    assert isinstance(grid, GridColorer)
    expected = GridColorer(PIPELINE).fit(np.moveaxis(BANDS, 0, -1))
    colors = read(tmp_path / "colors.tif")
    np.testing.assert_array_equal(colors[..., :3], colors_of(BANDS, grid))
    # The order of the rows of a fit moves some colors by a step.
    np.testing.assert_allclose(colors[..., :3], colors_of(BANDS, expected), atol=1.01)
    assert (colors[..., 3] == 255).all()
    with rasterio.open(tmp_path / "colors.tif") as file:
        assert (file.crs, file.transform) == (rasterio.CRS.from_epsg(32633), TRANSFORM)
        assert [color.name for color in file.colorinterp] == [
            "red",
            "green",
            "blue",
            "alpha",
        ]
        assert file.profile["tiled"]
        assert file.profile["compress"] == "deflate"
    assert sorted(os.listdir(tmp_path)) == ["a.tif", "colors.tif"]


def test_there_is_no_seam_between_tiles(tmp_path):
    cut = 57
    left = write(tmp_path / "left.tif", BANDS[..., :cut])
    right = write(tmp_path / "right.tif", BANDS[..., cut:], tiled=True, blockxsize=16,
                  blockysize=16)  # fmt: skip
    results = [tmp_path / "a.tif", tmp_path / "b.tif"]
    grid = color_raster([left, right], results, PIPELINE)
    colors = np.concatenate([read(path) for path in results], axis=1)
    np.testing.assert_array_equal(colors[..., :3], colors_of(BANDS, grid))


def masked_outside(path, bands, missing, how):
    if how == "nodata":
        return write(path, np.where(missing, -1, np.abs(bands)), nodata=-1), None
    if how == "one band":
        bands = bands.copy()
        bands[2, missing] = np.inf
        return write(path, bands), None
    if how == "integers":
        bands = np.where(missing, 255, np.abs(50 * bands)).astype(np.uint8)
        return write(path, bands, nodata=255), None
    if how == "alpha":
        alpha = np.where(missing, 0, 255)[np.newaxis].astype(np.float32)
        write(path, np.concatenate([bands, alpha]))
        with rasterio.open(path, "r+") as file:
            file.colorinterp = [*file.colorinterp[:-1], rasterio.enums.ColorInterp.alpha]
        return path, None
    if how == "dataset mask":
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
            write(path, bands)
            with rasterio.open(path, "r+") as file:
                file.write_mask(~missing)
        return path, None
    mask = (~missing).astype(np.uint8)[np.newaxis]
    return write(path, bands), write(path.with_name("mask.tif"), mask)


@pytest.mark.parametrize(
    "how", ["nodata", "one band", "integers", "alpha", "dataset mask", "mask"]
)
def test_missing_pixels_take_no_part_and_are_transparent(how, tmp_path):
    missing = np.zeros((100, 130), bool)
    missing[10:40, 20:90] = True
    wild = np.where(missing, 1e4, BANDS).astype(np.float32)
    source, mask = masked_outside(tmp_path / "a.tif", wild, missing, how)
    result = tmp_path / "colors.tif"
    grid = color_raster(source, result, PIPELINE, mask=mask)
    assert grid.n_features_in_ == 6
    assert np.abs(grid.colorer_[0].mean_).max() < 100
    colors = read(result)
    np.testing.assert_array_equal(colors[..., 3], np.where(missing, 0, 255))
    assert (colors[missing, :3] == 128).all()
    color_raster(source, result, grid, mask=mask, alpha=False)
    np.testing.assert_array_equal(read(result), colors[..., :3])


def test_a_fitted_colorer_is_used_as_it_is(tmp_path):
    source, result = write(tmp_path / "a.tif", BANDS), tmp_path / "colors.tif"
    rows = 3 * BANDS[:3].reshape(3, -1).T
    colorer = ChannelColorer().fit(rows)
    with pytest.raises(ValueError, match="source has 6 bands; colorer was fitted to 3"):
        color_raster(source, result, colorer)
    color_raster(write(source, BANDS[:3]), result, colorer)
    expected = np.rint(255 * colorer.transform(rows / 3)).reshape(100, 130, 3)
    np.testing.assert_array_equal(read(result)[..., :3], expected)


def test_a_virtual_raster_and_control_points(tmp_path):
    points = [rasterio.control.GroundControlPoint(r, c, 9 + c / 1e3, 48 - r / 1e3)
              for r in (0, 99) for c in (0, 129)]  # fmt: skip
    source = tmp_path / "a.tif"
    with rasterio.open(source, "w", driver="GTiff", count=6, height=100, width=130,
                       dtype="float32", gcps=points, crs="EPSG:4326") as file:  # fmt: skip
        file.write(BANDS)
    color_raster(source, tmp_path / "colors.tif", PIPELINE)
    with rasterio.open(tmp_path / "colors.tif") as file:
        assert (len(file.gcps[0]), file.gcps[1].to_epsg()) == (4, 4326)
    write(tmp_path / "b.tif", BANDS)
    pytest.importorskip("rasterio.shutil").copy(
        tmp_path / "b.tif", tmp_path / "b.vrt", driver="VRT"
    )
    grid = color_raster(str(tmp_path / "b.vrt"), tmp_path / "colors.tif", PIPELINE)
    expected = colors_of(BANDS, grid)
    np.testing.assert_array_equal(read(tmp_path / "colors.tif")[..., :3], expected)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    source, result = write(tmp_path / "a.tif", BANDS), tmp_path / "colors.tif"
    grid = color_raster(source, result, PIPELINE)
    (tmp_path / "colors.tif.ovr").write_bytes(b"overviews of the old colors")
    before, calls = result.read_bytes(), []

    def fail(rows):
        calls.append(len(rows))
        if len(calls) > 3:
            raise RuntimeError("no more")
        return np.zeros((len(rows), 3))

    monkeypatch.setattr(grid.colorer_, "transform", fail)
    monkeypatch.setattr("skcolor.images._color_pixels._color", lambda c, X, n: fail(X))
    with pytest.raises(RuntimeError, match="no more"):
        color_raster(source, result, grid)
    assert result.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["a.tif", "colors.tif", "colors.tif.ovr"]
    monkeypatch.undo()
    color_raster(source, result, grid)
    assert sorted(os.listdir(tmp_path)) == ["a.tif", "colors.tif"]


def test_invalid_files_are_refused(tmp_path):
    a, b = write(tmp_path / "a.tif", BANDS), write(tmp_path / "b.tif", BANDS[:4])
    out = tmp_path / "out.tif"
    with pytest.raises(ValueError, match="destination has 1 files and source has 2"):
        color_raster([a, b], out, PIPELINE)
    with pytest.raises(ValueError, match="destination .*a.tif' is also a source"):
        color_raster(a, a, PIPELINE)
    with pytest.raises(ValueError, match="is also a source, a mask or another"):
        color_raster([a, b], [out, out], PIPELINE)
    with pytest.raises(ValueError, match=r"b.tif has 4 bands and .*a.tif has 6"):
        color_raster([a, b], [out, tmp_path / "2.tif"], PIPELINE)
    mask = write(tmp_path / "mask.tif", np.ones((1, 9, 9), np.uint8))
    with pytest.raises(ValueError, match=r"mask.tif has shape \(9, 9\); wanted that of"):
        color_raster(a, out, PIPELINE, mask=mask)
    empty = write(tmp_path / "empty.tif", np.full_like(BANDS, np.nan))
    with pytest.raises(ValueError, match="no pixel to fit"):
        color_raster(empty, out, PIPELINE)
    assert not out.exists()
