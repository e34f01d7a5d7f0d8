"""``python -m benchmarks.trust_regions DATA``: `TrustColorer` in regions of the words.

Prints as Markdown, inside and outside of regions of the map of all words, the medians of
false and missing neighbors, the shares of words with a p-value of 0.05 or more, and the
median rank of a word by frequency. The regions are the teal of the first version of `best`,
as its figure in the documentation shows it, the cyan of the notebook's ``ica_argmax_8``,
and the tenth of the words nearest the middle. DATA is the folder of the words.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
from matplotlib.colors import rgb_to_hsv
from matplotlib.image import imread
from scipy.ndimage import uniform_filter
from sklearn.preprocessing import normalize

from benchmarks._data import load
from skcolor import TrustColorer
from skcolor.recipes import RECIPES

FIGURE = Path(__file__).parents[1] / "docs/images/best-words-light.png"
PANEL = np.s_[40:640, :600]  # of the figure, without the title
SMOOTH = 15  # pixels


def teal_words(layout):
    """Words at places of the figure where most points are teal."""
    picture = imread(FIGURE)[PANEL][..., :3]
    is_point = picture.min(axis=2) < 0.97
    hue, saturation, _ = np.moveaxis(rgb_to_hsv(picture), 2, 0)
    is_teal = is_point & (hue > 0.38) & (hue < 0.5) & (saturation > 0.3)
    points, teal = (uniform_filter(a.astype(float), SMOOTH) for a in (is_point, is_teal))
    share = teal / np.maximum(points, 1e-9)
    place = (layout - layout.min(axis=0)) / np.ptp(layout, axis=0)
    y, x = (np.flatnonzero(is_point.any(axis=axis)) for axis in (1, 0))
    column = np.rint(x[0] + place[:, 0] * (x[-1] - x[0])).astype(int)
    row = np.rint(y[-1] - place[:, 1] * (y[-1] - y[0])).astype(int)
    return share[row, column] > 0.5


def cyan_words(X):
    """Words in the cyan color of ``ica_argmax_8``."""
    colors = RECIPES["ica_argmax_8"]().fit_transform(X)
    return np.abs(rgb_to_hsv(np.clip(colors, 0, 1))[:, 0] - 0.5) < 0.04


def middle_words(layout):
    """The tenth of the words nearest the middle of the map."""
    radius = np.linalg.norm(layout - layout.mean(axis=0), axis=1)
    return radius < np.quantile(radius, 0.1)


def print_region(name, here, values, p_values):
    """Print a line of the table."""
    cells = [f"{here.mean():.1%}"]
    for side in range(2):
        cells += [f"{np.median(values[rows, side]):.2f}" for rows in (here, ~here)]
        cells += [f"{(p_values[rows, side] >= 0.05).mean():.0%}" for rows in (here, ~here)]
    ranks = np.arange(len(here))
    cells += [f"{np.median(ranks[rows]):,.0f}" for rows in (here, ~here)]
    pairs = [" / ".join(cells[i : i + 2]) for i in range(1, len(cells), 2)]
    print("|", " | ".join([name, cells[0], *pairs]), "|", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    warnings.simplefilter("ignore")
    X, layout = load(folder / "words_vectors_f16.npy", folder / "words_layout.npy")
    X = normalize(X)
    trust = TrustColorer().fit(X, layout)
    values = trust.score_samples(X, layout)
    print("| in / out | words | false | p ≥ 0.05 | missing | p ≥ 0.05 | rank of a word |")
    print("|---|---|---|---|---|---|---|")
    regions = {
        "teal": teal_words(layout),
        "cyan": cyan_words(X),
        "middle tenth": middle_words(layout),
    }
    for name, here in regions.items():
        print_region(name, here, values, trust.p_values_)


if __name__ == "__main__":
    main()
