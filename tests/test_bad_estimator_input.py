"""Every estimator and recipe against bad parameters, bad rows and bad layouts."""

import inspect
from functools import cache, partial

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags

import skcolor
from skcolor import neighbors, recipes
from tests.bad_values import LAYOUT, LAYOUTS, RANGES, TABLES, X, not_refused
from tests.configurations import COLORERS, CONFIGURATIONS, ESTIMATORS, configured

NO_COLORMAPS = {"unknown": "viridiss", "empty": ""}
NO_PALETTES = {
    "unknown": "hsvv",
    "two columns": [[0.0, 1.0]],
    "NaN": [[np.nan, 0, 0]],
    "from 0 to 255": [[255, 0, 0]],
    "no colors": np.empty((0, 3)),
    "unknown colors": ["no color"],
}
NO_CORNERS = NO_PALETTES | {"three": ["red", "green", "blue"]}
NO_COLORS = {
    "unknown": "no color",
    "transparent": (0.0, 0.0, 0.0, 0.5),
    "none": "none",
    "from 0 to 255": (255, 0, 0),
    "two numbers": (0.5, 0.5),
    "NaN": (np.nan, 0, 0),
    "two colors": ["red", "blue"],
}
NO_PERCENTAGES = {**{n: bad for n, bad in RANGES.items() if n != "None"}, "101": (0, 101)}
NO_LIGHTNESS = {n: bad for n, bad in RANGES.items() if n in ("falling", "outside", "NaN")}
NO_SEARCHES = {"reducer": PCA(), "clusterer": StandardScaler()}
NO_EMBEDDERS = {"of five columns": StandardScaler()}

# Values that are of the right type, so that only the estimator can know better.
PARAMETERS = {
    "ArgmaxColorer": {
        "falloff": {
            "too few": [1.0, 2.0],
            "NaN": [np.nan] * 5,
            "text": "steep",
        },
        "palette": NO_PALETTES,
    },
    "BinaryPackColorer": {
        "bits_per_channel": {"more than columns": 8},
        "thresholds": {"too few": [0.0], "NaN": [np.nan] * 5, "texts": ["a"] * 5},
    },
    "ChannelColorer": {"quantile_range": NO_PERCENTAGES},
    "ClusterColorer": {"palette": NO_PALETTES, "missing_color": NO_COLORS},
    "ConditionalTSNE": {
        "n_components": {"0": 0},
        "n_landmarks": {"0": 0},
        "embedder": NO_EMBEDDERS,
    },
    "CovariancePCA": {"n_components": {"0": 0, "negative": -1, "NaN": np.nan, "many": 1.5}},
    "GamutColorer": {"lightness": NO_LIGHTNESS, "contrast": {"2": 2}, "clipped": {"1": 1}},
    "KNNDistanceColorer": {
        "embedder": NO_EMBEDDERS,
        "cmap": NO_COLORMAPS,
        "quantile_range": NO_PERCENTAGES,
    },
    "LandmarkTSNE": {
        "n_components": {"0": 0, "4": 4},
        "n_landmarks": {"0": 0},
        "refine_iter": {"negative": -1},
        "neighbors": NO_SEARCHES,
    },
    "LocalDimensionColorer": {
        "neighbors": NO_SEARCHES,
        "cmap": NO_COLORMAPS,
        "quantile_range": NO_PERCENTAGES,
    },
    "NeighborOverlapColorer": {
        "neighbors": NO_SEARCHES,
        "embedder": NO_EMBEDDERS,
        "cmap": NO_COLORMAPS,
        "quantile_range": NO_PERCENTAGES,
    },
    "OrderedICA": {"n_components": {"0": 0}, "fun": {"unknown": "tanh"}},
    "ResidualPCA": {"embedder": NO_EMBEDDERS},
    "TrustColorer": {"embedder": NO_EMBEDDERS, "palette": NO_CORNERS},
    "ValueColorer": {
        "cmap": NO_COLORMAPS,
        "quantile_range": NO_PERCENTAGES,
        "missing_color": NO_COLORS,
    },
}
# By estimator and parameter: the last value that is taken, and the first that is not.
LIMITS = {
    "ArgmaxColorer": {"falloff": (1e-9, 0)},
    "BinaryPackColorer": {"bits_per_channel": (1, 0)},
    "ConditionalTSNE": {"n_components": (1, 0), "max_iter": (1, 0)},
    "CovariancePCA": {"n_components": (1, 0)},
    "GamutColorer": {"contrast": (1, 1.01), "clipped": (0, -1e-9)},
    "KNNDistanceColorer": {"n_neighbors": (2, 1)},
    "LandmarkTSNE": {"n_components": (1, 0), "max_iter": (1, 0), "refine_iter": (0, -1)},
    "LocalDimensionColorer": {"n_neighbors": (3, 2)},
    "NeighborOverlapColorer": {"n_neighbors": (1, 0)},
    "OrderedICA": {"n_components": (1, 0), "max_iter": (1, 0)},
    "ResidualPCA": {"n_components": (1, 0), "skip": (0, -1), "n_neighbors": (1, 0)},
    "TrustColorer": {"n_neighbors": (1, 0), "max_samples": (2, 1), "alpha": (0.5, 1.0)},
}
REMEDY = r"must|needs|wanted|did you mean|is not|contains"
# What a recipe does not pass on, or takes as a switch.
SWITCHES = {"standardize", "verbose"}

pytestmark = [
    pytest.mark.filterwarnings("ignore:n_components=.* is more than X:UserWarning"),
    pytest.mark.filterwarnings("ignore:n_neighbors=.* is more than:UserWarning"),
    # Two iterations are enough for a test of what is refused.
    pytest.mark.filterwarnings("ignore:FastICA did not converge"),
]


class Nothing:
    """No value that any parameter may have."""

    def __repr__(self):
        return "Nothing()"


def new(name):
    return configured([name])[0]


@cache
def fitted(name):
    estimator = new(name)
    if "max_iter" in estimator.get_params():
        estimator.set_params(max_iter=2)
    return estimator.fit(X, LAYOUT)


def test_every_estimator_has_bad_parameters_of_its_own():
    assert set(PARAMETERS) == set(CONFIGURATIONS)


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, key) for name in PARAMETERS for key in PARAMETERS[name]]
)
def test_parameters_that_only_the_estimator_can_refuse(name, parameter):
    layout = None if parameter == "embedder" else LAYOUT
    calls = {
        kind: partial(new(name).set_params(**{parameter: value}).fit, X, layout)
        for kind, value in PARAMETERS[name][parameter].items()
    }
    assert not_refused(calls, rf"\b{parameter}\b", REMEDY, r"(?s)\A.{1,499}\Z") == {}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_parameters_of_the_wrong_type(name):
    for parameter in new(name).get_params(False):
        estimator = new(name).set_params(**{parameter: Nothing()})
        words = rf"(?s)'{parameter}' parameter.*Got Nothing\(\)"
        with pytest.raises(ValueError, match=words):
            estimator.fit(X, LAYOUT)


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, key) for name in LIMITS for key in LIMITS[name]]
)
def test_parameters_at_their_limits(name, parameter):
    taken, refused = LIMITS[name][parameter]
    colors = new(name).set_params(**{parameter: taken}).fit(X, LAYOUT).transform(X)
    assert np.isfinite(colors).all()
    with pytest.raises(ValueError, match=f"'{parameter}' parameter of {name} must be"):
        new(name).set_params(**{parameter: refused}).fit(X, LAYOUT)


@pytest.mark.parametrize("name", neighbors.__all__)
def test_parameters_of_neighbor_searches(name):
    for parameter in getattr(neighbors, name)().get_params():
        estimator = getattr(neighbors, name)(**{parameter: Nothing()})
        with pytest.raises(ValueError, match=f"'{parameter}' parameter"):
            estimator.fit(X)


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_parameters_of_recipes(name):
    recipe = recipes.RECIPES[name]
    parameters = inspect.signature(recipe).parameters
    quick = {"max_iter": 2} if "max_iter" in parameters else {}
    for parameter in set(parameters) - SWITCHES:
        with pytest.raises(ValueError, match=rf"\b{parameter}\b"):
            recipe(**{**quick, parameter: Nothing()}).fit(X, LAYOUT)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_rows_that_are_none(name):
    methods = ("transform", "predict", "score_samples")
    methods = [method for method in methods if hasattr(fitted(name), method)]
    taken = {"too few rows", *(["NaN"] if get_tags(new(name)).input_tags.allow_nan else [])}
    calls = {
        f"{method}, {kind}": partial(getattr(estimator, method), TABLES[kind])
        for kind in set(TABLES) - taken
        for estimator, method in [
            (new(name), "fit"),
            *((fitted(name), method) for method in methods),
        ]
    }
    words = "(?i)array|data|float|input|sequence|convert|X"  # scikit-learn's
    assert not_refused(calls, words) == {}
    for method in methods:
        with pytest.raises(ValueError, match="has 4 features, .*expecting 5"):
            getattr(fitted(name), method)(X[:, :4])


@pytest.mark.parametrize("name", [*COLORERS, "ResidualPCA"])
def test_layouts_that_are_none(name):
    kinds = set(LAYOUTS) - {"None", "1-D"}
    calls = {f"fit, {k}": partial(new(name).fit, X, LAYOUTS[k]) for k in kinds}
    if name in COLORERS:
        transform = fitted(name).transform
        calls |= {f"transform, {k}": partial(transform, X, LAYOUTS[k]) for k in kinds}
    assert not_refused(calls, r"\blayout\b.*(must|wanted|pass)") == {}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_what_is_not_fitted(name):
    estimator = clone(new(name))
    methods = ("transform", "predict", "score_samples", "inverse_transform")
    for method in filter(lambda method: hasattr(estimator, method), methods):
        with pytest.raises(NotFittedError, match=f"{name} instance is not fitted yet"):
            getattr(estimator, method)(X)
    with pytest.raises(NotFittedError, match=name):
        estimator.get_feature_names_out()


def test_a_layout_of_other_dimensions_than_in_fit():
    solid = np.hstack([LAYOUT, LAYOUT[:, :1]])
    colorer = skcolor.KNNDistanceColorer().fit(X, solid)
    with pytest.raises(ValueError, match="layout .* has 2 columns; wanted 3, as in fit"):
        colorer.transform(X, LAYOUT)


def test_colors_without_an_inverse():
    colorer = skcolor.GamutColorer().fit(X)
    for bad, message in (
        (X, r"X must have shape \(..., 3\); got \(60, 5\)"),
        ([[np.nan, 0, 0]], "X must be finite"),
        ([["a", "b", "c"]], "X must be numbers"),
    ):
        with pytest.raises(ValueError, match=message):
            colorer.inverse_transform(bad)
