"""``python -m benchmarks.hidden_structure VECTORS LAYOUT``: what color adds to the map.

Prints the `local_fidelity` of the first three components of PCA, ICA and ResidualPCA, all
colored by ChannelColorer, fitted to one half of the rows and scored on the other.
"""

import numpy as np
from sklearn.pipeline import make_pipeline

from benchmarks._data import data_parser, halves, load
from skcolor import ChannelColorer, CovariancePCA, OrderedICA, ResidualPCA
from skcolor.metrics import local_fidelity

REDUCERS = {
    "PCA(3)": CovariancePCA(3),
    "FastICA(3)": OrderedICA(3),
    **{
        f"ResidualPCA(3, n_neighbors={k})": ResidualPCA(3, n_neighbors=k, n_jobs=-1)
        for k in (10, 50, 200)
    },
}
JNDS = (0.0, 0.02, 0.05)


def score(reducer, X, layout, train, test):
    pipeline = make_pipeline(reducer, ChannelColorer()).fit(X[train], layout[train])
    colors = pipeline.transform(X[test])
    return [
        local_fidelity(X[test], colors, layout[test], jnd=jnd, sample_size=4000)
        for jnd in JNDS
    ]


def main():
    parser = data_parser(__doc__)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--splits", type=int, default=3)
    arguments = parser.parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    print(f"{'':32s}" + "".join(f"  jnd {jnd:<10g}" for jnd in JNDS))
    for name, reducer in REDUCERS.items():
        scores = np.array(
            [
                score(reducer, X, layout, *halves(len(X), arguments.rows, seed))
                for seed in range(arguments.splits)
            ]
        )
        cells = zip(scores.mean(axis=0), scores.std(axis=0), strict=True)
        print(f"{name:32s}" + "".join(f"  {m:.3f} ± {s:.3f}" for m, s in cells), flush=True)


if __name__ == "__main__":
    main()
