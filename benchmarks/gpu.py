"""``python -m benchmarks.gpu``: coloring torch tensors, on a GPU if there is one.

Pipelines are fitted to rows on a device and transform other rows there, alternating with
NumPy. Prints as Markdown the seconds of both, the median ratio of the pairs with its range,
and the largest difference of a channel in 999 of 1,000 rows. Needs torch. cuML's PCA is a
baseline where it is installed.
"""

import argparse
import os
import statistics
import time

os.environ["SCIPY_ARRAY_API"] = "1"  # which SciPy reads when it is imported

import numpy as np
import torch
from sklearn import config_context
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    CovariancePCA,
    GamutColorer,
)

PIPELINES = {
    "PCA to 3, channels": make_pipeline(CovariancePCA(3), ChannelColorer()),
    "PCA to 3, sRGB gamut": make_pipeline(CovariancePCA(3), GamutColorer(exact=True)),
    "PCA to 24, bits": make_pipeline(CovariancePCA(24), BinaryPackColorer()),
    "PCA to 30, standardize, argmax": make_pipeline(
        CovariancePCA(30), StandardScaler(), ArgmaxColorer()
    ),
}


def make_rows(n_rows, n_columns):
    """Rows whose columns have different variances, so that components are unique."""
    rng = np.random.default_rng(0)
    scale = np.linspace(2, 0.5, n_columns, dtype=np.float32)
    return rng.standard_exponential((n_rows, n_columns), dtype=np.float32) * scale


def measure(pipeline, fitted_to, colored):
    """Seconds to fit a pipeline and to color rows, and the colors."""
    start = time.perf_counter()
    colors = clone(pipeline).fit(fitted_to).transform(colored)
    if isinstance(colors, torch.Tensor):
        if colors.is_cuda:
            torch.cuda.synchronize(colors.device)
        colors = colors.cpu().numpy()
    return time.perf_counter() - start, colors


def compare(pipeline, X, device, n_pairs):
    """Times of NumPy and of torch in turn, and the largest difference of a channel."""
    tensor = torch.from_numpy(X).to(device)
    half = len(X) // 2
    times, difference = [], 0.0
    for pair in range(n_pairs + 1):
        ours, expected = measure(pipeline, X[:half], X[half:])
        with config_context(array_api_dispatch=True):
            theirs, colors = measure(pipeline, tensor[:half], tensor[half:])
        # Argmax and bits may change where rounding decides, so most rows are compared.
        by_row = np.abs(colors - expected).max(axis=1)
        difference = max(difference, float(np.quantile(by_row, 0.999)))
        if pair:  # the first warms up
            times.append((ours, theirs))
    return times, difference


def measure_cuml(X, n_pairs):
    """Seconds of cuML's PCA to three components, without colors."""
    import cupy
    from cuml.decomposition import PCA

    rows, half, seconds = cupy.asarray(X), len(X) // 2, []
    for _ in range(n_pairs + 1):
        start = time.perf_counter()
        PCA(3).fit(rows[:half]).transform(rows[half:])
        cupy.cuda.Device().synchronize()
        seconds.append(time.perf_counter() - start)
    return seconds[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=128)
    parser.add_argument("--pairs", type=int, default=6)
    arguments = parser.parse_args()
    X = make_rows(arguments.rows, arguments.columns)
    name = arguments.device
    if torch.device(name).type == "cuda":
        name = torch.cuda.get_device_name(name)
    print(f"{arguments.rows:,} x {arguments.columns} float32, half fitted, half colored\n")
    print(f"| | NumPy | torch on {name} | ratio (range) | difference |")
    print("|---|---|---|---|---|")
    for title, pipeline in PIPELINES.items():
        times, difference = compare(pipeline, X, arguments.device, arguments.pairs)
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        ratios = sorted(one / other for one, other in times)
        print(
            f"| {title} | {ours:.3f} s | {theirs:.3f} s | {statistics.median(ratios):.2f} "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f}) | {difference:.0e} |"
        )
    if torch.device(arguments.device).type == "cuda":
        try:
            seconds = statistics.median(measure_cuml(X, arguments.pairs))
        except ImportError:
            print("\ncuML is not installed.")
        else:
            print(f"| cuML, PCA to 3 without colors | | {seconds:.3f} s | | |")


if __name__ == "__main__":
    main()
