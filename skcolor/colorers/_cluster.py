"""The cluster of a row as its label."""

from numbers import Integral

import numpy as np
from sklearn.base import clone
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils import check_random_state

from skcolor._compat import HasMethods, Interval
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor._summaries.label_means import label_means
from skcolor.base import BaseLabelColorer
from skcolor.colorers._labeler import Labeler
from skcolor.neighbors._nearest_of_label import distances_to, nearest_of_label
from skcolor.paint._palettes import get_palette


def _find_centers(labeler, X, labels):
    n_labels = labeler.count_labels(labels)
    centers = labeler.centers(n_labels)
    if centers is not None:
        return centers
    centers = label_means(labels, X, n_labels)
    centers[~np.isin(np.arange(n_labels), labels)] = 0  # no row carries the label
    return centers.astype(X.dtype)


def _find_exemplars(X, labels, centers):
    exemplars = nearest_of_label(X, labels, centers)
    for empty in np.flatnonzero(exemplars < 0):
        to_center = distances_to(X, centers, np.full(len(X), empty))
        exemplars[empty] = np.argmin(to_center)
    return exemplars


class ClusterColorer(BaseLabelColorer):
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
        if self.max_samples is None or self.max_samples >= len(X):
            labeler = self._fit_labeler(X)
            labels = labeler.label_again(X)
        else:
            labeler = self._fit_labeler(np.asarray(X[self._draw(len(X))]))
            labels = labeler.label(X)
        return self._keep_labels(labeler, X, labels, exemplars=True)

    def _fit_sample(self, n_rows, take):
        """Learn from some of the rows, which ``take(indices)`` gives."""
        if self.max_samples is None:
            raise ValueError(
                "max_samples=None, but a dask array is clustered by a sample of its rows: "
                "set max_samples, for K-Means to 384 for each cluster."
            )
        get_palette(self.palette, 1)  # what is none must be known before rows are read
        rows = self._draw(n_rows)
        labels = self._fit(take(rows), None)
        self.exemplar_indices_ = rows[self.exemplar_indices_]
        del self.labels_  # those of the sample
        return labels

    def _learns_from_batches(self):
        clusterer = MiniBatchKMeans() if self.clusterer is None else self.clusterer
        return self._needs_all_rows() is None and hasattr(clusterer, "partial_fit")

    def _partial_fit(self, X, layout, first):
        get_palette(self.palette, 1)  # what is none must be known before the rows are in
        if first:
            self.clusterer_, self._fit_dtype = self._new_clusterer(), X.dtype.name
        labeler = Labeler.learn(self.clusterer_, X, self._fit_dtype)
        labels = self._keep_labels(labeler, X, labeler.label(X), exemplars=False)
        self._fit_paint(None, None, labels)

    def _new_clusterer(self):
        if self.clusterer is None:
            return MiniBatchKMeans(8, random_state=0)
        return clone(self.clusterer)

    def _draw(self, n_rows):
        random = check_random_state(self.random_state)
        return np.sort(random.permutation(n_rows)[: self.max_samples])

    def _fit_labeler(self, X):
        is_sample = self.max_samples is not None
        return Labeler.fit(self._new_clusterer(), X, in_one_thread=is_sample)

    def _keep_labels(self, labeler, X, labels, *, exemplars):
        """Keep what labels rows, labels of those of the fit, and what stands for each."""
        for name in ("_neighbors", "exemplar_indices_"):  # of an earlier fit
            vars(self).pop(name, None)
        self.clusterer_, self._fit_dtype = labeler.clusterer, labeler.dtype
        self.label_names_ = labeler.names
        if labeler.neighbors is not None:
            self._neighbors = labeler.neighbors
        self.labels_ = labels
        self.cluster_centers_ = _find_centers(labeler, X, labels)
        if exemplars:
            self.exemplar_indices_ = _find_exemplars(X, labels, self.cluster_centers_)
        return labels

    def _labeler(self):
        # What version 0.1.0 saved has no names.
        names, neighbors = map(vars(self).get, ("label_names_", "_neighbors"))
        return Labeler(self.clusterer_, self._fit_dtype, names, neighbors)

    def _encode(self, X, layout):
        labels = self._labeler().label(X)
        if labels.max() >= len(self.palette_):
            raise ValueError(
                f"clusterer gives a row the label {labels.max()}, and its labels in fit "
                f"were less than {len(self.palette_)}; fit it to rows of all labels, or "
                "give it classes_."
            )
        return labels

    def _count_labels(self, labels):
        return len(self.cluster_centers_)
