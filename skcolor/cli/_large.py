"""Fit and color files larger than memory, a chunk of rows at a time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._files import is_large, read_chunks

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def goes_in_chunks(pipeline: "Pipeline", X: npt.NDArray[Any]) -> bool:
    """Whether a file is large and all steps, except perhaps the colorer, fit in chunks.

    Steps that use the layout would see too few neighbors in a chunk.
    """
    *reducers, colorer = [step for _, step in pipeline.steps]
    return (
        is_large(X)
        and all(hasattr(step, "partial_fit") for step in reducers)
        and bool(reducers or hasattr(colorer, "partial_fit"))
        and not any(hasattr(step, "embedder") for step in (*reducers, colorer))
    )


def fit_in_chunks(
    pipeline: "Pipeline", X: npt.NDArray[Any], layout: npt.NDArray[Any] | None
) -> None:
    """Fit the steps in order, each to the chunks that the previous steps return."""
    for n, (_, step) in enumerate(pipeline.steps):
        parts = transform_chunks(pipeline[:n], X)
        if hasattr(step, "partial_fit"):
            for part in parts:
                step.partial_fit(part)
        else:  # the colorer, whose input has few columns
            step.fit(np.concatenate(list(parts)), layout)


def transform_chunks(steps: "Pipeline", X: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """Transform one chunk of rows after another by fitted steps, if any."""
    for rows in read_chunks(X):
        yield steps.transform(rows) if len(steps) else rows
