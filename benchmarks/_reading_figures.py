"""Summarize reading gains over splits and data sets."""

import numpy as np
from scipy.stats import spearmanr

from benchmarks._reading_measures import INTRINSIC, NOISES
from skcolor.metrics._reading_gain import LEAST_CEILING
from skcolor.recipes._notebook import NOTEBOOK

# Lower shares are noise, for example from few rows; ratios raise them to this.
LEAST_SHARE = 0.01


def summarize(records, set_name):
    """Summarize each coloring of a set over its splits.

    Returns
    -------
    dict of str to dict
        For each coloring, ``fit_seconds`` and, for each noise level, a dict with
        ``mean``, ``spread``, ``worst``, ``worst_attribute`` and each intrinsic metric.
    """
    by_coloring = {}
    for record in records:
        if record["set"] == set_name and "left_out" not in record:
            by_coloring.setdefault(record["coloring"], []).append(record)
    return {
        coloring: {
            "fit_seconds": np.mean([split["fit_seconds"] for split in splits]),
            **{noise: _over_splits([split[noise] for split in splits]) for noise in NOISES},
        }
        for coloring, splits in by_coloring.items()
    }


def _over_splits(splits):
    names = list(splits[0]["gains"])
    gains, ceilings = np.array(
        [[split["gains"][name] for name in names] for split in splits]
    ).transpose(2, 0, 1)
    readable = np.flatnonzero(ceilings.mean(axis=0) > LEAST_CEILING)
    ceiling = ceilings[:, readable].mean(axis=0)
    # A mean of per-split ratios would be dominated by the smallest ceiling.
    shares = gains[:, readable].mean(axis=0) / ceiling
    return {
        "mean": shares.mean(),
        "spread": (gains[:, readable] / ceiling).mean(axis=1).std(),
        "worst": shares.min(),
        "worst_attribute": names[readable[shares.argmin()]],
        **{name: np.mean([split[name] for split in splits]) for name in INTRINSIC},
    }


def ratios(of_set, noise):
    """Mean share of each coloring of a set, divided by that of the notebook's best."""
    shares = {name: max(f[noise]["mean"], LEAST_SHARE) for name, f in of_set.items()}
    best = max((shares[name] for name in NOTEBOOK if name in shares), default=np.nan)
    return {name: share / best for name, share in shares.items()}


def correlations(of_set, noise):
    """Rank correlation over colorings between each intrinsic metric and the mean share."""
    reading = [f[noise]["mean"] for f in of_set.values()]
    return {
        measure: spearmanr(reading, [f[noise][measure] for f in of_set.values()]).statistic
        for measure in INTRINSIC
    }


def over_sets(names, by_set, average):
    """Average each coloring over the sets that include it; NaN if none does."""
    return {name: average([f[name] for f in by_set if name in f]) for name in names}


def geometric_mean(values):
    values = np.array(values, dtype=float)
    return float(np.exp(mean(np.log(values[np.isfinite(values)]))))


def mean(values):
    return float(np.mean(values)) if len(values) else float("nan")
