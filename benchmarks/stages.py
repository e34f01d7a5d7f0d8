"""``python -m benchmarks.stages VECTORS LAYOUT``: where linear recipes spend their time.

Prints the processor time of the stages of `pca`, `pca_pack`, `argmax` and `pca_argmax` in
one thread, beside what one read of the rows and the bare products take by turns.
"""

import time
from statistics import median

import numpy as np

from benchmarks._data import data_parser, load
from skcolor import ArgmaxColorer, BinaryPackColorer, ChannelColorer, CovariancePCA
from skcolor._compute.linear_algebra import project, single_threaded
from skcolor._compute.projected_rows import ProjectedRows

_N_ROUNDS, _N_ROWS = 6, 2304


def chunks(X):
    return [X[i : i + _N_ROWS] for i in range(0, len(X), _N_ROWS)]


def make_stages(X):
    """Functions of the stages, and of what their products take at least."""
    pca = CovariancePCA(30).fit(X)
    projected = {n: ProjectedRows(X, pca.components_[:n].T, pca.mean_) for n in (3, 24, 30)}
    three = np.asarray(projected[3])
    channel, pack = ChannelColorer().fit(three), BinaryPackColorer()
    argmax, argmax_30 = (ArgmaxColorer(standardize=True) for _ in range(2))
    argmax.fit(X)
    argmax_30.fit(np.asarray(projected[30]))
    scatter = np.empty((X.shape[1], X.shape[1]), np.float32)
    stages = {
        "one read": X.sum,
        "products of the first pass": lambda: [
            np.matmul(x.T, x, out=scatter) for x in chunks(X)
        ],
        "first pass": lambda: pca._survey(X),
        "limits and colors of `pca`": lambda: channel.fit_transform(three),
        "second pass of `pca_pack`": lambda: pack.fit_transform(projected[24]),
        "first pass of `argmax`": lambda: argmax._survey(X),
        "second pass of `argmax`": lambda: argmax.transform(X),
        "second pass of `pca_argmax`": lambda: argmax_30.transform(projected[30]),
    }
    for n, rows in projected.items():
        stages[f"projection to {n}"] = lambda rows=rows: [
            project(x, rows.weights, rows.shift) for x in chunks(X)
        ]
    return stages


def main():
    arguments = data_parser(__doc__).parse_args()
    X, _ = load(arguments.vectors, arguments.layout)
    stages = make_stages(X)
    times = {name: [] for name in stages}
    with single_threaded():
        for _ in range(_N_ROUNDS):
            for name, stage in stages.items():
                start = time.process_time()
                stage()
                times[name].append(1000 * (time.process_time() - start))
    print("| stage | ms | reads |\n|---|---|---|")
    for name, found in times.items():
        reads = [a / b for a, b in zip(found, times["one read"], strict=True)]
        print(f"| {name} | {median(found):.0f} | {median(reads):.1f} |")


if __name__ == "__main__":
    main()
