"""Find the foreground of images without a mask."""

from collections.abc import Callable
from typing import Any

import numpy as np

from skcolor._array_api import to_numpy
from skcolor._blocks.dask_arrays import is_dask
from skcolor._warn import warn_user
from skcolor.images._bands import read_bands
from skcolor.images._border_model import BorderModel, fit_border_model
from skcolor.images._pixels import Images, find_used, flat_mask

# Kinds of pixels that are at the border less than this times as often as in the image are
# foreground, ...
_THRESHOLD = 0.6
# ... and the foreground is clear if it is there at most this often.
_CLEAR = 0.2
# More foreground than this share of the pixels leaves little that is like the border.
_MOST = 0.75
_REMEDY = "Pass mask=, or a callable as foreground."


def fit_foreground(
    foreground: str | Callable[[Any], Any] | None,
    images: Images,
    mask: Any,
) -> BorderModel | Callable[[Any], Any] | None:
    """Learn how to find the foreground of images.

    Parameters
    ----------
    foreground : {"auto", "border"}, callable or None
        As in `GridColorer`.
    images : Images
        The images.
    mask : None, array-like of bool, or list of such arrays
        Which pixels to use; None means all.

    Returns
    -------
    BorderModel, callable or None
        What `find_foreground` needs; None means that all pixels are foreground.

    Raises
    ------
    ValueError
        If `foreground` is something else, or ``"border"`` finds nothing.
    TypeError
        If images are dask arrays.
    """
    is_name = isinstance(foreground, str) and foreground in ("auto", "border")
    if not (foreground is None or callable(foreground) or is_name):
        raise ValueError(
            "foreground must be 'auto', 'border', a callable that takes an image, or None; "
            f"got {foreground!r:.60}."
        )
    if foreground is not None and is_dask(images.parts):
        raise TypeError("foreground must be None for dask arrays; pass mask= instead.")
    if not isinstance(foreground, str):
        return foreground
    flat = flat_mask(images, mask)
    return _fit_border(foreground, images, None if flat is None else images.split(flat))


def _fit_border(foreground, images, masks):
    fitted = fit_border_model(images, masks)
    if fitted is None:  # no pixel at all, which the colorer tells
        return None
    model, rows = fitted
    scores = model.score_samples(rows)
    found = scores < _THRESHOLD
    doubt = _doubt(scores, found)
    if doubt is None:
        return model
    if foreground == "auto":
        warn_user(f"foreground='auto' takes all pixels: {doubt}. {_REMEDY}")
        return None
    if not found.any():
        raise ValueError(f"foreground='border' finds nothing: {doubt}. {_REMEDY}")
    warn_user(f"foreground='border' is not sure: {doubt}. See foreground_. {_REMEDY}")
    return model


def _doubt(scores, found):
    """Why what was found may not be the foreground; None if it may."""
    if not found.any():
        return "all kinds of pixels in X are also frequent along its border"
    if found.mean() > _MOST:
        return (
            f"{found.mean():.0%} of the pixels differ from the border, as they also do "
            "where a network pads images"
        )
    often = scores[found].mean()
    if often <= _CLEAR:
        return None
    return (
        f"what differs from the border, {found.mean():.0%} of the pixels, is along the "
        f"border {often:.2f} times as often as in the images, which is clear only up to "
        f"{_CLEAR}"
    )


def find_foreground(
    model: BorderModel | Callable[[Any], Any] | None, images: Images, mask: Any
) -> Any:
    """Which pixels of images are foreground, in the mask, and not missing.

    Parameters
    ----------
    model : BorderModel, callable or None
        From `fit_foreground`.
    images : Images
        The images.
    mask : None, array-like of bool, or list of such arrays
        Which pixels to use; None means all.

    Returns
    -------
    ndarray of bool, or list of ndarray
        In the shape of the images, without their features.
    """
    used = find_used(images, mask)
    flat = (
        np.ones(images.n_pixels, bool)
        if used is None
        else np.concatenate([keep.ravel() for keep in used])
    )
    if isinstance(model, BorderModel):
        for pixels, rows in read_bands(images.parts):
            keep = np.flatnonzero(flat[pixels])
            scores = model.score_samples(to_numpy(rows)[keep])
            flat[pixels.start + keep] = scores < _THRESHOLD
    elif model is not None:
        flat &= np.concatenate([_called(model, part).ravel() for part in images.parts])
    return images.split(flat) if images.shape is None else flat.reshape(images.shape)


def _called(foreground, image):
    found = to_numpy(foreground(image))
    if found.shape != image.shape[:2] or found.dtype != bool:
        raise ValueError(
            f"foreground must return bool of shape {tuple(image.shape[:2])} for an image "
            f"of shape {tuple(image.shape)}; got {found.dtype} of shape {found.shape}."
        )
    return found
