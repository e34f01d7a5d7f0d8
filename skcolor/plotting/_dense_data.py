"""Colors of images of features as plots take them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.images._color_cells import color_cells, find_interpolation
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._labeled_arrays import values_of
from skcolor.images._overlay import clip_to_mask, overlay
from skcolor.images._rgb_bytes import Picture, as_picture, to_bytes
from skcolor.images._upsample import check_grid_colors, upsample

PANELS = ("image", "colors", "overlay")
# A cell without an image has so many pixels on a side, to show the colors between cells.
_PIXELS = 8


@dataclass(frozen=True)
class Dense:
    """The colors of one or more images.

    Parameters
    ----------
    colors : list of ndarray of shape (n_rows, n_columns, 3), float32
        Colors of cells; NaN where there are none.
    images : list of ndarray of shape (height, width, 3), uint8, or None
        The images.
    masks : list of ndarray of bool or None
        Cells or pixels with colors.
    interpolation : str
        How pixels get the colors of cells, unless asked for otherwise.
    """

    colors: list[npt.NDArray[np.float32]]
    images: list[Picture] | None
    masks: list[npt.NDArray[np.bool_]] | None
    interpolation: str

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.colors)

    def ratios(self, n_panels: int) -> list[float]:
        """Height relative to the width of each of so many panels of all images."""
        drawn = self.colors if self.images is None else self.images
        ratios = [float(part.shape[0] / part.shape[1]) for part in drawn]
        return [ratio for ratio in ratios for _ in range(n_panels)]

    def draw(
        self, i: int, panel: str, *, interpolation: str | None = None, **style: Any
    ) -> Picture:
        """A panel of image i as RGB, or RGBA that is transparent without colors."""
        interpolation = interpolation or self.interpolation
        mask = None if self.masks is None else self.masks[i]
        if self.images is None or panel == "colors":
            return self._draw_colors(i, mask, interpolation)
        if panel == "image":
            return self.images[i]
        style = {**style, "interpolation": interpolation, "mask": mask}
        return overlay(self.colors[i], self.images[i], **style)

    def _draw_colors(
        self, i: int, mask: npt.NDArray[np.bool_] | None, interpolation: str
    ) -> Picture:
        colors = self.colors[i]
        cells = colors.shape[:2]
        shape = cells[0] * _PIXELS, cells[1] * _PIXELS
        if self.images is not None:
            shape = self.images[i].shape[0], self.images[i].shape[1]
        elif mask is not None and mask.shape != cells:
            shape = mask.shape[0], mask.shape[1]
        if mask is not None:
            colors, mask = clip_to_mask(colors, mask, shape)
        large = upsample(colors, shape, interpolation=interpolation)
        seen = ~np.isnan(large).any(axis=2)
        if mask is not None:
            seen &= mask
        return to_bytes(np.dstack([np.nan_to_num(large), seen]))


def make_dense(colors: Any, images: Any, X: Any, mask: Any) -> Dense:
    """Validate the arguments of a plot, or color features by an estimator."""
    interpolation = "nearest"
    is_one = not isinstance(colors, (list, tuple)) and np.ndim(colors) == 3
    if hasattr(colors, "transform") or X is not None:
        if not isinstance(colors, GridColorer) or X is None:
            raise ValueError(
                "colors must be colors, or a fitted GridColorer and X the features; got "
                f"{colors!r:.60} and {'no X' if X is None else 'X'}."
            )
        interpolation = find_interpolation(colors)
        shape = colors._as_images(values_of(X)).shape
        is_one = shape is not None and len(shape) == (1 if colors.grid_shape else 2)
        grids = list(color_cells(colors, X))
    else:
        grids = [colors] if is_one else _listed("colors", colors)
    pictures, masks = (
        None
        if values is None
        else [values]
        if is_one
        else _listed(name, values, len(grids))
        for name, values in (("images", images), ("mask", mask))
    )
    numbers = [""] if is_one else [f"[{i}]" for i in range(len(grids))]
    return Dense(
        [check_grid_colors(c, f"colors{i}") for c, i in zip(grids, numbers, strict=True)],
        pictures
        and [as_picture(p, f"images{i}") for p, i in zip(pictures, numbers, strict=True)],
        masks and [np.asarray(part) for part in masks],
        interpolation,
    )


def _listed(name: str, values: Any, n: int | None = None) -> list[Any]:
    """One value for each of several images."""
    listed = list(values) if hasattr(values, "__len__") else []
    if not listed or n not in (None, len(listed)):
        wanted = "at least one image" if n is None else f"{n}, one for each image of colors"
        raise ValueError(f"{name} must hold {wanted}; got {len(listed) or repr(values)}.")
    return listed
