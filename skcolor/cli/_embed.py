"""Compute a 2-D layout of rows, also of files larger than memory."""

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._files import is_large, read_chunks

METHODS = {"tsne": "t-SNE", "pca": "PCA", "umap": "UMAP"}
# All rows up to this number move, and others are placed among a sample of this size.
N_LANDMARKS = 25_000
# Another 250 preserve 2 percent more of the neighbors, for twice the time.
_MAX_ITER = 500


def embed(X: npt.NDArray[Any], method: str) -> npt.NDArray[Any]:
    """Compute the layout of rows, with a progress bar.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        The rows, at least two.
    method : str
        One of `METHODS`.

    Returns
    -------
    ndarray of shape (n_rows, 2), float32
        The same for the same rows, for any number of CPU cores.
    """
    layout = {"tsne": _by_tsne, "pca": _by_pca, "umap": _by_umap}[method](X)
    if layout.shape[1] == 1:  # a principal component of rows with one column
        layout = np.column_stack([layout, np.zeros_like(layout)])
    return layout.astype(np.float32, copy=False)


def _by_tsne(X):
    from skcolor._fitted.transform_in_chunks import transform_in_chunks
    from skcolor.reducers._landmark_tsne import LandmarkTSNE

    tsne = LandmarkTSNE(
        2,
        n_landmarks=None,
        max_iter=_MAX_ITER,
        random_state=0,
        n_jobs=-1,
        verbose=True,
    )
    if len(X) <= N_LANDMARKS:
        return tsne.fit_transform(_to_floats(X))
    chosen = np.random.default_rng(0).choice(len(X), N_LANDMARKS, replace=False)
    tsne.fit(_to_floats(X[np.sort(chosen)]))
    if not is_large(X):
        return transform_in_chunks(tsne, X, n_jobs=-1)
    return np.concatenate([tsne.transform(part) for part in read_chunks(X)])


def _by_pca(X):
    from skcolor.reducers._covariance_pca import CovariancePCA

    pca = CovariancePCA(min(2, X.shape[1]))
    if not is_large(X):
        return pca.fit_transform(X)
    for part in read_chunks(X):
        pca.partial_fit(part)
    return np.concatenate([pca.transform(part) for part in read_chunks(X)])


def _by_umap(X):
    umap = import_optional("umap.umap_", extra="umap")
    few = len(X) <= 15
    # A seed needs one thread; UMAP warns where it is not asked for.
    reducer = umap.UMAP(
        n_neighbors=min(15, len(X) - 1),
        init="random" if few else "spectral",
        random_state=0,
        n_jobs=1,
        tqdm_kwds={"disable": not sys.stderr.isatty(), "desc": "UMAP"},
    )
    return reducer.fit_transform(_to_floats(X))


def _to_floats(X):
    return X.astype(np.float32) if X.dtype != np.float64 else np.asarray(X)
