"""Images and grids of features: the same colors for every pixel, frame and tile."""

from skcolor.images._color_raster import color_raster
from skcolor.images._grid_colorer import GridColorer

__all__ = ["GridColorer", "color_raster"]
