"""Synthetic rows whose latent coordinates are the attributes."""

import numpy as np
from sklearn.datasets import make_swiss_roll


def _turned(parts, n_columns, noise, rng):
    """Rotate columns at random into more dimensions, and add noise to each."""
    turn = np.linalg.qr(rng.normal(size=(n_columns, parts.shape[1])))[0]
    return parts @ turn.T + noise * rng.normal(size=(len(parts), n_columns))


def _named(values, name="factor"):
    """Return columns as attributes, numbered from 1."""
    return {f"{name} {column + 1}": values[:, column] for column in range(values.shape[1])}


def factors():
    """Six linear factors of decreasing strength, with isotropic noise."""
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=(3000, 6))
    X = _turned(hidden * [4, 3, 2.5, 2, 1.5, 1], 60, 0.5, rng)
    return {"X": X, "attributes": _named(hidden)}


def heavy_tails():
    """Six factors and noise from Student's t distribution with two degrees of freedom.

    Attributes are the inverse hyperbolic sines of the factors; otherwise a few rows would
    account for all of their variance.
    """
    rng = np.random.default_rng(2)
    hidden = rng.standard_t(2, size=(3000, 6))
    X = _turned(hidden * [3, 2.5, 2, 1.7, 1.4, 1.2], 50, 0, rng)
    X += 0.2 * rng.standard_t(2, size=X.shape)
    return {"X": X, "attributes": _named(np.arcsinh(hidden))}


def hubs():
    """Five factors in rows of very different lengths: short ones are hubs."""
    rng = np.random.default_rng(3)
    hidden = rng.normal(size=(3000, 5))
    log_length = 0.7 * rng.normal(size=3000)
    X = _turned(hidden * [2, 1.7, 1.4, 1.2, 1], 100, 0.3, rng)
    X *= np.exp(log_length)[:, None]
    return {"X": X, "attributes": {**_named(hidden), "log length": log_length}}


def few_rows():
    """150 rows in three groups, with five factors independent of the groups."""
    rng = np.random.default_rng(4)
    group, hidden = rng.integers(3, size=150), rng.normal(size=(150, 5))
    parts = np.hstack([3 * np.eye(3)[group], hidden * [2, 1.7, 1.4, 1.2, 1]])
    attributes = {**_named(hidden), "group": group.astype(str)}
    return {"X": _turned(parts, 40, 0.4, rng), "attributes": attributes}


def many_columns():
    """600 rows of 2,000 columns, each weakly related to one of six factors."""
    rng = np.random.default_rng(5)
    hidden = rng.normal(size=(600, 6))
    strength = np.array([0.9, 0.75, 0.65, 0.55, 0.45, 0.4])
    factor = rng.integers(6, size=2000)
    X = (hidden * strength)[:, factor] * rng.choice([-1, 1], size=2000)
    X += rng.normal(size=X.shape)
    return {"X": X, "attributes": _named(hidden)}


def gradients():
    """Twelve clusters with two shared gradients and three in directions of their own.

    The cluster of a row is not an attribute, because the layout fully reveals it.
    """
    rng = np.random.default_rng(6)
    cluster = np.repeat(np.arange(12), 250)
    shared, own = rng.uniform(-1, 1, size=(3000, 2)), rng.uniform(-1, 1, size=(3000, 3))
    ways = np.stack([np.linalg.qr(rng.normal(size=(50, 3)))[0].T for _ in range(12)])
    X = _turned(2 * shared, 50, 0.2, rng) + rng.normal(size=(12, 50))[cluster]
    X += np.einsum("nk,nkd->nd", own * [2, 1.5, 1], ways[cluster])
    return {"X": X, "attributes": {**_named(shared, "shared"), **_named(own, "own")}}


def roll():
    """A Swiss roll times a ring, embedded in 60 dimensions."""
    rng = np.random.default_rng(7)
    points, turn = make_swiss_roll(3000, random_state=7)
    angle = rng.uniform(0, 2 * np.pi, size=3000)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    attributes = {
        "turn": turn,
        "turn, cosine": np.cos(turn),
        "turn, sine": np.sin(turn),
        "height": points[:, 1],
        "ring, cosine": ring[:, 0],
        "ring, sine": ring[:, 1],
    }
    X = _turned(np.hstack([points, 4 * ring]), 60, 0.4, rng)
    return {"X": X, "attributes": attributes}
