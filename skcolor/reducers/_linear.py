"""Base class of linear reducers."""

from abc import ABCMeta, abstractmethod

from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_array, check_is_fitted

from skcolor._array_api import cast, get_namespace, is_numpy, move_fitted_to, to_numpy
from skcolor._blocks import fits, transforms
from skcolor._blocks.methods import in_blocks
from skcolor._checks.arrays import check_unmasked
from skcolor._checks.rows import check_rows
from skcolor._compat import (
    HAS_ARRAY_API,
    CallbackSupportMixin,
    _fit_context,
    _get_output_config,
)
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import (
    block_rows,
    linear_algebra_threads,
    project,
    single_threaded,
)
from skcolor._compute.projected_rows import ProjectedRows, is_asked
from skcolor._fitting.callbacks import report_fit
from skcolor._fitting.far_rows import mark_warned, warn_of_far_rows
from skcolor._fitting.stream import StreamMixin
from skcolor._fitting.survey import survey_rows
from skcolor._version import VersionMixin
from skcolor._warn import warn_user


class LinearReducer(
    StreamMixin,
    CallbackSupportMixin,
    VersionMixin,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    BaseEstimator,
    metaclass=ABCMeta,
):
    """Base class of reducers that subtract a mean and project onto components.

    A reducer implements ``_fit(X, y, weights=None)``, which sets ``mean_`` of shape
    (n_features,) and ``components_`` of shape (n_components, n_features) in the dtype of X.
    With ``_survey``, ``_fit`` also gets the `moments` that it returns.
    """

    _min_samples = 2
    _takes_weights = True
    # Finds moments for ``_check_far_rows`` and ``_fit``; see `survey_rows`.
    _survey = None

    @_fit_context(prefer_skip_nested_validation=True)
    @in_blocks(fits.fit)
    def fit(self, X, y=None, sample_weight=None):
        """Find the components.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows, at least two.
        y : array-like or None, default=None
            Layout of the same rows, for reducers that use one.
        sample_weight : array-like of shape (n_samples,), default=None
            How often each row counts. 0 leaves a row out; None counts each once.

        Returns
        -------
        self : object
            The fitted reducer.
        """
        self._learn(X, y, sample_weight)
        return self

    def _learn(self, X, y, sample_weight):
        """Fit to rows; return them, whether outliers caused a warning, and moments."""
        X, given = survey_rows(self, X, y, sample_weight)
        has_warned = self._check_far_rows(X, **given)
        with report_fit(self, X, y), single_threaded():
            # Fit with NumPy; rows are then projected by their own array library.
            self._fit(to_numpy(X), to_numpy(y), **given)
            move_fitted_to(self, X)
        return X, has_warned, given.get("moments")

    def _check_far_rows(self, X, weights=None, moments=None):
        return warn_of_far_rows(self, X, weights=weights, moments=moments)

    @_fit_context(prefer_skip_nested_validation=True)
    @in_blocks(transforms.fit_and_transform)
    def fit_transform(self, X, y=None, sample_weight=None):
        """Find the components, and project the rows onto them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows, at least two.
        y : array-like or None, default=None
            Layout of the same rows, for reducers that use one.
        sample_weight : array-like of shape (n_samples,), default=None
            How often each row counts in the fit.

        Returns
        -------
        coordinates : ndarray of shape (n_samples, n_components_)
            The coordinates, in the dtype of X.
        """
        X, has_warned, moments = self._learn(X, y, sample_weight)
        coordinates = self._give(X, moments)
        return mark_warned(coordinates) if has_warned else coordinates

    @in_blocks(transforms.transform)
    def transform(self, X):
        """Project rows onto the components.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.

        Returns
        -------
        coordinates : ndarray of shape (n_samples, n_components_)
            The coordinates, in the dtype of X. For NumPy arrays, those of a row do not
            depend on the other rows, to the last bit.
        """
        check_is_fitted(self)
        return self._give(check_rows(self, X, reset=False))

    def inverse_transform(self, X):
        """Map coordinates back to rows in the span of the components.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_components_)
            The coordinates.

        Returns
        -------
        rows : ndarray of shape (n_samples, n_features_in_)
            Rows in the original units.
        """
        check_is_fitted(self)
        check_unmasked(X, "X")
        xp = get_namespace(X)
        X = check_array(X, dtype=[xp.float64, xp.float32])
        if X.shape[1] != self._n_features_out:
            raise ValueError(
                f"X has {X.shape[1]} columns, but {type(self).__name__} has "
                f"{self._n_features_out} components."
            )
        return _multiply(X, cast(self._mixing().T, X.dtype)) + cast(self.mean_, X.dtype)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.array_api_support = HAS_ARRAY_API
        return tags

    @property
    def _n_features_out(self):
        return self.components_.shape[0]

    def _give(self, X, moments=None):
        """The coordinates of rows, or rows that a pipeline projects where it needs them."""
        is_plain = _get_output_config("transform", self)["dense"] == "default"
        if not (is_asked(self) and is_plain and is_numpy(X)):
            return self._project(X)
        mean, components = cast(self.mean_, X.dtype), cast(self.components_, X.dtype)
        known = None if moments is None else self._moments_of_coordinates(moments)
        return ProjectedRows(X, components.T, mean, known)

    def _moments_of_coordinates(self, moments):
        """Moments of the coordinates of rows, given those of the rows; None if unknown."""

    def _project(self, X):
        mean, components = cast(self.mean_, X.dtype), cast(self.components_, X.dtype)
        return _multiply(X, components.T, mean)

    def _mixing(self):
        """Matrix from coordinates to rows, of shape (n_features, n_components)."""
        return self.components_.T

    @abstractmethod
    def _fit(self, X, y, weights=None):
        """Set ``mean_`` and ``components_``."""


def _multiply(X, weights, shift=0.0):
    """Compute ``(X - shift) @ weights``; for NumPy arrays, as `project` does."""
    if not is_numpy(X):
        return (X - shift) @ weights
    return map_rows(
        lambda rows: project(rows, weights, shift),
        X,
        row_bytes=X.itemsize * sum(weights.shape),
        step=block_rows(len(weights), X.dtype),
        n_jobs=linear_algebra_threads(),
    )


def cap_components(n_components, limit, shape, *, skip=0):
    """Limit the number of components, with a warning; None means the limit.

    The number of rows in `shape` is None where only columns limit. `skip` components are
    left out before.
    """
    if n_components is None:
        return limit
    if n_components > limit:
        rows = "" if shape[0] is None else f"{shape[0]} rows and "
        warn_user(
            f"n_components={n_components}{f' after skip={skip}' if skip else ''} is more "
            f"than X with {rows}{shape[1]} "
            f"{'column' if shape[1] == 1 else 'columns'} has; {limit} "
            f"{'is' if limit == 1 else 'are'} used.",
        )
    return min(n_components, limit)
