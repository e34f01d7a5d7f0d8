"""``python -m benchmarks.three_dimensions VECTORS``: t-SNE in three dimensions.

For each way to embed the first ``--rows`` rows, it prints the processor time and the share
of the ten nearest neighbors of 2,000 rows that are among the ten nearest in the embedding.
``--ways`` chooses from the list `WAYS`; the default leaves out openTSNE's Barnes-Hut, which
takes minutes for 10,000 rows and hours for many. ``VECTORS`` may be ``patches``: 200,000 of
8 x 8 pixels from scikit-learn's two sample images; or ``groups``: 20 rows around each of
many centers. ``--picture`` draws the embedding of the last way as colors of ``--layout``.
"""

import argparse
import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_images
from sklearn.feature_extraction.image import extract_patches_2d

from benchmarks.layouts import recall
from skcolor import GamutColorer, LandmarkTSNE
from skcolor.plotting import ColoringDisplay
from skcolor.reducers import _tsne_stages

_UNIFORM = {"affinity": "uniform", "perplexity": 10, "neighbors": "pynndescent"}
WAYS = {
    "all rows placed among 10,000": {},
    "all rows moved, 150 iterations": {**_UNIFORM, "max_iter": 500, "refine_iter": 150},
    "all rows moved, 500 iterations": {**_UNIFORM, "max_iter": 500, "refine_iter": 500},
    "full run, 10 equal neighbors": {**_UNIFORM, "n_landmarks": None},
    "full run, perplexity 30": {"neighbors": "pynndescent", "n_landmarks": None},
}
# Barnes-Hut is what remains where no number of rows is enough for a grid.
ON_TREE = {f"{name}, Barnes-Hut": WAYS[name] for name in list(WAYS)[3:]}
WAYS |= ON_TREE


def load_rows(source, n_rows):
    if source == "groups":
        rng = np.random.default_rng(0)
        centers = np.repeat(rng.normal(size=(n_rows // 20, 10)), 20, axis=0)
        return (centers + 0.01 * rng.normal(size=centers.shape)).astype(np.float32)
    if source != "patches":
        return np.load(source, mmap_mode="r")[:n_rows].astype(np.float32)
    gray = [image.mean(axis=2) / 255 for image in load_sample_images().images]
    found = [
        extract_patches_2d(i, (8, 8), max_patches=100_000, random_state=0) for i in gray
    ]
    patches = np.concatenate(found).reshape(-1, 64).astype(np.float32)
    return patches[np.random.default_rng(0).permutation(len(patches))[:n_rows]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--ways", type=int, nargs="*", default=[0, 1, 3, 4])
    parser.add_argument("--layout", help="map to draw")
    parser.add_argument("--picture", help="file to draw to")
    arguments = parser.parse_args()
    X = load_rows(arguments.vectors, arguments.rows)
    fewest = _tsne_stages._FEWEST_FOR_GRID_3D
    print(f"{len(X):,} rows{'':25s} CPU s  recall")
    for number in arguments.ways:
        name, parameters = list(WAYS.items())[number]
        _tsne_stages._FEWEST_FOR_GRID_3D = np.inf if name in ON_TREE else fewest
        start = time.process_time()
        places = LandmarkTSNE(3, random_state=0, **parameters).fit_transform(X)
        seconds = time.process_time() - start
        print(f"{name:36s}{seconds:7.1f}   {recall(X, places):.3f}", flush=True)
    if arguments.picture:
        colors = GamutColorer().fit_transform(places)
        layout = np.load(arguments.layout)[: len(X)]
        ColoringDisplay.from_colors(layout, colors)
        plt.savefig(arguments.picture, dpi=150)


if __name__ == "__main__":
    main()
