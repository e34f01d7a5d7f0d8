"""Images as rows of pixels, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import get_namespace, is_numpy, to_numpy
from skcolor._blocks.dask_arrays import is_dask
from skcolor.images._bands import finite_rows, read_bands
from skcolor.images._gather import gather_rows
from skcolor.images._tensors import as_numpy

# How far apart images are in the layout of their pixels, in sides of the largest.
APART = 8


@dataclass(frozen=True)
class Images:
    """Images of shape (height, width, n_features), which stay where they are.

    Parameters
    ----------
    parts : sequence of arrays of shape (height, width, n_features)
        The images: an array of four axes, or a list, also of files of which windows are
        read.
    shape : tuple of int or None
        Shape of the array that they came in, without its channels; None for a list.
    """

    parts: Any
    shape: tuple[int, ...] | None

    @property
    def n_features(self) -> int:
        """Number of features of a pixel."""
        is_list = isinstance(self.parts, Sequence)
        return int((self.parts[0] if is_list else self.parts).shape[-1])

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Height and width of each image."""
        if isinstance(self.parts, Sequence):
            return [tuple(part.shape[:2]) for part in self.parts]
        return [tuple(self.parts.shape[1:3])] * self.parts.shape[0]

    @property
    def n_pixels(self) -> int:
        """Number of pixels of all images."""
        return sum(height * width for height, width in self.sizes)

    def rows(self, used: Sequence[npt.NDArray[np.bool_]] | None) -> Any:
        """The pixels that are used, one row each; not copied if all are, in one array."""
        return gather_rows(self.parts, used)

    def split(self, values: Any) -> list[Any]:
        """Values of all pixels as one array for each image."""
        ends = np.cumsum([height * width for height, width in self.sizes]).tolist()
        return [
            get_namespace(values).reshape(
                values[end - height * width : end, ...], (height, width, *values.shape[1:])
            )
            for end, (height, width) in zip(ends, self.sizes, strict=True)
        ]

    def pictures(self, colors: Any) -> Any:
        """The colors of all pixels in the shape of the images."""
        if self.shape is None:
            return self.split(colors)
        return get_namespace(colors).reshape(colors, (*self.shape, 3))


def as_images(
    X: Any,
    *,
    channel_axis: int = -1,
    grid_shape: tuple[int, int] | None = None,
    name: str = "X",
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
    name : str, default="X"
        Name for errors.

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
        return Images(_as_list(X, channel_axis, name), None)
    X = features_last(_as_array(X, name), channel_axis, name)
    if grid_shape is not None:
        return _as_grid(X, grid_shape, name)
    if X.ndim == 3:
        return Images(X[np.newaxis, ...], X.shape[:2])
    if X.ndim == 4:
        return Images(X, X.shape[:3])
    raise ValueError(
        f"{name} has shape {X.shape}; wanted (height, width, n_features), (n_images, "
        "height, width, n_features), or a list of images. For rows of shape (n_samples, "
        "n_features), use the colorer itself; for tokens, give grid_shape."
    )


def _as_list(X: Sequence[Any], channel_axis: int, name: str) -> list[npt.NDArray[Any]]:
    parts = [
        features_last(_as_array(part, f"{name}[{i}]"), channel_axis, f"{name}[{i}]")
        for i, part in enumerate(X)
    ]
    first = parts[0]
    for i, part in enumerate(parts):
        if part.ndim != 3 or part.shape[2] != first.shape[2]:
            raise ValueError(
                f"{name}[{i}] has shape {part.shape}; wanted (height, width, "
                f"{first.shape[-1]}), an image with as many features as {name}[0]."
            )
    return parts


def _as_array(X: Any, name: str) -> Any:
    if not is_numpy(X):  # tensors stay on their device
        return X
    if is_dask(X):
        return X
    X = X if isinstance(X, np.ndarray) else as_numpy(X, name)
    if X.dtype.kind not in "fiub" or 0 in X.shape:
        raise ValueError(
            f"{name} must contain real numbers; got {X.dtype} of shape {X.shape}."
        )
    return X


def features_last(X: Any, axis: int, name: str) -> Any:
    """Move the axis of the features of images to the end."""
    if not -X.ndim <= axis < X.ndim:
        raise ValueError(
            f"channel_axis must be an axis of {name}, which has {X.ndim}; got {axis}."
        )
    return get_namespace(X).moveaxis(X, axis, -1)


def _as_grid(X: npt.NDArray[Any], grid_shape: tuple[int, int], name: str) -> Images:
    height, width = grid_shape
    if X.ndim not in (2, 3) or X.shape[-2] != height * width:
        raise ValueError(
            f"{name} has shape {X.shape}; wanted (n_images, n_tokens, n_features) with "
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
    flat = flat_mask(images, mask)
    used = np.ones(images.n_pixels, bool) if flat is None else flat
    for pixels, rows in read_bands(images.parts):
        used[pixels] &= to_numpy(finite_rows(rows))
    return None if used.all() else images.split(used)


def flat_mask(images: Images, mask: Any) -> npt.NDArray[np.bool_] | None:
    """A mask as one entry for each pixel of all images; None if there is none."""
    if mask is None:
        return None
    return np.concatenate([keep.ravel() for keep in _check_mask(images, mask)])


def _check_mask(images: Images, mask: Any) -> Sequence[npt.NDArray[np.bool_]]:
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
    apart = APART * max(max(size) for size in sizes)
    places = []
    for i, (height, width) in enumerate(sizes):
        down, across = np.mgrid[:height, :width].astype(float)
        place = [across, -down, np.full_like(down, i)]
        if not in_time:
            place = [across + i * apart, -down]
        stacked = np.stack(place, axis=-1)
        places.append(stacked.reshape(-1, len(place)) if used is None else stacked[used[i]])
    return np.concatenate(places)
