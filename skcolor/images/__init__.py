"""Images and grids of features: the same colors for every pixel, frame and tile."""

from skcolor.images._color_frames import color_frames
from skcolor.images._color_raster import color_raster
from skcolor.images._flicker import flicker
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._overlay import overlay
from skcolor.images._save_frames import save_frames
from skcolor.images._upsample import upsample

__all__ = [
    "GridColorer",
    "color_frames",
    "color_raster",
    "flicker",
    "overlay",
    "save_frames",
    "upsample",
]
