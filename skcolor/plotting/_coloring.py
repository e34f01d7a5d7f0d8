"""A map with its colours."""

import numpy as np
from sklearn.utils import check_random_state

from skcolor._apply import color_rows, last_step
from skcolor.plotting._axes import check_map, clear_axes, new_axes

# Where all points together would cover this share of the axes side by side, the map
# shows both single points and dense regions.
_COVERAGE = 0.35
_SMALLEST, _LARGEST = 0.6, 30.0


class ColoringDisplay:
    """A map of points in their colours.

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
    random_state : int, RandomState instance or None, default=0
        Shuffles the order in which points are drawn, so that no group hides another.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Where the map was drawn.
    figure_ : matplotlib.figure.Figure
        The figure around it.
    scatter_ : matplotlib.collections.PathCollection
        The points.
    exemplars_ : matplotlib.collections.PathCollection or None
        The exemplars.

    Raises
    ------
    ValueError
        If the layout is not a finite array of two columns, or the colours are not one
        sRGB colour for each of its rows.

    See Also
    --------
    plot_gallery : Many colourings of one map.

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

    def __init__(self, layout, colors, *, name=None, exemplar_indices=None, random_state=0):
        self.layout = layout
        self.colors = colors
        self.name = name
        self.exemplar_indices = exemplar_indices
        self.random_state = random_state

    def plot(self, ax=None, *, name=None, s=None, alpha=None, **kwargs):
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
            Opacity; None lets it fall a little with the number of points.
        **kwargs : dict
            Passed on to :meth:`matplotlib.axes.Axes.scatter`.

        Returns
        -------
        ColoringDisplay
            The display, with its artists as attributes.
        """
        layout, colors = check_map(self.layout, self.colors)
        self.ax_ = new_axes() if ax is None else ax
        self.figure_ = self.ax_.figure
        clear_axes(self.ax_)
        n_points = len(layout)
        s = point_size(self.ax_, n_points) if s is None else s
        if alpha is None:
            alpha = float(np.interp(np.log10(n_points), [3, 5.5], [0.9, 0.7]))
        order = check_random_state(self.random_state).permutation(n_points)
        # Not as vectors: a drawing of a hundred thousand paths takes a minute to open.
        style = {"linewidths": 0, "rasterized": True, **kwargs}
        self.scatter_ = self.ax_.scatter(
            *layout[order].T, c=colors[order], s=s, alpha=alpha, **style
        )
        self.exemplars_ = self._plot_exemplars(layout, colors)
        name = self.name if name is None else name
        if name is not None:
            self.ax_.set_title(name)
        return self

    def _plot_exemplars(self, layout, colors):
        if self.exemplar_indices is None or len(self.exemplar_indices) == 0:
            return None
        indices = np.asarray(self.exemplar_indices)
        size = np.clip(6000 / len(indices), 25, 90) * self._panel_scale()
        return self.ax_.scatter(
            *layout[indices].T,
            c=colors[indices],
            s=size,
            edgecolors="black",
            linewidths=0.22 * np.sqrt(size),
            zorder=3,
        )

    def _panel_scale(self):
        width, height = axes_points(self.ax_)
        return min(1.0, width * height / 300**2)

    @classmethod
    def from_colors(
        cls,
        layout,
        colors,
        *,
        ax=None,
        name=None,
        exemplar_indices=None,
        random_state=0,
        **kwargs,
    ):
        """Draw a map in given colours.

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
        random_state : int, RandomState instance or None, default=0
            Shuffles the order in which points are drawn.
        **kwargs : dict
            Passed on to `plot`.

        Returns
        -------
        ColoringDisplay
            The display, drawn.
        """
        display = cls(
            layout,
            colors,
            name=name,
            exemplar_indices=exemplar_indices,
            random_state=random_state,
        )
        return display.plot(ax, **kwargs)

    @classmethod
    def from_estimator(
        cls,
        colorer,
        X,
        layout,
        *,
        ax=None,
        name=None,
        exemplars=True,
        random_state=0,
        **kwargs,
    ):
        """Draw a map in the colours that a fitted colorer gives.

        Parameters
        ----------
        colorer : estimator
            A fitted colorer, or a pipeline that ends in one.
        X : array-like of shape (n_samples, n_features)
            The rows.
        layout : array-like of shape (n_samples, 2)
            Their layout.
        ax : matplotlib.axes.Axes or None, default=None
            Where to draw; None makes a figure.
        name : str or None, default=None
            Title; None takes the class name of the colorer.
        exemplars : bool, default=True
            Whether to draw the exemplars of the clusters, where the colorer knows some
            and X has as many rows as it was fitted to.
        random_state : int, RandomState instance or None, default=0
            Shuffles the order in which points are drawn.
        **kwargs : dict
            Passed on to `plot`.

        Returns
        -------
        ColoringDisplay
            The display, drawn.
        """
        last = last_step(colorer)
        colors = color_rows(colorer, X, layout)
        return cls.from_colors(
            layout,
            colors,
            ax=ax,
            name=type(last).__name__ if name is None else name,
            exemplar_indices=find_exemplars(last, len(colors)) if exemplars else None,
            random_state=random_state,
            **kwargs,
        )


def find_exemplars(colorer, n_rows):
    """Rows that a colorer names as exemplars, if it was fitted to `n_rows` rows."""
    if len(getattr(colorer, "labels_", ())) != n_rows:
        return None
    return getattr(colorer, "exemplar_indices_", None)


def axes_points(ax):
    """Width and height of axes in points (1/72 inch)."""
    box = ax.get_position()
    width, height = ax.figure.get_size_inches() * 72
    return box.width * width, box.height * height


def point_size(ax, n_points):
    """Area of one of `n_points` points that suits the size of the axes, in points²."""
    width, height = axes_points(ax)
    area = min(width, height) ** 2
    return float(np.clip(_COVERAGE * area / n_points, _SMALLEST, _LARGEST))
