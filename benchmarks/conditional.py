"""``python -m benchmarks.conditional VECTORS LAYOUT``: color for what the map gets wrong.

Colors ``--rows`` random rows, of the first ``--first``, by three coordinates. For each
reducer, it prints:

* the `reading_gain` of X, also for small marks (a tenth of a degree),
* torn: of the neighbors in X that are not among the 50 nearest on the map, the share that
  are among the 50 nearest in color,
* together: the share of the 10 nearest neighbors in X that are among the 10 nearest in map
  and color, with the best of five weights,
* the color distance of torn neighbors, as a share of that of neighbors on the map.

``--picture`` draws all.
"""

import numpy as np
from sklearn.decomposition import PCA

from benchmarks._data import data_parser, load
from skcolor import ConditionalTSNE, CovariancePCA, GamutColorer, LandmarkTSNE, ResidualPCA
from skcolor.metrics import reading_gain
from skcolor.neighbors._search import find_neighbors
from skcolor.paint import srgb_to_oklab
from skcolor.plotting import plot_gallery

REDUCERS = {
    "PCA(3)": CovariancePCA(3),
    "ResidualPCA(3)": ResidualPCA(3),
    "LandmarkTSNE(3)": LandmarkTSNE(3, n_landmarks=None, random_state=0),
    "ConditionalTSNE(3)": ConditionalTSNE(3, n_landmarks=None, random_state=0),
}
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


def main():
    parser = data_parser(__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=None)
    parser.add_argument("--picture")
    arguments = parser.parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    chosen = np.random.default_rng(0).permutation(len(X[: arguments.first]))
    chosen = chosen[: arguments.rows]
    X = PCA(50, random_state=0).fit_transform(X[chosen])
    layout, drawn = layout[chosen], {}
    print(f"{'':20s}   gain  small   torn  together  distance")
    for name, reducer in REDUCERS.items():
        places = reducer.fit(X, layout).transform(X)
        drawn[name] = GamutColorer().fit_transform(places)
        gain, small, torn, together, distance = measure(X, layout, drawn[name])
        print(
            f"{name:20s}{gain:7.3f}{small:7.3f}{torn:7.3f}{together:10.3f}{distance:10.2f}",
            flush=True,
        )
    if arguments.picture:
        plot_gallery(drawn, layout).savefig(arguments.picture, dpi=120)


if __name__ == "__main__":
    main()
