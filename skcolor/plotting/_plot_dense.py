"""Plot images of features: the image, its colors, and both together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpecBase

from skcolor._checks.arguments import check_choice, check_count, check_number
from skcolor._checks.texts import as_drawn, check_texts
from skcolor.images._upsample import INTERPOLATIONS
from skcolor.plotting._dense_data import PANELS, Dense, make_dense
from skcolor.plotting._dense_legend import make_grid_legend
from skcolor.plotting._fitted_title import FittedTitle
from skcolor.plotting._gallery import choose_columns
from skcolor.plotting._legend import ColoringLegend
from skcolor.plotting._room import find_room
from skcolor.plotting._themes import THEMES, apply_theme

# In inches: room for a title, and the least height of a figure with a legend.
_TITLE, _LEGEND = 0.25, 3.0


def plot_dense(
    colors: Any,
    images: Any = None,
    *,
    X: Any = None,
    mask: Any = None,
    panels: Sequence[str] | None = None,
    alpha: float = 0.6,
    gray: bool = True,
    interpolation: str | None = None,
    names: Sequence[str] | None = None,
    legend: ColoringLegend | bool | None = None,
    n_cols: int | None = None,
    panel_size: float = 3.0,
    theme: str | None = "light",
    axes: Any = None,
) -> Figure:
    """Plot the colors of features of images, next to the images or over them.

    Parameters
    ----------
    colors : array-like of shape (n_rows, n_columns, 3) or (n, n_rows, n_columns, 3), list \
of arrays of shape (n_rows, n_columns, 3), or estimator
        Colors of the cells of one or more images, sRGB in [0, 1], NaN where there are none;
        or a fitted :class:`~skcolor.images.GridColorer`, which needs `X`.
    images : array-like of shape (height, width[, 3]) or list of them, or None, default=None
        The image, or one for each of several: gray or sRGB, integers from 0 to 255 or
        floats in [0, 1]. The cells divide it evenly.
    X : array-like or list of images, or None, default=None
        The features to color.
    mask : array-like of bool, list of them, or None, default=None
        Cells or pixels to color; elsewhere, there is the image, or the background.
    panels : sequence of {"image", "colors", "overlay"} or None, default=None
        What to draw of each image, from left to right. None draws the image and its colors,
        or only these if there are no images.
    alpha : float, default=0.6
        Opacity of the colors in an overlay.
    gray : bool, default=True
        Whether the image is gray below colors, so that they keep their hue.
    interpolation : {"nearest", "bilinear"} or None, default=None
        How pixels get the colors of cells; see :func:`skcolor.images.upsample`. None
        interpolates bilinearly for estimators whose colors have three channels, and draws
        the cells of all others.
    names : sequence of str or None, default=None
        Title of each image. Its other panels are titled by what they are.
    legend : ColoringLegend, bool or None, default=None
        Legend of the colors; True makes that of the estimator, with parts of the images as
        typical pixels.
    n_cols : int or None, default=None
        Panels in a row. None makes a roughly square figure, in which the panels of an image
        are in one row.
    panel_size : float, default=3.0
        Width of a panel in inches.
    theme : {"light", "dark"} or None, default="light"
        Background of the figure, with a matching text color.
    axes : matplotlib.axes.Axes, array-like of Axes or None, default=None
        Axes to draw on, one for each panel; None makes a figure.

    Returns
    -------
    matplotlib.figure.Figure
        The figure. If it is made here, it has no window and need not be closed.

    Raises
    ------
    ValueError
        If colors, images, masks or axes do not fit each other, or an argument is invalid.

    See Also
    --------
    skcolor.images.overlay : A single overlay as an array.
    skcolor.images.save_frames : Videos.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.plotting import plot_dense
    >>> rng = np.random.default_rng(0)
    >>> figure = plot_dense(rng.random((6, 8, 3)), rng.random((60, 80)), names=["noise"])
    >>> len(figure.axes)
    2
    """
    check_choice("interpolation", interpolation, INTERPOLATIONS, none_too=True)
    check_number("alpha", alpha, most=1)
    if gray not in (True, False):
        raise ValueError(f"gray must be a bool; got {gray!r}.")
    check_number("panel_size", panel_size, zero_too=False)
    check_count("n_cols", n_cols, none_too=True)
    check_choice("theme", theme, THEMES, none_too=True)
    dense = make_dense(colors, images, X, mask)
    panels = _check_panels(panels, has_images=dense.images is not None)
    titles = None if names is None else check_texts(names, "names", dense.n, of="colors")
    key = _check_legend(legend, colors, X, dense)
    n_panels = len(panels) * dense.n
    if axes is None:
        n_cols = n_cols or choose_columns(n_panels) // len(panels) * len(panels)
        n_cols = min(n_cols or len(panels), n_panels)
        heights = [
            _TITLE + panel_size * max(dense.ratios(len(panels))[start : start + n_cols])
            for start in range(0, n_panels, n_cols)
        ]
        drawn, legend_ax = _make_axes(n_panels, panel_size * n_cols, heights, key)
    else:
        drawn, legend_ax = _check_axes(axes, n_panels), None
    figure: Figure = drawn[0].figure  # type: ignore[assignment]
    ink = apply_theme(figure, theme)
    style: dict[str, Any] = {"alpha": alpha, "gray": gray, "interpolation": interpolation}
    for n, ax in enumerate(drawn):
        i, panel = divmod(n, len(panels))
        ax.imshow(dense.draw(i, panels[panel], **style))
        ax.set_axis_off()
        if titles is not None:
            title = panels[panel] if panel else as_drawn(titles[i])
            find_room(ax).set_title(FittedTitle(ax, title, color=ink))
    if key is not None:
        key._plot_for(drawn[-1], legend_ax, theme)
    return figure


def _check_panels(panels: Any, *, has_images: bool) -> list[str]:
    if panels is None:
        return ["image", "colors"] if has_images else ["colors"]
    if isinstance(panels, str) or not isinstance(panels, Sequence) or not panels:
        raise ValueError(
            f"panels must be names such as ('image', 'overlay'); got {panels!r:.60}."
        )
    for panel in panels:
        check_choice("panels", panel, PANELS)
        if panel != "colors" and not has_images:
            raise ValueError(f"panels needs images for {panel!r}; got images=None.")
    return list(panels)


def _check_legend(legend: Any, colors: Any, X: Any, dense: Dense) -> ColoringLegend | None:
    if legend is None or isinstance(legend, ColoringLegend):
        return legend
    if not isinstance(legend, (bool, np.bool_)):
        raise TypeError(f"legend must be a ColoringLegend, a bool or None; got {legend!r}.")
    if not legend:
        return None
    if not hasattr(colors, "transform"):
        raise TypeError(
            "legend must be a ColoringLegend or None, because colors alone do not define a "
            "legend; got True."
        )
    return make_grid_legend(colors, X, dense)


def _make_axes(
    n_panels: int, width: float, heights: list[float], key: ColoringLegend | None
) -> tuple[list[Axes], Axes | None]:
    """The axes of the panels in a new figure, and those of a legend; sizes in inches."""
    n_rows, height = len(heights), sum(heights)
    n_cols = -(-n_panels // n_rows)
    if key is None:
        figure = Figure(figsize=(width, height), layout="constrained")
        legend_ax = None
        grid: GridSpecBase = figure.add_gridspec(n_rows, n_cols, height_ratios=heights)
    else:
        height = max(height, _LEGEND)
        beside = key._drawing.fit(72 * height, 72 * height)[0] / 72
        figure = Figure(figsize=(width + beside, height), layout="constrained")
        both = figure.add_gridspec(1, 2, width_ratios=(width, beside))
        grid, legend_ax = (
            both[0].subgridspec(n_rows, n_cols, height_ratios=heights),
            figure.add_subplot(both[1]),
        )
    drawn = [figure.add_subplot(grid[divmod(n, n_cols)]) for n in range(n_panels)]
    return drawn, legend_ax


def _check_axes(axes: Any, n_panels: int) -> list[Axes]:
    drawn = list(np.ravel(np.asarray(axes, dtype=object)))
    if len(drawn) != n_panels or not all(isinstance(ax, Axes) for ax in drawn):
        raise ValueError(
            f"axes must be {n_panels} Axes, one for each panel of each image; got "
            f"{axes!r:.60}."
        )
    return drawn
