"""Recipes that are scored one after the other, and the table so far."""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._inputs import Inputs
from skcolor.cli._rank_inputs import Split
from skcolor.recipes._recipe_titles import titles_for_rows

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from skcolor.metrics._score_each import Scored


class Ranking:
    """Scores of recipes, as far as they are known.

    Parameters
    ----------
    pipelines : dict of str to Pipeline
        The recipes, unfitted.
    inputs : Inputs
        The rows with their layout; `columns` are the attributes to read, if any.
    splits : list of tuple of two ndarrays
        Indices of the rows to fit, and of those to score.

    Attributes
    ----------
    colors : dict of str to ndarray of shape (n_rows, 3)
        Colors of all rows, by the recipes fitted to one half of them.
    """

    def __init__(
        self, pipelines: dict[str, "Pipeline"], inputs: Inputs, splits: list[Split]
    ) -> None:
        from skcolor.metrics._rank_colorers import make_scorers
        from skcolor.metrics._score_each import Rows, score_names
        from skcolor.metrics._scorer import MEASURES

        self._pipelines = pipelines
        self._rows = Rows(inputs.X, inputs.layout, inputs.columns or None)
        self._splits = splits
        self._scorers = make_scorers(MEASURES)
        self._scored: list[Scored] = []
        self.layout = inputs.layout
        self.score_names = score_names(self._scorers, self._rows.attributes)
        self.n_fits = len(pipelines) * len(splits)
        self.colors: dict[str, npt.NDArray[Any]] = {}

    def score(self, bar: ProgressBar) -> Generator["Scored", None, None]:
        """Score the recipes, and yield each when it is done."""
        from skcolor.metrics._score_each import score_each

        for one in score_each(
            self._pipelines,
            self._rows,
            self._splits,
            self._scorers,
            bar,
            n_jobs=-1,
            keep_colors=True,
        ):
            self._scored.append(one)
            if one.colors is not None:
                self.colors[one.name] = one.colors
            yield one

    def tour(self, names: list[str], n_colorings: int) -> dict[str, float]:
        """Those of some recipes that tell most together, on rows not seen in fit."""
        from skcolor.metrics._choose_colorings import choose_colorings

        held_out = self._splits[0][1]
        rows = self._rows.take(held_out)
        return choose_colorings(
            {name: self.colors[name][held_out] for name in names},
            rows.X,
            rows.layout,
            n_colorings,
            attributes=rows.attributes,
        )

    def titles(self) -> dict[str, str]:
        """Titles of the recipes, which are fitted to one half of the rows."""
        shape = len(self._splits[0][0]), self._rows.X.shape[1]
        return titles_for_rows(self._pipelines, shape)

    def has_best(self) -> bool:
        """Whether any recipe has a score to sort by."""
        return any(np.isfinite(one.scores[:, 0]).all() for one in self._scored)

    def table(self) -> dict[str, npt.NDArray[Any]]:
        """All scores so far, the best first."""
        return self.table_of(self._scored)

    def table_of(self, scored: list["Scored"]) -> dict[str, npt.NDArray[Any]]:
        """Table of some scores."""
        from skcolor.metrics._rank_colorers import tabulate

        return tabulate(scored, self.score_names)
