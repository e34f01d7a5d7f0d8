"""Choose, on held-out rows of a sample, the colorers of a tour."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.utils import check_random_state, indexable

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_table
from skcolor._compat import _num_samples
from skcolor._compute.shared_work import SharedWork
from skcolor._fitted.first_step import SharedFirstStep, group_by_first_step
from skcolor._fitted.pipelines import color_rows, number_rows
from skcolor.metrics._attributes import check_attributes, columns_by_name
from skcolor.metrics._choose_colorings import choose_colorings
from skcolor.metrics._sample import require_layout, sample_rows
from skcolor.metrics._score_each import Rows
from skcolor.recipes import RECIPES

FEWEST_ROWS = 20

_CANDIDATES = (
    *("best", "best_4_to_6", "best_7_to_9", "residual_pca_perceptual"),
    *("pca_perceptual", "pca", "ica_perceptual", "pca_pack_12"),
    *("kmeans_30_perceptual", "pca_argmax_perceptual", "knn_distance"),
)


def make_candidates() -> dict[str, Any]:
    """Recipes that a tour is chosen from: one or two of each kind, fast for many rows."""
    return {name: RECIPES[name]() for name in _CANDIDATES}


def choose_tour(
    X: Any,
    layout: npt.ArrayLike,
    n_colorings: int,
    *,
    colorers: dict[str, Any] | None = None,
    attributes: Any = None,
    n_neighbors: int = 50,
    sample_size: int | None = 4000,
    random_state: int | np.random.RandomState | None = 0,
    **parameters: Any,
) -> dict[str, float]:
    """Shares of `tour` by name, without the fits to all rows; empty if there are none."""
    check_count("n_colorings", n_colorings)
    check_count("n_neighbors", n_neighbors)
    check_count("sample_size", sample_size, least=FEWEST_ROWS, none_too=True)
    check_row_order({"X": X, "layout": layout, "attributes": attributes})
    n_rows = _num_samples(X)
    layout = require_layout(layout, n_rows)
    if n_rows < FEWEST_ROWS:
        raise ValueError(f"X must have at least {FEWEST_ROWS} rows; got {n_rows}.")
    if attributes is not None:
        check_attributes(attributes, n_rows)
        attributes = columns_by_name(attributes)
    (X,) = indexable(X)  # a sparse array that rows can be taken from
    rng = check_random_state(random_state)
    sample = rng.permutation(sample_rows(n_rows, sample_size, rng))
    rows = Rows(X, layout, attributes)
    fitted, read = (rows.take(np.sort(half)) for half in np.array_split(sample, 2))
    if colorers is None:
        colorers = make_candidates()
        fitted, read = (
            half._replace(X=check_table(half.X, "X")) for half in (fitted, read)
        )
    with SharedWork().of(fitted.X):
        fits = _fit_each(colorers, fitted)
    return choose_colorings(
        {name: color_rows(fits[name], read.X, read.layout) for name in fits},
        check_table(
            number_rows(next(iter(fits.values())), read.X, read.layout), "X", sparse=True
        ),
        read.layout,
        n_colorings,
        attributes=read.attributes,
        n_neighbors=min(n_neighbors, len(read.layout) - 1),
        random_state=rng,
        **parameters,
    )


def _fit_each(colorers: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """Fit clones; what several have in common is computed once.

    Warnings are left for the fits of those that are chosen, to all rows.
    """
    fits = {}
    for names in group_by_first_step(colorers):
        memory = SharedFirstStep(rows.X, names)
        for name in names:
            fits[name] = clone(colorers[name])
            if len(names) > 1:
                fits[name].set_params(memory=memory)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                fits[name].fit(rows.X, rows.layout)
    return fits
