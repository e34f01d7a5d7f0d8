"""The display of a colored map."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.offsetbox import AnnotationBbox
from matplotlib.text import Text

from skcolor._blocks.read_blocks import compute_rows
from skcolor._checks.row_numbers import check_row_numbers
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_rgba
from skcolor._checks.texts import as_drawn
from skcolor._fitted.pipelines import color_lazily, last_step
from skcolor.plotting._axes import check_map, clear_axes, new_axes
from skcolor.plotting._exemplars import draw_exemplars, find_exemplars
from skcolor.plotting._explorer_data import check_images
from skcolor.plotting._fitted_title import FittedTitle
from skcolor.plotting._legend import ColoringLegend
from skcolor.plotting._pictures import as_rgb
from skcolor.plotting._points import (
    Points,
    check_per_point,
    draw_highlighted,
    draw_points,
)
from skcolor.plotting._raster_image import RasterImage
from skcolor.plotting._room import find_room
from skcolor.plotting._themes import apply_theme
from skcolor.plotting._titles import make_title
from skcolor.plotting._view import show_points


class ColoringDisplay:
    """Scatter plot of a layout in the colors of its points.

    Create one with `from_colors` or `from_estimator`; `plot` draws it again.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Positions of the points.
    colors : array-like of shape (n_samples, 3), (n_samples, 4) or (n_samples,)
        Colors of the points: sRGB as floats in [0, 1] or integers from 0 to 255, hex
        strings, or names known to matplotlib. A fourth column is the opacity.
    name : str or None, default=None
        Title of the plot.
    exemplar_indices : array-like of int or None, default=None
        Points to draw large, on top of all others.
    images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
        A thumbnail of each row, with which exemplars are drawn: gray or sRGB, integers from
        0 to 255 or floats in [0, 1].
    legend : ColoringLegend or None, default=None
        Legend of the colors.
    random_state : int, RandomState instance or None, default=0
        Controls the random order in which single points are drawn, so that no group hides
        another.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Axes with the map.
    figure_ : matplotlib.figure.Figure
        The figure that contains the axes.
    scatter_ : matplotlib.collections.PathCollection or None
        The points, if they are drawn one by one; without highlighted ones.
    outside_ : matplotlib.text.Text or None
        The note on how many points lie outside the plot, if any do.
    image_ : matplotlib.image.AxesImage or None
        The points, if they are drawn as a raster; without highlighted ones. Each draw
        recomputes it for the current resolution and view.
    highlighted_ : PathCollection, AxesImage or None
        The highlighted points.
    exemplars_ : PathCollection, list of AnnotationBbox or None
        The exemplars, as points or images.
    exemplar_numbers_ : list of matplotlib.text.Text
        The numbers of the labels of exemplars. They are drawn if there is a legend of
        labels, which shows them too; where two would overlap, the more frequent label has
        its number.

    Raises
    ------
    ValueError
        If the layout is not a finite array of two columns, or there is not one sRGB color,
        or one image, for each of its rows.

    See Also
    --------
    ColoringLegend : Explains the colors.
    plot_gallery : Plots many colorings of one map.

    Notes
    -----
    Up to 50,000 points are drawn one by one in random order, in vector files as vectors
    unless ``rasterized=True``. Larger maps are drawn as a raster, in which no group of
    points hides another: where several points cover a pixel, it has the color of a random
    one of them, or the mean color of points at the same place in like colors; more points
    make it more opaque. Vector files contain it with at least 300 dots per inch. It has
    round points of one size and opacity, so maps with `marker`, edges, or `s`, `alpha` or
    opacity that differ between points are drawn one by one whatever their size, as an
    embedded image if they have more than 50,000 points.

    A legend takes room from the axes of the map, as a color bar does, unless it has axes
    of its own. It is to the right of the map or below, where it leaves the map the most
    room, in a font that follows the size of the axes, from 6 points. Long titles get a
    smaller font and more lines. All of this is adapted on each draw, so it works with
    ``layout="constrained"``, ``tight_layout``, subfigures and shared axes.

    Both axes have the same scale. If a few outlying points would shrink the rest of the map
    to less than a tenth of its longer side, they are left out, and a note says how many;
    this affects at most 1 percent of the points on each side of the map. `plot` with
    ``whole=True`` includes them. The short side of the plot is at least a quarter of the
    long one, however narrow the map is.

    Examples
    --------
    >>> from skcolor import ArgmaxColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import ColoringDisplay
    >>> digits = load_digits_layout()
    >>> colors = ArgmaxColorer().fit_transform(digits.data)
    >>> display = ColoringDisplay.from_colors(digits.layout, colors, name="argmax")
    >>> display.ax_.get_title()
    'argmax'

    Highlight the eights, in a vector file for print:

    >>> import io
    >>> display = display.plot(highlight=digits.target == 8)
    >>> display.figure_.savefig(io.BytesIO(), format="pdf")
    """

    def __init__(
        self,
        layout: npt.ArrayLike,
        colors: npt.ArrayLike,
        *,
        name: str | None = None,
        exemplar_indices: npt.ArrayLike | None = None,
        images: npt.ArrayLike | None = None,
        legend: ColoringLegend | None = None,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.layout = layout
        self.colors = colors
        self.name = name
        self.exemplar_indices = exemplar_indices
        self.images = images
        self.legend = legend
        self.random_state = random_state

    def plot(
        self,
        ax: Axes | None = None,
        *,
        name: str | None = None,
        s: npt.ArrayLike | None = None,
        alpha: npt.ArrayLike | None = None,
        highlight: npt.ArrayLike | None = None,
        raster: bool | None = None,
        whole: bool = False,
        theme: str | None = None,
        legend_ax: Axes | None = None,
        **kwargs: Any,
    ) -> Self:
        """Draw the map.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure.
        name : str or None, default=None
            Title; None uses that of the display.
        s : float, array-like of shape (n_samples,) or None, default=None
            Area of a marker in square points (1/72 inch), or of each; None adapts it to the
            number of points and the size of the axes.
        alpha : float, array-like of shape (n_samples,) or None, default=None
            Opacity of a point, or of each; None takes that of `colors`, or else decreases
            it slightly with the number of points.
        highlight : array-like of int or of shape (n_samples,), bool, or None, default=None
            Rows to draw on top of all others, opaque, and larger and with rings if they are
            few; the others are dimmed. None dims none.
        raster : bool or None, default=None
            Whether to draw a raster instead of single points; None does so for more than
            50,000 points.
        whole : bool, default=False
            Whether to include outlying points, even if that shrinks the rest of the map.
        theme : {"light", "dark"} or None, default=None
            Background of the figure, with a matching text color. None leaves the background
            unchanged.
        legend_ax : matplotlib.axes.Axes or None, default=None
            Axes to draw the legend in. None takes room from `ax`, to the right of the map
            or below it.
        **kwargs : dict
            Keyword arguments of :meth:`matplotlib.axes.Axes.scatter`; for a raster,
            properties of the image.

        Returns
        -------
        ColoringDisplay
            The display, with its artists as attributes.
        """
        given = {"colors": self.colors, "s": s, "alpha": alpha, "highlight": highlight}
        check_row_order({"layout": self.layout, **given})
        layout = check_map(self.layout)
        colors, opacity = check_row_rgba(self.colors, len(layout), of="layout")
        exemplars, images = self._check_exemplars(len(layout))
        s = check_per_point("s", s, len(layout))
        alpha = check_per_point("alpha", alpha, len(layout), most=1.0)
        points = Points(layout, colors, s, opacity if alpha is None else alpha)
        rows = check_row_numbers(highlight, "highlight", len(layout), mask_too=True)
        if raster not in (True, False, None):
            raise ValueError(f"raster must be a bool or None; got {raster!r}.")
        if whole not in (True, False):
            raise ValueError(f"whole must be a bool; got {whole!r}.")
        if legend_ax is not None and self.legend is None:
            raise ValueError("legend_ax needs a legend to draw in it; got legend=None.")
        if ax is None:
            legend = self.legend if legend_ax is None else None
            ax = new_axes() if legend is None else legend._new_axes()
        self.ax_, self.figure_ = ax, ax.figure
        ink = apply_theme(self.figure_, theme)
        clear_axes(ax)
        self.outside_ = show_points(ax, layout, ink, whole=whole)
        # Before the points, because their size follows that of the map.
        self._draw_title(self.name if name is None else name, ink)
        if self.legend is not None:
            self.legend._plot_for(ax, legend_ax, theme)
        style = {"raster": raster, "random_state": self.random_state, **kwargs}
        self.highlighted_: PathCollection | RasterImage | None = None
        if highlight is None:
            artist: PathCollection | RasterImage | None = draw_points(ax, points, **style)
        else:
            artist, self.highlighted_ = draw_highlighted(ax, points, rows, ink, **style)
        self.image_ = artist if isinstance(artist, RasterImage) else None
        self.scatter_ = artist if isinstance(artist, PathCollection) else None
        self.exemplars_: PathCollection | list[AnnotationBbox] | None = None
        self.exemplar_numbers_: list[Text] = []
        if len(exemplars):
            numbers = [] if self.legend is None else self.legend._numbers(len(exemplars))
            marks = layout[exemplars], colors[exemplars], images, ink, numbers
            self.exemplars_, self.exemplar_numbers_ = draw_exemplars(ax, *marks)
        return self

    def _draw_title(self, name: str | None, ink: str) -> None:
        room = find_room(self.ax_)
        if name is not None:
            room.set_title(FittedTitle(self.ax_, as_drawn(name), color=ink))

    def _check_exemplars(
        self, n_rows: int
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8] | None]:
        """Indices of the exemplars, and their images if there are any."""
        rows = check_row_numbers(self.exemplar_indices, "exemplar_indices", n_rows)
        if self.images is None:
            return rows, None
        return rows, as_rgb(check_images(self.images, n_rows)[rows])

    @classmethod
    def from_colors(
        cls,
        layout: npt.ArrayLike,
        colors: npt.ArrayLike,
        *,
        ax: Axes | None = None,
        name: str | None = None,
        exemplar_indices: npt.ArrayLike | None = None,
        images: npt.ArrayLike | None = None,
        legend: ColoringLegend | None = None,
        legend_ax: Axes | None = None,
        random_state: int | np.random.RandomState | None = 0,
        **kwargs: Any,
    ) -> Self:
        """Plot a map in given colors.

        Parameters
        ----------
        layout : array-like of shape (n_samples, 2)
            Positions of the points.
        colors : array-like of shape (n_samples, 3), (n_samples, 4) or (n_samples,)
            sRGB as floats in [0, 1] or integers from 0 to 255, hex strings, or names known
            to matplotlib. A fourth column is the opacity. If these and `layout` are dask
            arrays, they are computed together, and are in memory after that.
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure.
        name : str or None, default=None
            Title of the plot.
        exemplar_indices : array-like of int or None, default=None
            Points to draw large, on top of all others.
        images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
            A thumbnail of each row, with which exemplars are drawn.
        legend : ColoringLegend or None, default=None
            Legend of the colors.
        legend_ax : matplotlib.axes.Axes or None, default=None
            Axes to draw the legend in. None takes room from `ax`, to the right of the map
            or below it.
        random_state : int, RandomState instance or None, default=0
            Controls the random order in which single points are drawn.
        **kwargs : dict
            Keyword arguments of `plot`.

        Returns
        -------
        ColoringDisplay
            The display, already plotted.

        Raises
        ------
        TypeError
            If `legend` is anything else: colors alone do not define a legend.
        """
        if not (legend is None or isinstance(legend, ColoringLegend)):
            raise TypeError(
                "legend must be a ColoringLegend or None, because colors alone do not "
                f"define a legend; got {legend!r}."
            )
        layout, colors = compute_rows({"layout": layout, "colors": colors})
        display = cls(
            layout,
            colors,
            name=name,
            exemplar_indices=exemplar_indices,
            images=images,
            legend=legend,
            random_state=random_state,
        )
        return display.plot(ax, legend_ax=legend_ax, **kwargs)

    @classmethod
    def from_estimator(
        cls,
        colorer: Any,
        X: npt.ArrayLike,
        layout: npt.ArrayLike,
        *,
        ax: Axes | None = None,
        name: str | None = None,
        exemplars: bool = True,
        images: npt.ArrayLike | None = None,
        legend: bool | dict[str, Any] | None = False,
        legend_ax: Axes | None = None,
        random_state: int | np.random.RandomState | None = 0,
        **kwargs: Any,
    ) -> Self:
        """Plot a map in the colors of a fitted colorer.

        Parameters
        ----------
        colorer : estimator
            A fitted colorer, or a pipeline or search that ends in one.
        X : array-like of shape (n_samples, n_features)
            The rows.
        layout : array-like of shape (n_samples, 2)
            Layout of the rows.
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure.
        name : str or None, default=None
            Title; None describes what the colorer does.
        exemplars : bool, default=True
            Whether to draw the exemplars of clusters, if the colorer has any and X has as
            many rows as in fit.
        images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
            A thumbnail of each row, with which exemplars are drawn, in the legend too.
        legend : bool, dict or None, default=False
            Whether to draw a legend; None draws none. A dict is passed to
            :meth:`ColoringLegend.from_estimator`: ``legend={"row_names": words}``.
        legend_ax : matplotlib.axes.Axes or None, default=None
            Axes to draw the legend in. None takes room from `ax`, to the right of the map
            or below it. Axes need no ``legend=True``.
        random_state : int, RandomState instance or None, default=0
            Controls the random order in which single points are drawn.
        **kwargs : dict
            Keyword arguments of `plot`.

        Returns
        -------
        ColoringDisplay
            The display, already plotted.
        """
        last = last_step(colorer)
        colors = color_lazily(colorer, X, layout)
        layout, colors = compute_rows({"layout": layout, "colors": colors})
        key = None
        if not (legend is None or isinstance(legend, (bool, np.bool_, dict))):
            raise TypeError(f"legend must be a bool, a dict or None; got {legend!r}.")
        if legend or isinstance(legend, dict) or legend_ax is not None:
            known = {"images": images, **(legend if isinstance(legend, dict) else {})}
            key = ColoringLegend.from_estimator(colorer, X, layout, **known)
        return cls.from_colors(
            layout,
            colors,
            ax=ax,
            name=make_title(colorer) if name is None else name,
            exemplar_indices=find_exemplars(last, len(colors)) if exemplars else None,
            images=images,
            legend=key,
            legend_ax=legend_ax,
            random_state=random_state,
            **kwargs,
        )
