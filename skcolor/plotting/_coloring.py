"""A map with its colors."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.offsetbox import AnnotationBbox

from skcolor._checks.arguments import check_number
from skcolor._checks.arrays import check_unmasked
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor._checks.texts import as_drawn
from skcolor._fitted.pipelines import color_rows, last_step
from skcolor.plotting._axes import check_map, clear_axes, new_axes
from skcolor.plotting._exemplars import draw_exemplars, find_exemplars
from skcolor.plotting._explorer_data import check_images
from skcolor.plotting._legend import ColoringLegend
from skcolor.plotting._pictures import as_rgb
from skcolor.plotting._points import draw_points
from skcolor.plotting._themes import apply_theme
from skcolor.plotting._titles import make_title
from skcolor.plotting._view import show_points


class ColoringDisplay:
    """A map of points in their colors.

    Make one with `from_colors` or `from_estimator`; `plot` draws it again.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Where the points are.
    colors : array-like of shape (n_samples, 3)
        sRGB in [0, 1].
    name : str or None, default=None
        Title of the picture.
    exemplar_indices : array-like of int or None, default=None
        Points to be drawn large, over all others.
    images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
        A small picture of each row, gray or sRGB, integers from 0 to 255 or floats in
        [0, 1]: exemplars are drawn as theirs.
    legend : ColoringLegend or None, default=None
        What the colors mean, to be drawn to the right of the map.
    random_state : int, RandomState instance or None, default=0
        Shuffles the order in which single points are drawn, so that no group hides
        another.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Where the map was drawn.
    figure_ : matplotlib.figure.Figure
        The figure around it.
    scatter_ : matplotlib.collections.PathCollection or None
        The points, where they are drawn one by one.
    outside_ : matplotlib.text.Text or None
        What says how many points lie outside the picture, where some do.
    image_ : matplotlib.image.AxesImage or None
        The points, where they are drawn as a raster; made anew, when it is drawn, for the
        resolution and the part of the map that is seen.
    exemplars_ : PathCollection, list of AnnotationBbox or None
        The exemplars: points or pictures.

    Raises
    ------
    ValueError
        If the layout is not a finite array of two columns, the colors are not one sRGB
        color for each of its rows, or the images not one picture.

    See Also
    --------
    ColoringLegend : What the colors mean.
    plot_gallery : Many colorings of one map.

    Notes
    -----
    Up to 50,000 points are drawn one by one in random order. More are drawn as a raster,
    in which no point hides another: a pixel has the mean color, in linear light, of the
    points that cover it, and is the more opaque the more they are.

    Both sides of a map have one scale. Where a few points lie so far off that all others
    together would take less than a tenth of the side, they are left outside, and the
    picture says how many they are; at most one in a hundred of the points on each side
    of the map. `plot` with ``whole=True`` shows them, too. The short side of a picture is
    at least a quarter of the long one, however narrow the map is.

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
        s: float | None = None,
        alpha: float | None = None,
        raster: bool | None = None,
        whole: bool = False,
        theme: str | None = None,
        **kwargs: Any,
    ) -> Self:
        """Draw the map.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None, default=None
            Where to draw; None makes a figure.
        name : str or None, default=None
            Title; None takes that of the display.
        s : float or None, default=None
            Area of a point in square points (1/72 inch); None suits it to the number of
            points and the size of the axes.
        alpha : float or None, default=None
            Opacity of a point; None lets it fall a little with the number of points.
        raster : bool or None, default=None
            Whether to draw a raster rather than single points; None does so for more than
            50,000 points.
        whole : bool, default=False
            Whether to show also the few points that lie far off, if there are any, and
            all others as small as that makes them.
        theme : {"light", "dark"} or None, default=None
            Background of the figure, and a color for text that suits it. None leaves
            the background as it is.
        **kwargs : dict
            Passed on to :meth:`matplotlib.axes.Axes.scatter`; for a raster, properties of
            the image.

        Returns
        -------
        ColoringDisplay
            The display, with its artists as attributes.
        """
        check_row_order({"layout": self.layout, "colors": self.colors})
        layout = check_map(self.layout)
        colors = check_row_colors(self.colors, len(layout), of="layout")
        exemplars, images = self._check_exemplars(len(layout))
        if s is not None:
            check_number("s", s)
        if raster not in (True, False, None):
            raise ValueError(f"raster must be a bool or None; got {raster!r}.")
        if whole not in (True, False):
            raise ValueError(f"whole must be a bool; got {whole!r}.")
        if self.legend is not None:
            ax, place = self.legend._find_room(ax)
        elif ax is None:
            ax = new_axes()
        self.ax_, self.figure_ = ax, ax.figure
        ink = apply_theme(self.figure_, theme)
        clear_axes(ax)
        style = {"s": s, "alpha": alpha, "raster": raster, **kwargs}
        points = draw_points(ax, layout, colors, random_state=self.random_state, **style)
        self.scatter_, self.image_ = points
        self.outside_ = show_points(ax, layout, ink, whole=whole)
        self.exemplars_: PathCollection | list[AnnotationBbox] | None = None
        if len(exemplars):
            places, shades = layout[exemplars], colors[exemplars]
            self.exemplars_ = draw_exemplars(ax, places, shades, images, ink)
        if self.legend is not None:
            self.legend.plot(**place, theme=theme)
        name = self.name if name is None else name
        if name is not None:
            ax.set_title(as_drawn(name), color=ink)
        return self

    def _check_exemplars(
        self, n_rows: int
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8] | None]:
        """Indices of the exemplars, and their pictures where there are some."""
        given: npt.ArrayLike = (
            [] if self.exemplar_indices is None else self.exemplar_indices
        )
        check_unmasked(given, "exemplar_indices")
        rows = np.asarray(given)
        rows = rows if rows.size else rows.astype(int)
        is_row = rows.ndim == 1 and rows.dtype.kind in "iu"
        if not (is_row and (rows >= 0).all() and (rows < n_rows).all()):
            raise ValueError(
                f"exemplar_indices must be integers from 0 to {n_rows - 1}, the rows of "
                f"layout; got {rows!r:.60}."
            )
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
        random_state: int | np.random.RandomState | None = 0,
        **kwargs: Any,
    ) -> Self:
        """Draw a map in given colors.

        Parameters
        ----------
        layout : array-like of shape (n_samples, 2)
            Where the points are.
        colors : array-like of shape (n_samples, 3)
            sRGB in [0, 1].
        ax : matplotlib.axes.Axes or None, default=None
            Where to draw; None makes a figure.
        name : str or None, default=None
            Title of the picture.
        exemplar_indices : array-like of int or None, default=None
            Points to be drawn large, over all others.
        images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
            A small picture of each row: exemplars are drawn as theirs.
        legend : ColoringLegend or None, default=None
            What the colors mean, to be drawn to the right of the map.
        random_state : int, RandomState instance or None, default=0
            Shuffles the order in which single points are drawn.
        **kwargs : dict
            Passed on to `plot`.

        Returns
        -------
        ColoringDisplay
            The display, drawn.

        Raises
        ------
        TypeError
            If `legend` is something else: colors alone do not say what they mean.
        """
        if not (legend is None or isinstance(legend, ColoringLegend)):
            raise TypeError(
                "legend must be a ColoringLegend or None, since colors alone do not say "
                f"what they mean; got {legend!r}."
            )
        display = cls(
            layout,
            colors,
            name=name,
            exemplar_indices=exemplar_indices,
            images=images,
            legend=legend,
            random_state=random_state,
        )
        return display.plot(ax, **kwargs)

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
        legend: bool | dict[str, Any] = False,
        random_state: int | np.random.RandomState | None = 0,
        **kwargs: Any,
    ) -> Self:
        """Draw a map in the colors that a fitted colorer gives.

        Parameters
        ----------
        colorer : estimator
            A fitted colorer, or a pipeline or search with one at its end.
        X : array-like of shape (n_samples, n_features)
            The rows.
        layout : array-like of shape (n_samples, 2)
            Their layout.
        ax : matplotlib.axes.Axes or None, default=None
            Where to draw; None makes a figure.
        name : str or None, default=None
            Title; None says what the colorer does.
        exemplars : bool, default=True
            Whether to draw the exemplars of the clusters, where the colorer knows some
            and X has as many rows as it was fitted to.
        images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
            A small picture of each row: exemplars, also those of the legend, are drawn as
            theirs.
        legend : bool or dict, default=False
            Whether to draw what the colors mean to the right of the map. A dict is
            passed on to :meth:`ColoringLegend.from_estimator`:
            ``legend={"row_names": words}``.
        random_state : int, RandomState instance or None, default=0
            Shuffles the order in which single points are drawn.
        **kwargs : dict
            Passed on to `plot`.

        Returns
        -------
        ColoringDisplay
            The display, drawn.
        """
        last = last_step(colorer)
        colors = color_rows(colorer, X, layout)
        key = None
        if legend is not False:
            known = {"images": images, **({} if legend is True else legend)}
            key = ColoringLegend.from_estimator(colorer, X, layout, **known)
        return cls.from_colors(
            layout,
            colors,
            ax=ax,
            name=make_title(colorer) if name is None else name,
            exemplar_indices=find_exemplars(last, len(colors)) if exemplars else None,
            images=images,
            legend=key,
            random_state=random_state,
            **kwargs,
        )
