"""Fit several recipes to the same rows, with a progress bar."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor._warn import warnings_about
from skcolor.cli._notes import Notes
from skcolor.cli._recipe_names import known_parameters
from skcolor.cli._table import InputError, one_line
from skcolor.recipes import RECIPES

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def make_recipes(names: Sequence[str], *, n_jobs: int | None = -1) -> dict[str, "Pipeline"]:
    """Make unfitted pipelines of recipes, by name, that run on all CPU cores.

    Pipelines that are themselves run in several threads are faster with `n_jobs=None`. It
    does not change the colors.
    """
    return {name: RECIPES[name](**known_parameters(name, n_jobs=n_jobs)) for name in names}


def legend_note(pipeline: "Pipeline") -> str:
    """What the legend of a fitted pipeline says beside its key, such as a recall."""
    return str(getattr(pipeline[-1], "note_", ""))


def fit_all(
    pipelines: dict[str, "Pipeline"],
    X: npt.NDArray[Any],
    layout: npt.NDArray[Any],
    bar: ProgressBar,
) -> tuple[dict[str, npt.NDArray[Any]], list[str]]:
    """Fit pipelines; return their colors, and their warnings, each text once.

    A first step that several have in common is fitted once, and what all principal
    components are computed from is computed once.

    Raises
    ------
    InputError
        If a pipeline cannot be fitted to the rows.
    """
    from skcolor._compute.shared_work import SharedWork
    from skcolor._fitted.first_step import SharedFirstStep, group_by_first_step

    colorings, notes = {}, Notes()
    with notes.of_warnings(), SharedWork().of(X):
        for names in group_by_first_step(pipelines):
            memory = SharedFirstStep(X, names) if len(names) > 1 else None
            for name in names:
                bar.advance(0, name)
                pipeline = pipelines[name].set_params(memory=memory)
                try:
                    with warnings_about([name]):
                        colorings[name] = pipeline.fit_transform(X, layout)
                except ValueError as error:
                    raise InputError(f"{name}: {one_line(error)}") from None
                pipeline.set_params(memory=None)
                if said := legend_note(pipeline):
                    notes.add(said, [name])
                bar.advance(1)
    return {name: colorings[name] for name in pipelines}, notes.lines(list(pipelines))
