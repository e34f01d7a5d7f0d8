"""Print a hash of what every estimator and recipe learns and gives, one JSON object.

Run by test_thread_bytes.py in processes that differ in the number of BLAS threads.
"""

import hashlib
import json
import pickle
import sys
import warnings

import numpy as np
from sklearn.base import clone

from skcolor import (
    ConditionalTSNE,
    CovariancePCA,
    LandmarkTSNE,
    OrderedICA,
    ResidualPCA,
    recipes,
)
from tests.configurations import LONG, configured

# More rows than columns and fewer, small and of several chunks, odd numbers of both.
WIDE = [(600, 64), (601, 301), (200, 501), (37, 150)]
REDUCERS = [
    CovariancePCA(),
    CovariancePCA(3),
    OrderedICA(3, max_iter=20),
    ResidualPCA(3, n_neighbors=15),
]
SLOW = {"tsne", "tsne_perceptual", "best"}


def rows_of(shape, dtype):
    rng = np.random.default_rng(0)
    X = rng.exponential(size=shape) * np.linspace(1, 3, shape[1]) + 5
    return X.astype(dtype), rng.normal(size=(shape[0], 2))


def digest(estimator, X, layout):
    fitted = clone(estimator).fit(X, layout)
    learned = hashlib.sha256()
    for step in getattr(fitted, "named_steps", {"": fitted}).values():
        for name, value in sorted(vars(step).items()):
            if name.endswith("_") and isinstance(value, np.ndarray | float | int):
                learned.update(name.encode() + pickle.dumps(np.asarray(value)))
    given = np.ascontiguousarray(fitted.transform(X))
    return [learned.hexdigest(), hashlib.sha256(given).hexdigest()]


def main():
    warnings.simplefilter("ignore")
    found = {}
    for shape in WIDE:
        for dtype in (np.float32, np.float64):
            X, layout = rows_of(shape, dtype)
            for reducer in REDUCERS:
                key = f"{reducer} {shape} {dtype.__name__}"
                found[key] = digest(reducer, X, layout)
    X, layout = rows_of((301, 41), np.float32)
    for estimator in configured():
        if type(estimator).__name__ not in LONG:
            found[str(estimator)] = digest(estimator, X, layout)
    found["ConditionalTSNE"] = digest(
        ConditionalTSNE(2, max_iter=10, random_state=0), X, layout
    )
    found["LandmarkTSNE"] = digest(
        LandmarkTSNE(2, n_landmarks=100, max_iter=10, random_state=0), X, layout
    )
    for name, recipe in recipes.RECIPES.items():
        if name not in SLOW:
            found[name] = digest(recipe(), X, layout)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
