"""What recipes are made of. Their names and parameters are known before scikit-learn is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Recipe = Callable[..., "Pipeline"]


def make_pipeline(*steps: Any) -> "Pipeline":
    """:func:`sklearn.pipeline.make_pipeline`, imported with the first pipeline made."""
    from sklearn import pipeline

    return pipeline.make_pipeline(*steps)
