"""Color functions: color spaces, the sRGB gamut, palettes, color-vision deficiency."""

from skcolor.paint._arrange import arrange_palette
from skcolor.paint._cam16 import cam16ucs_to_srgb, srgb_to_cam16ucs
from skcolor.paint._cvd import simulate_cvd
from skcolor.paint._difference import delta_e
from skcolor.paint._distinct import distinct_palette
from skcolor.paint._mark_size import noise_scale, noticeable_difference, visual_angle
from skcolor.paint._spaces import (
    linear_to_srgb,
    oklab_to_linear,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_linear,
    srgb_to_oklab,
)
from skcolor.paint._srgb_gamut import clip_to_gamut, in_gamut

__all__ = [
    "arrange_palette",
    "cam16ucs_to_srgb",
    "clip_to_gamut",
    "delta_e",
    "distinct_palette",
    "in_gamut",
    "linear_to_srgb",
    "noise_scale",
    "noticeable_difference",
    "oklab_to_linear",
    "oklab_to_oklch",
    "oklab_to_srgb",
    "oklch_to_oklab",
    "simulate_cvd",
    "srgb_to_cam16ucs",
    "srgb_to_linear",
    "srgb_to_oklab",
    "visual_angle",
]
