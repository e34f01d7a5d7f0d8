"""``python -m benchmarks.saved_size``: size of saved estimators that keep their rows.

The size is given relative to the rows.
"""

import tempfile
from pathlib import Path

import joblib
import numpy as np
from sklearn.cluster import AgglomerativeClustering

from skcolor import (
    ClusterColorer,
    KNNDistanceColorer,
    LandmarkTSNE,
    LocalDimensionColorer,
    NeighborOverlapColorer,
)

ESTIMATORS = [
    KNNDistanceColorer(),
    NeighborOverlapColorer(),
    LocalDimensionColorer(),
    LandmarkTSNE(2, n_landmarks=None, max_iter=10),
    ClusterColorer(AgglomerativeClustering(8)),
]


def main():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 100)).astype(np.float32)
    layout = rng.normal(size=(2000, 2)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "estimator.joblib")
        for estimator in ESTIMATORS:
            joblib.dump(estimator.fit(X, layout), path)
            size = path.stat().st_size / X.nbytes
            print(f"{type(estimator).__name__:24}{size:6.2f} times X")


if __name__ == "__main__":
    main()
