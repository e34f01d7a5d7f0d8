"""How well colors tell what a layout hides, and how to change them so that they do."""

from dataclasses import dataclass

import numpy as np

# Weights of two penalties: colors outside the range of lightness, and a mean color
# that is not gray.
_LIGHTNESS_WEIGHT = 100.0
_BALANCE_WEIGHT = 10.0
_TINY = 1e-8


@dataclass(frozen=True)
class Fidelity:
    """A smooth relative of `local_fidelity` and `global_fidelity`, with its gradient.

    Rows come in patches: a row with its neighbors in the layout. For each row of a patch,
    over the others, it takes the correlation of the distance in X with that of the colors
    as they are seen, partial on the distance in the layout; and over pairs of rows from
    different patches, the correlation of distances in X and of seen colors.

    Attributes
    ----------
    jnd : float
        Standard deviation, in OKLab, of the noise with which colors are seen.
    global_weight : float
        Weight of the correlation over pairs against that within patches.
    lightness : tuple of two floats
        Range of OKLab lightness that colors are to keep to.
    """

    jnd: float
    global_weight: float
    lightness: tuple[float, float]

    def measure(self, X, layout, lab, rng):
        """Fidelity of colors, and the gradient of what is to become small.

        Parameters
        ----------
        X : ndarray of shape (n_patches, n_rows, n_features)
            Rows.
        layout : ndarray of shape (n_patches, n_rows, n_dimensions)
            Their layout.
        lab : ndarray of shape (n_patches, n_rows, 3)
            Their colors in OKLab.
        rng : numpy.random.Generator
            Draws the noise and the pairs.

        Returns
        -------
        fidelity : float
            The mean partial correlation plus the weighted one over pairs.
        gradient : ndarray of shape (n_patches, n_rows, 3)
            Of minus the fidelity and of the penalties, by `lab`.
        """
        seen = lab + self.jnd * rng.standard_normal(lab.shape, dtype=lab.dtype)
        local, gradient = _within_patches(X, layout, seen)
        if self.global_weight:
            rows = X.reshape(-1, X.shape[-1])
            order = rng.permutation(len(rows))
            overall, by_seen = _over_pairs(rows, seen.reshape(-1, 3), order)
            gradient += self.global_weight * by_seen.reshape(gradient.shape)
            local += self.global_weight * overall
        return local, (gradient + self._penalty(lab)).astype(lab.dtype, copy=False)

    def _penalty(self, lab):
        """Gradient of the penalties by `lab`."""
        low, high = self.lightness
        n_rows = lab.shape[0] * lab.shape[1]
        middle = np.array([(low + high) / 2, 0, 0], dtype=lab.dtype)
        by_lab = np.empty_like(lab)
        by_lab[...] = _BALANCE_WEIGHT * (lab.mean(axis=(0, 1)) - middle)
        lightness = lab[..., 0]
        by_lab[..., 0] += _LIGHTNESS_WEIGHT * (lightness - np.clip(lightness, low, high))
        return 2 / n_rows * by_lab


def _within_patches(X, layout, seen):
    """Mean partial correlation, and the gradient of minus it by the seen colors."""
    n_patches, n_rows, _ = seen.shape
    # Each row against all others: the diagonal of the tables of distances left out.
    others = ~np.eye(n_rows, dtype=bool)
    shape = (n_patches, n_rows, n_rows - 1)
    in_x, in_layout, in_color = (
        _distances(points)[:, others].reshape(shape)
        for points in (_scaled(X), _scaled(layout), seen)
    )
    given = _unit(in_layout)
    wanted = _unit(_without(_unit(in_x), given))
    rest = _without(in_color - in_color.mean(axis=-1, keepdims=True), given)
    length = _length(rest)
    correlation = (wanted * rest).sum(axis=-1, keepdims=True) / length
    by_distance = (correlation * rest / length - wanted) / length
    pull = np.zeros((n_patches, n_rows, n_rows), dtype=seen.dtype)
    pull[:, others] = (by_distance / in_color).reshape(n_patches, -1)
    pull += pull.swapaxes(1, 2)
    by_seen = pull.sum(axis=2)[..., np.newaxis] * seen - pull @ seen
    return float(correlation.mean()), by_seen / (n_patches * n_rows)


def _over_pairs(X, seen, order):
    """Correlation over pairs of a row and the one in its place in another order.

    Returns it and the gradient of minus it by the seen colors.
    """
    wanted = _unit(np.sqrt(((X - X[order]) ** 2).sum(axis=1)))
    difference = seen - seen[order]
    distance = np.sqrt((difference**2).sum(axis=1) + _TINY)
    rest = distance - distance.mean()
    length = _length(rest)
    correlation = (wanted * rest).sum() / length
    by_distance = (correlation * rest / length - wanted) / length
    by_pair = (by_distance / distance)[:, np.newaxis] * difference
    return float(correlation[0]), by_pair - by_pair[np.argsort(order)]


def _scaled(points):
    """Each patch about its first row, in units of its largest coordinate."""
    points = points - points[:, :1]
    size = np.abs(points).max(axis=(1, 2), keepdims=True)
    return points / np.where(size > 0, size, 1)


def _distances(points):
    """Euclidean distances within each patch, of shape (n_patches, n_rows, n_rows)."""
    squares = (points**2).sum(axis=-1)
    products = points @ points.swapaxes(1, 2)
    squares = squares[:, :, np.newaxis] + squares[:, np.newaxis] - 2 * products
    return np.sqrt(np.maximum(squares, 0) + _TINY)


def _length(vectors):
    return np.sqrt((vectors**2).sum(axis=-1, keepdims=True)) + _TINY


def _unit(vectors):
    """Vectors less their mean, of length 1; where all entries are equal, 0."""
    centered = vectors - vectors.mean(axis=-1, keepdims=True)
    return centered / _length(centered)


def _without(vectors, given):
    """Vectors less their part along unit vectors."""
    return vectors - (vectors * given).sum(axis=-1, keepdims=True) * given
