"""Fit colorers to splits of the rows, and score them one after the other."""

from collections.abc import Generator
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.base import clone

from skcolor._compat import _safe_indexing
from skcolor._compute.chunks import run_in_order
from skcolor._compute.shared_work import SharedWork
from skcolor._fitted.first_step import SharedFirstStep, group_by_first_step
from skcolor._fitted.pipelines import color_rows
from skcolor._progress import ProgressBar
from skcolor._warn import warnings_about
from skcolor.metrics._reading_gain import read, reading_gain
from skcolor.metrics._scorer import ColorScorer, metric_inputs


class Scored(NamedTuple):
    """Scores of a colorer.

    Attributes
    ----------
    name : str
        Name of the colorer.
    scores : ndarray of shape (n_splits, n_scores)
        In the order of `score_names`.
    seconds : ndarray of shape (n_splits, 2)
        Times of fit, and of coloring the held-out rows; NaN where it failed.
    errors : list of Exception
        One for each split in which it failed.
    colors : ndarray of shape (n_samples, 3) or None
        Colors of the rows of the first split by the colorer fitted there; NaN for all
        others. None if it failed, or if they were not asked for.
    """

    name: str
    scores: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]
    errors: list[Exception]
    colors: npt.NDArray[np.floating] | None


class Rows(NamedTuple):
    """Rows, with their layout and attributes."""

    X: Any
    layout: npt.NDArray[np.floating]
    attributes: dict[Any, Any] | None = None

    def take(self, rows: npt.NDArray[np.intp]) -> "Rows":
        """Some of the rows."""
        attributes = self.attributes
        if attributes is not None:
            attributes = {key: _safe_indexing(attributes[key], rows) for key in attributes}
        return Rows(_safe_indexing(self.X, rows), self.layout[rows], attributes)


class _Outcome(NamedTuple):
    """What became of one colorer in one split."""

    scores: list[float]
    seconds: tuple[float, float]
    colors: npt.NDArray[np.floating] | None = None
    error: Exception | None = None


def score_names(
    scorers: dict[str, ColorScorer], attributes: dict[Any, Any] | None
) -> list[str]:
    """Names of the scores: the measures, and what is read of each attribute."""
    names = []
    for name, scorer in scorers.items():
        names.append(name)
        if scorer.metric is reading_gain:
            names += [f"{name}[{attribute}]" for attribute in attributes or ()]
    return names


def score_each(
    colorers: dict[str, Any],
    rows: Rows,
    splits: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]],
    scorers: dict[str, ColorScorer],
    bar: ProgressBar,
    *,
    n_jobs: int | None = None,
    error_score: float = np.nan,
    keep_colors: bool = False,
) -> Generator[Scored, None, None]:
    """Fit and score colorers, and yield each as soon as all splits are done.

    Pipelines that begin with equal steps are done together: the step is fitted once. What
    all principal components of a split are computed from is computed once too, and so is
    what measures compute from it, whatever its colors.

    Parameters
    ----------
    colorers : dict of str to estimator
        The colorers. They are cloned.
    rows : Rows
        The rows.
    splits : list of tuple of two ndarrays
        Indices of the rows to fit, and of those to score.
    scorers : dict of str to ColorScorer
        The measures.
    bar : ProgressBar
        Advances by one for each colorer and split.
    n_jobs : int or None, default=None
        Number of threads.
    error_score : float, default=nan
        All scores of a colorer in a split in which it fails.
    keep_colors : bool, default=False
        Whether to color all rows of the first split, not only those to score.

    Yields
    ------
    Scored
        In the order of `colorers`, but for those that are done together with an earlier
        one.
    """
    n_scores = len(score_names(scorers, rows.attributes))
    fits, scoring = ([SharedWork() for _ in splits] for _ in range(2))

    def run(task: tuple[list[str], int]) -> list[_Outcome]:
        names, place = task
        fitted, held_out = (rows.take(part) for part in splits[place])
        memory = SharedFirstStep(fitted.X, names)
        outcomes = []
        for name in names:
            try:
                estimator = clone(colorers[name])
                if len(names) > 1:
                    estimator.set_params(memory=memory)
                with warnings_about([name]), fits[place].of(fitted.X):
                    seconds, colors = _fit(estimator, fitted, held_out, memory)
                with scoring[place].of(*held_out):
                    scores = _score(estimator, colors, held_out, scorers)
                kept = None
                if keep_colors and place == 0:
                    kept = _color_both(
                        estimator, fitted, colors, splits[0], len(rows.layout)
                    )
                outcome = _Outcome(scores, seconds, kept)
            except Exception as error:
                outcome = _Outcome([error_score] * n_scores, (np.nan, np.nan), error=error)
            outcomes.append(outcome)
            bar.advance(1, name)
        return outcomes

    groups = group_by_first_step(colorers)
    tasks = [(names, place) for names in groups for place in range(len(splits))]
    done = run_in_order(run, tasks, n_jobs, len(tasks))
    for names in groups:
        by_split = [next(done) for _ in splits]
        for name, outcomes in zip(names, zip(*by_split, strict=True), strict=True):
            yield Scored(
                name,
                np.array([one.scores for one in outcomes]),
                np.array([one.seconds for one in outcomes]),
                [one.error for one in outcomes if one.error is not None],
                outcomes[0].colors,
            )


def _fit(
    estimator: Any, fitted: Rows, held_out: Rows, memory: SharedFirstStep
) -> tuple[tuple[float, float], npt.NDArray[np.floating]]:
    """Seconds of fit and transform, and the colors of the held-out rows."""
    start, saved = perf_counter(), memory.seconds_saved
    estimator.fit(fitted.X, fitted.layout)
    done = perf_counter()
    colors = color_rows(estimator, held_out.X, held_out.layout)
    seconds = done - start + memory.seconds_saved - saved, perf_counter() - done
    return seconds, colors


def _score(
    estimator: Any,
    colors: npt.NDArray[np.floating],
    held_out: Rows,
    scorers: dict[str, ColorScorer],
) -> list[float]:
    X, layout, attributes = held_out
    data = {**metric_inputs(estimator, X, layout, ("labels",)), "colors": colors}
    scores = []
    for scorer in scorers.values():
        if scorer.metric is not reading_gain:
            scores.append(scorer.of(data))
            continue
        defaults: dict[str, Any] = {**(reading_gain.__kwdefaults__ or {})}
        parameters = {**defaults, "attributes": attributes, **scorer.parameters}
        gain = read(data["X"], colors, layout, **parameters, with_null=False)
        scores.append(gain.mean)
        if attributes is not None:
            scores += gain.shares.values()
    return scores


def _color_both(
    estimator: Any,
    fitted: Rows,
    colors: npt.NDArray[np.floating],
    split: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
    n_rows: int,
) -> npt.NDArray[np.floating]:
    """Colors of the fitted rows next to those of the held-out rows."""
    both = np.full((n_rows, 3), np.nan)
    both[split[0]] = color_rows(estimator, fitted.X, fitted.layout)
    both[split[1]] = colors
    return both
