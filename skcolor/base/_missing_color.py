"""The color of rows without a value or label."""

import numpy as np

from skcolor.paint._palettes import MISSING_COLOR, check_color


class MissingColorMixin:
    """For families whose colorers may have the parameter `missing_color`."""

    # Of colorers without the parameter, and of those saved before there was one.
    missing_color, missing_color_ = MISSING_COLOR, np.array(MISSING_COLOR)

    def _fit_missing_color(self):
        if "missing_color" in vars(self):
            self.missing_color_ = check_color(self.missing_color, "missing_color")
