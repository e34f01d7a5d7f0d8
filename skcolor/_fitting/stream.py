"""``partial_fit``: learning from batches of rows, whose summaries are added up."""

import joblib
from sklearn.utils.metaestimators import available_if

from skcolor._array_api import move_fitted_to, to_numpy
from skcolor._checks.rows import check_rows
from skcolor._checks.weights import check_weights
from skcolor._compat import _fit_context
from skcolor._compute.linear_algebra import single_threaded


def _learns_from_batches(estimator):
    # Between batches, partial_fit itself raises if it cannot continue.
    return hasattr(estimator, "n_samples_seen_") or estimator._learns_from_batches()


def _identify(value):
    """Identify a parameter value; for estimators, by their parameters only."""
    if hasattr(value, "get_params") and not isinstance(value, type):
        parameters = value.get_params().items()
        return type(value).__name__, {name: _identify(part) for name, part in parameters}
    try:
        return joblib.hash(value)
    except Exception:  # cannot be pickled, such as a lambda
        return repr(value)


@available_if(_learns_from_batches)
@_fit_context(prefer_skip_nested_validation=False)
def partial_fit(self, X, y=None):
    """Learn from another batch of rows.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows of the batch.
    y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Layout of the same rows, for estimators that use one.

    Returns
    -------
    self : object
        Fitted to all batches since the first, or since the last call of ``fit``.
    """
    return _learn_batch(self, X, y)


@available_if(_learns_from_batches)
@_fit_context(prefer_skip_nested_validation=False)
def weighted_partial_fit(self, X, y=None, sample_weight=None):
    """Learn from another batch of rows.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows of the batch.
    y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Layout of the same rows, for estimators that use one.
    sample_weight : array-like of shape (n_samples,), default=None
        How often each row counts. 0 leaves a row out; None counts each once.

    Returns
    -------
    self : object
        Fitted to all batches since the first, or since the last call of ``fit``.
    """
    return _learn_batch(self, X, y, sample_weight)


def _learn_batch(self, X, y, sample_weight=None):
    first = not hasattr(self, "n_samples_seen_")
    before = dict(vars(self))
    try:
        rows = check_rows(self, X, reset=first, method="partial_fit", layout=y)
        given = as_keyword(check_weights(sample_weight, X, together=False))
        X = rows
        self._check_stream(X.dtype)
        self._check_far_rows(X, **given)
        with single_threaded():
            layout = self._batch_layout(X, y, first)
            self._partial_fit(to_numpy(X), layout, first, **given)
        move_fitted_to(self, X)
    except Exception:  # an invalid batch leaves no trace
        vars(self).clear()
        vars(self).update(before)
        raise
    self.n_samples_seen_ = X.shape[0] + (0 if first else self.n_samples_seen_)
    return self


def as_keyword(weights):
    """Weights as arguments of hooks, which get none if there are none."""
    return {} if weights is None else {"weights": weights}


class StreamMixin:
    """Adds ``partial_fit`` to classes that can learn from a summary of the rows.

    ``_summarize`` makes a summary of some rows. Summaries are added with ``+``, and
    ``_fit_summary`` learns from the sum. This works for batches and for the blocks of a
    dask array. Both methods get ``weights`` by keyword, if ``_takes_weights`` is true and
    there are any. ``fit`` keeps no summary, so the next ``partial_fit`` starts over.
    """

    # Whether it uses the layout of rows.
    uses_layout = False
    # Whether its methods for fits, and the hooks they call, take weights of rows.
    _takes_weights = False
    # Parameters that summaries depend on, which must not change between batches.
    _stream_parameters: tuple[str, ...] = ()
    # Method (X, layout): makes a summary of rows.
    _summarize = None
    # Method (summary, dtype): learns from a summary of rows of a float type.
    _fit_summary = None

    def __init_subclass__(cls, **kwargs):
        if cls._summarize or cls._partial_fit is not StreamMixin._partial_fit:
            cls.partial_fit = weighted_partial_fit if cls._takes_weights else partial_fit
        # After that, because scikit-learn looks for methods that take metadata.
        super().__init_subclass__(**kwargs)

    def _check_stream(self, dtype):
        """Check that summaries depend on the same settings as in the first batch."""
        now = {name: _identify(getattr(self, name)) for name in self._stream_parameters}
        now["dtype"] = str(dtype)
        before = vars(self).setdefault("_stream_began", now)
        if now["dtype"] != before["dtype"]:
            raise ValueError(
                f"X is {dtype}, but earlier batches were {before['dtype']}; pass all "
                "batches in one float type, or start over with fit or with partial_fit of "
                "a clone."
            )
        for name in self._stream_parameters:
            if now[name] != before[name]:
                raise ValueError(
                    f"{name} was changed to {getattr(self, name)!r:.60} between batches, "
                    "but the summary of earlier batches depends on it; start over with fit "
                    "or with partial_fit of a clone."
                )

    def _learns_from_batches(self):
        """Whether ``partial_fit`` is available with the current parameters."""
        return self._summarize is not None and self._needs_all_rows() is None

    def _needs_all_rows(self):
        """Name of a parameter whose value requires all rows at once, or None."""
        return None

    def _try_parameters(self, n_features):
        """Raise errors of invalid parameters before any rows are read."""

    def _batch_layout(self, X, y, first):
        """The layout of a batch; None if none is used."""
        return to_numpy(y) if self.uses_layout else None

    def _blocks_layout(self, y, n_rows, reason):
        """The layout of a dask array; None if none is used."""
        return to_numpy(y) if self.uses_layout else None

    def _partial_fit(self, X, layout, first, **weights):
        """Learn from a batch of validated rows; the first batch starts over."""
        summary = self._summarize(X, layout, **weights)
        if not first:
            summary = self._summary + summary
        self._learn_summary(summary, X.dtype)
        self._summary = summary

    def _learn_summary(self, summary, dtype):
        """Learn everything from a summary of rows of a float type."""
        self._fit_summary(summary, dtype)
