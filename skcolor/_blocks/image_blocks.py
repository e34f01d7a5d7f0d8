"""Images in dask arrays: their used pixels as rows in blocks, and lazy pictures."""

from functools import partial

import numpy as np

from skcolor._blocks.transforms import freeze
from skcolor._external import import_optional


def find_used(images, finite_rows, mask=None):
    """Compute which pixels are used: those in the mask, with no NaN or infinity.

    Parameters
    ----------
    images : dask array of shape (..., n_features)
        The images.
    finite_rows : callable
        Tells of rows which have neither NaN nor infinity.
    mask : ndarray of the shape of the images without their features, bool, or None
        Which pixels to use; None means all.

    Returns
    -------
    ndarray of the same shape, bool
        Whether a pixel is used.
    """

    def find(block):
        return finite_rows(block.reshape(-1, block.shape[-1])).reshape(block.shape[:-1])

    used = _in_whole_pixels(images).map_blocks(find, drop_axis=images.ndim - 1, dtype=bool)
    return used.compute() if mask is None else used.compute() & mask


def rows_of(images, used, layout):
    """Used pixels as rows, block by block, and their layout in the same order.

    Parameters
    ----------
    images : dask array of shape (n, height, width, n_features)
        The images.
    used : ndarray of shape (n, height, width), bool
        Which pixels are used.
    layout : ndarray of shape (n, height, width, n_columns) or None
        Layout of all pixels.

    Returns
    -------
    rows : dask array of shape (n_used, n_features)
        The rows; an image in several blocks is not put together.
    layout : ndarray of shape (n_used, n_columns) or None
        Their layout.
    """
    da = import_optional("dask.array", extra="dask")
    take = import_optional("dask", extra="dask").delayed(np.compress)
    images = _in_whole_pixels(images)
    parts, places = [], []
    spans = da.core.slices_from_chunks(images.chunks[:-1])
    for block, span in zip(images.to_delayed().ravel(), spans, strict=True):
        keep = used[span].ravel()
        shape = int(keep.sum()), images.shape[-1]
        if shape[0]:
            rows = take(keep, block.reshape(-1, shape[1]), axis=0)
            parts.append(da.from_delayed(rows, shape, dtype=images.dtype))
            places.append(None if layout is None else layout[span][used[span]])
    return da.concatenate(parts), None if layout is None else np.concatenate(places)


def color(images, mask, paint, colorer, dtype):
    """Lazily color images, in the blocks that they are in.

    Parameters
    ----------
    images : dask array of shape (..., n_features)
        The images.
    mask : array-like of the shape of the images without their features, bool, or None
        Which pixels to color.
    paint : callable
        Called with the colorer, rows and their part of the mask, or None.
    colorer : estimator
        The fitted colorer; later changes do not affect the result.
    dtype : dtype
        Float type of the colors.

    Returns
    -------
    dask array of shape (..., 3)
        The colors.
    """
    da = import_optional("dask.array", extra="dask")
    images = _in_whole_pixels(images)
    # As a task of its own, a large colorer goes to each worker once, not with each block.
    color_rows = import_optional("dask", extra="dask").delayed(
        partial(paint, freeze(colorer)), pure=True
    )
    arrays = [images]
    if mask is not None:
        arrays.append(da.asarray(mask).rechunk(images.chunks[:-1])[..., np.newaxis])
    chunks = (*images.chunks[:-1], (3,))
    meta = np.empty((0,) * images.ndim, dtype)
    return da.map_blocks(
        _color_block, *arrays, color_rows=color_rows, none=meta, chunks=chunks, meta=meta
    )


def _color_block(block, keep=None, *, color_rows, none):
    if not block.size:
        return np.empty((*block.shape[:-1], 3), none.dtype)
    rows = block.reshape(-1, block.shape[-1])
    keep = None if keep is None else keep.ravel()
    return color_rows(rows, keep).reshape(*block.shape[:-1], 3)


def _in_whole_pixels(images):
    return images.rechunk({images.ndim - 1: -1})
