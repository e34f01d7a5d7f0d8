"""The histogram of values or labels, in their colors."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from skcolor._checks.arguments import check_count
from skcolor._checks.tables import check_row_rgba
from skcolor._checks.texts import as_drawn
from skcolor._fitted.pipelines import (
    has_labels,
    has_values,
    label_rows,
    last_step,
    value_rows,
)
from skcolor.paint._colormaps import apply_colormap
from skcolor.paint._palettes import MISSING_COLOR
from skcolor.paint._scale import rescale
from skcolor.plotting._fitted_title import FittedTitle
from skcolor.plotting._room import find_room
from skcolor.plotting._titles import make_title

# Edges, counts and colors.
_Bars = tuple[npt.NDArray[np.floating], npt.NDArray[np.intp], npt.NDArray[np.floating]]


class HistogramDisplay:
    """Histogram of the values or labels behind a coloring.

    It shows at a glance whether a few labels dominate and which values fall outside the
    color scale. Create one with `from_estimator`; `plot` draws it again.

    Parameters
    ----------
    edges : array-like of shape (n_bars + 1,)
        Edges of the bars.
    counts : array-like of shape (n_bars,)
        Number of rows in each bar.
    colors : array-like of shape (n_bars, 3)
        Color of each bar, sRGB in [0, 1], or in another format that
        :class:`ColoringDisplay` takes.
    xlabel : str, default="value"
        Label of the x axis.
    name : str or None, default=None
        Title of the plot.
    n_missing : int, default=0
        Number of rows without a value, which no bar contains.
    missing_color : array-like of shape (3,), default=(0.6, 0.6, 0.6)
        Color of these rows on the map.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Axes with the histogram.
    figure_ : matplotlib.figure.Figure
        The figure that contains the axes.
    bars_ : matplotlib.container.BarContainer
        The bars.

    See Also
    --------
    ColoringDisplay : A map in its colors.

    Examples
    --------
    >>> from skcolor import ArgmaxColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import HistogramDisplay
    >>> digits = load_digits_layout()
    >>> colorer = ArgmaxColorer().fit(digits.data)
    >>> display = HistogramDisplay.from_estimator(colorer, digits.data)
    >>> int(display.counts.sum()), len(display.bars_)
    (1797, 64)
    """

    def __init__(
        self,
        edges: npt.ArrayLike,
        counts: npt.ArrayLike,
        colors: npt.ArrayLike,
        *,
        xlabel: str = "value",
        name: str | None = None,
        n_missing: int = 0,
        missing_color: Any = MISSING_COLOR,
    ) -> None:
        self.edges = edges
        self.counts = counts
        self.colors = colors
        self.xlabel = xlabel
        self.name = name
        self.n_missing = n_missing
        self.missing_color = missing_color

    def plot(
        self, ax: Axes | None = None, *, name: str | None = None, **kwargs: Any
    ) -> Self:
        """Draw the histogram.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure.
        name : str or None, default=None
            Title; None uses that of the display.
        **kwargs : dict
            Keyword arguments of :meth:`matplotlib.axes.Axes.bar`.

        Returns
        -------
        HistogramDisplay
            The display, with its artists as attributes.
        """
        if ax is None:
            import matplotlib.pyplot as plt

            ax = plt.subplots(figsize=(6, 3.5), layout="constrained")[1]
        self.ax_, self.figure_ = ax, ax.figure
        edges = np.asarray(self.edges)
        colors, opacity = check_row_rgba(self.colors, len(edges) - 1, of="counts")
        if opacity is not None:
            colors = np.column_stack([colors, opacity])
        self.bars_ = ax.bar(
            edges[:-1],
            self.counts,
            **{"width": np.diff(edges), "align": "edge", "color": colors, **kwargs},
        )
        ax.set(xlabel=as_drawn(self.xlabel), ylabel="rows", xlim=(edges[0], edges[-1]))
        ax.spines[["top", "right"]].set_visible(False)
        if self.n_missing:
            square = Patch(color=self.missing_color, label=f"{self.n_missing:,} missing")
            ax.legend(handles=[square], frameon=False)
        name = self.name if name is None else name
        if name is not None:
            find_room(ax).set_title(FittedTitle(ax, as_drawn(name)))
        return self

    @classmethod
    def from_estimator(
        cls,
        colorer: Any,
        X: npt.ArrayLike,
        layout: npt.ArrayLike | None = None,
        *,
        ax: Axes | None = None,
        bins: int = 50,
        name: str | None = None,
        **kwargs: Any,
    ) -> Self:
        """Plot the values or labels that a fitted colorer assigns to rows.

        Parameters
        ----------
        colorer : estimator
            A fitted value or label colorer, or a pipeline or search that ends in one.
        X : array-like of shape (n_samples, n_features)
            The rows.
        layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the rows, for colorers that use it.
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure.
        bins : int, default=50
            Number of bars for values; values outside the color scale are counted in the
            first and last bar. Labels have one bar each.
        name : str or None, default=None
            Title; None describes what the colorer does.
        **kwargs : dict
            Keyword arguments of `plot`.

        Returns
        -------
        HistogramDisplay
            The display, already plotted.

        Raises
        ------
        TypeError
            If the colorer has neither values nor labels.
        """
        check_count("bins", bins)
        last = last_step(colorer)
        missing_color = getattr(last, "missing_color_", MISSING_COLOR)
        name = make_title(colorer) if name is None else name
        if has_values(colorer):
            values = value_rows(colorer, X, layout)
            is_missing = np.isnan(values)
            display = cls(
                *_count_values(last, values[~is_missing], bins),
                name=name,
                n_missing=int(is_missing.sum()),
                missing_color=missing_color,
            )
        elif has_labels(colorer):
            labels = label_rows(colorer, X, layout)
            bars = _count_labels(labels, last.palette_, missing_color)
            display = cls(*bars, xlabel="label", name=name)
        else:
            raise TypeError(
                "colorer must have score_samples or predict, as value and label colorers "
                f"do; got {type(last).__name__}."
            )
        return display.plot(ax, **kwargs)


def _count_values(colorer: Any, values: npt.NDArray[np.floating], bins: int) -> _Bars:
    low, high = sorted((colorer.vmin_, colorer.vmax_))
    if low == high:
        return _count_sides(colorer, values, bins)
    counts, edges = np.histogram(np.clip(values, low, high), bins=bins, range=(low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    center = getattr(colorer, "center_", None)
    positions = rescale(middles, colorer.vmin_, colorer.vmax_, center)
    colors = apply_colormap(positions, colorer.colormap_table_)
    return edges, counts, colors


def _count_sides(colorer: Any, values: npt.NDArray[np.floating], bins: int) -> _Bars:
    """Bars for values below, at and above equal limits."""
    limit, table = colorer.vmin_, colorer.colormap_table_
    reach = np.abs(limit) / 2 or 0.5
    n_bars = max(3, bins - 1 + bins % 2)  # an odd number, so that one is in the middle
    edges = np.linspace(limit - reach, limit + reach, n_bars + 1)
    positions = rescale(values, limit, limit)
    counts = np.bincount((positions * (n_bars - 1)).astype(int), minlength=n_bars)
    sides = np.sign(np.arange(n_bars) - n_bars // 2)
    return edges, counts, apply_colormap((sides + 1) / 2, table)


def _count_labels(
    labels: npt.NDArray[np.intp],
    palette: npt.NDArray[np.floating],
    missing_color: Any,
) -> _Bars:
    first = -1 if (labels < 0).any() else 0  # one bar for rows without a label
    counts = np.bincount(np.maximum(labels, -1) - first, minlength=len(palette) - first)
    edges = np.arange(first, len(palette) + 1) - 0.5
    colors = np.vstack([[missing_color], palette]) if first else palette
    return edges, counts, colors
