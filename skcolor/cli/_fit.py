"""Fit several recipes to the same rows, with a progress bar."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._notes import Notes
from skcolor.cli._table import InputError
from skcolor.recipes import RECIPES

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def make_recipes(names: list[str]) -> dict[str, "Pipeline"]:
    """Make unfitted pipelines of recipes, by name."""
    return {name: RECIPES[name]() for name in names}


def fit_all(
    pipelines: dict[str, "Pipeline"],
    X: npt.NDArray[Any],
    layout: npt.NDArray[Any],
    bar: ProgressBar,
) -> tuple[dict[str, npt.NDArray[Any]], list[str]]:
    """Fit pipelines; return their colors, and their warnings, each text once.

    Raises
    ------
    InputError
        If a pipeline cannot be fitted to the rows.
    """
    colorings, notes = {}, Notes()
    for name, pipeline in pipelines.items():
        bar.advance(0, name)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            try:
                colorings[name] = pipeline.fit_transform(X, layout)
            except ValueError as error:
                raise InputError(f"{name}: {' '.join(str(error).split())}") from None
        for warning in caught:
            notes.add(str(warning.message), [name])
        bar.advance(1)
    return colorings, notes.lines()
