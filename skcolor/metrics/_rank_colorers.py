"""Rank colorers by their scores on held-out rows."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from numbers import Integral, Real
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.model_selection import KFold, check_cv
from sklearn.utils import indexable

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import is_number_table
from skcolor._compat import _num_samples, _safe_indexing
from skcolor._compute.chunks import run_all
from skcolor._external import import_optional
from skcolor._fitted.pipelines import color_rows, steps_of
from skcolor._progress import ProgressBar
from skcolor._warn import warn_user
from skcolor.metrics._sample import require_layout
from skcolor.metrics._scorer import MEASURES, ColorScorer, make_color_scorer, metric_inputs

if TYPE_CHECKING:
    import pandas


def rank_colorers(
    colorers: dict[str, Any],
    X: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    cv: Any = 5,
    metrics: Iterable[str | Callable[..., Any]]
    | dict[str, Callable[..., Any]]
    | None = None,
    n_jobs: int | None = None,
    error_score: float | Literal["raise"] = "raise",
    as_frame: bool | Literal["auto"] = "auto",
    verbose: bool = False,
) -> "pandas.DataFrame | dict[str, npt.NDArray[Any]]":
    """Fit colorers, score their colors on held-out rows, and sort them.

    Parameters
    ----------
    colorers : dict of str to estimator
        Colorers, or pipelines that end in one, by name. They are cloned.
    X : array-like of shape (n_samples, n_features)
        The rows, or whatever the pipelines take: a sparse array, a data frame, a list of
        texts. See Notes of `make_color_scorer` for how distances in X are measured.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Layout of the rows. Colorers that use a layout also get that of the held-out rows.
    cv : int, cross-validation generator or iterable, default=5
        How rows are split into training and test sets. An int is the number of folds,
        shuffled because rows are often sorted. Measures of neighbors see only the sparser
        held-out rows, so compare only scores of the same split.
    metrics : list of str or callable, dict of str to callable, or None, default=None
        The measures: names from this module, or any measure that `make_color_scorer` takes.
        The first sorts the table. None means all measures of this module, starting with
        `reading_gain` of the columns of X.
    n_jobs : int or None, default=None
        Number of threads, each of which runs one fit at a time.
    error_score : "raise" or float, default="raise"
        Score of a colorer that fails, which also causes a warning. "raise" raises the
        error.
    as_frame : bool or "auto", default="auto"
        Whether to return a pandas DataFrame; "auto" does if pandas is installed.
    verbose : bool, default=False
        Whether to show a progress bar on standard error.

    Returns
    -------
    pandas.DataFrame or dict of str to ndarray
        One entry per colorer, the best first. ``colorer`` is its name. Each measure has a
        column with its mean over the splits and another, ``..._std``, with its standard
        deviation. ``fit_time`` and ``transform_time`` are mean seconds, the latter for the
        held-out rows. Measures of labels are NaN for colorers without labels.

    Raises
    ------
    ValueError
        If an argument is invalid, or a colorer fails; the message then names it.

    Warns
    -----
    UserWarning
        If X is not a table of finite numbers, and the first steps of the pipelines differ:
        measures that use X are then not comparable.

    See Also
    --------
    make_color_scorer : Make a scorer for GridSearchCV, which tunes parameters.

    Examples
    --------
    >>> from skcolor import recipes
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.metrics import rank_colorers
    >>> digits = load_digits_layout()
    >>> colorers = {"clusters": recipes.kmeans(), "hidden": recipes.residual_pca()}
    >>> table = rank_colorers(colorers, digits.data, digits.layout, cv=2)
    >>> list(table["colorer"])
    ['hidden', 'clusters']
    """
    if not (isinstance(colorers, dict) and colorers):
        raise ValueError(
            "colorers must be a dict of at least one name and colorer; got "
            f"{'an empty dict' if isinstance(colorers, dict) else type(colorers)}."
        )
    check_count("n_jobs", n_jobs, least=None, none_too=True)
    if error_score != "raise" and not isinstance(error_score, Real):
        raise ValueError(f"error_score must be 'raise' or a number; got {error_score!r}.")
    if as_frame not in (True, False, "auto"):
        raise ValueError(f"as_frame must be a bool or 'auto'; got {as_frame!r}.")
    scorers = _make_scorers(MEASURES if metrics is None else metrics)
    check_row_order({"X": X, "layout": layout})
    layout = require_layout(layout, _num_samples(X))
    (X,) = indexable(X)  # a sparse array that rows can be taken from
    _warn_of_other_numbers(colorers, X)
    if isinstance(cv, Integral):
        cv = KFold(cv, shuffle=True, random_state=0)
    splits = list(check_cv(cv).split(X, layout))
    tasks = [(name, *split) for name in colorers for split in splits]

    with ProgressBar(len(tasks), "rank", shown=verbose) as bar:

        def run(task: tuple[Any, ...]) -> list[float]:
            name, *split = task
            try:
                result = _fit_and_score(clone(colorers[name]), X, layout, split, scorers)
            except Exception as error:
                result = _fail(name, error, error_score, scorers)
            bar.advance(1, name)
            return result

        results = run_all(run, tasks, n_jobs=n_jobs)
    table = _tabulate(list(colorers), list(scorers), results)
    if as_frame == "auto":
        as_frame = find_spec("pandas") is not None
    return import_optional("pandas", extra="pandas").DataFrame(table) if as_frame else table


def _warn_of_other_numbers(colorers: dict[str, Any], X: Any) -> None:
    """Warn if pipelines turn rows that are no numbers into different ones."""
    first = {repr(steps_of(colorer)[0]) for colorer in colorers.values()}
    if len(first) > 1 and not is_number_table(X):
        warn_user(
            "X is not a table of finite numbers, so distances in X are measured in the "
            "output of the first step of each pipeline; these differ, so scores that use X "
            "are not comparable. Use the same first step, or pass its output as X."
        )


def _make_scorers(metrics: Any) -> dict[str, ColorScorer]:
    if not isinstance(metrics, dict):
        metrics = {getattr(m, "__name__", m): MEASURES.get(m, m) for m in metrics}
    if not metrics:
        raise ValueError("metrics must contain at least one measure; got none.")
    for name, metric in metrics.items():
        if not (isinstance(name, str) and callable(metric)):
            raise ValueError(
                f"metrics must be among {', '.join(MEASURES)}; got {name!r}. Pass your "
                "own measures as a dict of names and functions."
            )
    return {
        name: metric if isinstance(metric, ColorScorer) else make_color_scorer(metric)
        for name, metric in metrics.items()
    }


def _fit_and_score(
    estimator: Any,
    X: npt.ArrayLike,
    layout: npt.NDArray[np.floating],
    split: Iterable[npt.NDArray[np.intp]],
    scorers: dict[str, ColorScorer],
) -> list[float]:
    """Scores on the held-out rows of one split, and the times of fit and transform."""
    (X_fit, layout_fit), (X_held_out, layout_held_out) = (
        (_safe_indexing(X, rows), layout[rows]) for rows in split
    )
    start = perf_counter()
    estimator.fit(X_fit, layout_fit)
    fitted = perf_counter()
    colors = color_rows(estimator, X_held_out, layout_held_out)
    transformed = perf_counter()
    data = metric_inputs(estimator, X_held_out, layout_held_out, ("labels",))
    data["colors"] = colors
    scores = [scorer.of(data) for scorer in scorers.values()]
    return [*scores, fitted - start, transformed - fitted]


def _fail(
    name: str,
    error: Exception,
    error_score: float | Literal["raise"],
    scorers: dict[str, ColorScorer],
) -> list[float]:
    """Raise, or warn and return the scores of a colorer that failed."""
    message = f"colorer {name!r} failed: {type(error).__name__}: {error}"
    if error_score == "raise":
        raise ValueError(message) from error
    warn_user(message)
    return [error_score] * len(scorers) + [np.nan, np.nan]


def _tabulate(
    names: list[str], measures: list[str], results: list[list[float]]
) -> dict[str, npt.NDArray[Any]]:
    """Columns of the table, sorted by the first measure."""
    scores = np.array(results, dtype=float).reshape(len(names), -1, len(measures) + 2)
    means, stds = scores.mean(axis=1), scores.std(axis=1)
    order = np.argsort(-means[:, 0], kind="stable")  # NaN comes last
    table = {"colorer": np.array(names, dtype=object)[order]}
    for column, measure in enumerate(measures):
        table[measure] = means[order, column]
        table[f"{measure}_std"] = stds[order, column]
    table["fit_time"], table["transform_time"] = means[order, -2:].T
    return table
