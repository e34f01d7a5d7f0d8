import numpy as np
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from skcolor import ValueColorer
from skcolor.datasets import load_digits_layout
from skcolor.metrics import reading_gain, tour
from skcolor.recipes import RECIPES

RANDOM = np.random.default_rng(0)
# The layout shows the first two columns.
X = RANDOM.normal(size=(1500, 5)) * [1, 1, 3, 2, 0.5]
LAYOUT = X[:, :2]


def column(j):
    return make_pipeline(FunctionTransformer(lambda X: X[:, [j]]), ValueColorer("gray"))


def test_the_most_is_read_first_and_copies_are_left_out():
    colorers = {"fourth": column(3), "again": column(2), "third": column(2)}
    found = tour(colorers, X, LAYOUT, 3)
    assert next(iter(found.colorers)) in ("again", "third")
    assert list(found.colorers)[1] == "fourth"
    shares = list(found.shares.values())
    assert shares == sorted(shares)


def test_the_first_share_is_the_reading_gain():
    found = tour({"third": column(2)}, X, LAYOUT, 1)
    colors = column(2).fit_transform(X)
    expected = reading_gain(X, colors, LAYOUT).mean
    assert found.shares["third"] == pytest.approx(expected, abs=0.02)


def test_a_coloring_of_noise_ends_the_tour():
    noise = make_pipeline(
        FunctionTransformer(lambda X: np.random.default_rng(1).normal(size=(len(X), 1))),
        ValueColorer(),
    )
    found = tour({"third": column(2), "noise": noise}, X, LAYOUT, 2)
    assert list(found.colorers) == ["third"]


def test_attributes_decide_what_is_worth_reading():
    colorers = {"third": column(2), "fourth": column(3)}
    found = tour(colorers, X, LAYOUT, 1, attributes={"a": X[:, 3]})
    assert list(found.colorers) == ["fourth"]


def recipes_of_each_kind():
    names = "best", "pca", "pca_perceptual", "kmeans_30_perceptual", "pca_argmax"
    return {name: RECIPES[name]() for name in names}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:n_components=.* is more than X:UserWarning")
@pytest.mark.filterwarnings("ignore:FastICA did not converge")
def test_recipes():
    digits = load_digits_layout()
    found, again = (
        tour(recipes_of_each_kind(), digits.data, digits.layout) for _ in range(2)
    )
    assert 2 <= len(found.colorers) <= 4
    assert found.shares == again.shares
    first = next(iter(found.colorers.values()))
    assert first.transform(digits.data).shape == (len(digits.data), 3)


def test_nothing_to_read():
    with pytest.raises(ValueError, match="nothing can be read"):
        tour({"a": column(0)}, np.ones((1500, 2)), LAYOUT)
