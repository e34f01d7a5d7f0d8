"""
Choosing a coloring by a score
===============================

How many components, which colors, how much contrast, what colorer at all: scikit-learn's
grid search tries them on rows that were not seen in fit. The score is
:func:`skcolor.metrics.local_fidelity`, what color tells about neighbors on the map that
the map does not; the layout goes along as ``y``, and is split with the rows.
"""

from tempfile import TemporaryDirectory

from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline

from skcolor import (
    BinaryPackColorer,
    ChannelColorer,
    CovariancePCA,
    GamutColorer,
    OrderedICA,
    ResidualPCA,
)
from skcolor.datasets import load_digits_layout
from skcolor.metrics import local_fidelity_scorer
from skcolor.plotting import plot_gallery

digits = load_digits_layout()
folds = KFold(3, shuffle=True, random_state=0)


def show(search):
    """Print how the best candidates scored."""
    results = search.cv_results_
    print(f"the best 5 of {len(results['params'])}")
    for i in results["rank_test_score"].argsort()[:5]:
        score, spread = results["mean_test_score"][i], results["std_test_score"][i]
        print(f"{score:.3f} ± {spread:.3f}  {results['params'][i]}")


# %%
# Parameters of a whole pipeline. What comes before the colorer is fitted once for all
# that share it, since ``memory`` keeps it; a folder of your own keeps it for tomorrow.

with TemporaryDirectory() as folder:
    pipeline = Pipeline(
        [("reduce", ResidualPCA()), ("color", ChannelColorer())], memory=folder
    )
    parameters = GridSearchCV(
        pipeline,
        {
            "reduce__n_components": [1, 2, 3],
            "reduce__n_neighbors": [15, 50],
            "color__space": ["srgb", "oklab"],
            "color__quantile_range": [(0, 100), (2, 98)],
        },
        scoring=local_fidelity_scorer,
        cv=folds,
        error_score="raise",
    ).fit(digits.data, digits.layout)
show(parameters)

# %%
# Which colorer, and which components for it: a step of a pipeline is a parameter, too.

with TemporaryDirectory() as folder:
    pipeline = Pipeline(
        [("reduce", CovariancePCA()), ("color", ChannelColorer())], memory=folder
    )
    reducers = [CovariancePCA(3), OrderedICA(3), ResidualPCA(3)]
    colorers = GridSearchCV(
        pipeline,
        [
            {"reduce": reducers, "color": [ChannelColorer()]},
            {
                "reduce": reducers,
                "color": [GamutColorer()],
                "color__contrast": [0, 0.5, 1],
            },
            {"reduce": [CovariancePCA(24)], "color": [BinaryPackColorer()]},
        ],
        scoring=local_fidelity_scorer,
        cv=folds,
        error_score="raise",
    ).fit(digits.data, digits.layout)
show(colorers)

# %%
# The best of both, fitted to all rows.

figure = plot_gallery(
    {
        f"parameters: {parameters.best_score_:.3f}": parameters.best_estimator_,
        f"colorers: {colorers.best_score_:.3f}": colorers.best_estimator_,
    },
    digits.layout,
    X=digits.data,
)
figure.savefig("grid_search.png", dpi=120)
