"""t-SNE of landmarks, with interpolation of all other rows."""

from numbers import Integral, Real

import numpy as np
from joblib import effective_n_jobs
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state

from skcolor._blocks import fits
from skcolor._blocks.methods import in_blocks
from skcolor._checks.rows import check_rows
from skcolor._compat import (
    CallbackSupportMixin,
    HasMethods,
    Interval,
    StrOptions,
    _fit_context,
)
from skcolor._compute.linear_algebra import project, single_threaded
from skcolor._fitting.callbacks import report_fit
from skcolor._progress import ProgressBar
from skcolor._version import VersionMixin
from skcolor.neighbors._known_rows import KnownRows
from skcolor.neighbors._search import find_neighbors
from skcolor.reducers._affinities import affinities
from skcolor.reducers._covariance_pca import principal_axes
from skcolor.reducers._iteration_progress import REPORT_EVERY, IterationProgress
from skcolor.reducers._landmark_embedding import LandmarkEmbeddingMixin
from skcolor.reducers._tsne_stages import Stage, grow, optimize, spread

_EARLY_ITERATIONS = 250
_EXAGGERATION = 12
# Exaggeration would pull fewer rows to one place.
_FEWEST_EXAGGERATED = 10


class LandmarkTSNE(
    CallbackSupportMixin,
    VersionMixin,
    LandmarkEmbeddingMixin,
    BaseEstimator,
):
    """t-SNE of landmarks in up to three dimensions, for any number of rows.

    It embeds a random sample of the rows, the landmarks, and interpolates all other rows
    between their nearest landmarks. Use three dimensions for colors, as in
    ``make_pipeline(LandmarkTSNE(3), ChannelColorer())``, and two for a layout.

    Parameters
    ----------
    n_components : int, default=3
        Number of dimensions of the embedding: 1, 2 or 3.
    n_landmarks : int or None, default=10_000
        Number of rows to embed by t-SNE. None means all rows, as does any number above
        the number of rows.
    perplexity : float, default=30
        Size of the neighborhood of a row; at most a third of the number of other
        landmarks.
    affinity : {"gaussian", "uniform"}, default="gaussian"
        How strongly a row is attracted by its neighbors. "gaussian" weighs the nearest
        ``3 * perplexity`` by their distance. "uniform" weighs the nearest ``perplexity``
        equally, which gives a similar map in less time [3]_.
    max_iter : int, default=750
        Number of iterations; the first 250 use early exaggeration.
    refine_iter : int, default=0
        Number of additional iterations in which all training rows move from their
        interpolated positions: 50 preserve three times as many neighbors, and 200 nearly
        as many as a full run. They require a neighbor search for all rows, and turn all
        rows into landmarks. With uniform affinities, a third of them run before the map
        grows to the area of all rows.
    neighbors : {"annoy", "pynndescent"}, estimator or None, default=None
        Neighbor search in X. None searches exactly. An estimator has ``kneighbors``, or is
        a transformer like ``KNeighborsTransformer``; it must find ``3 * perplexity + 1``
        rows, or ``perplexity + 1`` with uniform affinities. For many rows, use
        :class:`~skcolor.neighbors.IVFNeighbors`. The names choose approximate searches of
        openTSNE for 1,000 or more rows that move; "pynndescent" requires
        ``pip install "skcolor[pynndescent]"``.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.
    random_state : int, RandomState instance or None, default=None
        Seed for choosing the landmarks.
    verbose : bool, default=False
        Whether to show a progress bar on standard error.

    Attributes
    ----------
    embedding_ : ndarray of shape (n_landmarks_, n_components)
        Coordinates of the landmarks.
    landmark_indices_ : ndarray of shape (n_landmarks_,)
        Indices of the training rows that are landmarks, ascending.
    n_iter_ : int
        Number of iterations run.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    See Also
    --------
    ChannelColorer : Color rows by their first three columns.

    Notes
    -----
    In ``transform``, landmarks keep their positions; other rows get the mean position of
    their five nearest landmarks, weighted by inverse distance. The embedding is initialized
    with principal components. Repulsion is computed by Barnes-Hut for fewer than 2,000
    landmarks, or 5,000 in three dimensions, else by interpolation on a grid [2]_, in three
    dimensions by the particle-mesh method [4]_. scikit-learn's callbacks are called every
    tenth iteration.

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008.
    .. [2] P. Policar, M. Strazar and B. Zupan, "openTSNE: A Modular Python Library for
       t-SNE Dimensionality Reduction and Embedding", JSS 109, 2024.
    .. [3] J. N. Bohm, P. Berens and D. Kobak, "Attraction-repulsion spectrum in neighbor
       embeddings", JMLR 23, 2022.
    .. [4] U. Essmann et al., "A smooth particle mesh Ewald method", J. Chem. Phys. 103,
       1995.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import LandmarkTSNE
    >>> X = np.random.default_rng(0).normal(size=(100, 5))
    >>> tsne = LandmarkTSNE(3, n_landmarks=50, max_iter=50, random_state=0).fit(X)
    >>> tsne.transform(X).shape
    (100, 3)
    """

    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, 3, closed="both")],
        "n_landmarks": [Interval(Integral, 2, None, closed="left"), None],
        "perplexity": [Interval(Real, 0, None, closed="neither")],
        "affinity": [StrOptions({"gaussian", "uniform"})],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "refine_iter": [Interval(Integral, 0, None, closed="left")],
        "neighbors": [StrOptions({"annoy", "pynndescent"}), HasMethods("fit"), None],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["boolean"],
    }

    def __init__(
        self,
        n_components=3,
        *,
        n_landmarks=10_000,
        perplexity=30,
        affinity="gaussian",
        max_iter=750,
        refine_iter=0,
        neighbors=None,
        n_jobs=None,
        random_state=None,
        verbose=False,
    ):
        self.n_components = n_components
        self.n_landmarks = n_landmarks
        self.perplexity = perplexity
        self.affinity = affinity
        self.max_iter = max_iter
        self.refine_iter = refine_iter
        self.neighbors = neighbors
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @_fit_context(prefer_skip_nested_validation=True)
    @in_blocks(fits.fit)
    def fit(self, X, y=None):
        """Choose landmarks and embed them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows, at least two.
        y : None, default=None
            Ignored.

        Returns
        -------
        self : object
            The fitted reducer.
        """
        X = check_rows(self, X, reset=True, min_samples=2, layout=y)
        random_state = check_random_state(self.random_state)
        n_samples = len(X)
        n_landmarks = min(n_samples, self.n_landmarks or n_samples)
        refine_iter = self.refine_iter if n_landmarks < n_samples else 0
        early = min(_EARLY_ITERATIONS, self.max_iter)
        exaggeration = _EXAGGERATION if n_landmarks >= _FEWEST_EXAGGERATED else 1
        stages = [Stage(early, exaggeration, 0.5), Stage(self.max_iter - early)]
        n_steps = sum(-(-n // REPORT_EVERY) for n in (self.max_iter, refine_iter))
        bar = ProgressBar(self.max_iter + refine_iter, "t-SNE", shown=self.verbose)
        with report_fit(self, X, y, n_steps=n_steps) as report, bar, single_threaded():
            progress = IterationProgress(report, bar)
            chosen = np.sort(random_state.permutation(n_samples)[:n_landmarks])
            start = principal_start(X[chosen], self.n_components, random_state)
            self._embed(X[chosen], chosen, start, stages, progress, random_state)
            if refine_iter and not progress.stopped:
                start = self._known_rows.place(X, self.embedding_)
                start = start + 1e-6 * random_state.normal(size=start.shape)
                stages = [Stage(refine_iter)]
                if self.affinity == "uniform":
                    growth = (n_samples / n_landmarks) ** (1 / self.n_components)
                    stages = grow(refine_iter, n_samples, growth * spread(start))
                rows = np.arange(n_samples)
                self._embed(X, rows, start, stages, progress, random_state)
        self.n_iter_ = progress.n_iter
        return self

    def _embed(self, X, indices, start, stages, progress, random_state):
        n_jobs = effective_n_jobs(self.n_jobs)
        method = self.neighbors if isinstance(self.neighbors, str) else None
        search = find_neighbors(X, None if method else self.neighbors, n_jobs=self.n_jobs)
        attraction = affinities(
            search, self.affinity, self.perplexity, method, n_jobs, random_state
        )
        places = optimize(start, attraction, stages, progress, n_jobs, random_state)
        self.landmark_indices_ = indices
        self.embedding_ = np.array(places, dtype=X.dtype)
        self._known_rows = KnownRows(search)


def principal_start(X, n_components, random_state):
    """Principal components, at the small scale that suits the start of t-SNE."""
    found = principal_axes(X)
    start = project(X, found.components[:n_components].T, found.mean)
    if found.variance[0] > 0:
        start /= np.sqrt(found.variance[0])
    noise = random_state.normal(size=(len(X), n_components))
    start = np.column_stack([start, noise[:, start.shape[1] :]])
    # A little noise separates equal rows, which no force would.
    return 1e-4 * start + 1e-6 * noise
