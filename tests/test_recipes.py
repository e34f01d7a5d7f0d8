import inspect
import re
import warnings

import numpy as np
import pytest
from sklearn.cluster import MiniBatchKMeans
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from skcolor import ArgmaxColorer, recipes
from skcolor.datasets import load_digits_layout
from skcolor.paint import delta_e
from skcolor.recipes import RECIPES, TITLES, _kmeans
from skcolor.recipes._kmeans_start import choose_apart
from skcolor.recipes._recipe_titles import titles_for_rows

FAST = {
    "tsne": {"n_landmarks": 60},
    "tsne_perceptual": {"n_landmarks": 60},
    "ica_kmeans": {"max_iter": 50},
}


@pytest.fixture(scope="module")
def digits():
    digits = load_digits_layout()
    return digits.data[:400].astype(np.float32), digits.layout[:400]


@pytest.mark.parametrize("name", recipes.RECIPES)
@pytest.mark.filterwarnings("ignore:n_components=:UserWarning")
@pytest.mark.filterwarnings("ignore:FastICA did not converge")
def test_every_recipe_colors_rows_and_new_rows(name, digits):
    X, layout = digits
    pipeline = recipes.RECIPES[name](**FAST.get(name, {}))
    assert isinstance(pipeline, Pipeline)
    with pytest.raises(Exception, match="not fitted"):
        check_is_fitted(pipeline[-1])
    colors = pipeline.fit_transform(X[:300], layout[:300])
    assert colors.shape == (300, 3)
    assert colors.dtype == np.float32
    assert len(np.unique(colors, axis=0)) > 5
    new = pipeline.transform(X[300:])
    assert ((new >= 0) & (new <= 1)).all()
    np.testing.assert_allclose(pipeline.transform(X[:300]), colors, atol=1e-6)


def test_every_name_is_an_attribute_and_makes_a_new_pipeline_each_time():
    for name, recipe in recipes.RECIPES.items():
        assert getattr(recipes, name) is recipe
        assert recipe() is not recipe()
    assert set(recipes.__all__) == {"RECIPES", "TITLES", *recipes.RECIPES}


@pytest.mark.parametrize("n_clusters", [8, 30])
def test_clusters_of_a_sample_are_at_least_as_tight_as_those_of_mini_batches(
    n_clusters, monkeypatch
):
    rng = np.random.default_rng(0)
    X = rng.laplace(size=(6000, 10)) + 3 * rng.normal(size=(20, 10))[np.arange(6000) % 20]
    monkeypatch.setattr(_kmeans, "_LEAST_ROWS", 4096)

    def inertia(clusterer):
        return np.square(clusterer.transform(X).min(axis=1)).sum()

    ours, theirs = [], []
    for seed in range(3):
        pipeline = recipes.kmeans(n_clusters, random_state=seed).fit(X)
        assert pipeline[-1].max_samples == max(4096, 512 * n_clusters)
        ours.append(inertia(pipeline[-1].clusterer_))
        theirs.append(inertia(MiniBatchKMeans(n_clusters, random_state=seed).fit(X)))
    assert np.mean(ours) < np.mean(theirs)


@pytest.mark.parametrize(
    ("dtype", "shift", "scale"),
    [("f4", 0, 1), ("f4", 1e4, 1), ("f4", 0, 1e30), ("f8", 1e8, 1e-90)],
)
def test_starts_of_clusters_are_rows_of_different_clusters(dtype, shift, scale):
    rng = np.random.default_rng(0)
    groups = np.arange(2000) % 40
    X = 30 * rng.normal(size=(40, 5))[groups] + 0.1 * rng.normal(size=(2000, 5))
    X = ((X + shift) * scale).astype(dtype)
    chosen = choose_apart(X, 40, 40, np.random.RandomState(0))
    assert sorted(groups[chosen]) == list(range(40))


def test_starts_of_clusters_among_equal_rows():
    X = np.repeat(np.float32([[1, 2], [3, 4]]), 50, axis=0)
    chosen = choose_apart(X, 5, 9, np.random.RandomState(0))
    assert {*X[chosen, 0]} == {1, 3}


def test_names_say_what_the_pipelines_do():
    assert recipes.pca_argmax()[0].n_components == 30
    assert recipes.pca_argmax_16()[0].n_components == 16
    assert recipes.pca_pack()[0].n_components == 24
    assert recipes.ica_pack_12()[0].n_components == 12
    assert recipes.kmeans_128()[-1].clusterer.n_clusters == 128
    assert recipes.argmax_absolute()[-1].absolute
    assert recipes.pca_argmax_falloff()[-1].falloff == 0.9
    assert [type(step).__name__ for step in recipes.pca_argmax_raw()] == [
        "CovariancePCA",
        "ArgmaxColorer",
    ]


def test_component_counts_are_capped_to_what_x_has_with_a_warning():
    X = np.random.default_rng(0).exponential(size=(1000, 7))
    for recipe, label in ((recipes.pca_argmax, 30), (recipes.ica_argmax, 30)):
        with pytest.warns(
            UserWarning, match=f"n_components={label} is more .*; 7 are used"
        ):
            pipeline = recipe().fit(X)
        assert isinstance(pipeline[-1], ArgmaxColorer)
        assert len(pipeline[-1].palette_) == 7
    with pytest.warns(UserWarning, match="n_components=24"):
        assert recipes.pca_pack().fit(X)[-1].bits_per_channel_ == 2


def test_colors_of_offset_float32_rows_are_those_of_the_rows():
    X = np.random.default_rng(0).normal(size=(2000, 10)) * np.arange(1, 11)
    exact = recipes.pca_argmax(5).fit_transform(X)
    offset = recipes.pca_argmax(5).fit_transform((X + 1000).astype(np.float32))
    assert (np.abs(exact - offset).max(axis=1) < 1e-6).mean() > 0.99


@pytest.mark.parametrize("recipe", [recipes.pca_pack, recipes.ica_pack])
@pytest.mark.parametrize("bits", [0, 9, 2.5, "4"])
def test_bits_per_channel_must_be_from_1_to_8(recipe, bits):
    with pytest.raises(ValueError, match="bits_per_channel must be from 1 to 8; got"):
        recipe(bits)


def test_every_parameter_of_a_recipe_changes_its_pipeline():
    other = {"max_iter": 7, "random_state": 5, "n_jobs": 2, "falloff": 0.5, "perplexity": 9}
    for name, recipe in recipes.RECIPES.items():
        for key, parameter in inspect.signature(recipe).parameters.items():
            default = parameter.default
            value = other.get(key, not default if isinstance(default, bool) else (5, 95))
            if (
                isinstance(default, int)
                and not isinstance(default, bool)
                and key not in other
            ):
                value = 5
            assert str(recipe(**{key: value})) != str(recipe()), (name, key)


@pytest.mark.parametrize("name", recipes.RECIPES)
@pytest.mark.filterwarnings("ignore:n_(components|neighbors|clusters)=.* is more than")
@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
@pytest.mark.filterwarnings("ignore:FastICA did not converge")
def test_the_smallest_tables_get_colors(name):
    rng = np.random.default_rng(0)
    for n_rows in (2, 10):
        layout = rng.normal(size=(n_rows, 2))
        one_row = np.full((n_rows, 2), 3.3)
        tables = [rng.normal(size=(n_rows, n_columns)) for n_columns in (1, 5)]
        for X in [*tables, one_row.astype(np.float32)]:
            pipeline = recipes.RECIPES[name]()
            if "tsne" in name:
                pipeline.set_params(landmarktsne__max_iter=5)
            colors = pipeline.fit_transform(X, layout)
            assert colors.shape == (n_rows, 3)
            assert ((colors >= 0) & (colors <= 1)).all()


def test_every_recipe_has_a_title_of_its_own_in_plain_words():
    assert list(recipes.TITLES) == list(recipes.RECIPES)
    titles = list(recipes.TITLES.values())
    assert len(set(titles)) == len(titles)
    for name, title in recipes.TITLES.items():
        assert 5 < len(title) <= 37
        assert "_" not in title
        assert title[0].isupper() or title[0].isdigit()
        counts = {*re.findall(r"\d\d+", name)}
        assert counts <= {*re.findall(r"\d\d+", title)}, name


def moved(X, layout, others):
    """Differences of the best colors of rows and of their changed likes."""
    pair = [recipes.best().fit_transform(rows, layout) for rows in (X, others)]
    return delta_e(*pair)


def test_one_row_far_out_does_not_move_the_best_colors():
    digits = load_digits_layout()
    far = digits.data.copy()
    far[7] *= 1e6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        difference = moved(digits.data, digits.layout, far)
    assert np.delete(difference, 7).mean() < 0.02


@pytest.mark.parametrize("seed", range(3))
def test_a_millionth_does_not_move_the_best_colors(seed):
    digits = load_digits_layout()
    noise = np.random.default_rng(seed).normal(size=digits.data.shape)
    changed = digits.data * (1 + 1e-6 * noise)
    assert moved(digits.data, digits.layout, changed).mean() < 0.02


def test_the_best_is_made_of_what_its_page_says():
    reducer, colorer = (step for _, step in recipes.best().steps)
    assert (reducer.robust, reducer.n_neighbors) == (True, 50)
    assert (colorer.contrast, colorer.clipped) == (0.75, 0.05)
    assert recipes.best(cvd="deutan")[-1].cvd == "deutan"


@pytest.mark.parametrize(
    ("name", "shape", "title"),
    [
        ("pca_argmax_128", (1797, 64), "Largest of 64 components"),
        ("pca_argmax_128", (1797, 300), "Largest of 128 components"),
        ("pca_kmeans", (1797, 64), "128 clusters of 64 components"),
        ("pca_kmeans", (50, 64), "50 clusters of 50 components"),
        ("pca_argmax_falloff", (90, 5), "Largest of 5, favoring the first"),
        ("kmeans_30_perceptual", (1, 5), "1 cluster"),
        ("pca", (90, 1), "1 principal component as RGB"),
        ("tsne", (90, 2), "3-D t-SNE as RGB"),
    ],
)
def test_titles_count_the_components_and_clusters_that_rows_allow(name, shape, title):
    assert titles_for_rows({name: RECIPES[name]()}, shape) == {name: title}


def test_titles_that_few_columns_make_equal_stay_apart():
    pipelines = {name: recipe() for name, recipe in RECIPES.items()}
    assert len(set(titles_for_rows(pipelines, (12, 4)).values())) == len(RECIPES)
    assert titles_for_rows(pipelines, (2000, 200)) == TITLES
