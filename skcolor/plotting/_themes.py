"""Light and dark themes: background and ink colors."""

import matplotlib as mpl
from matplotlib.figure import Figure, SubFigure

from skcolor._checks.arguments import check_choice

THEMES = {"light": ("#ffffff", "#1f2328"), "dark": ("#14161a", "#e6e8eb")}
"""Background color of each theme, and its color of text and lines."""


def apply_theme(figure: Figure | SubFigure, theme: str | None) -> str:
    """Set the background of a figure to that of a theme.

    Parameters
    ----------
    figure : matplotlib.figure.Figure or matplotlib.figure.SubFigure
        The figure.
    theme : {"light", "dark"} or None
        None leaves the background unchanged and takes the ink from matplotlib's rcParams.

    Returns
    -------
    str
        Color of text and lines.

    Raises
    ------
    ValueError
        If there is no such theme.
    """
    if theme is None:
        return str(mpl.rcParams["text.color"])
    check_choice("theme", theme, THEMES, none_too=True)
    background, ink = THEMES[theme]
    figure.set_facecolor(background)
    return ink
