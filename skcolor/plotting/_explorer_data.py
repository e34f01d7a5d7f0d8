"""The data of an explorer: columns of numbers and texts, packed."""

import base64
import gzip
import json
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array, clip_rounding
from skcolor.plotting._view import count_outside, find_bulk

_N_STEPS = 65535
_FEWEST_STEPS = 2048  # on the shorter side
_LEAST_KEPT = 0.99  # share of distinct positions that integer steps must preserve
_FARTHEST = 1e30  # steps; within float32, and so are the products in drawing


def column_bytes(column: npt.NDArray[Any]) -> bytes:
    """An array as bytes: little-endian, row by row."""
    return column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes()


def json_bytes(value: Any) -> bytes:
    """A JSON-serializable value as bytes."""
    return json.dumps(value, separators=(",", ":")).encode()


def data_element(name: str, content: bytes) -> str:
    """HTML element with data.

    base64 contains no characters that are special in HTML, so data cannot end the element
    or start another.
    """
    packed = base64.b64encode(gzip.compress(content, compresslevel=6, mtime=0)).decode()
    return f'<script type="application/octet-stream" id="{name}">{packed}</script>'


class PackedLayout(NamedTuple):
    """A layout in steps.

    Attributes
    ----------
    steps : ndarray of shape (n_samples, 2), uint16 or float32
        Both columns have the same scale. Integers if they preserve almost all distinct
        positions and all points belong to the bulk.
    home : tuple of two floats
        Width and height of the bulk; its lower left corner is at 0, 0.
    n_outside : int
        Number of points far outside of it.
    origin : tuple of two floats
        The lower left corner of the bulk, in units of the layout.
    unit : float
        Length of a step, in units of the layout.
    """

    steps: npt.NDArray[np.float32] | npt.NDArray[np.uint16]
    home: tuple[float, ...]
    n_outside: int
    origin: tuple[float, ...]
    unit: float


def pack_layout(layout: npt.NDArray[np.floating]) -> PackedLayout:
    """Quantize a layout so that the longer side of its bulk spans 65,535 steps.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.

    Returns
    -------
    PackedLayout
        The steps, and where they are.
    """
    low, high = find_bulk(layout)
    side = (high - low).max()
    scale = _N_STEPS / side if side > 0 else 0.0
    steps = np.clip((layout - low) * scale, -_FARTHEST, _FARTHEST)
    home = tuple(((high - low) * scale).tolist())
    n_outside = count_outside(layout, low, high)
    packed = steps.astype(np.float32)
    if not n_outside and not any(0 < length < _FEWEST_STEPS for length in home):
        whole = np.rint(steps).astype(np.uint16)
        if _n_places(whole) >= _LEAST_KEPT * _n_places(packed):
            packed = whole
    return PackedLayout(
        packed, home, n_outside, tuple(low.tolist()), float(side) / _N_STEPS
    )


def _n_places(steps: npt.NDArray[Any]) -> int:
    """Number of distinct positions."""
    pairs = np.ascontiguousarray(steps + steps.dtype.type(0))  # -0 is 0
    return len(np.unique(pairs.view(f"u{2 * steps.itemsize}")))


def pack_colors(colors: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """Quantize colors to uint8."""
    steps: npt.NDArray[np.uint8] = np.rint(colors * 255).astype(np.uint8)
    return steps


def pack_labels(labels: list[str]) -> tuple[list[str], npt.NDArray[np.uint32]]:
    """Label names in order of appearance, and the uint32 code of each row."""
    codes = {name: code for code, name in enumerate(dict.fromkeys(labels))}
    return list(codes), np.array([codes[label] for label in labels], dtype=np.uint32)


def check_images(images: npt.ArrayLike, n_rows: int) -> npt.NDArray[np.uint8]:
    """Validate one image for each row.

    Parameters
    ----------
    images : array-like of shape (n_rows, height, width) or (n_rows, height, width, 3)
        Integers from 0 to 255, or floats in [0, 1].
    n_rows : int
        Required number of images.

    Returns
    -------
    ndarray, uint8
        The images.

    Raises
    ------
    ValueError
        If the shape is wrong, or values are out of range.
    """
    images = as_array(images, "images")
    is_image = images.ndim == 3 or (images.ndim == 4 and images.shape[3] == 3)
    if not is_image or len(images) != n_rows or 0 in images.shape:
        raise ValueError(
            f"images has shape {images.shape}; wanted ({n_rows}, height, width) or "
            f"({n_rows}, height, width, 3), one image for each row of layout."
        )
    if images.dtype.kind not in "fiu":
        raise ValueError(f"images must contain integers or floats; got {images.dtype}.")
    if images.dtype.kind == "f":
        return pack_colors(clip_rounding(images, f"images of {images.dtype}"))
    low, high = images.min(), images.max()
    if low < 0 or high > 255:
        raise ValueError(
            f"images of {images.dtype} must lie in [0, 255]; got values from {low} to "
            f"{high}."
        )
    return images.astype(np.uint8, copy=False)
