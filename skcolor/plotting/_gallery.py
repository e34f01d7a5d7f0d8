"""Many colourings of one map, side by side."""

import math

import numpy as np
from matplotlib.figure import Figure

from skcolor._apply import color_rows, last_step
from skcolor.plotting._axes import check_map
from skcolor.plotting._coloring import ColoringDisplay, find_exemplars


def plot_gallery(
    colorings, layout, *, X=None, n_cols=None, panel_size=3.0, random_state=0, **kwargs
):
    """Draw one map in many colourings.

    Parameters
    ----------
    colorings : dict of str to array-like of shape (n_samples, 3) or to estimator
        What to draw under which title: colours, or fitted colorers or pipelines, for
        which `X` is needed.
    layout : array-like of shape (n_samples, 2)
        Where the points are.
    X : array-like of shape (n_samples, n_features) or None, default=None
        The rows, for colorers.
    n_cols : int or None, default=None
        Panels in a row; None makes a picture about as wide as high with few gaps.
    panel_size : float, default=3.0
        Width of a panel in inches.
    random_state : int, RandomState instance or None, default=0
        Shuffles the order in which points are drawn.
    **kwargs : dict
        Passed on to :meth:`ColoringDisplay.plot`.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; it belongs to no window, so that nothing needs to be closed.

    Raises
    ------
    ValueError
        If `colorings` is empty, `n_cols` is not positive, or a colorer is given without
        `X`.

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
    if not colorings:
        raise ValueError("colorings is empty; give at least one title and its colours.")
    layout, _ = check_map(layout)
    if n_cols is None:
        n_cols = _choose_columns(len(colorings))
    if n_cols < 1:
        raise ValueError(f"n_cols must be at least 1; got {n_cols}.")
    n_cols = min(n_cols, len(colorings))
    n_rows = math.ceil(len(colorings) / n_cols)
    figure = Figure(
        figsize=(panel_size * n_cols, 1.08 * panel_size * n_rows),
        facecolor="white",
        layout="constrained",
    )
    panels = figure.subplots(n_rows, n_cols, squeeze=False)
    for ax, (name, coloring) in zip(panels.flat, colorings.items(), strict=False):
        colors, exemplars = _find_colors(name, coloring, X, layout)
        display = ColoringDisplay(
            layout, colors, exemplar_indices=exemplars, random_state=random_state
        )
        display.plot(ax, **kwargs)
        ax.set_title(name, fontsize=4 * math.sqrt(panel_size) + 3)
    for ax in panels.flat[len(colorings) :]:
        ax.remove()
    return figure


def _choose_columns(n_panels):
    side = math.sqrt(n_panels)
    choices = range(max(1, math.floor(side)), math.ceil(1.5 * side) + 1)
    return min(choices, key=lambda n_cols: (-n_panels % n_cols, abs(n_cols - 1.2 * side)))


def _find_colors(name, coloring, X, layout):
    if not hasattr(coloring, "transform"):
        return np.asarray(coloring), None
    if X is None:
        raise ValueError(f"colorings[{name!r}] is an estimator; pass the rows as X.")
    colors = color_rows(coloring, X, layout)
    return colors, find_exemplars(last_step(coloring), len(colors))
