"""The key of a colorer that stands alone, without rows."""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import DBSCAN

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    KNNDistanceColorer,
    ValueColorer,
)
from skcolor._keys.find_key import find_key
from skcolor._keys.key_html import key_html
from skcolor.base import BaseChannelColorer
from skcolor.plotting import ColoringLegend

X = np.random.default_rng(0).normal(size=(60, 4))
NAMED = pd.DataFrame(X, columns=["a<", "b", "c", "d"])


class HalfColorer(BaseChannelColorer):
    """A colorer of which nothing is known."""

    def _encode(self, X, layout):
        return np.full((len(X), 3), 0.5)


@pytest.mark.parametrize(
    "colorer",
    [
        ArgmaxColorer(),
        BinaryPackColorer(),
        ChannelColorer(),
        ClusterColorer(DBSCAN(eps=1.0)),
        GamutColorer(),
        KNNDistanceColorer(3),
        ValueColorer(),
    ],
    ids=lambda colorer: type(colorer).__name__,
)
@pytest.mark.parametrize("rows", [X, NAMED, X[:, :1]], ids=["array", "names", "column"])
def test_it_is_that_of_a_legend_without_rows(colorer, rows):
    colorer.fit(rows, X[:, :2])
    legend = ColoringLegend.from_estimator(colorer)
    assert key_html(find_key(colorer)) == key_html(legend.key)


def test_only_rows_tell_what_an_unknown_colorer_does():
    assert find_key(HalfColorer().fit(X)) is None


def test_other_keys_have_no_html():
    with pytest.raises(TypeError, match="must be a ValueKey, LabelKey or ChannelKey"):
        key_html(None)


def test_missing_values_and_the_center_are_in_the_key():
    gaps = np.append(np.arange(9.0), np.nan)[:, np.newaxis]
    colorer = ValueColorer(center=0, missing_color="#00ff80").fit(gaps)
    page = key_html(find_key(colorer))
    assert "#00ff80" in page
    assert "missing" in page
    assert "middle 0" in page
    page = key_html(find_key(ValueColorer().fit(gaps[:9])))
    assert "missing" not in page
    assert "middle" not in page
    colorer = ClusterColorer(DBSCAN(eps=0.1), missing_color="#00ff80").fit(X)
    assert "#00ff80" in key_html(find_key(colorer))
