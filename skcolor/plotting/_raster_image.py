"""Points as an image on axes that is made when it is drawn, for what is seen of it."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.image import AxesImage

from skcolor.plotting._raster import rasterize


class RasterImage(AxesImage):
    """An image of points, in as many pixels as the output has.

    It stays sharp at any zoom and resolution. `get_array` gives what was drawn last.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where it is added; its scales must be linear.
    layout : ndarray of shape (n_samples, 2)
        Where the points are.
    colors : ndarray of shape (n_samples, 3)
        sRGB in [0, 1].
    s : float
        Area of the square around a point in square points (1/72 inch), as in
        :meth:`matplotlib.axes.Axes.scatter`.
    alpha : float
        Opacity of a single point.
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
        **kwargs: Any,
    ) -> None:
        low, high = layout.min(axis=0), layout.max(axis=0)
        extent = float(low[0]), float(high[0]), float(low[1]), float(high[1])
        super().__init__(ax, extent=extent, origin="lower", **kwargs)
        self.set_mouseover(False)
        self.set_data(np.zeros((1, 1, 4), dtype=np.uint8))
        self._points: dict[str, Any] = {"layout": layout, "colors": colors, "alpha": alpha}
        self._size = s
        self._drawn: dict[str, Any] | None = None
        ax.add_image(self)
        self.set_clip_path(ax.patch)
        ax.update_datalim([low, high])
        ax.autoscale_view()

    def make_image(
        self, renderer: RendererBase, magnification: float = 1.0, unsampled: bool = False
    ) -> Any:
        """The picture of what is seen, where it goes, and no transform."""
        # Whole pixels: moved by a part of one, the image would be blurred.
        corners = self.axes.bbox.get_points() * magnification
        low, high = np.floor(corners[0]), np.ceil(corners[1])
        n_columns, n_rows = (high - low).astype(int)
        if n_columns < 1 or n_rows < 1:
            return None, 0, 0, None
        place = self.get_transform().inverted().transform
        (left, bottom), (right, top) = place([low / magnification, high / magnification])
        dots = self.axes.figure.dpi / 72 * magnification
        wanted: dict[str, Any] = {
            "extent": (left, right, top, bottom),  # canvases have the first row below
            "shape": (int(n_rows), int(n_columns)),
            "diameter": float(np.sqrt(self._size) * dots),
        }
        if wanted != self._drawn:
            self.set_data(rasterize(**self._points, **wanted))
            self._drawn = wanted
        return self.get_array(), *(low / magnification), None
