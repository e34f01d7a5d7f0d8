"""``python -m benchmarks.conditional --cache FOLDER``: color for what the map gets wrong.

Colors ``--rows`` random rows of some ``--sets`` of `benchmarks._reading_data` by three
coordinates, from at most 50 principal components. Parameters of `ConditionalTSNE` were
chosen on the digits alone. For each reducer, with its defaults, it prints:

* the `reading_gain` of X, also for small marks (a tenth of a degree),
* torn: of the neighbors in X that are not among the 50 nearest on the map, the share that
  are among the 50 nearest in color,
* together: the share of the 10 nearest neighbors in X that are among the 10 nearest in map
  and color, with the best of five weights,
* the color distance of torn neighbors, as a share of that of neighbors on the map.

``--full`` adds `ConditionalTSNE` of all rows, not only of its 2,000 landmarks, which takes
minutes. ``--picture`` draws the last set.
"""

import argparse

import numpy as np
from sklearn.decomposition import PCA

from benchmarks._reading_data import NAMES, load_available
from skcolor import ConditionalTSNE, CovariancePCA, GamutColorer, LandmarkTSNE, ResidualPCA
from skcolor.metrics import reading_gain
from skcolor.neighbors._search import find_neighbors
from skcolor.paint import srgb_to_oklab
from skcolor.plotting import plot_gallery

SETS = ("digits10k", "words", "patches", "speech")
REDUCERS = {
    "CovariancePCA(3)": CovariancePCA(3),
    "ResidualPCA(3)": ResidualPCA(3),
    "LandmarkTSNE(3)": LandmarkTSNE(3, random_state=0),
    "ConditionalTSNE(3)": ConditionalTSNE(3, random_state=0),
}
FULL = {"all rows": ConditionalTSNE(3, n_landmarks=None, random_state=0)}
N_NEIGHBORS, N_NEAR = 10, 50
WEIGHTS = (0, 0.5, 1, 2, 4)


def nearest(points, n):
    return find_neighbors(points, None, n_jobs=-1).others(n)


def shared(found, true):
    return (true[:, :, np.newaxis] == found[:, np.newaxis]).any(axis=2)


def measure(X, layout, colors):
    lab = srgb_to_oklab(colors)
    _, true = nearest(X, N_NEIGHBORS)
    _, shown = nearest(layout, N_NEAR)
    distances, _ = nearest(layout, 15)
    torn = ~shared(shown, true)
    unit, spread = np.median(distances[:, -1]), lab.std()
    both = [np.column_stack([layout / unit, w * lab / spread]) for w in WEIGHTS]
    apart = np.linalg.norm(lab[true] - lab[:, np.newaxis], axis=2)[torn].mean()
    beside = np.linalg.norm(lab[shown] - lab[:, np.newaxis], axis=2).mean()
    return (
        reading_gain(X, colors, layout).mean,
        reading_gain(X, colors, layout, mark_size=0.1).mean,
        shared(nearest(lab, N_NEAR)[1], true)[torn].mean(),
        max(shared(nearest(points, N_NEIGHBORS)[1], true).mean() for points in both),
        apart / beside,
    )


def compare(X, layout, reducers):
    """Print a line for each reducer, and return the colors of each."""
    if X.shape[1] > 50:
        X = PCA(50, random_state=0).fit_transform(X)
    drawn = {}
    for name, reducer in reducers.items():
        places = reducer.fit(X, layout).transform(X)
        drawn[name] = GamutColorer().fit_transform(places)
        gain, small, torn, together, distance = measure(X, layout, drawn[name])
        print(
            f"{name:20s}{gain:7.3f}{small:7.3f}{torn:7.3f}{together:10.3f}{distance:10.2f}",
            flush=True,
        )
    return drawn


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", required=True, help="folder for built data sets")
    parser.add_argument("--data", help="folder with the words and the digits")
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=SETS)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0, help="of the rows")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--picture")
    arguments = parser.parse_args()
    reducers = {**REDUCERS, **(FULL if arguments.full else {})}
    for found in load_available(arguments.cache, arguments.data, arguments.sets):
        rows = np.random.default_rng(arguments.seed).permutation(len(found.X))
        rows = rows[: arguments.rows]
        print(
            f"\n{found.name + f', {len(rows):,} rows':20s}   gain  small   torn  ", end=""
        )
        print("together  distance")
        drawn = compare(found.X[rows], found.layout[rows], reducers)
    if arguments.picture:
        plot_gallery(drawn, found.layout[rows]).savefig(arguments.picture, dpi=120)


if __name__ == "__main__":
    main()
