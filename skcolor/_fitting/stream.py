"""``partial_fit``: learning from rows that come in batches, by summaries that add up."""

import joblib
from sklearn.utils.metaestimators import available_if

from skcolor._array_api import move_fitted_to, to_numpy
from skcolor._checks.rows import check_rows
from skcolor._compat import _fit_context
from skcolor._compute.linear_algebra import single_threaded


def _learns_from_batches(estimator):
    # In the middle of a stream, what would keep it from going on is told by the method.
    return hasattr(estimator, "n_samples_seen_") or estimator._learns_from_batches()


def _identify(value):
    """What tells a parameter from another, whatever an estimator has learned."""
    if hasattr(value, "get_params") and not isinstance(value, type):
        parameters = value.get_params().items()
        return type(value).__name__, {name: _identify(part) for name, part in parameters}
    try:
        return joblib.hash(value)
    except Exception:  # it cannot be pickled, such as a lambda
        return repr(value)


@available_if(_learns_from_batches)
@_fit_context(prefer_skip_nested_validation=False)
def partial_fit(self, X, y=None):
    """Learn from one more batch of rows.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows of the batch.
    y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        The layout of the same rows, for estimators that look at it.

    Returns
    -------
    self : object
        Fitted to all batches since the first, or since ``fit`` was called.
    """
    first = not hasattr(self, "n_samples_seen_")
    before = dict(vars(self))
    try:
        X = check_rows(self, X, reset=first, method="partial_fit", layout=y)
        self._check_stream(X.dtype)
        self._check_far_rows(X)
        with single_threaded():
            layout = self._batch_layout(X, y, first)
            self._partial_fit(to_numpy(X), layout, first)
        move_fitted_to(self, X)
    except Exception:  # a bad batch is as if it never came
        vars(self).clear()
        vars(self).update(before)
        raise
    self.n_samples_seen_ = X.shape[0] + (0 if first else self.n_samples_seen_)
    return self


class StreamMixin:
    """Gives ``partial_fit`` to classes that can learn from a summary of the rows.

    ``_summarize`` gives that of some rows; the summary of more is the sum, ``+``, of
    those of its parts; ``_fit_summary`` learns from it. That serves batches, and the
    blocks of a dask array. ``fit`` keeps no summary: after it, a new stream begins.
    """

    # Whether it looks at the layout of rows.
    uses_layout = False
    # Parameters that decide what is kept of the rows, and so must stay as they are.
    _stream_parameters: tuple[str, ...] = ()
    # Methods of those that can: summary of rows with their layout, and
    _summarize = None
    # what learns from that of rows of some float type.
    _fit_summary = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls._summarize or cls._partial_fit is not StreamMixin._partial_fit:
            cls.partial_fit = partial_fit

    def _check_stream(self, dtype):
        """Hold what decides what is kept to be as in the first batch."""
        now = {name: _identify(getattr(self, name)) for name in self._stream_parameters}
        now["dtype"] = str(dtype)
        begun = vars(self).setdefault("_stream_began", now)
        if now["dtype"] != begun["dtype"]:
            raise ValueError(
                f"X is {dtype}, and the earlier batches were {begun['dtype']}; pass all in "
                "one type, or call fit, or partial_fit of a clone, to begin anew."
            )
        for name in self._stream_parameters:
            if now[name] != begun[name]:
                raise ValueError(
                    f"{name} was changed to {getattr(self, name)!r:.60} in the middle of a "
                    "stream, and what was kept of the earlier batches does not suit it; "
                    "call fit, or partial_fit of a clone, to begin anew."
                )

    def _learns_from_batches(self):
        """Whether it can, with its parameters."""
        return self._summarize is not None and self._needs_all_rows() is None

    def _needs_all_rows(self):
        """Name of a parameter that takes all rows at once to serve, or None."""
        return None

    def _try_parameters(self, n_features):
        """Raise what wrong parameters raise in fit, before rows are read."""

    def _batch_layout(self, X, y, first):
        """The layout of a batch; None where none is looked at."""
        return to_numpy(y) if self.uses_layout else None

    def _blocks_layout(self, y, n_rows, reason):
        """The layout of rows in blocks; None where none is looked at."""
        return to_numpy(y) if self.uses_layout else None

    def _partial_fit(self, X, layout, first):
        """Learn from a batch of validated rows; the first begins anew."""
        summary = self._summarize(X, layout)
        if not first:
            summary = self._summary + summary
        self._learn_summary(summary, X.dtype)
        self._summary = summary

    def _learn_summary(self, summary, dtype):
        """Learn all that there is to learn, of rows of a float type."""
        self._fit_summary(summary, dtype)
