"""Fitted colorers in a notebook."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.utils import estimator_html_repr

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    KNNDistanceColorer,
    ValueColorer,
)
from skcolor.base import BaseChannelColorer
from skcolor.metrics import effective_colors_scorer

X = np.random.default_rng(0).normal(size=(40, 4))

in_steps = pytest.mark.skipif(
    not hasattr(BaseEstimator, "_get_params_html"),
    reason="before version 1.7, scikit-learn's diagram has no place for keys in steps",
)


class HalfColorer(BaseChannelColorer):
    """A colorer of which nothing is known."""

    def _encode(self, X, layout):
        return np.full((len(X), 3), 0.5)


class Elements(HTMLParser):
    """Names of the pictures in some HTML, all of whose elements must begin and end."""

    def __init__(self, text):
        super().__init__()
        self.pictures, self.open = [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if dict(attrs).get("role") == "img":
            self.pictures.append(dict(attrs)["aria-label"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def without_numbers(page):
    return re.sub(r"sk-(container|estimator)-id-\d+", "", page)  # new ones each time


def added(estimator):
    """The keys in what a notebook shows, whichever way it asks."""
    page = without_numbers(estimator._repr_html_())
    assert without_numbers(estimator._repr_mimebundle_()["text/html"]) == page
    return "".join(re.findall(r'<div class="skcolor-key">.*?</div></div>', page))


def test_palette_of_labels_with_counts():
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    html = added(colorer)
    assert Elements(added(colorer)).pictures == ["Palette of 3 labels"]
    counts = np.bincount(colorer.labels_)
    for label, color in enumerate(np.rint(255 * colorer.palette_).astype(int)):
        code = "#{:02x}{:02x}{:02x}".format(*color)
        assert f'title="label {label}, rows {counts[label]}: {code}"' in html


def test_only_so_many_labels_are_shown():
    colorer = ArgmaxColorer().fit(np.eye(300))
    assert added(colorer).count("title=") == 256
    assert "and 44 more" in added(colorer)


def test_scale_of_values_in_the_colors_of_its_map():
    colorer = ValueColorer("tab10", quantile_range=(0, 100)).fit([[0.25], [7.5]])
    html = added(colorer)
    assert Elements(added(colorer)).pictures == ["Color scale"]
    assert "<span>0.25</span>" in html
    assert "<span>7.5</span>" in html
    assert "#1f77b4 0% 10%,#ff7f0e 10% 20%" in html


def test_strips_of_channels_under_the_names_of_columns():
    frame = pd.DataFrame(X, columns=["<b>", "b", "c", "d"])
    colorer = ChannelColorer(quantile_range=(0, 100)).fit(frame)
    html = added(colorer)
    assert Elements(added(colorer)).pictures == ["Colors along each direction"]
    assert "<b>&lt;b&gt;</b>" in html
    for end in (*colorer.vmin_, *colorer.vmax_):
        assert f">{end:.3g}</span>".replace("-", "\N{MINUS SIGN}") in html
    assert html.count("linear-gradient") == 3
    assert "#008080 0% " in html  # red from 0 to 1, the others in the middle
    assert "#ff8080 97.92% 100%" in html


def test_colorers_of_the_layout_have_a_key_without_it():
    colorer = KNNDistanceColorer(3).fit(X, X[:, :2])
    assert Elements(added(colorer)).pictures == ["Color scale"]


@pytest.mark.parametrize(
    "colorer", [ArgmaxColorer(), ChannelColorer(), ValueColorer(), HalfColorer().fit(X)]
)
def test_what_is_not_fitted_or_not_known_has_no_key(colorer):
    assert added(colorer) == ""


@in_steps
@pytest.mark.parametrize(
    ("estimator", "pictures"),
    [
        (make_pipeline(PCA(3), ChannelColorer()), ["Colors along each direction"]),
        (make_pipeline(PCA(3), ClusterColorer(KMeans(3))), ["Palette of 3 labels"]),
        (make_pipeline(make_pipeline(ValueColorer())), ["Color scale"]),
        (
            make_union(ValueColorer(), ArgmaxColorer()),
            ["Color scale", "Palette of 4 labels"],
        ),
        (
            GridSearchCV(
                make_pipeline(PCA(3), ArgmaxColorer()),
                {"argmaxcolorer__absolute": [False, True]},
                scoring=effective_colors_scorer,
                cv=2,
            ),
            ["Palette of 3 labels"],
        ),
    ],
    ids=["pipeline", "clusters", "nested", "union", "search"],
)
def test_fitted_steps_have_their_keys(estimator, pictures):
    assert added(estimator) == ""
    estimator.fit(X)
    assert Elements(added(estimator)).pictures == pictures
    html = estimator_html_repr(estimator)  # what skops and sphinx-gallery ask for
    assert html.count('<div class="skcolor-key">') == len(pictures)


@in_steps
def test_a_key_stands_in_its_step_and_only_there():
    pipeline = make_pipeline(PCA(3), ArgmaxColorer()).fit(X)
    page = pipeline._repr_html_()
    assert page.index("ArgmaxColorer</div>") < page.index('<div class="skcolor-key">')
    assert page.rstrip().endswith("</body>")
    assert page.count('<div class="skcolor-key">') == 1
    assert ArgmaxColorer().fit(X)._repr_html_().count('<div class="skcolor-key">') == 1


def test_a_diagram_without_a_place_for_keys_has_it_below(monkeypatch):
    colorer = ArgmaxColorer().fit(X)
    bare = "<p></p>"
    for method, result in (
        ("_repr_html_inner", bare),
        ("_repr_mimebundle_", {"text/html": bare}),
    ):
        monkeypatch.setattr(
            BaseEstimator, method, lambda self, result=result: result, raising=False
        )
    page = colorer._repr_html_inner()
    assert re.match('<p></p><div class="skcolor-key">', page)
    assert colorer._repr_mimebundle_() == {"text/html": page}


@in_steps
def test_hostile_names_stay_text():
    frame = pd.DataFrame(X, columns=["<script>alert(1)</script>", '"><b x="', "&lt;", "d"])
    pipeline = make_pipeline(ChannelColorer(quantile_range=(0, 100))).fit(frame)
    keys = added(pipeline)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in keys
    assert "&amp;lt;" in keys
    assert "<script" not in keys
    assert Elements(keys).pictures == ["Colors along each direction"]


def test_a_key_that_fails_leaves_the_diagram(monkeypatch):
    pipeline = make_pipeline(ArgmaxColorer()).fit(X)
    monkeypatch.setattr("skcolor.base._key.find_key", lambda colorer: 1 / 0)
    assert added(pipeline) == added(pipeline[-1]) == ""


def test_text_where_text_is_asked_for():
    colorer = ArgmaxColorer().fit(X)
    with config_context(display="text"):
        assert not hasattr(colorer, "_repr_html_")
        assert colorer._repr_mimebundle_() == {"text/plain": "ArgmaxColorer()"}
