"""t-SNE of what a layout does not show."""

from numbers import Integral, Real

import numpy as np
from joblib import effective_n_jobs
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state

from skcolor._blocks import fits
from skcolor._blocks.methods import in_blocks
from skcolor._checks.rows import check_rows
from skcolor._compat import HasMethods, Interval, _fit_context
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import single_threaded
from skcolor._fitting.placement import fit_layout
from skcolor._version import VersionMixin
from skcolor.neighbors._known_rows import KnownRows
from skcolor.neighbors._search import find_neighbors
from skcolor.reducers._affinities import affinities
from skcolor.reducers._covariance_pca import CovariancePCA
from skcolor.reducers._landmark_embedding import LandmarkEmbeddingMixin
from skcolor.reducers._landmark_tsne import principal_start
from skcolor.reducers._tsne_gradient import attraction

# The first iterations pull similar rows together, before rows of the map push apart.
_EARLY_ITERATIONS = 60
_EXAGGERATION = 4
# Shared by the components of a row: the map, its coordinates, their forces.
_ARRAYS_OF_PAIRS = 6


class ConditionalTSNE(VersionMixin, LandmarkEmbeddingMixin, BaseEstimator):
    r"""t-SNE of what the layout does not show.

    Rows that are similar in X get similar coordinates, above all where the map tears them
    apart. Rows that the map shows side by side although they differ in X get different
    ones. What the map shows already is left out. Use it for color, as in
    ``make_pipeline(ConditionalTSNE(3), GamutColorer())``.

    Parameters
    ----------
    n_components : int, default=3
        Number of dimensions of the embedding.
    n_landmarks : int or None, default=2000
        Number of rows to embed; the others are interpolated. The time grows with its
        square. None means all rows, as does any number above the number of rows.
    perplexity : float, default=15
        Size of the neighborhood of a row, in X and in the map; at most a third of the
        number of other landmarks.
    max_iter : int, default=300
        Number of iterations; the first 60 use early exaggeration.
    embedder : estimator or None, default=None
        Computes the layout if fit gets none: any estimator with ``fit_transform`` to 2 or
        3 dimensions, or a ``FrozenEstimator`` around a fitted one. None uses two principal
        components, with a warning.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.
    random_state : int, RandomState instance or None, default=None
        Seed for choosing the landmarks.

    Attributes
    ----------
    embedding_ : ndarray of shape (n_landmarks_, n_components)
        Coordinates of the landmarks.
    landmark_indices_ : ndarray of shape (n_landmarks_,)
        Indices of the training rows that are landmarks, ascending.
    embedder_ : estimator
        The fitted embedder, if one computed the layout.
    n_iter_ : int
        Number of iterations run.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder.

    See Also
    --------
    ResidualPCA : The same by a linear projection, which is faster, and often conveys more
        in small marks.
    LandmarkTSNE : Embeds all that is in X, by t-SNE.

    Notes
    -----
    It minimizes the Kullback-Leibler divergence of t-SNE [1]_, but the similarity of two
    rows in the embedding counts as much as that in the layout,

    .. math:: q_{ij} \propto (1 + m_{ij}^2)^{-1} (1 + d_{ij}^2)^{-1},

    where :math:`d_{ij}` is the distance of their coordinates, and :math:`m_{ij}` that in
    the layout in units of the median distance to the neighbor numbered `perplexity`. So the
    layout is prior information, as labels are in conditional t-SNE [2]_. In ``transform``,
    landmarks keep their coordinates; other rows get the mean of their five nearest
    landmarks in X, weighted by inverse distance.

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008.
    .. [2] B. Kang, D. Garcia Garcia, J. Lijffijt, R. Santos-Rodriguez and T. De Bie,
       "Conditional t-SNE: more informative t-SNE embeddings", Machine Learning 110, 2021.

    Examples
    --------
    The layout shows the first column and hides the second.

    >>> import numpy as np
    >>> from skcolor import ConditionalTSNE
    >>> X = np.random.default_rng(0).normal(size=(200, 2))
    >>> layout = np.column_stack([X[:, 0], np.zeros(200)])
    >>> hidden = ConditionalTSNE(1, random_state=0).fit_transform(X, layout)
    >>> shown, found = np.abs(np.corrcoef(hidden.T, X.T)[0, 1:])
    >>> bool(found > 0.9 > shown)
    True
    """

    uses_layout = True
    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "n_landmarks": [Interval(Integral, 2, None, closed="left"), None],
        "perplexity": [Interval(Real, 0, None, closed="neither")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_components=3,
        *,
        n_landmarks=2000,
        perplexity=15,
        max_iter=300,
        embedder=None,
        n_jobs=None,
        random_state=None,
    ):
        self.n_components = n_components
        self.n_landmarks = n_landmarks
        self.perplexity = perplexity
        self.max_iter = max_iter
        self.embedder = embedder
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    @in_blocks(fits.fit)
    def fit(self, X, y=None):
        """Choose landmarks and embed them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows, at least two.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the rows.

        Returns
        -------
        self : object
            The fitted reducer.
        """
        X = check_rows(self, X, reset=True, min_samples=2, layout=y)
        layout = fit_layout(self, X, y, principal_plane=CovariancePCA)
        random_state = check_random_state(self.random_state)
        n_landmarks = min(len(X), self.n_landmarks or len(X))
        chosen = np.sort(random_state.permutation(len(X))[:n_landmarks])
        rows, layout = X[chosen], np.asarray(layout)[chosen]
        n_jobs = effective_n_jobs(self.n_jobs)
        with single_threaded():
            search = find_neighbors(rows, None, n_jobs=self.n_jobs)
            P = affinities(
                search, "gaussian", self.perplexity, None, n_jobs, random_state
            ).P
            # Larger than the start of a plain t-SNE: most pairs repel each other little.
            start = 1e3 * principal_start(rows, self.n_components, random_state)
            places = _in_units(layout, self.perplexity, self.n_jobs)
            embedding = _optimize(start, P, places, self.max_iter, self.n_jobs)
        self.embedding_ = embedding.astype(X.dtype)
        self.landmark_indices_ = chosen
        self.n_iter_ = self.max_iter
        self._known_rows = KnownRows(search)
        return self


def _in_units(layout, perplexity, n_jobs):
    """The layout in units of the usual distance to a neighbor."""
    layout = np.asarray(layout, dtype=np.float64)
    layout = layout - layout.mean(axis=0)
    n_neighbors = max(1, min(int(perplexity), (len(layout) - 1) // 3))
    distances, _ = find_neighbors(layout, None, n_jobs=n_jobs).others(n_neighbors)
    # Where most rows share their place with others, the largest of these distances.
    unit = np.median(distances[:, -1]) or distances[:, -1].max()
    return layout / (unit or 1.0)


def _optimize(places, P, layout, max_iter, n_jobs):
    update = np.zeros_like(places)
    rate = 2 * len(places)
    for iteration in range(max_iter):
        is_early = iteration < min(_EARLY_ITERATIONS, max_iter)
        forces = _repulsion(places, layout, n_jobs)
        pull = attraction(P, places, n_jobs or 1) * (_EXAGGERATION if is_early else 1)
        update = (0.5 if is_early else 0.8) * update - rate * (pull - forces)
        places = places + update
        places -= places.mean(axis=0)
    return places


def _repulsion(places, layout, n_jobs):
    """Forces between rows that the map shows near each other, in chunks of rows."""
    with_ones = np.column_stack([places, np.ones(len(places))])
    norms = (places**2).sum(axis=1)
    halves = np.vstack([-2 * places.T, norms])

    def push(some, some_layout, some_norms):
        near = np.column_stack([some, np.ones(len(some))]) @ halves
        near += some_norms[:, np.newaxis]
        near = 1 / (1 + np.maximum(near, 0, out=near))
        similar = near / (1 + _squared_distances(some_layout, layout))
        total = similar.sum(axis=1)
        similar *= near
        sums = similar @ with_ones
        forces = some * sums[:, -1:] - sums[:, :-1]
        return np.column_stack([forces, total])

    row_bytes = _ARRAYS_OF_PAIRS * 8 * len(places)
    arrays = places, layout, norms
    found = map_rows(push, *arrays, row_bytes=row_bytes, step=8, n_jobs=n_jobs)
    # A row is as similar to itself as can be, which is no pair.
    return found[:, :-1] / max(found[:, -1].sum() - len(places), 1e-12)


def _squared_distances(some, layout):
    """From differences: between far islands, squared norms would lose small distances."""
    columns = zip(some.T, layout.T, strict=True)
    return sum(np.subtract.outer(a, b) ** 2 for a, b in columns)
