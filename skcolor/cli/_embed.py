"""Compute a 2-D layout of rows, also of files larger than memory."""

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._files import is_large, read_chunks

METHODS = {"tsne": "t-SNE", "pca": "PCA", "umap": "UMAP"}
# Up to this number of rows, neighbors are searched exactly.
N_EXACT = 25_000
# Above this number, or from files too large for memory, rows are placed among a sample.
N_MOVED = 1_000_000
# Another 250 preserve 2 percent more of the neighbors, for twice the time.
_MAX_ITER = 500
# A coarse map comes first, and all rows move from their places in it. Ten neighbors
# of equal weight, found approximately, take less time than the 90 weighted ones of
# perplexity 30 (docs/benchmarks.md).
_MANY: dict[str, Any] = {
    "n_landmarks": 10_000,
    "refine_iter": 150,
    "affinity": "uniform",
    "perplexity": 10,
}


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


def is_sampled(X: npt.NDArray[Any]) -> bool:
    """Whether t-SNE moves only a sample of rows, and others are placed between these."""
    return is_large(X) or len(X) > N_MOVED


def _by_tsne(X):
    from skcolor._fitted.transform_in_chunks import transform_in_chunks
    from skcolor.neighbors import IVFNeighbors

    if len(X) <= N_EXACT:
        return _tsne(n_landmarks=None).fit_transform(_to_floats(X))
    if not is_sampled(X):
        search = IVFNeighbors(_MANY["perplexity"] + 1, n_jobs=-1)
        return _tsne(**_MANY, neighbors=search).fit_transform(_to_floats(X))
    chosen = np.random.default_rng(0).choice(len(X), N_EXACT, replace=False)
    tsne = _tsne(n_landmarks=None).fit(_to_floats(X[np.sort(chosen)]))
    if not is_large(X):
        return transform_in_chunks(tsne, X, n_jobs=-1)
    return np.concatenate([tsne.transform(part) for part in read_chunks(X)])


def _tsne(**parameters):
    from skcolor.reducers._landmark_tsne import LandmarkTSNE

    return LandmarkTSNE(
        2, max_iter=_MAX_ITER, random_state=0, n_jobs=-1, verbose=True, **parameters
    )


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
    return np.asarray(X, dtype=np.float64 if X.dtype == np.float64 else np.float32)
