"""``python -m benchmarks.foreground [--features FILE.npz]``: foreground without a mask.

Prints how well it is found, as IoU (intersection over union) with what was drawn by hand on
photographs, or is known of synthetic tokens. Otsu's threshold on the first principal
component is beside it, as it is, and with the sign for which less of the border is
foreground. FILE has features kept by ``benchmarks.dense``; without it, photographs have
features of texture. The rule was chosen on sets like these, so no set is held back.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter
from skimage.filters import threshold_otsu
from sklearn.decomposition import PCA

from benchmarks._dense_data import load_photos, texture_features
from skcolor import ChannelColorer
from skcolor.images import GridColorer
from skcolor.images._border import border_sides

# Of tokens: what differs from one object of three parts on one background.
SCENES = {
    "plain": {},
    "one image": {"n": 1},
    "object touches border": {"center": 0.85},
    "two backgrounds": {"backgrounds": 2},
    "two backgrounds, touches border": {"backgrounds": 2, "center": 0.85},
    "three backgrounds": {"backgrounds": 3},
    "gradient": {"gradient": 6.0},
    "noise": {"noise": 2.0},
    "large object": {"size": 0.42},
    "small object": {"size": 0.13},
}


def tokens(seed, *, n=4, backgrounds=1, center=0.5, gradient=0.0, noise=1.0, size=0.32):
    """Synthetic tokens of images of 16 x 16, with 384 features, and where the object is."""
    rng = np.random.default_rng(seed)
    d, side = 384, 16
    down, across = (np.mgrid[:side, :side] + 0.5) / side
    scale = 1 / np.sqrt(d)
    means = rng.normal(size=(backgrounds + 3, d)) * 6 * scale
    means[backgrounds:] += rng.normal(size=d) * 6 * scale  # what parts share
    slope = across[..., np.newaxis] * rng.normal(size=d) * gradient * scale
    X, masks = [], []
    for _ in range(n):
        low, left = center + rng.uniform(-0.1, 0.1), 0.5 + rng.uniform(-0.15, 0.15)
        angle = np.arctan2(down - low, across - left)
        mask = np.hypot(down - low, across - left) < size * (1 + 0.2 * np.sin(3 * angle))
        wave = 0.3 * np.sin(5 * down + rng.uniform(0, 6))
        kind = (across * backgrounds + wave).astype(int).clip(0, backgrounds - 1)
        part = ((angle + np.pi) / (2 * np.pi) * 3).astype(int).clip(0, 2)
        kind[mask] = backgrounds + part[mask]
        smooth = gaussian_filter(rng.normal(size=(side, side, 8)), (2, 2, 0))
        field = smooth / smooth.std() @ rng.normal(size=(8, d)) * 0.7 * scale
        fine = rng.normal(size=(side, side, d)) * 2 * scale
        X.append(means[kind] + slope + noise * (field + fine))
        masks.append(mask)
    return np.array(X, np.float32), np.array(masks)


def otsu(X, signed):
    """Foreground by Otsu's threshold on the first principal component."""
    rows = X.reshape(-1, X.shape[-1])
    first = PCA(1, random_state=0).fit_transform(rows)[:, 0].reshape(X.shape[:-1])
    found = first > threshold_otsu(first)
    border = border_sides(np.ones(X.shape[1:3], bool)) >= 0
    return ~found if signed and found[:, border].mean() > 0.5 else found


def by_border(X):
    """Foreground by the border, and whether that is clear."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            grid = GridColorer(ChannelColorer(), layout=None, foreground="border").fit(X)
        except ValueError:
            return np.zeros(X.shape[:-1], bool), False
    return grid.foreground_, not any("not sure" in str(w.message) for w in caught)


def overlap(found, wanted):
    """Intersection over union."""
    return (found & wanted).sum() / (found | wanted).sum()


def sets(path):
    """Yield a name, features, and foreground."""
    photos = load_photos()
    kept = {} if path is None else dict(np.load(path))
    for kind in ("texture", "network"):
        for name, photo in photos.items():
            X = kept.get(f"{kind} {name}")
            if X is None and kind == "texture":
                X = texture_features(photo.pixels)
            if X is not None:
                yield f"{name}, {kind}", X[None], photo.foreground()[None]
    for name, parameters in SCENES.items():
        for seed in (0, 1):
            yield f"tokens {seed}, {name}", *tokens(seed, **parameters)


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--features", type=Path)
    print("| set | foreground | Otsu | Otsu, signed | border | is clear |")
    print("|---|---|---|---|---|---|")
    rows = []
    for name, X, wanted in sets(parser.parse_args().features):
        found, is_clear = by_border(X)
        scores = [overlap(one, wanted) for one in (otsu(X, False), otsu(X, True), found)]
        rows.append((name.startswith("tokens"), is_clear, *scores))
        cells = " | ".join(f"{score:.2f}" for score in scores)
        print(f"| {name} | {wanted.mean():.0%} | {cells} | {'yes' if is_clear else 'no'} |")
    table = np.array(rows, float)
    for title, chosen in (
        ("photographs", table[:, 0] == 0),
        ("tokens", table[:, 0] == 1),
        ("clear", table[:, 1] == 1),
        ("not clear", table[:, 1] == 0),
    ):
        means = " | ".join(f"{mean:.2f}" for mean in table[chosen, 2:].mean(axis=0))
        print(f"| mean of {int(chosen.sum())}: {title} | | {means} | |")


if __name__ == "__main__":
    main()
