import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, KernelPCA
from sklearn.frozen import FrozenEstimator
from sklearn.neural_network import BernoulliRBM
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.random_projection import GaussianRandomProjection

import skcolor
from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
)
from skcolor.base import BaseChannelColorer
from skcolor.plotting._titles import make_title
from tests.configurations import COLORERS


class HueCodeColorer(BaseChannelColorer):
    """Stands for a stranger's."""

    def _fit(self, X, layout):
        pass

    def _encode(self, X, layout):
        return X[:, :3]


class MyClusters(ClusterColorer):
    pass


@pytest.mark.parametrize(
    ("estimator", "title"),
    [
        (make_pipeline(ResidualPCA(3), GamutColorer()), "What the map hides"),
        (make_pipeline(ResidualPCA(2), ChannelColorer()), "What the map hides"),
        (
            make_pipeline(ResidualPCA(2, skip=3), GamutColorer()),
            "What the map hides, directions 4 to 5",
        ),
        (
            make_pipeline(PCA(3), StandardScaler(), GamutColorer()),
            "Three principal components",
        ),
        (
            make_pipeline(OrderedICA(2), GamutColorer()),
            "Two independent components",
        ),
        (make_pipeline(PCA(1), ChannelColorer()), "One principal component"),
        (GamutColorer(), "Three columns"),
        (make_pipeline(PCA(4), ArgmaxColorer()), "Largest of 4 principal components"),
        (FrozenEstimator(ArgmaxColorer()), "Largest of 5 columns"),
        (make_pipeline(KernelPCA(1), ValueColorer()), "First kernel principal component"),
        (
            make_pipeline(GaussianRandomProjection(4), ArgmaxColorer()),
            "Largest of 4 random projections",
        ),
        (make_pipeline(BernoulliRBM(2), ArgmaxColorer()), "Largest of 2 components"),
        (MyClusters(KMeans(3, random_state=0)), "Clusters (3)"),
        (HueCodeColorer(), "Hue code"),
    ],
)
def test_titles_say_what_a_coloring_does(estimator, title, rows):
    X, layout = rows
    inner = getattr(estimator, "estimator", estimator)
    inner.fit(X, layout)
    assert make_title(estimator) == title


@pytest.mark.parametrize("name", COLORERS)
def test_no_title_is_the_name_of_a_class(name, rows):
    X, layout = rows
    title = make_title(getattr(skcolor, name)().fit(np.asarray(X), layout))
    assert name not in title
    assert "olorer" not in title
    assert title[0].isupper() or title[0].isdigit()
