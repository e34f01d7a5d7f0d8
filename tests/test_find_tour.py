import warnings

import joblib
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.compose import make_column_transformer
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from skcolor import ChannelColorer, ValueColorer, tour
from skcolor.datasets import load_digits_layout
from skcolor.plotting import plot_gallery
from skcolor.recipes import RECIPES, _choose_tour


@pytest.fixture
def planted():
    """Rows whose layout shows two of five columns."""
    X = np.random.default_rng(0).normal(size=(1500, 5)) * [1, 1, 3, 2, 0.5]
    return X, X[:, :2].copy()


def column(j):
    return make_pipeline(FunctionTransformer(lambda X: X[:, [j]]), ValueColorer("gray"))


def test_colorers_of_independent_columns_add_up(planted):
    colorers = {"shown": column(0), "fourth": column(3), "third": column(2)}
    found = tour(*planted, 2, colorers=colorers)
    assert list(found.colorers) == list(found.shares) == ["third", "fourth"]
    shares = list(found.shares.values())
    assert shares[1] > 1.2 * shares[0] > 0


def test_it_is_fitted_to_all_rows_and_chosen_by_others_than_those_it_is_read_on(planted):
    seen = []

    class Notes(ChannelColorer):
        def fit(self, X, y=None):
            seen.append({*X[:, 0]})
            return super().fit(X, y)

        def transform(self, X, y=None):
            seen.append({*X[:, 0]})
            return super().transform(X, y)

    X, layout = planted
    found = tour(X, layout, colorers={"a": Notes()}, sample_size=300)
    fitted, read, refitted = seen
    assert (len(fitted), len(read)) == (150, 150)
    assert not fitted & read
    assert refitted == {*X[:, 0]}
    expected = ChannelColorer().fit(X, layout).transform(X[:9])
    np.testing.assert_array_equal(found.colorers["a"].transform(X[:9]), expected)


def test_the_same_rows_give_the_same_tour_and_the_sample_follows_the_seed(planted):
    colorers = {"third": column(2), "fourth": column(3)}
    first, again, other = (
        tour(*planted, 1, colorers=colorers, random_state=seed).shares for seed in (0, 0, 1)
    )
    assert first == again != other


@pytest.fixture
def few(monkeypatch):
    """Digits, and the names of a few recipes to choose from."""
    names = "pca", "residual_pca", "kmeans"
    monkeypatch.setattr(_choose_tour, "_CANDIDATES", names)
    digits = load_digits_layout()
    return digits.data[:300], digits.layout[:300], names


@pytest.mark.parametrize("X_type", [np.float32, np.float16, pd.DataFrame, list])
def test_recipes_without_naming_them(X_type, few):
    X, layout, names = few
    found = tour(X_type(X), layout, 2)
    assert len(found.colorers) == 2
    assert set(found.colorers) < set(names)


def test_what_is_found_can_be_drawn_and_saved(few, tmp_path):
    X, layout, _ = few
    found = tour(X, layout, 2)
    figure = plot_gallery(found.colorers, layout, X=X)
    assert [ax.get_title() for ax in figure.axes] == list(found.colorers)
    joblib.dump(found.colorers, tmp_path / "tour.joblib")
    for name, colorer in joblib.load(tmp_path / "tour.joblib").items():
        expected = found.colorers[name].transform(X[:5])
        np.testing.assert_array_equal(colorer.transform(X[:5]), expected)


def test_every_candidate_is_a_recipe_that_can_be_fitted_to_many_rows():
    assert set(_choose_tour._CANDIDATES) <= set(RECIPES)
    steps = [step for one in _choose_tour.make_candidates().values() for step in one]
    kinds = {type(step).__name__ for step in steps}
    assert not kinds & {"LandmarkTSNE", "NeighborOverlapColorer", "LocalDimensionColorer"}


def test_only_what_is_chosen_warns(planted):
    X, layout = planted
    few = {"largest": RECIPES["pca_argmax"](), "third": column(2)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(tour(X, layout, 1, colorers=few).colorers) == ["third"]
    with pytest.warns(UserWarning, match="n_components=30 is more than X with 1500 rows"):
        tour(X, layout, 1, colorers={"largest": few["largest"]})


def test_whatever_the_colorers_take():
    texts = ["sea and ship", "ship and sail", "moon and star", "star and sky"] * 30
    layout = np.random.default_rng(0).normal(size=(120, 2))
    words = {"words": make_pipeline(TfidfVectorizer(), PCA(3), ChannelColorer())}
    assert list(tour(texts, layout, colorers=words).colorers) == ["words"]
    kinds = np.random.default_rng(1).integers(4, size=120)
    table = pd.DataFrame({"a": kinds * 1.0, "b": np.arange(120) % 7, "c": "text"})
    numbers = make_column_transformer(("passthrough", ["a", "b"]))
    columns = {"numbers": make_pipeline(numbers, ChannelColorer())}
    assert list(tour(table, layout, colorers=columns).colorers) == ["numbers"]


def test_attributes_go_with_the_rows(planted):
    X, layout = planted
    colorers = {"third": column(2), "fourth": column(3)}
    attributes = pd.DataFrame({"high": X[:, 3] > 0})
    found = tour(X, layout, 1, colorers=colorers, attributes=attributes)
    assert list(found.colorers) == ["fourth"]


def test_what_cannot_be_chosen_from(planted):
    X, layout = planted
    with pytest.raises(ValueError, match="nothing can be read"):
        tour(np.ones_like(X), layout, colorers={"a": column(0)})
    with pytest.raises(ValueError, match="X must have at least 20 rows; got 19"):
        tour(X[:19], layout[:19])
    with pytest.raises(ValueError, match="sample_size must be at least 20.* got 19"):
        tour(X, layout, sample_size=19)
    for bad in (X[:, 0], csr_array(X), np.where(X == X[7], np.nan, X)):
        with pytest.raises(
            (ValueError, TypeError), match="X must be a dense table of finite"
        ):
            tour(bad, layout)


@pytest.mark.slow
def test_more_directions_are_read_than_from_the_best_by_themselves():
    digits = load_digits_layout()
    found = tour(digits.data, digits.layout, 3)
    assert {"best_4_to_6", "best_7_to_9"} < set(found.colorers)
    shares = list(found.shares.values())
    assert shares[2] > 1.5 * shares[0]
