"""``python -m benchmarks.contrast VECTORS LAYOUT``: compare colorings of coordinates.

Colorers are fitted to one half of the rows and scored on the other. With ``--cvd``, colors
are scored as seen with that deficiency.
"""

import numpy as np
from sklearn.base import clone

from benchmarks._data import data_parser, halves, load
from skcolor import ChannelColorer, CovariancePCA, GamutColorer, LandmarkTSNE, ResidualPCA
from skcolor.metrics import global_fidelity, local_fidelity
from skcolor.paint import simulate_cvd

REDUCERS = {
    "pca": CovariancePCA(3),
    "residual": ResidualPCA(3, n_jobs=-1),
    "tsne": LandmarkTSNE(3, n_landmarks=4000, random_state=0, n_jobs=-1),
}


def colorers(cvd):
    named = {
        "min-max": ChannelColorer(quantile_range=(0, 100)),
        "1-99 %": ChannelColorer(),
        "5-95 %": ChannelColorer(quantile_range=(5, 95)),
    }
    for contrast in (0, 0.25, 0.5, 0.75, 1):
        named[f"GamutColorer({contrast})"] = GamutColorer(contrast=contrast)
        if cvd:
            fitted = GamutColorer(contrast=contrast, cvd=cvd)
            named[f"GamutColorer({contrast}, {cvd})"] = fitted
    return named


def main():
    parser = data_parser(__doc__)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--cvd", choices=["protan", "deutan", "tritan"])
    parser.add_argument("--reducers", nargs="+", default=list(REDUCERS))
    arguments = parser.parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    train, test = halves(len(X), arguments.rows, 0)
    print(f"{'':30s} local, jnd 0   0.02   0.05   global, jnd 0   0.02")
    for name in arguments.reducers:
        reducer = clone(REDUCERS[name]).fit(X[train], layout[train])
        coordinates, new = reducer.transform(X[train]), reducer.transform(X[test])
        for label, colorer in colorers(arguments.cvd).items():
            colors = np.clip(colorer.fit(coordinates).transform(new), 0, 1)
            if arguments.cvd:
                colors = simulate_cvd(colors, arguments.cvd)
            local = [
                local_fidelity(X[test], colors, layout[test], jnd=jnd, sample_size=3000)
                for jnd in (0, 0.02, 0.05)
            ]
            far = [global_fidelity(X[test], colors, jnd=jnd) for jnd in (0, 0.02)]
            cells = "".join(f"  {value:7.3f}" for value in [*local, *far])
            print(f"{name:9s}{label:24s}{cells}", flush=True)


if __name__ == "__main__":
    main()
