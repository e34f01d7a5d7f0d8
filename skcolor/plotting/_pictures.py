"""Thumbnails of rows, on maps and in legends."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.offsetbox import AnnotationBbox, OffsetImage


def as_rgb(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Convert gray images, of shape (n, height, width), to RGB."""
    return np.stack([images] * 3, axis=-1) if images.ndim == 3 else images


def place_picture(
    ax: Axes, image: npt.NDArray[np.uint8], x: float, y: float, height: float
) -> AxesImage:
    """Draw an image with its lower left corner at x, y, in units of `ax`."""
    width = height * image.shape[1] / image.shape[0]
    return ax.imshow(
        image, extent=(x, x + width, y, y + height), aspect="auto", interpolation="nearest"
    )


def pin_pictures(
    ax: Axes,
    places: npt.NDArray[np.floating],
    images: npt.NDArray[np.uint8],
    colors: npt.NDArray[np.floating],
    height: float,
) -> list[AnnotationBbox]:
    """Draw framed images, of a height in points, at positions on a map.

    Returns
    -------
    list of matplotlib.offsetbox.AnnotationBbox
        The images, in the order of `places`.
    """
    pins = []
    for place, image, color in zip(places, images, colors, strict=True):
        picture = OffsetImage(
            image, zoom=height / image.shape[0], interpolation="nearest", dpi_cor=True
        )
        frame = {"edgecolor": color, "linewidth": 0.25 * height, "facecolor": color}
        pin = AnnotationBbox(picture, place, pad=0, bboxprops=frame, zorder=3)
        ax.add_artist(pin)
        pins.append(pin)
    return pins
