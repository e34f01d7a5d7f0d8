"""Colors by NumPy, by PyTorch on the CPU, and by PyTorch on a GPU: seconds and differences.

``python -m benchmarks.gpu`` uses a GPU if PyTorch finds one; ``--device cpu`` uses none.
Prints a Markdown table. Ends with an error if the colors of two libraries differ by more
than the table's bound.
"""

import argparse
import importlib.util
import os
import sys
from time import perf_counter

os.environ.setdefault("SCIPY_ARRAY_API", "1")  # read when scipy is imported

import numpy as np
import torch
from sklearn import config_context
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

import skcolor

_N_TIMES = 6
# Largest difference of a channel: single precision sums in another order.
_BOUND = 1e-3
# Rows whose label or bit is within rounding of a border may differ in all channels.
_OUTSIDE = 1e-3

COLORERS = {
    "ArgmaxColorer": skcolor.ArgmaxColorer(standardize=True),
    "BinaryPackColorer": skcolor.BinaryPackColorer(),
    "ChannelColorer": skcolor.ChannelColorer(),
    "GamutColorer(exact=True)": skcolor.GamutColorer(exact=True),
    "CovariancePCA(3), ChannelColorer": make_pipeline(
        skcolor.CovariancePCA(3), skcolor.ChannelColorer(space="oklab")
    ),
    "CovariancePCA(30), ArgmaxColorer": make_pipeline(
        skcolor.CovariancePCA(30), skcolor.ArgmaxColorer()
    ),
}


def make_rows(n_rows, n_columns=128):
    """Single precision rows whose columns have different scales."""
    rng = np.random.default_rng(0)
    scales = np.linspace(3, 0.5, n_columns, dtype=np.float32)
    return rng.standard_normal((n_rows, n_columns), dtype=np.float32) * scales


def time_once(estimator, rows):
    """Seconds of ``fit_transform``, and the colors."""
    start = perf_counter()
    colors = clone(estimator).fit_transform(rows)
    if getattr(colors, "is_cuda", False):
        torch.cuda.synchronize()  # a GPU works on after a call returns
    return perf_counter() - start, colors


def time_all(estimator, tables):
    """Seconds of each kind of array by turns, after one run to warm up, and the colors."""
    colors = {name: time_once(estimator, rows)[1] for name, rows in tables.items()}
    seconds = {name: [] for name in tables}
    for _ in range(_N_TIMES):
        for name, rows in tables.items():
            seconds[name].append(time_once(estimator, rows)[0])
    return {name: np.array(times) for name, times in seconds.items()}, colors


def share_that_differs(colors, expected):
    """Share of rows with a channel that differs by more than the bound."""
    far = np.abs(np.asarray(colors.cpu()) - expected) > _BOUND
    return far.any(axis=1).mean()


def as_ratio(before, after):
    ratios = before / after
    return f"{np.median(ratios):.2f} ({ratios.min():.2f} to {ratios.max():.2f})"


def cuml_rows(rows):
    """Seconds of cuML's PCA and K-Means, where it is installed."""
    if importlib.util.find_spec("cuml") is None:
        return []
    from cuml import PCA, KMeans

    found = []
    for name, estimator in {"PCA(3)": PCA(3), "KMeans(128)": KMeans(128)}.items():
        estimator.fit_transform(rows)
        start = perf_counter()
        estimator.fit_transform(rows)
        torch.cuda.synchronize()
        found.append(f"| cuML {name} | | | {perf_counter() - start:.4f} s | |")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = "cuda" if torch.cuda.is_available() else "cpu"
    parser.add_argument("--device", choices=["cuda", "cpu"], default=default)
    parser.add_argument("--rows", type=int, default=358_359)
    arguments = parser.parse_args()
    X = make_rows(arguments.rows)
    tables = {"numpy": X, "torch": torch.asarray(X)}
    if arguments.device == "cuda":
        tables["gpu"] = torch.asarray(X, device="cuda")
        print(f"GPU: {torch.cuda.get_device_name()}")
    print(f"{X.shape} float32, fit_transform, {_N_TIMES} runs")
    print()
    print("| | NumPy | NumPy ÷ PyTorch, CPU | NumPy ÷ PyTorch, GPU | rows that differ |")
    print("|---|---|---|---|---|")
    worst = 0
    for name, estimator in COLORERS.items():
        with config_context(array_api_dispatch=True):
            seconds, colors = time_all(estimator, tables)
        others = [each for each in tables if each != "numpy"]
        ratios = [as_ratio(seconds["numpy"], seconds[each]) for each in others]
        differ = max(share_that_differs(colors[each], colors["numpy"]) for each in others)
        worst = max(worst, differ)
        cells = [
            f"{np.median(seconds['numpy']):.3f} s",
            *ratios,
            *[""] * (2 - len(ratios)),
        ]
        print(f"| {name} | {' | '.join(cells)} | {differ:.4%} |", flush=True)
    print(*cuml_rows(X), sep="\n")
    print(f"A row differs if a channel does by more than {_BOUND}.")
    if worst > _OUTSIDE:
        sys.exit(f"More than {_OUTSIDE:.1%} of the rows differ: {worst:.4%}.")


if __name__ == "__main__":
    main()
