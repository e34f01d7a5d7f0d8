"""Rank colorers by their scores on held-out rows."""

from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.util import find_spec
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import KFold, check_cv
from sklearn.utils import indexable

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import is_number_table
from skcolor._compat import _num_samples
from skcolor._external import import_optional
from skcolor._fitted.pipelines import steps_of
from skcolor._progress import ProgressBar
from skcolor._warn import warn_user
from skcolor.metrics._attributes import check_attributes, columns_by_name
from skcolor.metrics._reading_gain import reading_gain
from skcolor.metrics._sample import require_layout
from skcolor.metrics._score_each import Rows, Scored, score_each, score_names
from skcolor.metrics._scorer import MEASURES, ColorScorer, make_color_scorer

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
    attributes: Any = None,
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
    attributes : array-like, data frame, mapping or None, default=None
        What `reading_gain` asks a reader for instead of the columns of X; see there. They
        are split with the rows.
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
        deviation. With `attributes`, ``reading_gain[NAME]`` is the share of each.
        ``fit_time`` and ``transform_time`` are mean seconds, the latter for the held-out
        rows. Measures of labels are NaN for colorers without labels.

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
    skcolor.tour : Choose the few that tell most together.

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
    scorers = make_scorers(MEASURES if metrics is None else metrics)
    check_row_order({"X": X, "layout": layout, "attributes": attributes})
    layout = require_layout(layout, _num_samples(X))
    attributes = _check_attributes(attributes, len(layout), scorers)
    (X,) = indexable(X)  # a sparse array that rows can be taken from
    _warn_of_other_numbers(colorers, X)
    if isinstance(cv, Integral):
        cv = KFold(cv, shuffle=True, random_state=0)
    splits = list(check_cv(cv).split(X, layout))
    results = {}
    fallback = np.nan if error_score == "raise" else error_score
    with (
        ProgressBar(len(colorers) * len(splits), "rank", shown=verbose) as bar,
        closing(
            score_each(
                colorers,
                Rows(X, layout, attributes),
                splits,
                scorers,
                bar,
                n_jobs=n_jobs,
                error_score=fallback,
            )
        ) as scored,
    ):
        for one in scored:
            for error in one.errors:
                message = f"colorer {one.name!r} failed: {type(error).__name__}: {error}"
                if error_score == "raise":
                    raise ValueError(message) from error
                warn_user(message)
            results[one.name] = one
    table = tabulate([results[name] for name in colorers], score_names(scorers, attributes))
    if as_frame == "auto":
        as_frame = find_spec("pandas") is not None
    return import_optional("pandas", extra="pandas").DataFrame(table) if as_frame else table


def _check_attributes(
    attributes: Any, n_rows: int, scorers: dict[str, ColorScorer]
) -> dict[Any, Any] | None:
    if attributes is None:
        return None
    if not any(scorer.metric is reading_gain for scorer in scorers.values()):
        raise ValueError(
            "attributes are for reading_gain, which metrics must contain; got "
            f"{', '.join(scorers)}."
        )
    check_attributes(attributes, n_rows)
    return columns_by_name(attributes)


def _warn_of_other_numbers(colorers: dict[str, Any], X: Any) -> None:
    """Warn if pipelines turn rows that are no numbers into different ones."""
    first = {repr(steps_of(colorer)[0]) for colorer in colorers.values()}
    if len(first) > 1 and not is_number_table(X):
        warn_user(
            "X is not a table of finite numbers, so distances in X are measured in the "
            "output of the first step of each pipeline; these differ, so scores that use X "
            "are not comparable. Use the same first step, or pass its output as X."
        )


def make_scorers(metrics: Any) -> dict[str, ColorScorer]:
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


def tabulate(results: list[Scored], names: list[str]) -> dict[str, npt.NDArray[Any]]:
    """Columns of the table, with the scores by `names`, sorted by the first of them."""
    means, stds = (
        np.array([function(one.scores, axis=0) for one in results])
        for function in (np.mean, np.std)
    )
    seconds = np.array([one.seconds.mean(axis=0) for one in results])
    order = np.argsort(-means[:, 0], kind="stable")  # NaN comes last
    table = {"colorer": np.array([one.name for one in results], dtype=object)[order]}
    for column, name in enumerate(names):
        table[name] = means[order, column]
        table[f"{name}_std"] = stds[order, column]
    table["fit_time"], table["transform_time"] = seconds[order].T
    return table
