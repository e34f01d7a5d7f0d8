"""Scorers: measures of a fitted colorer instead of its colors."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._fitted.pipelines import (
    check_colorer,
    color_rows,
    has_labels,
    label_rows,
    last_step,
    number_rows,
)
from skcolor.metrics._color_coherence import color_coherence
from skcolor.metrics._color_trustworthiness import color_trustworthiness
from skcolor.metrics._effective_colors import effective_colors
from skcolor.metrics._global_fidelity import global_fidelity
from skcolor.metrics._label_purity import label_purity
from skcolor.metrics._local_fidelity import local_fidelity
from skcolor.metrics._neighbor_contrast import neighbor_contrast
from skcolor.metrics._reading_gain import reading_gain

# Arguments of measures that are data; the rest are parameters.
_DATA = ("X", "layout", "colors", "labels", "palette")


def make_color_scorer(metric: Callable[..., Any], **parameters: Any) -> "ColorScorer":
    """Make a scorer for a grid search from a measure of colors or labels.

    Parameters
    ----------
    metric : callable
        A measure: a function of any of ``X``, ``layout``, ``colors``, ``labels`` and
        ``palette``, by these names, that returns a number, where greater is better. If it
        returns several numbers, the first counts.
    **parameters : dict
        Additional parameters of `metric`.

    Returns
    -------
    callable
        ``scorer(estimator, X, y=None) -> float``, where `y` is the layout. It applies
        `metric` to the colors, or the labels and palette, that the fitted colorer or
        pipeline assigns to X. NaN if `metric` needs labels and the colorer has none.

    Raises
    ------
    ValueError
        If `metric` has no argument named `colors` or `labels`.

    Notes
    -----
    X can be whatever the pipeline takes. If it is a dense or sparse table of finite
    numbers, `metric` gets it as it is. Otherwise, `metric` gets the output of the first
    step of the pipeline that is such a table: texts after a ``TfidfVectorizer``, columns of
    mixed types after a ``ColumnTransformer``, missing values after an imputer. Scores of
    pipelines that differ up to this step measure different rows, so do not compare them.

    Examples
    --------
    >>> from skcolor.metrics import local_fidelity, make_color_scorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.recipes import pca
    >>> digits = load_digits_layout()
    >>> scorer = make_color_scorer(local_fidelity, jnd=0.05)
    >>> scorer
    make_color_scorer(local_fidelity, jnd=0.05)
    >>> scorer(pca().fit(digits.data), digits.data, digits.layout) > 0.1
    True
    """
    return ColorScorer(metric, parameters)


class ColorScorer:
    """Result of `make_color_scorer`; a class, so that it can be pickled."""

    def __init__(self, metric: Callable[..., Any], parameters: dict[str, Any]) -> None:
        self.metric = metric
        self.parameters = parameters
        names = inspect.signature(metric).parameters if callable(metric) else {}
        self.data_names = [name for name in names if name in _DATA]
        if not {"colors", "labels"} & set(names):
            raise ValueError(
                f"metric must take an argument named colors or labels; got {metric!r}."
            )

    def __call__(
        self, estimator: Any, X: npt.ArrayLike, y: npt.ArrayLike | None = None
    ) -> float:
        return self.of(metric_inputs(estimator, X, y, self.data_names))

    def of(self, data: dict[str, Any]) -> float:
        """Value of the measure; NaN if `data` lacks an argument."""
        if not data.keys() >= set(self.data_names):
            return float("nan")
        arguments = {name: data[name] for name in self.data_names}
        return first_value(self.metric(**arguments, **self.parameters))

    def __repr__(self) -> str:
        name = getattr(self.metric, "__name__", repr(self.metric))
        settings = [f"{key}={value!r}" for key, value in self.parameters.items()]
        return f"make_color_scorer({', '.join([name, *settings])})"


def metric_inputs(
    estimator: Any,
    X: npt.ArrayLike,
    layout: npt.ArrayLike | None,
    names: Iterable[str] = _DATA,
) -> dict[str, Any]:
    """Data for measures from a fitted colorer, by argument name.

    Colors and labels only if `names` contains them, labels only if the colorer has any. X
    is numeric: see `number_rows`.
    """
    check_colorer(estimator)
    data = {"X": number_rows(estimator, X, layout), "layout": layout}
    if "colors" in names:
        data["colors"] = color_rows(estimator, X, layout)
    if "labels" in names and has_labels(estimator):
        data["labels"] = label_rows(estimator, X, layout)
        data["palette"] = last_step(estimator).palette_
    return data


def first_value(value: npt.ArrayLike) -> float:
    """First value that a measure returns, as a float."""
    return float(np.ravel(value)[0])


MEASURES: dict[str, Callable[..., Any]] = {
    "reading_gain": reading_gain,
    "local_fidelity": local_fidelity,
    "global_fidelity": global_fidelity,
    "color_trustworthiness": color_trustworthiness,
    "color_coherence": color_coherence,
    "effective_colors": effective_colors,
    "neighbor_contrast": neighbor_contrast,
    "label_purity": label_purity,
}
"""Every measure by name."""

reading_gain_scorer = make_color_scorer(reading_gain)
local_fidelity_scorer = make_color_scorer(local_fidelity)
global_fidelity_scorer = make_color_scorer(global_fidelity)
color_trustworthiness_scorer = make_color_scorer(color_trustworthiness)
color_coherence_scorer = make_color_scorer(color_coherence)
effective_colors_scorer = make_color_scorer(effective_colors)
neighbor_contrast_scorer = make_color_scorer(neighbor_contrast)
label_purity_scorer = make_color_scorer(label_purity)
