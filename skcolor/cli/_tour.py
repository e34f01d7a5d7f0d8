"""The six colorings that a newcomer sees first, as one picture."""

from typing import Any

import numpy.typing as npt
from matplotlib.figure import Figure
from sklearn.pipeline import Pipeline

from skcolor.plotting import plot_gallery
from skcolor.recipes._recipe_titles import recipe_title

TOUR = {
    "best": "Three ways in which neighbors differ.",
    "pca": "Red, green, blue: components 1, 2, 3.",
    "kmeans_30_perceptual": "One color per cluster, and a typical row.",
    "pca_argmax": "One hue per component, where it is largest.",
    "neighbor_overlap": "Yellow: most are kept. Purple: few are.",
    "local_dimension": "Yellow: rows vary in many ways. Purple: in few.",
}
"""What the color means, by name of the recipe."""

_CAPTION = (
    "reading: what a simulated reader learns from color about a digit, beyond\n"
    "the map. 0 is nothing, 1 is all that the pixels tell."
)


def draw_tour(
    pipelines: dict[str, Pipeline],
    X: npt.NDArray[Any],
    layout: npt.NDArray[Any],
    *,
    images: npt.NDArray[Any],
    scores: dict[str, float],
) -> Figure:
    """Draw six large panels that say what their colors mean.

    Parameters
    ----------
    pipelines : dict of str to Pipeline
        Fitted recipes by name, among them those of `TOUR`.
    X, layout : ndarray
        The rows, and their layout.
    images : ndarray
        A thumbnail of each row, for the exemplars of clusters.
    scores : dict of str to float
        Reading scores by name of the recipe.
    """
    # Two columns in large type can be read on a phone.
    figure = plot_gallery(
        {name: pipelines[name] for name in TOUR},
        layout,
        X=X,
        images=images,
        n_cols=2,
        panel_size=3.7,
    )
    for ax, (name, meaning) in zip(figure.axes, TOUR.items(), strict=True):
        ax.set_title(recipe_title(name), fontsize=13, weight="bold", pad=22)
        below = f"{name}   reading {scores[name]:.2f}"
        for y, text, side in ((1.01, meaning, "bottom"), (-0.01, below, "top")):
            ax.text(0.5, y, text, fontsize=11, ha="center", va=side, transform=ax.transAxes)
    figure.supxlabel(_CAPTION, fontsize=10.5)
    figure.set_layout_engine("constrained", h_pad=0.15, w_pad=0.1)
    return figure
