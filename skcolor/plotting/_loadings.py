"""Loadings and explained variance of the last transformer of a pipeline."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import ClassNamePrefixFeaturesOutMixin

from skcolor._checks.texts import check_texts
from skcolor._fitted.pipelines import steps_of

_N_SHOWN = 3  # features shown at an end
_LEAST = 0.1  # smallest loading to show, relative to the largest
_SHARES = {
    "explained_residual_ratio_": "of the variance among neighbors",
    "explained_variance_ratio_": "of the variance",
}


@dataclass(frozen=True)
class Loadings:
    """Loadings of named features, of shape (n_directions, n_features)."""

    values: npt.NDArray[np.floating]
    names: list[str]

    def largest(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """Names of the largest features at each end (direction, 0 or 2)."""
        features = {}
        for j, row in enumerate(self.values[:3]):
            largest = np.argsort(-np.abs(row), kind="stable")
            least = _LEAST * np.abs(row[largest[0]])
            for side, sign in ((0, -1), (2, 1)):
                shown = [i for i in largest if sign * row[i] > least][:_N_SHOWN]
                features[j, side] = tuple(self.names[i] for i in shown)
        return features


def find_loadings(colorer: Any, names: Any) -> Loadings | None:
    """Loadings of the last transformer, or of a colorer alone; None if unknown.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer, or a pipeline that ends in one.
    names : array-like of str or None
        Names of the input features of the last transformer. None uses those that are known:
        if its input has none, those of the input of the linear transformers before it, such
        as the words before a ``TruncatedSVD``.
    """
    *before, last = steps_of(colorer)
    values = _components(before[-1]) if before else np.eye(last.n_features_in_)
    if values is None:
        return None
    if names is not None:
        of = "the input of the last transformer"
        return Loadings(values, check_texts(names, "feature_names", values.shape[1], of=of))
    steps = before or [last]
    while True:
        known = _known_names(steps)
        if len(known) == values.shape[1]:
            texts = check_texts(known, "feature_names", values.shape[1])
            return Loadings(values, texts)
        *steps, _ = steps
        components = _components(steps[-1]) if steps else None
        if components is None or len(components) != values.shape[1]:
            return None
        values = values @ components


def describe_share(colorer: Any, j: int) -> str:
    """Share of the variance that a direction explains, in words; "" if unknown."""
    reducer = (None, *steps_of(colorer))[-2]
    for name, of in _SHARES.items():
        shares = getattr(reducer, name, ())
        if j < len(shares) and np.isfinite(shares[j]):
            share = "less than 1%" if shares[j] < 0.005 else f"{100 * shares[j]:.0f}%"
            return f"{share} {of}"
    return ""


def _known_names(steps: list[Any]) -> Any:
    """Names of the features that the last of some steps gets; empty if unknown.

    Words from a vectorizer and columns from a ColumnTransformer are names; generated ones,
    such as "pca0", are not.
    """
    names = getattr(steps[0], "feature_names_in_", None)
    for step in steps[:-1]:
        if isinstance(step, ClassNamePrefixFeaturesOutMixin):
            return ()
        try:
            names = step.get_feature_names_out(names)
        except (AttributeError, TypeError, ValueError):
            return ()
    return () if names is None else names


def _components(step: Any) -> npt.NDArray[np.floating] | None:
    """Loadings of a linear transformer, of shape (n_directions, n_features), or None."""
    mixing = getattr(step, "mixing_", None)
    return getattr(step, "components_", None) if mixing is None else mixing.T
