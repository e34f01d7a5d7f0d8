"""The cluster of a row as its label."""

from contextlib import nullcontext
from numbers import Integral

import numpy as np
from sklearn.base import clone
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils import check_random_state

from skcolor._compat import HasMethods, Interval
from skcolor._compute.blocks import take_rows
from skcolor._compute.linear_algebra import linear_algebra_threads, single_threaded
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor._fitting.stream import StreamMixin
from skcolor._warn import warn_user
from skcolor.base import BaseLabelColorer
from skcolor.colorers._cluster_names import count_known, find_names, number_found
from skcolor.neighbors._exact import ExactNeighbors, neighbor_distances
from skcolor.neighbors._predict import predict_each
from skcolor.paint._palettes import get_palette


class ClusterColorer(StreamMixin, BaseLabelColorer):
    """Color rows by the cluster they belong to, and name an exemplar of each.

    Parameters
    ----------
    clusterer : estimator or None, default=None
        Any scikit-learn clusterer. None is ``MiniBatchKMeans(8, random_state=0)``. A
        parameter `n_clusters` larger than the number of rows is lowered to it.
    max_samples : int or None, default=None
        How many rows, drawn at random, the clusterer is fitted to at most; all others get
        the labels that new rows get. None is all rows. For K-Means, 384 rows for each
        cluster tell the centers as well as many more.
    palette : str or array-like of shape (m, 3), default="hsv"
        "distinct", for colors that are told apart as well as can be (at most 256), a
        matplotlib colormap's name, sRGB colors in [0, 1], or a list of colors as
        matplotlib writes them. With more labels than colors, colors are used again.
    arrange : {"contrast", "similarity"} or None, default=None
        How colors are given to labels. "contrast": labels that touch in the layout, or
        in X where fit gets no layout, get colors far apart, and never the same if that
        can be; "similarity": labels whose rows are near in X get colors near one
        another; None keeps the order of the palette.
    random_state : int, RandomState instance or None, default=0
        Draws the rows, with `max_samples`.

    Attributes
    ----------
    clusterer_ : estimator
        The fitted clusterer.
    labels_ : ndarray of shape (n_samples,), int
        The labels of the training rows; negative for rows in no cluster (noise), which
        are painted gray. Not after a fit to a dask array.
    label_names_ : list of str or None
        What the clusterer calls the labels 0, 1, …, where it gives names: its
        ``classes_``, or sorted. A row whose label is missing (None, NaN) gets -1. None
        where it gives whole numbers, which are the labels.
    cluster_centers_ : ndarray of shape (n_labels, n_features_in_)
        The clusterer's own centers, else the mean of the training rows of each label.
    exemplar_indices_ : ndarray of shape (n_labels,), int
        For each label, the training row nearest the center, among those that carry the
        label; among all, where none does. In a dask array, among the rows of the sample.
    palette_ : ndarray of shape (n_labels, 3)
        One color per label, sRGB in [0, 1].
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    Warns
    -----
    UserWarning
        In fit, if the clusterer is to find more clusters than there are rows; and, of a
        clusterer with `n_clusters`, if a few rows are so far out that they decide the
        centers.

    See Also
    --------
    ArgmaxColorer : Labels without clustering.

    Notes
    -----
    Labels, centers and exemplars all belong to the final state of the clusterer: where it
    has ``predict``, the labels of the training rows are predicted, as those of new rows
    are; a row as near to two centers of K-Means gets the label of the first, whatever
    rows come with it. A clusterer without ``predict`` gives a new row the label of the
    nearest row that it was fitted to, the first of several equal ones. With
    `max_samples`, which a dask array needs, it is fitted in one thread, so that sums are
    made in one order and the labels are the same on any machine.

    An exemplar carries its own label: with many clusters, the row nearest a center is
    often nearer still to another center (62 of 128 on 341,479 word vectors).

    References
    ----------
    .. [1] K. McDonald, "Coloring t-SNE", a notebook, 2018, after J. Tang et al.,
       "Visualizing large-scale and high-dimensional data", WWW 2016.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.cluster import DBSCAN
    >>> from skcolor import ClusterColorer
    >>> X = np.array([[0.0], [0.4], [0.8], [5.0], [5.4], [9.0]])
    >>> colorer = ClusterColorer(DBSCAN(eps=0.5, min_samples=2)).fit(X)
    >>> colorer.labels_
    array([ 0,  0,  0,  1,  1, -1])
    >>> colorer.exemplar_indices_
    array([1, 3])
    >>> colorer.predict([[4.0], [100.0]])
    array([ 1, -1])
    """

    _stream_parameters = ("clusterer", "arrange")
    _parameter_constraints = {
        **BaseLabelColorer._parameter_constraints,
        "clusterer": [HasMethods("fit"), None],
        "max_samples": [Interval(Integral, 1, None, closed="left"), None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        clusterer=None,
        *,
        max_samples=None,
        palette="hsv",
        arrange=None,
        random_state=0,
    ):
        super().__init__(palette=palette, arrange=arrange)
        self.clusterer = clusterer
        self.max_samples = max_samples
        self.random_state = random_state

    def _check_far_rows(self, X):
        # Clusterers that look for as many as there are, as DBSCAN, leave far rows alone.
        if self.clusterer is None or hasattr(self.clusterer, "n_clusters"):
            warn_of_far_rows(self, X)

    def _fit(self, X, layout):
        self._start(X)
        fitted_to_all = self._fit_clusterer(X)
        if fitted_to_all and not hasattr(self.clusterer_, "predict"):
            self.labels_ = number_found(self.clusterer_.labels_, self.label_names_)
        else:
            self.labels_ = self._encode_all(X, layout, self._label)
        self.cluster_centers_ = _find_centers(
            self.clusterer_, X, self.labels_, self.label_names_
        )
        self.exemplar_indices_ = _find_exemplars(X, self.labels_, self.cluster_centers_)
        return self.labels_

    def _summarize_blocks(self, X, y):
        """The sample, with the indices of its rows."""
        if self.max_samples is None:
            raise ValueError(
                "max_samples=None, but a dask array is clustered by a sample of its rows: "
                "set max_samples, for K-Means to 384 for each cluster."
            )
        rows = self._draw(len(X))
        return take_rows(X, rows, self), rows

    def _fit_summary(self, summary, dtype):
        sample, rows = summary
        labels = self._fit(sample, None)
        self._fit_paint(None, None, labels)
        self.exemplar_indices_ = rows[self.exemplar_indices_]
        del self.labels_  # those of the sample

    def _draw(self, n_rows):
        random = check_random_state(self.random_state)
        return np.sort(random.permutation(n_rows)[: self.max_samples])

    def _learns_from_batches(self):
        clusterer = MiniBatchKMeans() if self.clusterer is None else self.clusterer
        return super()._learns_from_batches() and hasattr(clusterer, "partial_fit")

    def _partial_fit(self, X, y, first):
        get_palette(self.palette, 1)  # what is none must be known before the rows are in
        if first:
            self._start(X)
        self.clusterer_.partial_fit(X.astype(self._fit_dtype, copy=False))
        self.label_names_ = find_names(self.clusterer_, X)
        if self.label_names_ is not None:
            raise ValueError(
                "clusterer must give integers as labels in partial_fit, where names may "
                f"come later; got {self.label_names_!r:.60}."
            )
        self.labels_ = self._encode_all(X, None, self._label)
        self.cluster_centers_ = _find_centers(self.clusterer_, X, self.labels_)
        self._fit_paint(None, None, self.labels_)

    def _start(self, X):
        for name in ("_neighbors", "exemplar_indices_"):  # of an earlier fit
            self.__dict__.pop(name, None)
        if self.clusterer is None:
            self.clusterer_ = MiniBatchKMeans(8, random_state=0)
        else:
            self.clusterer_ = clone(self.clusterer)
        self._fit_dtype = X.dtype.name

    def _fit_clusterer(self, X):
        """Fit the clusterer to the rows, or to some; return whether to all."""
        few = self.max_samples is not None and self.max_samples < len(X)
        if few:
            X = np.asarray(X[self._draw(len(X))])
        self._cap_clusters(len(X))
        with nullcontext() if self.max_samples is None else single_threaded(None):
            self.clusterer_.fit(X, None)  # a FrozenEstimator demands a y
        if not hasattr(self.clusterer_, "predict"):
            if not hasattr(self.clusterer_, "labels_"):
                raise TypeError(
                    "clusterer must have predict, or labels_ after its fit, as clusterers "
                    f"of scikit-learn have; got {self.clusterer!r:.60}."
                )
            self._neighbors = ExactNeighbors(X)
        self.label_names_ = find_names(self.clusterer_, X)
        return not few

    def _cap_clusters(self, n_rows):
        n_clusters = getattr(self.clusterer_, "n_clusters", None)
        if isinstance(n_clusters, Integral) and n_clusters > n_rows:
            warn_user(
                f"n_clusters={n_clusters} is more than {n_rows} rows allow; {n_rows} "
                f"{'is' if n_rows == 1 else 'are'} used.",
            )
            self.clusterer_.set_params(n_clusters=n_rows)

    def _encode(self, X, layout):
        labels = self._label(X, layout)
        if labels.max() >= len(self.palette_):
            raise ValueError(
                f"clusterer gives a row the label {labels.max()}, and its labels in fit "
                f"were less than {len(self.palette_)}; fit it to rows of all labels, or "
                "give it classes_."
            )
        return labels

    def _label(self, X, layout):
        X = X.astype(self._fit_dtype, copy=False)  # K-Means compares one type only
        if hasattr(self.clusterer_, "predict"):
            labels = predict_each(self.clusterer_, X)
        else:
            labels = np.asarray(self.clusterer_.labels_)[self._neighbors.nearest(X)]
        return number_found(labels, getattr(self, "label_names_", None))  # none in 0.1.0

    def _count_labels(self, labels):
        return len(self.cluster_centers_)


def _find_centers(clusterer, X, labels, names=None):
    n_labels = max(int(labels.max()) + 1, count_known(clusterer, names))
    centers = getattr(clusterer, "cluster_centers_", None)
    is_known = isinstance(centers, np.ndarray) and len(centers) >= n_labels
    if is_known and names is None:  # whose order is another
        return centers
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(n_labels + 1))
    centers = np.zeros((n_labels, X.shape[1]), dtype=X.dtype)
    for label in np.flatnonzero(np.diff(bounds)):
        rows = order[bounds[label] : bounds[label + 1]]
        centers[label] = X[rows].mean(axis=0, dtype=np.float64)
    return centers


def _find_exemplars(X, labels, centers):
    own = np.maximum(labels, 0).astype(np.intp)
    distances = _distances_to(X, centers, own)
    nearest = np.full(len(centers), np.inf, dtype=distances.dtype)
    clustered = np.flatnonzero(labels >= 0)
    np.minimum.at(nearest, own[clustered], distances[clustered])
    rows = clustered[distances[clustered] == nearest[own[clustered]]][::-1]
    exemplars = np.full(len(centers), -1, dtype=np.intp)
    exemplars[own[rows]] = rows  # the first of several at the same distance, set last
    for empty in np.flatnonzero(exemplars < 0):
        exemplars[empty] = np.argmin(_distances_to(X, centers, np.full_like(own, empty)))
    return exemplars


def _distances_to(X, centers, labels):
    if not len(centers):
        return np.zeros(len(X), dtype=X.dtype)
    n_jobs = linear_algebra_threads()
    return neighbor_distances(X, centers, labels[:, np.newaxis], n_jobs=n_jobs)[:, 0]
