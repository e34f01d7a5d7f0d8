"""``python -m benchmarks.trust DATA``: whether map errors and uncertain colors are found.

Errors are planted in layouts: rows moved to places of other groups, two groups laid over
one another, a group torn in two, and rows shuffled. Prints as Markdown the areas under the
ROC curves of `TrustColorer`, beside those of the ranks of trustworthiness and continuity,
and the shares of rows with p-values below 0.05. Then the deviation of colors that
`ConfidentColorer` predicts and that of fits to other rows: medians, and the correlation of
their ranks. DATA is the folder of words and
digits; the digits of scikit-learn were seen when the method was made, all others were not.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.datasets import load_sample_images, make_blobs
from sklearn.decomposition import PCA
from sklearn.feature_extraction.image import extract_patches_2d
from sklearn.metrics import pairwise_distances, roc_auc_score
from sklearn.pipeline import make_pipeline

from benchmarks._data import load
from skcolor import (
    ClusterColorer,
    ConfidentColorer,
    CovariancePCA,
    GamutColorer,
    TrustColorer,
    ValueColorer,
    align,
)
from skcolor.cli._embed import embed
from skcolor.datasets import load_digits_layout
from skcolor.paint import delta_e

N_NEIGHBORS = 15


def cells(n_rows, rng):
    """Log-normalized counts of 300 genes in 20 types of cells of different depth."""
    rates = rng.gamma(0.3, 4, size=(20, 300)) + 0.05
    types = rng.integers(20, size=n_rows)
    rate = rates[types] * rng.lognormal(0, 0.4, size=(n_rows, 1))
    counts = rng.poisson(rng.gamma(2, rate / 2))
    return np.log1p(1e3 * counts / (1 + counts.sum(axis=1, keepdims=True))), types


def data_sets(folder, n_rows):
    """Rows, layout and groups by name; layouts are t-SNE unless they come with the rows."""
    rng = np.random.default_rng(0)
    digits = load_digits_layout()
    yield "digits (seen)", digits.data, np.asarray(digits.layout), digits.target
    names = ("digits10k_images_u8.npy", "digits10k_layout.npy")
    X, layout = load(*(folder / name for name in names))
    rows = rng.permutation(len(X))[:n_rows]
    X = PCA(50, random_state=0).fit_transform(X)
    yield (
        "10k digits",
        X[rows],
        layout[rows],
        np.load(folder / "digits10k_labels.npy")[rows],
    )
    X, _ = load(folder / "words_vectors_f16.npy")
    yield _laid_out("words", X[rng.permutation(20_000)[:n_rows]])
    photos = [
        extract_patches_2d(photo, (8, 8), max_patches=n_rows // 2, random_state=0)
        for photo in load_sample_images().images
    ]
    patches = np.concatenate(photos).mean(axis=3).reshape(-1, 64) / 255
    yield _laid_out("photo patches", patches)
    yield _laid_out("cells (synthetic)", *cells(n_rows, rng))
    yield _laid_out("blobs", *make_blobs(n_rows, 50, centers=20, random_state=0))


def _laid_out(name, X, groups=None):
    X = X.astype(np.float32)
    if groups is None:
        groups = KMeans(20, n_init=1, random_state=0).fit_predict(X)
    return name, X, embed(X, "tsne"), groups


def plant(X, layout, groups, rng):
    """Layouts with errors, with the rows in error and the sides on which they show."""
    places, moved = rng.permutation(len(layout)), layout.copy()
    is_moved = (rng.random(len(layout)) < 0.05) & (groups != groups[places])
    moved[is_moved] = layout[places[is_moved]]
    yield moved, is_moved, "both"
    large = np.argsort(np.bincount(groups))[-10:]
    centers = np.stack([X[groups == group].mean(axis=0) for group in large])
    apart = pairwise_distances(centers)
    first, second = large[list(np.unravel_index(apart.argmax(), apart.shape))]
    first, second = np.flatnonzero(groups == first), np.flatnonzero(groups == second)
    laid, jitter = layout.copy(), 1e-3 * np.ptp(layout) * rng.normal(size=(len(first), 2))
    laid[first] = layout[rng.choice(second, len(first))] + jitter
    yield laid, np.isin(np.arange(len(X)), [*first, *second]), "false"
    torn = layout.copy()
    torn[first[rng.random(len(first)) < 0.5]] += 3 * np.ptp(layout)
    yield torn, np.isin(np.arange(len(X)), first), "missing"


def ranks(X, layout, n_neighbors):
    """Each row's part of trustworthiness and of continuity, by ranks."""
    orders = [np.argsort(pairwise_distances(table), axis=1) for table in (X, layout)]
    parts = []
    for near, far in (orders, orders[::-1]):
        rank = np.empty_like(near)
        np.put_along_axis(rank, near, np.arange(len(X))[np.newaxis], axis=1)
        of_others = np.take_along_axis(rank, far[:, 1 : n_neighbors + 1], axis=1)
        parts.append(np.maximum(of_others - n_neighbors, 0).sum(axis=1))
    return np.column_stack(parts)


def areas(is_wrong, values, sides):
    chosen = {"both": [0, 1], "false": [0], "missing": [1]}[sides]
    return " / ".join(f"{roc_auc_score(is_wrong, values[:, side]):.3f}" for side in chosen)


def print_errors(name, X, layout, groups):
    rng = np.random.default_rng(1)
    row = [name]
    for wrong, is_wrong, sides in plant(X, layout, groups, rng):
        values = TrustColorer(N_NEIGHBORS).fit(X, wrong).score_samples(X, wrong)
        row.append(areas(is_wrong, values, sides))
        row.append(areas(is_wrong, ranks(X, wrong, N_NEIGHBORS), sides))
    shuffled = TrustColorer(N_NEIGHBORS).fit(X, layout[rng.permutation(len(X))])
    found = TrustColorer(N_NEIGHBORS).fit(X, layout)
    row.append(" / ".join(f"{s:.3f}" for s in (shuffled.p_values_ < 0.05).mean(axis=0)))
    row.append(" / ".join(f"{s:.2f}" for s in (found.p_values_ < 0.05).mean(axis=0)))
    print("|", " | ".join(row), "|", flush=True)


COLORERS = {
    "channels": make_pipeline(CovariancePCA(3), GamutColorer()),
    "labels": ClusterColorer(KMeans(20, n_init=1, random_state=0)),
    "values": make_pipeline(CovariancePCA(1), ValueColorer()),
}


def print_confidence(name, X):
    """Deviation that halves of an eighth of the rows predict, and that of other eighths."""
    parts = np.array_split(np.random.default_rng(2).permutation(len(X)), 8)
    known, row = X[parts[0]], [name]
    for colorer in COLORERS.values():
        confident = ConfidentColorer(colorer, jnd=1e-6).fit(known)
        colors = confident.colorer_.transform(known)
        predicted = 1e-6 / confident.score_samples(known)
        squares = []
        for part in parts[1:]:
            other = align(clone(colorer).fit(X[part]), known, colors)
            squares.append(delta_e(other.transform(known), colors) ** 2)
        # Both fits vary, so the difference varies twice as much as one of them.
        deviation = np.sqrt(np.mean(squares, axis=0) / 2)
        row += [
            f"{np.median(predicted):.3f} / {np.median(deviation):.3f}",
            f"{spearmanr(predicted, deviation).statistic:.2f}",
        ]
    print("|", " | ".join(row), "|", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=4000)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    known = list(data_sets(arguments.data, arguments.rows))
    print("| | moved | ranks | laid over | ranks | torn | ranks | p, shuffled | p, map |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, X, layout, groups in known:
        print_errors(name, X, layout, groups)
    print("\n| | channels | ranks | labels | ranks | values | ranks |")
    print("|---|---|---|---|---|---|---|")
    for name, X, *_ in known:
        print_confidence(name, X)


if __name__ == "__main__":
    main()
