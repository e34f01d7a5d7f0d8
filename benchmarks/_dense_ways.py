"""Ways to color frames of features, ``(n, h, w, d)``, for ``benchmarks.dense``.

Depth-Anything-3 and dinotool run their own code. RADIO's visualizer is in no package, so
its method stands here, written anew: one PCA of all frames; per channel, the range of
values within twice the median absolute deviation from the median.
"""

import ast
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, GamutColorer, ResidualPCA
from skcolor.images import GridColorer


def each_frame(frames):
    """PCA and minimum to maximum of each frame, as most notebooks do."""
    return np.stack([_min_max(PCA(3).fit_transform(_rows(f)), f.shape) for f in frames])


def radio_method(frames):
    """One PCA and one robust range for all frames."""
    pca = PCA(3).fit(_rows(frames))
    values = pca.transform(_rows(frames))
    away = np.abs(values - np.median(values, axis=0))
    inside = np.where(away < 2 * np.median(away, axis=0), values, np.nan)
    low, high = np.nanmin(inside, axis=0), np.nanmax(inside, axis=0)
    return np.clip((values - low) / (high - low), 0, 1).reshape(*frames.shape[:3], 3)


def peers(folder):
    """The visualizers of packages that were installed into a folder, by name.

    ``pip install --no-deps --target FOLDER depth-anything-3 dinotool`` is enough: what they
    color with needs only torch and scikit-learn.
    """
    import torch

    sys.path.append(str(folder))
    from depth_anything_3.utils.pca_utils import PCARGBVisualizer

    # The module imports all networks that dinotool can run; its PCA needs none.
    source = ast.parse((Path(folder) / "dinotool" / "model.py").read_text())
    wanted = [node for node in source.body if getattr(node, "name", "") == "PCAModule"]
    names = {"torch": torch, "PCA": PCA, "Tuple": tuple}
    exec(compile(ast.Module(wanted, []), "dinotool", "exec"), names)

    def depth_anything(**options):
        def color(frames):
            torch.manual_seed(0)
            visualizer = PCARGBVisualizer(device="cpu", **options)
            visualizer.fit_reference(frames)
            return visualizer.transform_video(frames)

        return color

    def dinotool(frames, batch_size=4):
        n, height, width, _ = frames.shape
        tokens = torch.tensor(frames.reshape(n, height * width, -1))
        module = names["PCAModule"](3, (width, height))
        module.fit(tokens[:batch_size], verbose=False)
        return module.transform(tokens, flattened=False)

    return {
        "dinotool": dinotool,
        "Depth-Anything-3, its default": depth_anything(),
        "Depth-Anything-3, fixed, as it exports": depth_anything(
            basis_mode="fixed", percentile_mode="global"
        ),
    }


def fit_once(*steps):
    """One fit for all frames."""

    def color(frames):
        return GridColorer(make_pipeline(*steps)).fit_transform(frames)

    return color


SKCOLOR = {
    "skcolor, PCA to RGB": fit_once(CovariancePCA(3), ChannelColorer()),
    "skcolor, PCA to RGB, 10-90 %": fit_once(
        CovariancePCA(3), ChannelColorer(quantile_range=(10, 90))
    ),
    "skcolor, PCA in the gamut": fit_once(CovariancePCA(3), GamutColorer()),
    "skcolor, ResidualPCA in the gamut": fit_once(ResidualPCA(3), GamutColorer()),
}
"""What skcolor's users write for the same uses, and better ones, in a line or two."""


def fit_to(*steps, masked=False):
    """Fit to all cells or to the foreground, then color all."""

    def color(images, foreground):
        grid = GridColorer(make_pipeline(*steps))
        return grid.fit(images, mask=foreground if masked else None).transform(images)

    return color


def find_foreground(images):
    """The foreground that differs from the border, and whether the colorer is sure."""
    grid = GridColorer(CovariancePCA(3), foreground="border")
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        try:
            found = grid.fit(images).foreground_
        except ValueError:  # it finds nothing
            return np.ones(images.shape[:-1], bool), False
    return found, not doubts


def fit_to_found(*steps):
    """Fit to the foreground that differs from the border, then color all."""

    def color(images, foreground):
        return fit_to(*steps, masked=True)(images, find_foreground(images)[0])

    return color


CHOICES = {
    "all cells": fit_to(CovariancePCA(3), GamutColorer()),
    "foreground given": fit_to(CovariancePCA(3), GamutColorer(), masked=True),
    "foreground found": fit_to_found(CovariancePCA(3), GamutColorer()),
    "grid layout": fit_to(ResidualPCA(3), GamutColorer()),
    "grid layout, foreground given": fit_to(ResidualPCA(3), GamutColorer(), masked=True),
}
"""What is fitted, for images and their foregrounds."""


def _rows(frames):
    return frames.reshape(-1, frames.shape[-1])


def _min_max(values, shape):
    low, high = values.min(axis=0), values.max(axis=0)
    return ((values - low) / (high - low)).reshape(*shape[:2], 3)
