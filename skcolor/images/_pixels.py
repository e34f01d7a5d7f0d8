"""Images as rows of pixels, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import row_chunks

# How far apart images are in the layout of their pixels, in sides of the largest.
_APART = 8


@dataclass(frozen=True)
class Images:
    """Images of shape (height, width, n_features), which stay where they are.

    Parameters
    ----------
    parts : sequence of ndarray of shape (height, width, n_features)
        The images: an array of four axes, or a list.
    shape : tuple of int or None
        Shape of the array that they came in, without its channels; None for a list.
    """

    parts: Sequence[npt.NDArray[Any]] | npt.NDArray[Any]
    shape: tuple[int, ...] | None

    @property
    def n_features(self) -> int:
        """Number of features of a pixel."""
        return int(self.parts[0].shape[2])

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Height and width of each image."""
        return [part.shape[:2] for part in self.parts]

    def rows(self, used: Sequence[npt.NDArray[np.bool_]] | None) -> npt.NDArray[Any]:
        """The pixels that are used, one row each; not copied if all are, in one array."""
        if used is None and isinstance(self.parts, np.ndarray):
            return self.parts.reshape(-1, self.n_features)
        if used is None:
            return np.concatenate(
                [part.reshape(-1, self.n_features) for part in self.parts]
            )
        return np.concatenate(
            [part[keep] for part, keep in zip(self.parts, used, strict=True)]
        )


def as_images(
    X: Any, *, channel_axis: int = -1, grid_shape: tuple[int, int] | None = None
) -> Images:
    """Take whatever holds images as images with their features last.

    Parameters
    ----------
    X : array-like of shape (height, width, d), (n, height, width, d) or (n, n_tokens, d), \
or list of arrays of shape (height, width, d)
        The images; of tokens if `grid_shape` is given.
    channel_axis : int, default=-1
        Which axis of an image, or of an array of images, holds the features.
    grid_shape : tuple of two ints or None, default=None
        Rows and columns of the grid that tokens make up.

    Returns
    -------
    Images
        The images.

    Raises
    ------
    ValueError
        If the shapes are not those of images.
    """
    if isinstance(X, (list, tuple)) and len(X) and np.ndim(X[0]) > 1:
        return Images(_as_list(X, channel_axis), None)
    X = _features_last(_as_array(X, "X"), channel_axis, "X")
    if grid_shape is not None:
        return _as_grid(X, grid_shape)
    if X.ndim == 3:
        return Images(X[np.newaxis], X.shape[:2])
    if X.ndim == 4:
        return Images(X, X.shape[:3])
    raise ValueError(
        f"X has shape {X.shape}; wanted (height, width, n_features), (n_images, height, "
        "width, n_features), or a list of images. For rows of shape (n_samples, "
        "n_features), use the colorer itself; for tokens, give grid_shape."
    )


def _as_list(X: Sequence[Any], channel_axis: int) -> list[npt.NDArray[Any]]:
    parts = [
        _features_last(_as_array(part, f"X[{i}]"), channel_axis, f"X[{i}]")
        for i, part in enumerate(X)
    ]
    first = parts[0]
    for i, part in enumerate(parts):
        if part.ndim != 3 or part.shape[2] != first.shape[2]:
            raise ValueError(
                f"X[{i}] has shape {part.shape}; wanted (height, width, "
                f"{first.shape[-1]}), an image with as many features as X[0]."
            )
    return parts


def _as_array(X: Any, name: str) -> npt.NDArray[Any]:
    X = X if isinstance(X, np.ndarray) else np.asarray(X)
    if X.dtype.kind not in "fiub" or 0 in X.shape:
        raise ValueError(
            f"{name} must contain real numbers; got {X.dtype} of shape {X.shape}."
        )
    return X


def _features_last(X: npt.NDArray[Any], axis: int, name: str) -> npt.NDArray[Any]:
    if not -X.ndim <= axis < X.ndim:
        raise ValueError(
            f"channel_axis must be an axis of {name}, which has {X.ndim}; got {axis}."
        )
    return np.moveaxis(X, axis, -1)


def _as_grid(X: npt.NDArray[Any], grid_shape: tuple[int, int]) -> Images:
    height, width = grid_shape
    if X.ndim not in (2, 3) or X.shape[-2] != height * width:
        raise ValueError(
            f"X has shape {X.shape}; wanted (n_images, n_tokens, n_features) with "
            f"{height * width} tokens, for grid_shape={grid_shape}. Leave out tokens that "
            "have no place, such as a class token."
        )
    parts = X.reshape(-1, height, width, X.shape[-1])
    return Images(parts, X.shape[:-1])


def find_used(images: Images, mask: Any) -> list[npt.NDArray[np.bool_]] | None:
    """Which pixels of each image are used: in the mask, and with no NaN or infinity.

    Parameters
    ----------
    images : Images
        The images.
    mask : None, array-like of bool in the shape of the images without their features, or \
list of such arrays
        Which pixels to use; None means all.

    Returns
    -------
    list of ndarray of shape (height, width), bool, or None
        None if all are used.
    """
    given = _check_mask(images, mask)
    used = []
    for i, part in enumerate(images.parts):
        keep = np.ones(part.shape[:2], bool) if given is None else given[i].copy()
        if part.dtype.kind == "f":
            for rows in row_chunks(len(part), part[0].nbytes):
                keep[rows] &= np.isfinite(part[rows]).all(axis=2)
        used.append(keep)
    return None if all(keep.all() for keep in used) else used


def _check_mask(images: Images, mask: Any) -> Sequence[npt.NDArray[np.bool_]] | None:
    if mask is None:
        return None
    sizes = images.sizes
    if images.shape is not None:
        mask = np.asarray(mask)
        if mask.shape != images.shape:
            raise ValueError(
                f"mask has shape {mask.shape}; wanted {images.shape}, one for each pixel."
            )
        masks: Any = mask.reshape(len(sizes), *sizes[0])
    else:
        masks = [np.asarray(part) for part in mask]
        if [part.shape for part in masks] != sizes:
            raise ValueError(
                f"mask has shapes {[part.shape for part in masks]!s:.60}; wanted "
                f"{sizes!s:.60}, one for each pixel of each image."
            )
    if any(part.dtype != bool for part in masks):
        raise ValueError("mask must be bool: True for pixels to use.")
    return list(masks)


def pixel_layout(
    images: Images,
    used: Sequence[npt.NDArray[np.bool_]] | None,
    *,
    in_time: bool = False,
) -> npt.NDArray[np.float64]:
    """Where the used pixels are: in columns and rows of their image.

    Parameters
    ----------
    images : Images
        The images.
    used : sequence of ndarray or None
        Which pixels are used; None means all.
    in_time : bool, default=False
        Whether images are frames, one step after another on a third axis. If not, they are
        so far apart that pixels of two images are never neighbors, unless one image has too
        few.

    Returns
    -------
    ndarray of shape (n_pixels, 2) or (n_pixels, 3)
        The layout.
    """
    sizes = images.sizes
    apart = _APART * max(max(size) for size in sizes)
    places = []
    for i, (height, width) in enumerate(sizes):
        down, across = np.mgrid[:height, :width].astype(float)
        place = [across, -down, np.full_like(down, i)]
        if not in_time:
            place = [across + i * apart, -down]
        stacked = np.stack(place, axis=-1)
        places.append(stacked.reshape(-1, len(place)) if used is None else stacked[used[i]])
    return np.concatenate(places)
