"""
Choosing a coloring with grid search
====================================

How many components, which colors, how much contrast, and which colorer? scikit-learn's grid
search evaluates the options on held-out rows. The score is
:func:`skcolor.metrics.local_fidelity`: what color conveys about neighbors on the map beyond
the map itself. The layout is passed as ``y`` and split along with the rows.
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
    """Print the scores of the best candidates."""
    results = search.cv_results_
    print(f"the best 5 of {len(results['params'])}")
    for i in results["rank_test_score"].argsort()[:5]:
        score, spread = results["mean_test_score"][i], results["std_test_score"][i]
        print(f"{score:.3f} ± {spread:.3f}  {results['params'][i]}")


# %%
# First, tune the parameters of a whole pipeline. With ``memory``, each reducer is fitted
# only once for all candidates that share it. Use a permanent folder to keep it for later.

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
# Next, choose the colorer and its components: the steps of a pipeline are parameters too.

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
# Plot the best candidate of each search, refitted to all rows.

figure = plot_gallery(
    {
        f"parameters: {parameters.best_score_:.3f}": parameters.best_estimator_,
        f"colorers: {colorers.best_score_:.3f}": colorers.best_estimator_,
    },
    digits.layout,
    X=digits.data,
)
figure.savefig("grid_search.png", dpi=120)
