"""Baselines for colorings: chance, the layout itself, and other libraries.

The formulas are those of `umap.plot.diagnostic` (L. McInnes et al.) and the idea of U-CIE
(M. Koutrouli et al., Protein Science 31, 2022). The code is independent of theirs.
"""

import numpy as np
from scipy.spatial.transform import Rotation
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, FastICA

_XYZ = np.array(
    [
        [0.4123908, 0.3575843, 0.1804808],
        [0.2126390, 0.7151687, 0.0721923],
        [0.0193308, 0.1191948, 0.9505322],
    ]
)
_WHITE = _XYZ.sum(axis=1)


class RandomColors(TransformerMixin, BaseEstimator):
    """A random color for each row."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.random.default_rng(0).random((len(X), 3))


class LayoutColors(TransformerMixin, BaseEstimator):
    """The layout coordinates as red and green."""

    def fit(self, X, y):
        self.low_, self.high_ = y.min(axis=0), y.max(axis=0)
        return self

    def transform(self, X, y):
        coordinates = np.clip((y - self.low_) / (self.high_ - self.low_), 0, 1)
        return np.column_stack([coordinates, np.full(len(coordinates), 0.5)])


class UMAPPlotColors(TransformerMixin, BaseEstimator):
    """The colors of umap.plot's diagnostics "pca", "ica" and "vq"."""

    def __init__(self, kind="pca"):
        self.kind = kind

    def fit(self, X, y=None):
        makers = {
            "pca": PCA(3, random_state=0),
            "ica": FastICA(3, random_state=0),
            "vq": KMeans(3, n_init=1, random_state=0),
        }
        self.reducer_ = makers[self.kind].fit(X)
        return self

    def transform(self, X):
        # As in umap.plot: one minimum for all columns, from the rows that are shown.
        coordinates = self.reducer_.transform(X)
        coordinates = coordinates - coordinates.min()
        return coordinates / coordinates.max(axis=0)


class CIELABColors(TransformerMixin, BaseEstimator):
    """Three principal components, rotated and scaled into the sRGB gamut in CIELAB."""

    def __init__(self, n_turns=60, inside=0.99):
        self.n_turns = n_turns
        self.inside = inside

    def fit(self, X, y=None):
        self.reducer_ = PCA(3, random_state=0).fit(X)
        rows = self.reducer_.transform(X)[:: max(1, len(X) // 2000)]
        turns = Rotation.random(self.n_turns, rng=0).as_matrix()
        self.scale_ = 0.0
        for turn in turns:
            for lightness in (50, 60, 70):
                center = np.array([lightness, 0, 0])
                scale = self._largest_scale(rows @ turn.T, center)
                if scale > self.scale_:
                    self.scale_, self.turn_, self.center_ = scale, turn, center
        return self

    def _largest_scale(self, rows, center):
        low, high = 0.0, 400 / np.abs(rows).max()
        for _ in range(20):
            middle = (low + high) / 2
            linear = linear_of_cielab(center + middle * rows)
            fits = ((linear >= 0) & (linear <= 1)).all(axis=1).mean() >= self.inside
            low, high = (middle, high) if fits else (low, middle)
        return low

    def transform(self, X):
        rows = self.reducer_.transform(X) @ self.turn_.T
        linear = np.clip(linear_of_cielab(self.center_ + self.scale_ * rows), 0, 1)
        return np.where(
            linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055
        )


def linear_of_cielab(lab):
    """Convert CIELAB (D65) to linear red, green and blue."""
    y = (lab[:, 0] + 16) / 116
    roots = np.column_stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200])
    xyz = np.where(roots > 6 / 29, roots**3, 3 * (6 / 29) ** 2 * (roots - 4 / 29)) * _WHITE
    return xyz @ np.linalg.inv(_XYZ).T


BASELINES = {
    "random colors": RandomColors(),
    "the layout as color": LayoutColors(),
    "umap.plot pca": UMAPPlotColors("pca"),
    "umap.plot ica": UMAPPlotColors("ica"),
    "umap.plot vq": UMAPPlotColors("vq"),
    "U-CIE's idea: PCA in CIELAB": CIELABColors(),
}
