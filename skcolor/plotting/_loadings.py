"""What the last transformer of a pipeline says of its directions."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import check_texts
from skcolor._fitted.pipelines import steps_of

_N_SHOWN = 3  # features at an end
_LEAST = 0.1  # share of the largest loading that is worth showing
_SHARES = {
    "explained_residual_ratio_": "of what neighbors differ in",
    "explained_variance_ratio_": "of the variance",
}


def find_feature_names(colorer: Any, names: npt.ArrayLike | None) -> list[str] | None:
    """Names of what the last transformer takes, or a colorer alone; None if not known."""
    loadings = _find_loadings(colorer)
    if loadings is None:
        return None
    if names is None:
        names = getattr(steps_of(colorer)[0], "feature_names_in_", ())
        if len(names) != loadings.shape[1]:
            return None
    of = "what the last transformer takes"
    return check_texts(names, "feature_names", loadings.shape[1], of=of)


def largest_features(
    colorer: Any, names: list[str] | None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Names of the largest features at each end (direction, 0 or 2), if they are known."""
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
    """How much a direction holds of what its transformer looks at; "" if not known."""
    reducer = (None, *steps_of(colorer))[-2]
    for name, of in _SHARES.items():
        shares = getattr(reducer, name, ())
        if j < len(shares) and np.isfinite(shares[j]):
            share = "less than 1%" if shares[j] < 0.005 else f"{100 * shares[j]:.0f}%"
            return f"{share} {of}"
    return ""


def _find_loadings(colorer: Any) -> npt.NDArray[np.floating] | None:
    """How much of each feature a direction has, (n_directions, n_features), if linear."""
    *before, last = steps_of(colorer)
    if not before:
        return np.eye(last.n_features_in_)
    mixing = getattr(before[-1], "mixing_", None)
    return getattr(before[-1], "components_", None) if mixing is None else mixing.T
