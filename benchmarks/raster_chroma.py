"""``python -m benchmarks.raster_chroma VECTORS LAYOUT``: chroma that a raster keeps.

Prints the mean OKLab chroma of the points of some recipes, and of the pixels that points
cover in the picture, on both themes: as drawn, and reduced to half its size, as projectors
and web pages do.
"""

import io

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image

from benchmarks._data import data_parser, load
from skcolor.paint import linear_to_srgb, srgb_to_linear, srgb_to_oklab
from skcolor.plotting import ColoringDisplay
from skcolor.plotting._themes import THEMES
from skcolor.recipes import RECIPES

SHOWN = ("pca_argmax", "kmeans_30", "pca", "best")
SIZES = (400, 1200, 2400)


def mean_chroma(colors):
    lab = srgb_to_oklab(colors)
    return np.hypot(lab[..., 1], lab[..., 2]).mean()


def draw(layout, colors, theme, n_pixels):
    """Pixels of a map of 6 inches, and which of them points cover."""
    file = io.BytesIO()
    display = ColoringDisplay.from_colors(layout, colors, theme=theme)
    display.figure_.savefig(file, dpi=n_pixels / 6)
    plt.close(display.figure_)
    pixels = np.asarray(Image.open(file).convert("RGB")) / 255
    covered = np.abs(pixels - to_rgb(THEMES[theme][0])).max(axis=2) > 0.5 / 255
    return pixels, covered


def halve(pixels, covered):
    """Average squares of four pixels, in linear light."""
    n_rows, n_columns = (length // 2 for length in covered.shape)
    squares = (n_rows, 2, n_columns, 2)
    means = srgb_to_linear(pixels).reshape(*squares, 3).mean(axis=(1, 3))
    return linear_to_srgb(means), covered.reshape(squares).any(axis=(1, 3))


def main():
    arguments = data_parser(__doc__).parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    for name in SHOWN:
        colors = RECIPES[name]().fit_transform(X, layout)
        print(f"{name}: points {mean_chroma(colors):.3f}")
        for n_pixels in SIZES:
            cells = []
            for theme in THEMES:
                pixels, covered = draw(layout, colors, theme, n_pixels)
                small, in_small = halve(pixels, covered)
                figures = mean_chroma(pixels[covered]), mean_chroma(small[in_small])
                cells.append("{} {:.3f}, half size {:.3f}".format(theme, *figures))
            print(f"  {n_pixels}:", " | ".join(cells), flush=True)


if __name__ == "__main__":
    main()
