"""Errors of results against exact ones, computed in float64 without shortcuts."""

import numpy as np
from scipy.spatial import cKDTree
from sklearn.decomposition import FastICA


class Exact:
    """Exact results for rows and a layout, each computed once, on first use."""

    def __init__(self, X, layout):
        self.X, self.layout = np.asarray(X, dtype=np.float64), layout
        self._mean = self.X.mean(axis=0)
        self._axes = self._components = None

    def axes(self):
        if self._axes is None:
            centered = self.X - self._mean
            self._axes = np.linalg.eigh(centered.T @ centered)[1].T[::-1]
        return self._axes

    def scores(self, components):
        """Exact scores, with the signs of the given components."""
        axes = self.axes()[: len(components)]
        signs = np.sign((axes * components).sum(axis=1))
        return (self.X - self._mean) @ (axes * signs[:, np.newaxis]).T

    def error_of(self, step, result):
        """Describe the error of a result, as a number with its unit."""
        return getattr(self, f"_{step}")(result)

    def _pca(self, result):
        components = result["components"]
        axes = self.axes()[: len(components)]
        signs = np.sign((axes * components).sum(axis=1))[:, np.newaxis]
        error = np.abs(components - signs * axes).max()
        return f"{error:.1e} of a component"

    def _pca_pack(self, result):
        scores = self.scores(result["components"])
        bits = scores > np.median(scores, axis=0)
        packed = np.rint(result["colors"] * 255).astype(np.uint8)
        found = np.unpackbits(packed, axis=1).reshape(-1, 3, 8)
        wrong = (found != bits.reshape(-1, 8, 3).transpose(0, 2, 1)).mean()
        return f"{100 * wrong:.4f} % of bits"

    def _argmax(self, result, scores=None):
        scores = self.X - self._mean if scores is None else scores
        exact = np.argmax(scores / scores.std(axis=0), axis=1)
        return f"{100 * (exact != result['labels']).mean():.4f} % of labels"

    def _pca_argmax(self, result):
        return self._argmax(result, self.scores(result["components"]))

    def _knn_distance(self, result):
        rows = np.random.default_rng(0).choice(len(self.X), 20_000, replace=False)
        near = cKDTree(self.layout).query(self.layout[rows], 10)[1]
        other = near != rows[:, np.newaxis]
        other[other.all(axis=1), -1] = False  # hidden by a duplicate point
        near = near[other].reshape(len(rows), 9)
        exact = np.array(
            [
                np.linalg.norm(self.X[j] - self.X[i], axis=1).mean()
                for i, j in zip(rows, near, strict=True)
            ]
        )
        error = np.abs(result["values"][rows] / exact - 1)
        return f"{np.quantile(error, 0.999):.1e} relative, 999 of 1000"

    def _ica(self, result):
        if self._components is None:
            ica = FastICA(24, whiten_solver="eigh", tol=1e-5, max_iter=200, random_state=0)
            self._components = ica.fit(self.X).components_
        covariance = np.cov(self.X[::10], rowvar=False)
        agreement = np.abs(
            _unit(self._components, covariance)
            @ covariance
            @ _unit(result["components"], covariance).T
        ).max(axis=1)
        return f"r {agreement.min():.4f} to {agreement.max():.4f}"

    def _kmeans(self, result):
        centers, labels = result["centers"].astype(np.float64), result["labels"]
        distances = self._squares_to(centers)
        inertia = distances[np.arange(len(labels)), labels].sum()
        wrong = (distances.argmin(axis=1) != labels).mean()
        strangers = (labels[result["exemplars"]] != np.arange(len(centers))).sum()
        return (
            f"inertia {inertia:.0f}, {100 * wrong:.2f} % of labels, "
            f"{strangers} exemplars of another label"
        )

    def _exemplars(self, result):
        own = result["labels"][result["exemplars"]] == np.arange(len(result["exemplars"]))
        return f"{(~own).sum()} exemplars of another label"

    def _squares_to(self, centers):
        squares = np.einsum("ij,ij->i", self.X, self.X)[:, np.newaxis]
        return squares - 2 * self.X @ centers.T + (centers**2).sum(axis=1)


def _unit(components, covariance):
    lengths = np.sqrt(np.einsum("ij,jk,ik->i", components, covariance, components))
    return components / lengths[:, np.newaxis]
