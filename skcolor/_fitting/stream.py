"""``partial_fit``: learning from rows that come in batches, by summaries that add up."""

from abc import ABCMeta, abstractmethod
from copy import copy

import joblib
import numpy as np
from sklearn.utils.metaestimators import available_if

from skcolor._array_api import move_fitted_to, to_numpy
from skcolor._checks.rows import check_rows
from skcolor._compat import _fit_context
from skcolor._compute import blocks
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


class StreamMixin(metaclass=ABCMeta):
    """Adds ``partial_fit``. ``fit`` keeps no summary: after it, a new stream begins."""

    # Parameters that decide what is kept of the rows, and so must stay as they are.
    _stream_parameters: tuple = ()

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
                self._partial_fit(to_numpy(X), to_numpy(y), first)
            move_fitted_to(self, X)
        except Exception:  # a bad batch is as if it never came
            vars(self).clear()
            vars(self).update(before)
            raise
        self.n_samples_seen_ = X.shape[0] + (0 if first else self.n_samples_seen_)
        return self

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
        # To arrange colors takes all rows at once.
        return getattr(self, "arrange", None) is None

    @abstractmethod
    def _partial_fit(self, X, y, first):
        """Learn from a batch of validated rows; `first` begins anew."""


class SummaryMixin(StreamMixin):
    """For estimators that learn from a summary of the rows.

    ``_summarize`` gives that of some rows; the summary of more is the sum, ``+``, of
    those of its parts; ``_fit_summary`` learns from it. That serves batches, and the
    blocks of a dask array.
    """

    def _partial_fit(self, X, y, first):
        summary = self._summarize(X, y)
        if not first:
            summary = self._summary + summary
        self._fit_summary(summary, X.dtype)
        self._summary = summary

    def _summarize_blocks(self, X, y):
        """Sum of the summaries of the blocks of a dask array."""
        if hasattr(self, "_paint"):  # wrong parameters are told before rows are read
            trial, few = copy(self), np.zeros((2, X.shape[1]))
            trial._fit_summary(trial._summarize(few, None), few.dtype)
        return blocks.sum_blocks(lambda rows: self._summarize(rows, None), X, self)

    @abstractmethod
    def _summarize(self, X, y):
        """Summary of validated rows with their layout."""

    @abstractmethod
    def _fit_summary(self, summary, dtype):
        """Learn from the summary of rows of type `dtype`."""
