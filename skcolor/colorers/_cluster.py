"""Clusters as labels."""

from numbers import Integral

import numpy as np
from sklearn.base import clone
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils import check_random_state

from skcolor._compat import HasMethods, Interval
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor._summaries.label_means import label_means
from skcolor._summaries.moments import Moments
from skcolor.base import BaseLabelColorer
from skcolor.colorers._labeler import Labeler
from skcolor.neighbors._nearest_of_label import distances_to, nearest_of_label
from skcolor.paint._palettes import MISSING_COLOR, get_palette


def _find_centers(labeler, X, labels):
    n_labels = labeler.count_labels(labels)
    centers = labeler.centers(n_labels)
    if centers is not None:
        return centers
    centers = label_means(labels, X, n_labels)
    centers[~np.isin(np.arange(n_labels), labels)] = 0  # no row has the label
    return centers.astype(X.dtype)


def _find_exemplars(X, labels, centers, bounds):
    exemplars = nearest_of_label(X, labels, centers, bounds)
    for empty in np.flatnonzero(exemplars < 0):
        to_center = distances_to(X, centers, np.full(len(X), empty))
        exemplars[empty] = np.argmin(to_center)
    return exemplars


class ClusterColorer(BaseLabelColorer):
    """Color rows by their cluster, and find an exemplar of each cluster.

    Parameters
    ----------
    clusterer : estimator or None, default=None
        Any scikit-learn clusterer. None uses ``MiniBatchKMeans(8, random_state=0)``. If
        its `n_clusters` is larger than the number of rows, it is reduced to that number.
    max_samples : int or None, default=None
        Maximum number of rows, drawn at random, that the clusterer is fitted to. All
        other rows are labeled like new rows. None uses all rows. For K-Means, 384 rows
        per cluster locate the centers about as well as many more.
    palette : str or array-like of shape (m, 3), default="hsv"
        "distinct" for maximally distinct colors (at most 256), the name of a matplotlib
        colormap, sRGB colors in [0, 1], or a list of matplotlib colors. With more labels
        than colors, the colors repeat.
    arrange : {"contrast", "similarity"} or None, default=None
        How colors are assigned to labels. "contrast": labels that touch in the layout, or
        in X if fit gets no layout, get colors far apart, and never the same color if
        possible. "similarity": labels whose rows are close in X get similar colors. None
        keeps the order of the palette.
    missing_color : str or array-like of shape (3,), default=(0.6, 0.6, 0.6)
        Color of rows in no cluster (noise): any opaque color of matplotlib. The default
        is gray.
    random_state : int, RandomState instance or None, default=0
        Seed for drawing the rows, with `max_samples`.

    Attributes
    ----------
    clusterer_ : estimator
        The fitted clusterer.
    labels_ : ndarray of shape (n_samples,), int
        Labels of the training rows; negative for rows in no cluster (noise), which are
        painted in `missing_color`. Not set by a fit to a dask array.
    label_names_ : list of str or None
        Names of the labels 0, 1, …, if the clusterer returns names: its ``classes_``,
        else the sorted names. Missing labels (None, NaN) become -1. None if the clusterer
        returns integers, which are used as the labels.
    cluster_centers_ : ndarray of shape (n_labels, n_features_in_)
        The clusterer's centers if it has any, else the mean of each label's training rows.
    exemplar_indices_ : ndarray of shape (n_labels,), int
        For each label, the training row nearest to the center, among the rows with that
        label, or among all rows if none has it. For a dask array, among the sampled rows.
    palette_ : ndarray of shape (n_labels, 3)
        One color per label, sRGB in [0, 1].
    missing_color_ : ndarray of shape (3,)
        Color of rows in no cluster, sRGB in [0, 1].
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit, if the number of clusters exceeds the number of rows, and for clusterers
        with `n_clusters` if a few extreme outliers dominate the centers.

    See Also
    --------
    ArgmaxColorer : Color rows by labels without clustering.

    Notes
    -----
    Labels, centers and exemplars all reflect the final state of the clusterer. If it has
    ``predict``, it predicts the labels of training rows and new rows alike. A row that is
    equally near to two K-Means centers always gets the label of the first, whatever the
    other rows are. Without ``predict``, a new row gets the label of its nearest training
    row, the first of several equal ones. With `max_samples`, which dask arrays require,
    the clusterer is fitted in one thread, so sums are added in the same order and the
    labels are the same on any machine.

    Exemplars are restricted to rows with their label because, with many clusters, the row
    nearest to a center is often even nearer to another center (62 of 128 clusters on
    341,479 word vectors).

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
        "missing_color": [str, "array-like"],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        clusterer=None,
        *,
        max_samples=None,
        palette="hsv",
        arrange=None,
        missing_color=MISSING_COLOR,
        random_state=0,
    ):
        super().__init__(palette=palette, arrange=arrange)
        self.clusterer = clusterer
        self.max_samples = max_samples
        self.missing_color = missing_color
        self.random_state = random_state

    def _dislikes_far_rows(self):
        # Clusterers without a fixed number of clusters, such as DBSCAN, tolerate far rows.
        return self.clusterer is None or hasattr(self.clusterer, "n_clusters")

    def _survey(self, X):
        return Moments.of_columns(X) if self._dislikes_far_rows() else None

    def _check_far_rows(self, X, moments=None):
        if self._dislikes_far_rows():
            warn_of_far_rows(self, X, moments=moments)

    def _fit(self, X, layout, moments=None):
        learns_all = self.max_samples is None or self.max_samples >= len(X)
        rows = X if learns_all else np.asarray(X[self._draw(len(X))])
        labeler = self._fit_labeler(rows)
        bounds = labeler.make_bounds(X)
        labels = (labeler.label_again if learns_all else labeler.label)(X, bounds)
        self._keep_labels(labeler, X, labels)
        centers = self.cluster_centers_
        self.exemplar_indices_ = _find_exemplars(X, labels, centers, bounds)
        return labels

    def _fit_sample(self, n_rows, take):
        """Learn from a sample of the rows; ``take(indices)`` loads them."""
        if self.max_samples is None:
            raise ValueError(
                "max_samples=None, but a dask array is clustered by a sample of its rows; "
                "set max_samples, for K-Means to 384 per cluster."
            )
        get_palette(self.palette, 1)  # raises for invalid palettes before rows are read
        rows = self._draw(n_rows)
        labels = self._fit(take(rows), None)
        self.exemplar_indices_ = rows[self.exemplar_indices_]
        del self.labels_  # labels of the sample only
        return labels

    def _learns_from_batches(self):
        clusterer = MiniBatchKMeans() if self.clusterer is None else self.clusterer
        return self._needs_all_rows() is None and hasattr(clusterer, "partial_fit")

    def _partial_fit(self, X, layout, first):
        get_palette(self.palette, 1)  # raises for invalid palettes before learning
        if first:
            self.clusterer_, self._fit_dtype = self._new_clusterer(), X.dtype.name
        labeler = Labeler.learn(self.clusterer_, X, self._fit_dtype)
        labels = labeler.label(X)
        self._keep_labels(labeler, X, labels)
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

    def _keep_labels(self, labeler, X, labels):
        """Store the labeler, the labels of the training rows, and centers."""
        for name in ("_neighbors", "exemplar_indices_"):  # from an earlier fit
            vars(self).pop(name, None)
        self.clusterer_, self._fit_dtype = labeler.clusterer, labeler.dtype
        self.label_names_ = labeler.names
        if labeler.neighbors is not None:
            self._neighbors = labeler.neighbors
        self.labels_ = labels
        self.cluster_centers_ = _find_centers(labeler, X, labels)

    def _labeler(self):
        # Colorers saved by version 0.1.0 have no names.
        names, neighbors = map(vars(self).get, ("label_names_", "_neighbors"))
        return Labeler(self.clusterer_, self._fit_dtype, names, neighbors)

    def _encode(self, X, layout):
        labels = self._labeler().label(X)
        if labels.max() >= len(self.palette_):
            raise ValueError(
                f"clusterer returned label {labels.max()}, but its labels in fit were less "
                f"than {len(self.palette_)}; fit it to rows of all labels, or set its "
                "classes_."
            )
        return labels

    def _count_labels(self, labels):
        return len(self.cluster_centers_)
