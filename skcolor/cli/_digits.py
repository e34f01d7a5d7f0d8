"""Apply every recipe to handwritten digits, and write plots and files to a folder."""

import sys
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.datasets import load_digits
from sklearn.pipeline import Pipeline

from skcolor._progress import ProgressBar
from skcolor.cli._files import write_output
from skcolor.cli._fit import fit_all, make_recipes
from skcolor.plotting import ColoringDisplay, plot_gallery
from skcolor.recipes import RECIPES
from skcolor.recipes._recipe_titles import recipe_title
from skcolor.reducers._landmark_tsne import LandmarkTSNE

_N_TRAINING = 1500
_SAVED = "kmeans_30"


def draw_demo(out: Path) -> int:
    """Color digits by every recipe, and new digits by a saved and reloaded pipeline."""
    # Shuffled once, so that training and held-out digits come from the same writers.
    X = np.random.default_rng(0).permutation(load_digits().data.astype(np.float32))
    training, held_out = X[:_N_TRAINING], X[_N_TRAINING:]
    with ProgressBar(len(RECIPES) + 3, "demo") as bar:
        bar.advance(0, "t-SNE layout")
        tsne = LandmarkTSNE(2, random_state=0).fit(training)
        layout, places = tsne.transform(training), tsne.transform(held_out)
        bar.advance(1)
        pipelines = make_recipes(_side_by_side(list(RECIPES)))
        colorings, notes = fit_all(pipelines, training, layout, bar)
        bar.advance(0, "pictures")
        figure = plot_gallery(
            {recipe_title(name): colors for name, colors in colorings.items()}, layout
        )
        write_output(
            out / "gallery.png", lambda file: figure.savefig(file, format="png", dpi=150)
        )
        write_output(
            out / "colors.npz",
            lambda file: np.savez(file, layout=layout, **colorings),  # type: ignore[arg-type]
        )
        bar.advance(1, "held-out rows")
        saved = out / f"{_SAVED}.joblib"
        write_output(saved, lambda file: joblib.dump(pipelines[_SAVED], file))
        loaded = joblib.load(saved)
        if not np.array_equal(loaded.transform(training), colorings[_SAVED]):
            raise RuntimeError("the reloaded pipeline gives different colors")
        figure = _draw_held_out(loaded, layout, colorings[_SAVED], places, held_out)
        write_output(
            out / "held_out.png", lambda file: figure.savefig(file, format="png", dpi=150)
        )
        bar.advance(1)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    print(f"{out / 'gallery.png'}: {len(colorings)} colorings of {len(training)} digits")
    print(f"{out / 'colors.npz'}: their colors, and the layout")
    print(f"{saved}: one of them, fitted, to load with joblib")
    print(f"{out / 'held_out.png'}: {len(held_out)} new digits colored by it")
    return 0


def _side_by_side(names: list[str]) -> list[str]:
    """Sort names so that each perceptual variant follows its original."""
    return sorted(names, key=lambda name: names.index(name.removesuffix("_perceptual")))


def _draw_held_out(
    pipeline: Pipeline,
    layout: npt.NDArray[Any],
    colors: npt.NDArray[Any],
    places: npt.NDArray[Any],
    held_out: npt.NDArray[Any],
) -> Figure:
    figure = Figure(figsize=(10, 5.4), facecolor="white", layout="constrained")
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    _draw_panel(left, layout, colors, f"{len(layout)} training digits")
    gray = np.full_like(colors, 0.9)
    _draw_panel(right, layout, gray, f"{len(places)} new digits, by the saved pipeline")
    new = pipeline.transform(held_out)
    right.scatter(*places.T, c=new, s=14, linewidths=0)
    return figure


def _draw_panel(
    ax: Axes, layout: npt.NDArray[Any], colors: npt.NDArray[Any], title: str
) -> None:
    ColoringDisplay(layout, colors).plot(ax=ax)
    ax.set_title(title)
