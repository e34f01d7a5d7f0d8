"""Color raster files, a window at a time."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from skcolor._atomic_write import replacing
from skcolor._external import import_optional
from skcolor.images._bands import finite_rows
from skcolor.images._color_pixels import color_pixels
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._pixels import Images
from skcolor.images._raster_file import RasterFile
from skcolor.images._rgb_bytes import to_bytes
from skcolor.paint._palettes import check_color

_MAX_SAMPLES = 100_000
_CACHE_BYTES = 2**28
_PROFILE = {
    "driver": "GTiff",
    "dtype": "uint8",
    "photometric": "RGB",
    "tiled": True,
    "blockxsize": 256,
    "blockysize": 256,
    "compress": "deflate",
    "predictor": 2,
    "BIGTIFF": "IF_SAFER",
}
# Files that belong to the raster that is replaced, and not to the new one.
_SIDECARS = (".aux.xml", ".ovr", ".msk")


def color_raster(
    source: Any,
    destination: Any,
    colorer: Any,
    *,
    mask: Any = None,
    alpha: bool = True,
    n_jobs: int | None = None,
) -> GridColorer:
    """Color the pixels of raster files by their bands, with one colorer for all files.

    Files are read and written a window at a time, so they may be larger than memory. The
    color of a pixel depends on its bands only, so there are no seams between tiles.

    Parameters
    ----------
    source : str, path-like, or list of these
        Raster files: whatever GDAL can open, such as GeoTIFF and VRT.
    destination : str, path-like, or list of these
        GeoTIFF files to write, one for each source: red, green, blue and alpha in 8 bits,
        with the CRS and the transform of the source. Each is written completely or not at
        all.
    colorer : GridColorer, or other estimator
        A fitted one is used as it is. Otherwise, a clone is fitted to the pixels of all
        sources: to `max_samples` of them, or to 100,000 if `max_samples` is None.
    mask : str, path-like, list of these, or None, default=None
        Raster files of the same size as the sources: pixels where the first band is zero
        are not fitted and not colored.
    alpha : bool, default=True
        Whether to write a fourth band, zero where pixels are missing: where any band is
        nodata, NaN or infinite, or the mask of the file or an alpha band is zero. Missing
        pixels have the `missing_color` of the colorer.
    n_jobs : int or None, default=None
        Number of threads; it does not change the colors.

    Returns
    -------
    GridColorer
        The fitted colorer, for more files or arrays.

    Raises
    ------
    ImportError
        If rasterio is not installed: ``pip install "skcolor[geo]"``.
    ValueError
        If the numbers of files or of their bands differ, or no pixel is left.

    See Also
    --------
    GridColorer : Colors of images in memory.

    Notes
    -----
    Values are colored as they are stored: scales and offsets of bands are not applied.
    Integers become float32, and those of 32 bits float64.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> import rasterio
    >>> from sklearn.pipeline import make_pipeline
    >>> from skcolor import CovariancePCA, GamutColorer
    >>> from skcolor.images import color_raster
    >>> profile = {"driver": "GTiff", "width": 60, "height": 50, "count": 8,
    ...            "dtype": "float32", "crs": "EPSG:32633",
    ...            "transform": rasterio.Affine(10, 0, 500000, 0, -10, 5000000)}
    >>> bands = np.random.default_rng(0).normal(size=(8, 50, 60))
    >>> pipeline = make_pipeline(CovariancePCA(3), GamutColorer())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     features, colors = Path(folder, "features.tif"), Path(folder, "colors.tif")
    ...     with rasterio.open(features, "w", **profile) as file:
    ...         file.write(bands)
    ...     grid = color_raster(features, colors, pipeline)
    ...     with rasterio.open(colors) as file:
    ...         print(file.count, file.dtypes[0], file.crs, file.res)
    4 uint8 EPSG:32633 (10.0, 10.0)
    """
    rasterio = import_optional("rasterio", extra="geo")
    sources, destinations = _paths(source), _paths(destination)
    masks = [None] * len(sources) if mask is None else _paths(mask)
    _check_paths(sources, destinations, masks)
    # A few files stay open: windows are read from one file after another.
    open_file = lru_cache(maxsize=4)(rasterio.open)
    with rasterio.Env(**_gdal_options(rasterio)):
        try:
            paths = zip(sources, masks, strict=True)
            files = [RasterFile(*both, open_file) for both in paths]
            _check_bands(files)
            grid = _fitted_grid(colorer, files)
            for file, path in zip(files, destinations, strict=True):
                _color_file(rasterio, file, path, grid, alpha=alpha, n_jobs=n_jobs)
        finally:
            open_file.cache_clear()
    return grid


def _paths(given: Any) -> list[str]:
    return [os.fspath(path) for path in (given if isinstance(given, list) else [given])]


def _check_paths(
    sources: list[str], destinations: list[str], masks: Sequence[str | None]
) -> None:
    for name, paths in (("destination", destinations), ("mask", masks)):
        if len(paths) != len(sources):
            raise ValueError(
                f"{name} has {len(paths)} files and source has {len(sources)}; pass one "
                "for each."
            )
    inputs = {os.path.realpath(path) for path in (*sources, *masks) if path}
    outputs = [os.path.realpath(path) for path in destinations]
    for i, path in enumerate(outputs):
        if path in inputs or path in outputs[:i]:
            raise ValueError(
                f"destination {destinations[i]!r} is also a source, a mask or another "
                "destination; pass another path."
            )


def _check_bands(files: Sequence[RasterFile]) -> None:
    first = files[0]
    for file in files:
        if file.shape[2] != first.shape[2]:
            raise ValueError(
                f"{file.path} has {file.shape[2]} bands and {first.path} has "
                f"{first.shape[2]}; wanted the same number in all files of source."
            )


def _gdal_options(rasterio: ModuleType) -> dict[str, Any]:
    # Results have no files beside them.
    options: dict[str, Any] = {"GDAL_PAM_ENABLED": "NO"}
    given = rasterio.env.getenv() if rasterio.env.hasenv() else {}
    if "GDAL_CACHEMAX" not in {*given, *os.environ}:
        options["GDAL_CACHEMAX"] = _CACHE_BYTES  # not a share of the memory of the machine
    return options


def _fitted_grid(colorer: Any, files: Sequence[RasterFile]) -> GridColorer:
    grid = colorer if isinstance(colorer, GridColorer) else GridColorer(colorer)
    if not _is_fitted(colorer):
        most = _MAX_SAMPLES if grid.max_samples is None else grid.max_samples
        return clone(grid).set_params(max_samples=most).fit(Images(files, None))
    n_bands = files[0].shape[2]
    if grid is not colorer:
        grid.colorer_ = colorer
        grid.n_features_in_ = getattr(colorer, "n_features_in_", n_bands)
        grid.missing_color_ = check_color(grid.missing_color, "missing_color")
    if grid.n_features_in_ != n_bands:
        raise ValueError(
            f"source has {n_bands} bands; colorer was fitted to {grid.n_features_in_} "
            "features."
        )
    return grid


def _is_fitted(estimator: Any) -> bool:
    try:
        check_is_fitted(estimator)
    except NotFittedError:
        return False
    return True


def _color_file(
    rasterio: ModuleType,
    file: RasterFile,
    destination: str,
    grid: GridColorer,
    *,
    alpha: bool,
    n_jobs: int | None,
) -> None:
    profile = file.profile | _PROFILE | {"count": 3 + alpha}
    if alpha:
        profile["ALPHA"] = "NON-PREMULTIPLIED"
    with replacing(destination) as path:
        with rasterio.open(path, "w", **profile) as result:
            for window in file.windows():
                result.write(
                    _color_window(file[window], grid, alpha=alpha, n_jobs=n_jobs),
                    window=window,
                )
        for suffix in _SIDECARS:
            Path(destination + suffix).unlink(missing_ok=True)


def _color_window(
    pixels: npt.NDArray[np.floating], grid: GridColorer, *, alpha: bool, n_jobs: int | None
) -> npt.NDArray[np.uint8]:
    rows = pixels.reshape(-1, pixels.shape[2])
    colors = color_pixels(grid.colorer_, rows, None, grid.missing_color_, n_jobs=n_jobs)
    bands = np.full((3 + alpha, len(rows)), 255, np.uint8)
    bands[:3] = to_bytes(colors).T
    if alpha:
        bands[3] *= finite_rows(rows)
    return bands.reshape(-1, *pixels.shape[:2])
