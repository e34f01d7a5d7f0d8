"""Raster files as images of which windows are read, with NaN where data are missing."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

# Features in a window, as floats.
_WINDOW_BYTES = 2**25


class RasterFile:
    """A raster file: its pixels as an array of shape (height, width, n_bands).

    Parameters
    ----------
    path : str or path-like
        Whatever GDAL can open.
    mask : str, path-like or None
        A raster of the same size; pixels where its first band is zero are missing.
    open_file : callable
        Opens a dataset by its path; it may keep some open.

    Attributes
    ----------
    shape : tuple of int
        Height, width and number of bands, other than alpha.
    dtype : dtype
        Float type of what is read.
    block_shape : tuple of int
        Height and width of the blocks that the file is stored in.
    profile : dict
        What a raster in the same place has: its size, CRS and transform, or ground control
        points.
    """

    ndim = 3

    def __init__(self, path: str, mask: str | None, open_file: Callable[..., Any]) -> None:
        self.path, self._mask, self._open = path, mask, open_file
        dataset = self._open(path)
        self._bands = _feature_bands(dataset)
        stored = np.result_type(*(dataset.dtypes[band - 1] for band in self._bands))
        if stored.kind not in "fiu":
            raise ValueError(f"{path} must contain real numbers; got {stored}.")
        self.shape = dataset.height, dataset.width, len(self._bands)
        self.dtype = np.result_type(stored, np.float32)
        self.profile = _place(dataset)
        self.block_shape = dataset.block_shapes[0]
        self._alphas = [i for i in dataset.indexes if i not in self._bands]
        self._has_mask = _has_mask(dataset)
        self._nodata = [dataset.nodatavals[band - 1] for band in self._bands]
        if mask and self._open(mask).shape != self.shape[:2]:
            raise ValueError(
                f"mask {mask} has shape {self._open(mask).shape}; wanted that of {path}, "
                f"{self.shape[:2]}."
            )

    def __len__(self) -> int:
        """Count the rows of pixels."""
        return self.shape[0]

    def __getitem__(self, window: tuple[slice, slice]) -> npt.NDArray[np.floating]:
        """Read rows and columns, with NaN in all bands of a missing pixel."""
        dataset = self._open(self.path)
        # All bands at once are faster than a list of them.
        which = self._bands if len(self._bands) < dataset.count else None
        bands = dataset.read(which, window=window)
        is_missing = np.zeros(bands.shape[1:], bool)
        for band, nodata in zip(bands, self._nodata, strict=True):
            if nodata is not None and not np.isnan(nodata):
                is_missing |= band == nodata
        if self._has_mask:
            is_missing |= dataset.dataset_mask(window=window) == 0
        for band in self._alphas:  # GDAL takes them for masks in some types only
            is_missing |= dataset.read(band, window=window) == 0
        if self._mask:
            is_missing |= self._open(self._mask).read(1, window=window) == 0
        pixels = np.ascontiguousarray(np.moveaxis(bands, 0, -1), dtype=self.dtype)
        pixels[is_missing] = np.nan
        return pixels

    def windows(self) -> Iterator[tuple[slice, slice]]:
        """Yield windows that cover the file, of whole blocks as far as memory allows."""
        height, width, n_bands = self.shape
        n_pixels = max(1, _WINDOW_BYTES // (n_bands * self.dtype.itemsize))
        block_height, block_width = self.block_shape
        across = min(width, _multiple(block_width, n_pixels // block_height))
        down = min(height, _multiple(block_height, n_pixels // across))
        for top in range(0, height, down):
            for left in range(0, width, across):
                yield (
                    slice(top, min(top + down, height)),
                    slice(left, min(left + across, width)),
                )


def _multiple(step: int, most: int) -> int:
    """The largest multiple of a step that is not too large, or what is left of one."""
    return max(1, most // step * step or most)


def _feature_bands(dataset: Any) -> list[int]:
    names = [color.name for color in dataset.colorinterp]
    bands = [i for i, name in enumerate(names, start=1) if name != "alpha"]
    if not bands:
        raise ValueError(f"{dataset.name} has no band besides alpha.")
    return bands


def _has_mask(dataset: Any) -> bool:
    """Whether pixels are masked other than by values of nodata."""
    flags = {flag.name for flags in dataset.mask_flag_enums for flag in flags}
    return "per_dataset" in flags


def _place(dataset: Any) -> dict[str, Any]:
    place = {"height": dataset.height, "width": dataset.width, "crs": dataset.crs}
    points, crs = dataset.gcps
    if points:
        return place | {"gcps": points, "crs": crs}
    return place | {"transform": dataset.transform}
