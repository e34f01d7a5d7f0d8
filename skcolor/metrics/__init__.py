"""Measures of how good a coloring is, scorers, and comparison of colorers.

Every measure takes arrays by the names used throughout skcolor: ``X``, ``colors``,
``layout``, ``labels``, ``palette``. Its scorer, ``(estimator, X, y=None) -> float``, gets
the colors or labels from a fitted colorer and takes ``y`` as the layout.
"""

from skcolor.metrics._color_coherence import color_coherence
from skcolor.metrics._color_trustworthiness import color_trustworthiness
from skcolor.metrics._effective_colors import effective_colors
from skcolor.metrics._global_fidelity import global_fidelity
from skcolor.metrics._label_purity import label_purity
from skcolor.metrics._local_fidelity import local_fidelity
from skcolor.metrics._neighbor_contrast import neighbor_contrast
from skcolor.metrics._permutation_null import permutation_null
from skcolor.metrics._rank_colorers import rank_colorers
from skcolor.metrics._reading_gain import reading_gain
from skcolor.metrics._scorer import (
    color_coherence_scorer,
    color_trustworthiness_scorer,
    effective_colors_scorer,
    global_fidelity_scorer,
    label_purity_scorer,
    local_fidelity_scorer,
    make_color_scorer,
    neighbor_contrast_scorer,
    reading_gain_scorer,
)

__all__ = [
    "color_coherence",
    "color_coherence_scorer",
    "color_trustworthiness",
    "color_trustworthiness_scorer",
    "effective_colors",
    "effective_colors_scorer",
    "global_fidelity",
    "global_fidelity_scorer",
    "label_purity",
    "label_purity_scorer",
    "local_fidelity",
    "local_fidelity_scorer",
    "make_color_scorer",
    "neighbor_contrast",
    "neighbor_contrast_scorer",
    "permutation_null",
    "rank_colorers",
    "reading_gain",
    "reading_gain_scorer",
]
