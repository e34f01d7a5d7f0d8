"""``python -m benchmarks.ranking``: what a ranking saves by sharing principal components.

Fits and scores the recipes of principal components on random rows of several widths, with
sharing and without, alternately, and compares the tables. Prints processor seconds: the
median of each, and the ratio of each pair, from the smallest to the largest.
"""

import argparse
import statistics
import time
import warnings

import numpy as np

from skcolor.metrics import rank_colorers
from skcolor.recipes import RECIPES
from skcolor.reducers import _covariance_pca

WIDTHS = (100, 784, 3072)
N_ROWS = 4000
_shared = _covariance_pca.shared


def rank(X, layout, *, with_sharing):
    """Processor seconds, and the scores."""
    _covariance_pca.shared = _shared if with_sharing else lambda compute, *key: compute()
    colorers = {name: RECIPES[name]() for name in RECIPES if name.startswith("pca")}
    halves = np.array_split(np.random.default_rng(0).permutation(len(X)), 2)
    start = time.process_time()
    table = rank_colorers(
        colorers, X, layout, cv=[halves], metrics=["reading_gain"], as_frame=False
    )
    seconds = time.process_time() - start
    return seconds, {name: table[name] for name in table if "time" not in name}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=6)
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(0)
    for width in arguments.widths:
        factors = rng.laplace(size=(N_ROWS, 40)) * np.arange(1, 41) ** -0.5
        X = factors @ rng.normal(size=(40, width)) + rng.normal(size=(N_ROWS, width))
        X, layout = X.astype(np.float32), factors[:, :2]
        runs = {True: [], False: []}
        for pair in range(arguments.pairs):
            for with_sharing in (True, False) if pair % 2 else (False, True):
                runs[with_sharing].append(rank(X, layout, with_sharing=with_sharing))
        for name, values in runs[True][0][1].items():
            np.testing.assert_array_equal(values, runs[False][0][1][name])
        with_it, without = ([seconds for seconds, _ in runs[key]] for key in (True, False))
        ratios = sorted(a / b for a, b in zip(without, with_it, strict=True))
        print(
            f"{N_ROWS} x {width}: {statistics.median(without):.1f} s before, "
            f"{statistics.median(with_it):.1f} s with sharing, ratio {ratios[0]:.1f} / "
            f"{statistics.median(ratios):.1f} / {ratios[-1]:.1f}; the same scores",
            flush=True,
        )


if __name__ == "__main__":
    main()
