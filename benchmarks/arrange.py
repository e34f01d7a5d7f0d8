"""``python -m benchmarks.arrange``: the time and result of ``arrange="contrast"``.

K-Means cuts a square into up to 1,024 labels, whose colors are arranged. Prints the
processor seconds, and the smallest distance of touching colors in just noticeable
differences, before and after.
"""

import time

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import LEAST_SHARE, arrange_contrast
from skcolor.paint._difference import delta_e
from skcolor.paint._palettes import get_palette
from skcolor.paint._spaces import JND

_SIZES = (8, 30, 128, 512, 1024)


def closest(colors, weights):
    """Smallest distance of touching labels, in just noticeable differences."""
    return delta_e(colors[:, np.newaxis], colors)[weights > LEAST_SHARE].min() / JND


def main():
    layout = np.random.default_rng(0).random((40_000, 2))
    print("| labels | palette | seconds | smallest distance before | after |")
    print("|---|---|---|---|---|")
    for n_labels in _SIZES:
        kmeans = MiniBatchKMeans(n_labels, n_init=1, random_state=0)
        weights = label_adjacency(kmeans.fit_predict(layout), layout, n_labels)
        for name in ("hsv", "distinct", "tab20"):
            palette = get_palette(name, 20 if name == "tab20" else n_labels)
            start = time.process_time()
            colors = arrange_contrast(palette, weights)
            seconds = time.process_time() - start
            before = closest(np.resize(palette, (n_labels, 3)), weights)
            after = closest(palette[colors], weights)
            cells = f"{seconds:.2f} | {before:.1f} | {after:.1f}"
            print(f"| {n_labels} | {name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
