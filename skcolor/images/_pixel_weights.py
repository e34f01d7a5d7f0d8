"""Weights of pixels, and how they reach the steps of a pipeline that take them."""

from inspect import signature
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn import get_config
from sklearn.pipeline import Pipeline

from skcolor._checks.weights import check_weights
from skcolor.images._pixels import Images, flat_mask


def split_weights(
    images: Images, mask: Any, sample_weight: Any, *, together: bool = True
) -> tuple[Any, npt.NDArray[np.float64] | None]:
    """Leave pixels of weight 0 out of a mask.

    Parameters
    ----------
    images : Images
        The images.
    mask : None, array-like of bool, or list of such arrays
        Which pixels to use; None means all.
    sample_weight : None, array-like in the shape of the images without their features, or \
list of such arrays
        How often each pixel counts.
    together : bool, default=True
        See `check_weights`.

    Returns
    -------
    mask : None, ndarray of bool, or list of ndarray
        In the shape of the images without their features.
    weights : ndarray of shape (n_pixels,), or None
        One for each pixel of all images; None if those that are used all count once.

    Raises
    ------
    ValueError
        If there is not one weight per pixel, or weights are not as in `check_weights`.
    """
    if sample_weight is None:
        return mask, None
    rows = np.empty((images.n_pixels, 0))
    weights = check_weights(_flatten(images, sample_weight), rows, together=together)
    if weights is None:
        return mask, None
    keep = flat_mask(images, mask)
    keep = weights > 0 if keep is None else keep & (weights > 0)
    if (weights[keep] == 1).all():
        weights = None
    if images.shape is not None:
        return keep.reshape(images.shape), weights
    ends = np.cumsum([h * w for h, w in images.sizes])[:-1]
    parts = zip(np.split(keep, ends), images.sizes, strict=True)
    return [part.reshape(size) for part, size in parts], weights


def weighted_mask(
    images: Images, mask: Any, weights: npt.NDArray[np.float64] | None
) -> npt.NDArray[Any] | None:
    """A flat mask with the weights of the pixels in it, if there are any."""
    keep = flat_mask(images, mask)
    return keep if weights is None or keep is None else weights * keep


def _flatten(images: Images, sample_weight: Any) -> npt.NDArray[Any]:
    wanted: list[Any] = images.sizes
    if images.shape is not None:
        wanted, sample_weight = [images.shape], [sample_weight]
    parts = [np.asarray(part) for part in sample_weight]
    got = [part.shape for part in parts]
    if got != wanted:
        raise ValueError(
            f"sample_weight has shape {got!s:.60}; wanted {wanted!s:.60}, one weight for "
            "each pixel."
        )
    return np.concatenate([part.ravel() for part in parts])


def learn(
    estimator: Any,
    name: str,
    rows: Any,
    places: Any,
    weights: npt.NDArray[np.float64] | None,
) -> Any:
    """Call ``fit`` or ``partial_fit`` with rows, their layout and their weights.

    Parameters
    ----------
    estimator : estimator
        The estimator.
    name : {"fit", "partial_fit"}
        Name of its method.
    rows : array-like of shape (n_samples, n_features)
        The rows.
    places : ndarray or None
        Their layout.
    weights : ndarray of shape (n_samples,) or None
        How often each row counts; passed to all steps that take weights.

    Returns
    -------
    object
        What the method returns.

    Raises
    ------
    ValueError
        If there are weights, and no step takes them.
    """
    arguments = (rows,) if places is None else (rows, places)
    method = getattr(estimator, name)
    if weights is None:
        return method(*arguments)
    found = _keywords(estimator, name, weights)
    if not found:
        raise ValueError(
            "sample_weight must be None, or 0 and 1 alone, because no step of "
            f"{type(estimator).__name__} takes weights."
        )
    if get_config()["enable_metadata_routing"]:
        _request(estimator)
        found = {"sample_weight": weights}
    return method(*arguments, **found)


def _keywords(estimator, method, weights):
    """Arguments that pass weights to all steps of pipelines that take them."""
    if isinstance(estimator, Pipeline):
        return {
            f"{name}__{key}": value
            for name, step in estimator.steps
            for key, value in _keywords(step, method, weights).items()
        }
    learns = getattr(estimator, method, None)
    takes = learns is not None and "sample_weight" in signature(learns).parameters
    return {"sample_weight": weights} if takes else {}


def _request(estimator):
    """Let steps ask for weights that have not said whether they want any."""
    if isinstance(estimator, Pipeline):
        for _, step in estimator.steps:
            _request(step)
    elif hasattr(estimator, "set_fit_request"):
        asked = estimator.get_metadata_routing().fit.requests
        if asked.get("sample_weight", False) is None:
            estimator.set_fit_request(sample_weight=True)
