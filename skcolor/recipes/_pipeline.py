"""Building blocks of recipes. Their names and parameters need no import of scikit-learn."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Recipe = Callable[..., "Pipeline"]


def make_pipeline(*steps: Any) -> "Pipeline":
    """:func:`sklearn.pipeline.make_pipeline`, but of ours; imported on first use."""
    from sklearn import pipeline

    from skcolor._fitted.lazy_pipeline import Pipeline

    return Pipeline(pipeline.make_pipeline(*steps).steps)
