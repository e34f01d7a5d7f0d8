"""Make figures for the documentation: ``python docs/make_images.py [WORDS] [--out DIR]``.

The digits come with scikit-learn. The words are read from a folder WORDS that contains
``words_vectors_f16.npy``, ``words_layout.npy`` and ``words.txt``. Without it, their figures
are skipped.
"""

import argparse
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_gradient_magnitude
from sklearn.datasets import load_sample_images

from skcolor import TrustColorer
from skcolor.datasets import load_digits_layout
from skcolor.images import GridColorer
from skcolor.metrics import rank_colorers
from skcolor.plotting import ColoringDisplay, plot_dense, plot_gallery
from skcolor.recipes import RECIPES

SHOWN = (
    *("pca", "pca_pack", "kmeans_30", "pca_argmax"),  # the notebook's
    *("pca_perceptual", "residual_pca_perceptual", "kmeans_30_perceptual", "best"),
)
THEMES = ("light", "dark")


def main():
    """Draw all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="?", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "images")
    parser.add_argument("--recipes", nargs="+", choices=RECIPES, default=SHOWN)
    arguments = parser.parse_args()
    draw_digits(arguments.recipes, arguments.out)
    draw_photos(arguments.out)
    if arguments.words is not None:
        draw_words(arguments.words, arguments.recipes, arguments.out)


def draw_digits(names, out):
    """Draw galleries with held-out scores and exemplar images, and a map of clusters."""
    digits = load_digits_layout()
    X, layout, images = digits.data, digits.layout, 1 - digits.images / 16
    pipelines = {name: RECIPES[name]() for name in names}
    measures = ["reading_gain"]
    table = rank_colorers(pipelines, X, layout, cv=2, metrics=measures, as_frame=False)
    held_out = zip(table["colorer"], table["reading_gain"], strict=True)
    scores = {name: {"reading": score} for name, score in held_out}
    for pipeline in pipelines.values():
        pipeline.fit(X, layout)
    for theme in THEMES:
        figure = plot_gallery(
            pipelines, layout, X=X, scores=scores, images=images, n_cols=4, theme=theme
        )
        save(figure, out / f"digits-{theme}.png", dpi=100)
    clusters = RECIPES["kmeans_30_perceptual"]().fit(X, layout)
    draw_map(out / "digits-legend.png", clusters, X, layout, images=images, legend=True)
    draw_map(
        out / "digits-trust.png", TrustColorer().fit(X, layout), X, layout, legend=True
    )


def draw_photos(out):
    """Draw two photographs in the colors of their texture, with a legend."""
    photos = [photo[:420, :640] for photo in load_sample_images().images]
    features = np.stack([texture(photo) for photo in photos])
    grid = GridColorer(RECIPES["best"]()).fit(features)
    panels = ("image", "colors", "overlay")
    figure = plot_dense(grid, photos, X=features, panels=panels, legend=True, theme="dark")
    save(figure, out / "plot_dense.png", dpi=100)


def texture(photo):
    """Mean color and strength of edges at four scales, for cells of 10 x 10 pixels."""
    layers = [
        measure(channel, scale)
        for scale in (1, 2, 4, 8)
        for measure in (gaussian_filter, gaussian_gradient_magnitude)
        for channel in photo.transpose(2, 0, 1) / 255
    ]
    return np.stack(layers, axis=-1).reshape(42, 10, 64, 10, -1).mean(axis=(1, 3))


def draw_words(folder, names, out):
    """Draw galleries, and the last recipe with a legend that names words."""
    X = np.load(folder / "words_vectors_f16.npy").astype(np.float32)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    layout = np.load(folder / "words_layout.npy")
    words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
    pipelines = {name: RECIPES[name]() for name in names}
    colorings = {name: p.fit_transform(X, layout) for name, p in pipelines.items()}
    for theme in THEMES:
        figure = plot_gallery(colorings, layout, n_cols=4, theme=theme)
        save(figure, out / f"words-{theme}.png", dpi=80)
    last, legend = pipelines[names[-1]], {"row_names": words}
    draw_map(out / "words-legend.png", last, X, layout, name=names[-1], legend=legend)


def draw_map(path, pipeline, X, layout, *, name="", **kwargs):
    """Draw a coloring with its legend, in the dark theme."""
    display = ColoringDisplay.from_estimator(
        pipeline, X, layout, name=name, theme="dark", **kwargs
    )
    save(display.figure_, path, dpi=100)


def save(figure, path, dpi):
    """Save a figure with optimized file size."""
    figure.savefig(path, dpi=dpi, pil_kwargs={"optimize": True})


if __name__ == "__main__":
    main()
