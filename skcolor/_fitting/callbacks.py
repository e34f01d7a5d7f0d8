"""Progress reports to scikit-learn's callbacks (``sklearn.callback``)."""

from contextlib import contextmanager


class FitReport:
    """Reports the steps of one fit to the estimator's callbacks.

    Does nothing if scikit-learn has no callbacks (before 1.9), so estimators need not
    check.
    """

    def __init__(self, estimator, context):
        self._estimator = estimator
        self._context = context

    def step(self, name):
        """Report one finished step; return True if the fit should stop early."""
        if self._context is None:
            return False
        step = self._context.subcontext(task_name=name)
        step.call_on_fit_task_begin(estimator=self._estimator)
        return bool(step.call_on_fit_task_end(estimator=self._estimator))


@contextmanager
def report_fit(estimator, X, y, *, n_steps=0):
    """Report the start and the end of a fit of `n_steps` steps (None if unknown)."""
    start = getattr(estimator, "_init_callback_context", None)
    context = None if start is None else start(max_subtasks=n_steps)
    if context is not None:
        context.call_on_fit_task_begin(estimator=estimator, X=X, y=y)
    yield FitReport(estimator, context)
    if context is not None:
        context.call_on_fit_task_end(estimator=estimator, X=X, y=y)
