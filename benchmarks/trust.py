"""``python -m benchmarks.trust [WORDS LAYOUT [DIGITS LAYOUT]]``: planted errors of maps.

Errors are planted in maps of data on which no choice of TrustColorer was made: rows moved
to random places, two groups laid over each other, and a group torn in two. Prints the ROC
AUC with which values tell the planted rows from all others. These include the errors that
the map had before, so the table also shows how many rows the map without planted errors
places better than at random (p < 0.05). Peers are trustworthiness and continuity of each
row, as in [1]_, and the statistic of EMBEDR [2]_, the divergence of a row's affinities. In
maps whose rows are permuted at random, all p-values should be uniform.

References
----------
.. [1] J. Venna, S. Kaski, "Neighborhood preservation in nonlinear projection
   methods", 2001.
.. [2] E. Johnson, W. Kath, M. Mani, "EMBEDR", Patterns 3, 2022.
"""

import argparse

import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import kstest
from sklearn.cluster import KMeans
from sklearn.datasets import load_sample_images, make_blobs, make_swiss_roll
from sklearn.decomposition import PCA
from sklearn.feature_extraction.image import extract_patches_2d
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

from benchmarks._data import load
from skcolor import LandmarkTSNE, TrustColorer
from skcolor.datasets import load_digits_layout

_N_GROUPS = 10
_SHARE_MOVED = 0.05


def make_cells(n_rows):
    """Counts of 500 genes in 20 types of cells: negative binomial, log-normalized."""
    rng = np.random.default_rng(0)
    profiles = rng.gamma(0.5, size=500) * rng.lognormal(sigma=0.8, size=(20, 500))
    means = profiles[rng.integers(20, size=n_rows)]
    means *= 2000 * rng.lognormal(sigma=0.3, size=(n_rows, 1)) / means.sum(axis=1)[:, None]
    counts = rng.poisson(means * rng.gamma(2, 0.5, size=means.shape))
    rows = np.log1p(1e4 * counts / counts.sum(axis=1)[:, np.newaxis])
    return PCA(50, random_state=0).fit_transform(rows)


def make_patches(n_rows):
    """Patches of 8 x 8 pixels of a photo, without their mean brightness."""
    photo = load_sample_images().images[0].mean(axis=2) / 255
    patches = extract_patches_2d(photo, (8, 8), max_patches=n_rows, random_state=0)
    patches = patches.reshape(n_rows, -1)
    return patches - patches.mean(axis=1)[:, np.newaxis]


def embed(X):
    """Map rows by t-SNE."""
    return LandmarkTSNE(2, random_state=0).fit_transform(X.astype(np.float32))


def data_sets(n_rows, files):
    """Yield names, rows and maps."""
    digits = load_digits_layout()
    yield "digits", digits.data, np.asarray(digits.layout)
    roll, along = make_swiss_roll(n_rows, random_state=0)
    yield "swiss roll, unrolled", roll, np.column_stack([along * 2, roll[:, 1]])
    for name, X in {
        "blobs, 50-D": make_blobs(n_rows, 50, centers=20, random_state=0)[0],
        "patches": make_patches(n_rows),
        "cells, synthetic": make_cells(n_rows),
    }.items():
        yield name, X, embed(X)
    for name, pair in zip(["words", "images of digits"], files, strict=False):
        X, layout = load(*pair)
        rows = np.random.default_rng(0).permutation(len(X))[:n_rows]
        yield name, X[rows], layout[rows]


def move_rows(layout, groups, rng):
    """Move rows to the places of rows of other groups."""
    layout, places = layout.copy(), rng.permutation(len(layout))
    moved = (rng.random(len(layout)) < _SHARE_MOVED) & (groups != groups[places])
    layout[moved] = layout[places[moved]]
    return layout, moved


def _inner_row(layout, rows):
    """Place of the row that has the other rows nearest around it."""
    places = layout[rows]
    return places[np.median(cdist(places, places), axis=1).argmin()]


def lay_over(layout, groups, rng):
    """Lay the first group over the group whose middle is farthest from it.

    Wrong are rows that get a quarter of their nearest rows from across.
    """
    middles = np.array([layout[groups == group].mean(axis=0) for group in range(_N_GROUPS)])
    other = cdist(middles[:1], middles)[0].argmax()
    layout, moved = layout.copy(), groups == 0
    # A group can be in two parts with nothing in the middle: a row lies on a row.
    layout[moved] += _inner_row(layout, groups == other) - _inner_row(layout, moved)
    near = NearestNeighbors(n_neighbors=15).fit(layout).kneighbors(return_distance=False)
    return layout, (moved[near] != moved[:, np.newaxis]).mean(axis=1) > 0.25


def tear(layout, groups, rng):
    """Tear a random half of the first group away from the map."""
    layout, torn = layout.copy(), groups == 0
    layout[torn & (rng.random(len(layout)) < 0.5)] += 3 * np.ptp(layout)
    return layout, torn


# What each error adds: false neighbors (0), missing neighbors (1), or both.
ERRORS = {"moved": (move_rows, (0, 1)), "laid over": (lay_over, (0,)), "torn": (tear, (1,))}


def rank_losses(X, layout, n_neighbors):
    """1 - trustworthiness and 1 - continuity of each row, up to a factor."""
    apart = [cdist(rows, rows) for rows in (X, layout)]
    for distances in apart:
        np.fill_diagonal(distances, -1)
    ranks = [distances.argsort(axis=1).argsort(axis=1) for distances in apart]
    is_near = [(each > 0) & (each <= n_neighbors) for each in ranks]
    lost = [np.maximum(each - n_neighbors, 0) for each in ranks]
    return [(lost[0] * is_near[1]).sum(axis=1), (lost[1] * is_near[0]).sum(axis=1)]


def divergence(X, layout, n_neighbors):
    """Divergence of each row's affinities in X from those in the map, as in EMBEDR."""
    distances, on_map = cdist(X, X), cdist(layout, layout)
    np.fill_diagonal(distances, np.inf)
    near = np.sort(distances, axis=1)[:, n_neighbors - 1]
    p = np.exp(-0.5 * (distances / near[:, np.newaxis]) ** 2 * 4)
    q = 1 / (1 + on_map**2)
    np.fill_diagonal(q, 0)
    p, q = (each / each.sum(axis=1)[:, np.newaxis] + 1e-12 for each in (p, q))
    return (p * np.log(p / q)).sum(axis=1)


def find_errors(X, layout, n_neighbors=15):
    """ROC AUC of our values, then of the peers, for each planted error and side."""
    groups = KMeans(_N_GROUPS, n_init=1, random_state=0).fit_predict(X)
    for name, (plant, sides) in ERRORS.items():
        wrong, is_wrong = plant(layout, groups, np.random.default_rng(0))
        values = TrustColorer(n_neighbors).fit(X, wrong).score_samples(X, wrong)
        ranks = rank_losses(X, wrong, n_neighbors)
        kl = roc_auc_score(is_wrong, divergence(X, wrong, n_neighbors))
        for side in sides:
            auc = [roc_auc_score(is_wrong, each) for each in (values[:, side], ranks[side])]
            yield f"{name}, {('false', 'missing')[side]}", *auc, kl


def check_null(X, layout, n_neighbors=15):
    """Distance of p-values from uniform, and share of adjusted ones below 0.05."""
    layout = layout[np.random.default_rng(0).permutation(len(layout))]
    fitted = TrustColorer(n_neighbors).fit(X, layout)
    apart = [kstest(each, "uniform").statistic for each in fitted.p_values_.T]
    adjusted = fitted.p_values(X, layout, adjusted=True)
    return max(apart), (adjusted < 0.05).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", help="rows and layouts by turns")
    parser.add_argument("--rows", type=int, default=2000)
    arguments = parser.parse_args()
    files = list(zip(arguments.files[::2], arguments.files[1::2], strict=True))
    print(
        "| data | error | TrustColorer | 5 neighbors | 50 neighbors | 300 rows | float32 |"
        " by rank | EMBEDR |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    nulls = []
    for name, X, layout in data_sets(arguments.rows, files):
        few = np.random.default_rng(1).permutation(len(X))[:300]
        kinds = [
            find_errors(X, layout),
            find_errors(X, layout, 5),
            find_errors(X, layout, 50),
            find_errors(X[few], layout[few]),
            find_errors(X.astype(np.float32), layout.astype(np.float32)),
        ]
        for rows in zip(*kinds, strict=True):
            cells = [f"{row[1]:.3f}" for row in rows] + [f"{v:.3f}" for v in rows[0][2:]]
            print(f"| {name} | {rows[0][0]} | {' | '.join(cells)} |", flush=True)
        is_good = TrustColorer().fit(X, layout).p_values_ < 0.05
        nulls.append((name, is_good.mean(axis=0).min(), *check_null(X, layout)))
    print()
    print(
        "| data | placed better than at random | map permuted: largest distance of p-values"
        " from uniform | adjusted p-values below 0.05 |"
    )
    print("|---|---|---|---|")
    for name, good, apart, below in nulls:
        print(f"| {name} | {good:.1%} | {apart:.3f} | {below:.4f} |")


if __name__ == "__main__":
    main()
