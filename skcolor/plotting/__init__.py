"""Plots of maps, colorings, and the values and labels behind them."""

from skcolor.plotting._coloring import ColoringDisplay
from skcolor.plotting._explorer import save_html
from skcolor.plotting._gallery import plot_gallery
from skcolor.plotting._histogram import HistogramDisplay
from skcolor.plotting._legend import ColoringLegend
from skcolor.plotting._plot_dense import plot_dense
from skcolor.plotting._tiles import save_tiles

__all__ = [
    "ColoringDisplay",
    "ColoringLegend",
    "HistogramDisplay",
    "plot_dense",
    "plot_gallery",
    "save_html",
    "save_tiles",
]
