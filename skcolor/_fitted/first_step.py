"""Fit the first step that several pipelines have in common only once."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import joblib
from sklearn.pipeline import Pipeline

from skcolor._fitted.lazy_pipeline import Pipeline as LazyPipeline
from skcolor._warn import warnings_about


def group_by_first_step(estimators: Mapping[str, Any]) -> list[list[str]]:
    """Names of unfitted estimators; pipelines that begin with equal steps are together."""
    groups: dict[Any, list[str]] = {}
    for name, estimator in estimators.items():
        groups.setdefault(_first_step_key(estimator) or (name,), []).append(name)
    return list(groups.values())


def _first_step_key(estimator: Any) -> str | None:
    """Hash of the first step of an unfitted pipeline; None if it cannot be shared."""
    if type(estimator) not in (Pipeline, LazyPipeline) or estimator.memory is not None:
        return None
    first = estimator.steps[0][1]
    if len(estimator.steps) == 1 or not hasattr(first, "get_params"):
        return None
    try:
        return str(joblib.hash(first))
    except Exception:  # a parameter that cannot be pickled, such as a lambda
        return None


class SharedFirstStep:
    """``memory`` of pipelines that begin with equal steps and are fitted to the same rows.

    The fitted step and its output are those of the first pipeline. Only for one thread.

    Parameters
    ----------
    X : array-like
        The rows; steps that get anything else are not shared.
    names : list of str
        Names of the pipelines, which a warning of the step concerns.

    Attributes
    ----------
    seconds_saved : float
        Time that the step would have taken in all pipelines after the first.
    """

    def __init__(self, X: Any, names: list[str]) -> None:
        self.seconds_saved = 0.0
        self._X = X
        self._names = names
        self._seconds = 0.0
        self._result: Any = None

    def cache(self, function: Any, **options: Any) -> Any:
        """Wrap the function that fits a step, as ``joblib.Memory.cache`` does."""

        def call(transformer: Any, X: Any, *arguments: Any, **parameters: Any) -> Any:
            if X is not self._X:
                return function(transformer, X, *arguments, **parameters)
            if self._result is None:
                start = perf_counter()
                with warnings_about(self._names):
                    self._result = function(transformer, X, *arguments, **parameters)
                self._seconds = perf_counter() - start
            else:
                self.seconds_saved += self._seconds
            return self._result

        return call
