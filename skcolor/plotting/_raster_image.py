"""Points as an image that is rendered on each draw, for the current view."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.image import AxesImage
from matplotlib.transforms import Affine2D

from skcolor.plotting._raster import rasterize

# Lowest resolution in vector files, in dots per inch: what journals ask for.
_LOWEST = 300


class RasterImage(AxesImage):
    """An image of points at the resolution of the output.

    It stays sharp at any zoom and resolution, and has at least 300 dots per inch in vector
    files. `get_array` returns what was last drawn.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes to add it to; their scales must be linear.
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.
    colors : ndarray of shape (n_samples, 3)
        Colors of the points, sRGB in [0, 1].
    s : float
        Area of the bounding square of a marker in square points (1/72 inch), as in
        :meth:`matplotlib.axes.Axes.scatter`.
    alpha : float
        Opacity of a single point.
    fade : float, default=1.0
        Share of its opacity that the whole image keeps.
    **kwargs : dict
        Properties of the artist.
    """

    def __init__(
        self,
        ax: Axes,
        layout: npt.NDArray[np.floating],
        colors: npt.NDArray[np.floating],
        *,
        s: float,
        alpha: float,
        fade: float = 1.0,
        **kwargs: Any,
    ) -> None:
        low, high = layout.min(axis=0), layout.max(axis=0)
        extent = float(low[0]), float(high[0]), float(low[1]), float(high[1])
        super().__init__(ax, extent=extent, origin="lower", **kwargs)
        self.set_mouseover(False)
        self.set_data(np.zeros((1, 1, 4), dtype=np.uint8))
        self._points: dict[str, Any] = {"layout": layout, "colors": colors, "alpha": alpha}
        self._size = s
        self._fade = fade
        self._drawn: dict[str, Any] | None = None
        ax.add_image(self)
        self.set_clip_path(ax.patch)
        ax.update_datalim([low, high])
        ax.autoscale_view()

    def can_composite(self) -> bool:
        """Never: other images would reduce it to their resolution."""
        return False

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the image; on vector backends, at 300 dots per inch or more."""
        if not (self.get_visible() and renderer.option_scale_image()):
            super().draw(renderer)
            return
        finest = _LOWEST / self.axes.figure.dpi
        magnification = max(renderer.get_image_magnification(), finest)
        image, left, bottom, _ = self.make_image(renderer, magnification)
        if image is not None:
            context = renderer.new_gc()
            context.set_clip_rectangle(self.get_clip_box())
            context.set_clip_path(self.get_clip_path())  # type: ignore[arg-type]
            context.set_url(self.get_url())
            context.set_gid(self.get_gid())  # type: ignore[arg-type]
            place = (
                Affine2D().scale(image.shape[1], image.shape[0]).scale(1 / magnification)
            )
            renderer.draw_image(context, left, bottom, image, place)
            context.restore()
        self.stale = False

    def make_image(
        self, renderer: RendererBase, magnification: float = 1.0, unsampled: bool = False
    ) -> Any:
        """Image of the current view, its position, and no transform."""
        # Whole pixels: a subpixel offset would blur the image.
        corners = self.axes.bbox.get_points() * magnification
        low, high = np.floor(corners[0]), np.ceil(corners[1])
        n_columns, n_rows = (high - low).astype(int)
        if n_columns < 1 or n_rows < 1:
            return None, 0, 0, None
        place = self.get_transform().inverted().transform
        (left, bottom), (right, top) = place([low / magnification, high / magnification])
        dots = self.axes.figure.dpi / 72 * magnification
        wanted: dict[str, Any] = {
            "extent": (left, right, top, bottom),  # a canvas starts at the bottom
            "shape": (int(n_rows), int(n_columns)),
            "diameter": float(np.sqrt(self._size) * dots),
        }
        if wanted != self._drawn:
            image = rasterize(**self._points, **wanted)
            image[..., 3] = np.rint(image[..., 3] * self._fade)
            self.set_data(image)
            self._drawn = wanted
        return self.get_array(), *(low / magnification), None
