"""Recipes give what their steps give one after another, and hold less."""

import warnings

import joblib
import numpy as np
import pytest
from sklearn import pipeline
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV

from skcolor import recipes, transform_in_chunks
from skcolor.metrics import color_coherence_scorer

# The packed recipe takes another way from 20,000 rows on.
N_ROWS = 25_000
NAMES = ["pca", "pca_pack_12", "argmax", "pca_argmax_16", "pca_argmax_absolute"]


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    X = rng.laplace(size=(N_ROWS, 40)) @ rng.normal(size=(40, 40)) + 3
    return X.astype(np.float32)


def of_steps(name):
    """The same steps in a pipeline of scikit-learn."""
    return pipeline.make_pipeline(*[step for _, step in recipes.RECIPES[name]().steps])


@pytest.mark.parametrize("name", NAMES)
def test_colors_are_those_of_the_steps(name, rows):
    layout = rows[:, :2]
    recipe, steps = recipes.RECIPES[name](), of_steps(name)
    colors = recipe.fit_transform(rows, layout)
    assert isinstance(recipe, pipeline.Pipeline)
    np.testing.assert_array_equal(colors, steps.fit_transform(rows, layout))
    np.testing.assert_array_equal(recipe.transform(rows[:3000]), colors[:3000])
    np.testing.assert_array_equal(transform_in_chunks(recipe, rows, layout), colors)
    again = clone(recipe).fit(rows, layout)
    np.testing.assert_array_equal(again.transform(rows[:3000]), colors[:3000])
    if hasattr(steps, "predict"):
        np.testing.assert_array_equal(recipe.predict(rows), steps.predict(rows))
    else:
        assert not hasattr(recipe, "predict")


@pytest.mark.parametrize("name", ["pca_pack", "pca_argmax"])
def test_components_of_all_rows_are_never_held(name, rows, peak_memory):
    rows = np.tile(rows, (4, 1))  # more than buffers of two threads
    recipe = recipes.RECIPES[name]().fit(rows[:3000])  # imports take memory, too
    components = 4 * len(rows) * recipe[0].n_components_
    with peak_memory() as fitting:
        colors = recipe.fit_transform(rows)
    with peak_memory() as transform:
        recipe.transform(rows)
    assert transform.bytes < colors.nbytes + components
    assert fitting.bytes < colors.nbytes + components


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["pca_pack", "argmax", "pca_argmax"])
def test_values_that_are_not_finite_are_refused(name, value, rows):
    X = rows[:500].copy()
    X[7, 3] = value
    with pytest.raises(ValueError, match="Input X contains (NaN|infinity)"):
        recipes.RECIPES[name]().fit_transform(X)


@pytest.mark.parametrize("name", ["pca_pack", "argmax", "pca_argmax"])
def test_far_rows_are_named_once(name, rows):
    X = rows[:2000].copy()
    X[5] *= 1e4
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        recipes.RECIPES[name]().fit_transform(X)
    assert len(caught) == 1
    assert "row 5 lies" in str(caught[0].message)


@pytest.mark.parametrize("name", ["pca_pack", "pca_argmax"])
def test_it_is_an_ordinary_pipeline(name, rows, tmp_path):
    X = rows[:400]
    recipe = recipes.RECIPES[name]()
    colors = recipe.fit_transform(X)
    assert repr(recipe).startswith("Pipeline(steps=")
    joblib.dump(recipe, tmp_path / "recipe.joblib")
    loaded = joblib.load(tmp_path / "recipe.joblib")
    np.testing.assert_array_equal(loaded.transform(X), colors)
    grid = {"covariancepca__n_components": [24, 27]}
    search = GridSearchCV(recipe, grid, scoring=color_coherence_scorer, cv=2)
    assert search.fit(X, X[:, :2]).best_estimator_.transform(X).shape == (400, 3)
    cached = clone(recipe).set_params(memory=str(tmp_path)).fit_transform(X)
    np.testing.assert_array_equal(cached, colors)
    assert isinstance(recipe[:-1].transform(X), np.ndarray)
    assert isinstance(recipe[0].transform(X), np.ndarray)
    without = clone(recipe).set_params(covariancepca="passthrough").fit_transform(X)
    assert without.shape == (400, 3)


def test_data_frames_in_and_out(rows):
    pd = pytest.importorskip("pandas")
    X = pd.DataFrame(rows[:300])
    recipe = recipes.pca_argmax().set_output(transform="pandas")
    colors = recipe.fit_transform(X)
    assert list(colors.columns) == ["red", "green", "blue"]
    expected = recipes.pca_argmax().fit_transform(rows[:300])
    np.testing.assert_array_equal(colors, expected)
