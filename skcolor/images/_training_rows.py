"""The rows that a colorer of images is fitted to, and their layout."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._blocks import image_blocks
from skcolor._blocks.dask_arrays import is_dask
from skcolor._fitted.pipelines import steps_of
from skcolor._warn import warn_user
from skcolor.images._bands import finite_rows
from skcolor.images._pixel_blocks import BlockShape
from skcolor.images._pixel_sample import PixelSample
from skcolor.images._pixels import Images, find_used, flat_mask, pixel_layout

_NO_PIXEL = "X has no pixel to fit: all are masked, NaN or infinite"


def training_rows(
    images: Images,
    mask: Any,
    colorer: Any,
    layout: str | None,
    weights: npt.NDArray[np.float64] | None = None,
) -> tuple[Any, npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None]:
    """All used pixels as rows, their layout, and their weights.

    Parameters
    ----------
    images : Images
        The images.
    mask : None, array-like of bool, or list of such arrays
        Which pixels to use; None means all.
    colorer : estimator
        The colorer that is to be fitted.
    layout : {"grid", "time"} or None
        Which layout its steps get.
    weights : ndarray of shape (n_pixels,) or None, default=None
        Weights of all pixels.

    Returns
    -------
    rows : array of shape (n_used, n_features)
        The rows, in blocks if the images are.
    layout : ndarray of shape (n_used, 2) or (n_used, 3), or None
        Their layout.
    weights : ndarray of shape (n_used,) or None
        Their weights.
    """
    if is_dask(images.parts):
        return _rows_in_blocks(images, mask, layout, weights)
    used = find_used(images, mask)
    if used is not None and not any(keep.any() for keep in used):
        raise ValueError(f"{_NO_PIXEL}.")
    if weights is not None and used is not None:
        weights = weights[np.concatenate([keep.ravel() for keep in used])]
    if layout is None:
        return images.rows(used), None, weights
    if layout == "grid":
        _warn_of_few_pixels(images, used, _most_neighbors(colorer))
    places = pixel_layout(images, used, in_time=layout == "time")
    return images.rows(used), places, weights


def _rows_in_blocks(images, mask, layout, weights):
    keep = flat_mask(images, mask)
    shape = images.parts.shape[:3]
    keep = None if keep is None else keep.reshape(shape)
    used = image_blocks.find_used(images.parts, finite_rows, keep)
    if not used.any():
        raise ValueError(f"{_NO_PIXEL}.")
    places = None
    if layout is not None:
        places = pixel_layout(images, None, in_time=layout == "time").reshape(*shape, -1)
    if weights is not None:
        weights = image_blocks.rows_of(images.parts, used, weights.reshape(*shape, 1))[1][
            :, 0
        ]
    return *image_blocks.rows_of(images.parts, used, places), weights


def new_sample(n_most: Any, colorer: Any, layout: str | None) -> PixelSample:
    """An empty sample of pixels for a colorer, with the neighbors that its steps need."""
    n_neighbors = 0 if layout is None else _most_neighbors(colorer)
    return PixelSample(n_most, BlockShape(n_neighbors, layout == "time"))


def sampled_rows(
    sample: PixelSample, layout: str | None
) -> tuple[Any, npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None]:
    """The rows of a sample, their layout and their weights; see `training_rows`."""
    if sample.n_pixels == 0:
        n_neighbors = sample.shape.n_neighbors
        patch = f", or with at most {n_neighbors} others around them" if n_neighbors else ""
        raise ValueError(f"{_NO_PIXEL}{patch}.")
    places = None if layout is None else sample.layout()
    return sample.rows(), places, sample.weights()


def _most_neighbors(colorer: Any) -> int:
    """Most neighbors in the layout that a step asks for; 0 if none does."""
    return max(
        (
            step.n_neighbors
            for step in steps_of(colorer)
            if getattr(step, "uses_layout", False) and hasattr(step, "n_neighbors")
        ),
        default=0,
    )


def _warn_of_few_pixels(images, used, n_neighbors):
    """Warn if steps that use the layout ask for more neighbors than an image has."""
    counts = [h * w for h, w in images.sizes] if used is None else map(np.sum, used)
    n_few = sum(0 < count <= n_neighbors for count in counts)
    if n_few:
        warn_user(
            f"{n_few} of {len(images.parts)} images have at most {n_neighbors} pixels to "
            f"fit, so that n_neighbors={n_neighbors} reaches into other images; use fewer "
            "neighbors.",
        )
