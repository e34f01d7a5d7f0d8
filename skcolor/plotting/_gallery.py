"""Plot many colorings of one map side by side."""

import math
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from skcolor._checks.arguments import check_count, check_number
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_rgba
from skcolor._checks.texts import as_drawn
from skcolor._fitted.pipelines import color_rows, last_step
from skcolor.plotting._axes import check_colorings, check_map
from skcolor.plotting._coloring import ColoringDisplay
from skcolor.plotting._exemplars import find_exemplars
from skcolor.plotting._fitted_title import FittedTitle, font_for
from skcolor.plotting._room import find_room
from skcolor.plotting._themes import apply_theme


def plot_gallery(
    colorings: dict[str, Any],
    layout: npt.ArrayLike,
    *,
    X: npt.ArrayLike | None = None,
    scores: dict[str, Any] | None = None,
    images: npt.ArrayLike | None = None,
    n_cols: int | None = None,
    panel_size: float = 3.0,
    theme: str | None = "light",
    random_state: int | np.random.RandomState | None = 0,
    **kwargs: Any,
) -> Figure:
    """Plot one map in many colorings.

    Parameters
    ----------
    colorings : dict of str to array-like of shape (n_samples, 3) or to estimator
        Colors by title, in any format that :class:`ColoringDisplay` takes, or fitted
        colorers or pipelines, which need `X`.
    layout : array-like of shape (n_samples, 2)
        Positions of the points.
    X : array-like of shape (n_samples, n_features) or None, default=None
        The rows, needed for colorers.
    scores : dict of str to float or to dict of str to float, or None, default=None
        Scores to write below each panel: a number, or several by name.
    images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
        A thumbnail of each row, with which exemplars of clusters are drawn: gray or sRGB,
        integers from 0 to 255 or floats in [0, 1].
    n_cols : int or None, default=None
        Panels per row; None makes a roughly square figure with few gaps.
    panel_size : float, default=3.0
        Width of a panel in inches.
    theme : {"light", "dark"} or None, default="light"
        Background of the figure, with a matching text color.
    random_state : int, RandomState instance or None, default=0
        Controls the random order in which single points are drawn.
    **kwargs : dict
        Keyword arguments of :meth:`ColoringDisplay.plot`.

    Returns
    -------
    matplotlib.figure.Figure
        The figure. It has no window and need not be closed. The panels share their axes, so
        they always show the same part of the map.

    Raises
    ------
    ValueError
        If `colorings` is empty, `n_cols` is not positive, a colorer is given without `X`,
        or a score without a coloring.

    Examples
    --------
    >>> from skcolor import ArgmaxColorer, ChannelColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import plot_gallery
    >>> digits = load_digits_layout()
    >>> colorers = {"argmax": ArgmaxColorer(), "channels": ChannelColorer()}
    >>> colorings = {name: c.fit_transform(digits.data) for name, c in colorers.items()}
    >>> figure = plot_gallery(colorings, digits.layout)
    >>> [ax.get_title() for ax in figure.axes]
    ['argmax', 'channels']
    """
    check_colorings(colorings)
    scores = {} if scores is None else scores
    if not isinstance(scores, dict):
        raise ValueError(f"scores must be a dict by title; got {scores!r:.60}.")
    for name, score in scores.items():
        if not isinstance(score, (Real, dict)):
            raise ValueError(f"scores[{name!r}] must be a number or a dict; got {score!r}.")
        if name not in colorings:
            raise ValueError(f"scores must have only titles in colorings; got {name!r}.")
    named = {f"colorings[{name!r}]": colors for name, colors in colorings.items()}
    check_row_order({"layout": layout, "X": X, **named})
    layout = check_map(layout)
    figure, panels = _make_panels(len(colorings), n_cols, panel_size)
    font = font_for(72 * panel_size, 72 * panel_size)
    ink = apply_theme(figure, theme)
    for ax, (name, coloring) in zip(panels, colorings.items(), strict=True):
        colors, exemplars = _find_colors(name, coloring, X, layout)
        display = ColoringDisplay(
            layout,
            colors,
            exemplar_indices=exemplars,
            images=images,
            random_state=random_state,
        )
        display.plot(ax, theme=theme, **kwargs)
        title = FittedTitle(ax, as_drawn(name), fontsize=font, color=ink)
        find_room(ax).set_title(title)
        if name in scores:
            _write_scores(ax, scores[name], fontsize=0.8 * font, color=ink)
    return figure


def _make_panels(
    n_panels: int, n_cols: int | None, panel_size: float
) -> tuple[Figure, list[Axes]]:
    """Create a figure and its panels."""
    check_number("panel_size", panel_size, zero_too=False)
    if n_cols is None:
        n_cols = choose_columns(n_panels)
    check_count("n_cols", n_cols)
    n_cols = min(n_cols, n_panels)
    n_rows = math.ceil(n_panels / n_cols)
    figure = Figure(
        figsize=(panel_size * n_cols, 1.08 * panel_size * n_rows), layout="constrained"
    )
    panels = figure.subplots(n_rows, n_cols, squeeze=False, sharex=True, sharey=True)
    for ax in panels.flat[n_panels:]:
        ax.remove()
    return figure, list(panels.flat[:n_panels])


def choose_columns(n_panels: int) -> int:
    """Panels in a row of a roughly square figure with few gaps."""
    side = math.sqrt(n_panels)
    choices = range(max(1, math.floor(side)), math.ceil(1.5 * side) + 1)
    return min(choices, key=lambda n_cols: (-n_panels % n_cols, abs(n_cols - 1.2 * side)))


def _write_scores(ax: Axes, scores: Any, **style: Any) -> None:
    """Write one line per measure below the panel."""
    if isinstance(scores, dict):
        text = "\n".join(f"{as_drawn(name)} {score:.2f}" for name, score in scores.items())
    else:
        text = f"{scores:.2f}"
    ax.text(0.5, -0.02, text, transform=ax.transAxes, ha="center", va="top", **style)


def _find_colors(
    name: str, coloring: Any, X: npt.ArrayLike | None, layout: npt.NDArray[np.floating]
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.intp] | None]:
    if not hasattr(coloring, "transform"):
        name = f"colorings[{name!r}]"
        rgb, opacity = check_row_rgba(coloring, len(layout), of="layout", name=name)
        return rgb if opacity is None else np.column_stack([rgb, opacity]), None
    if X is None:
        raise ValueError(
            f"colorings[{name!r}] is an estimator, which needs X; got None. "
            "Pass the rows as X."
        )
    colors = color_rows(coloring, X, layout)
    return colors, find_exemplars(last_step(coloring), len(colors))
