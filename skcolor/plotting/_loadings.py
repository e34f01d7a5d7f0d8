"""Loadings and explained variance of the last transformer of a pipeline."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import check_texts
from skcolor._fitted.pipelines import steps_of

_N_SHOWN = 3  # features shown at an end
_LEAST = 0.1  # smallest loading to show, relative to the largest
_SHARES = {
    "explained_residual_ratio_": "of the variance among neighbors",
    "explained_variance_ratio_": "of the variance",
}


def find_feature_names(colorer: Any, names: npt.ArrayLike | None) -> list[str] | None:
    """Feature names of the last transformer, or of a colorer alone; None if unknown."""
    loadings = _find_loadings(colorer)
    if loadings is None:
        return None
    if names is None:
        names = getattr(steps_of(colorer)[0], "feature_names_in_", ())
        if len(names) != loadings.shape[1]:
            return None
    of = "the input of the last transformer"
    return check_texts(names, "feature_names", loadings.shape[1], of=of)


def largest_features(
    colorer: Any, names: list[str] | None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Names of the largest features at each end (direction, 0 or 2), if known."""
    loadings = _find_loadings(colorer)
    if names is None or loadings is None:
        return {}
    features = {}
    for j, row in enumerate(loadings[:3]):
        largest = np.argsort(-np.abs(row), kind="stable")
        least = _LEAST * np.abs(row[largest[0]])
        for side, sign in ((0, -1), (2, 1)):
            shown = [i for i in largest if sign * row[i] > least][:_N_SHOWN]
            features[j, side] = tuple(names[i] for i in shown)
    return features


def describe_share(colorer: Any, j: int) -> str:
    """Share of the variance that a direction explains, in words; "" if unknown."""
    reducer = (None, *steps_of(colorer))[-2]
    for name, of in _SHARES.items():
        shares = getattr(reducer, name, ())
        if j < len(shares) and np.isfinite(shares[j]):
            share = "less than 1%" if shares[j] < 0.005 else f"{100 * shares[j]:.0f}%"
            return f"{share} {of}"
    return ""


def _find_loadings(colorer: Any) -> npt.NDArray[np.floating] | None:
    """Loadings of a linear transformer, of shape (n_directions, n_features), or None."""
    *before, last = steps_of(colorer)
    if not before:
        return np.eye(last.n_features_in_)
    mixing = getattr(before[-1], "mixing_", None)
    return getattr(before[-1], "components_", None) if mixing is None else mixing.T
