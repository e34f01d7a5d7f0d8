"""
Choosing a colouring by a score
===============================

A scorer is any function of a fitted pipeline, rows and their layout; scikit-learn passes
the layout along as ``y`` and splits it with the rows. Here: how well distances in colour
follow distances in X, for pairs of rows that were not seen in fit.
"""

import numpy as np
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer
from skcolor.datasets import load_digits_layout

digits = load_digits_layout()


def color_follows_distance(pipeline, X, layout=None):
    """Rank correlation of distances in X and in colour, over random pairs."""
    colors = pipeline.transform(X)
    rows, others = np.random.default_rng(0).integers(len(X), size=(2, 20_000))
    return spearmanr(
        np.linalg.norm(X[rows] - X[others], axis=1),
        np.linalg.norm(colors[rows] - colors[others], axis=1),
    ).statistic


search = GridSearchCV(
    make_pipeline(PCA(3), ChannelColorer()),
    {
        "pca__n_components": [1, 2, 3],
        "channelcolorer__quantile_range": [(0, 100), (1, 99), (5, 95)],
    },
    scoring=color_follows_distance,
    error_score="raise",
).fit(digits.data, digits.layout)

for parameters, score in zip(
    search.cv_results_["params"], search.cv_results_["mean_test_score"], strict=True
):
    print(f"{score:.3f}  {parameters}")
print("best:", search.best_params_)
