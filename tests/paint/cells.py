"""The middles of 32 x 32 x 32 cells of the sRGB cube, and slopes of spaces in them."""

import numpy as np

MIDDLES = (np.arange(32) + 0.5) / 32
CELLS = np.stack(np.meshgrid(MIDDLES, MIDDLES, MIDDLES), axis=-1).reshape(-1, 3)


def derivatives(convert, colors, step=1e-4):
    """Of the coordinates (rows) by red, green and blue (columns): (n, 3, 3)."""
    ends = [[convert(colors + s * step * axis) for s in (1, -1)] for axis in np.eye(3)]
    return np.stack([(after - before) / (2 * step) for after, before in ends], axis=-1)
