import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline

import skcolor.metrics
from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    KNNDistanceColorer,
    ResidualPCA,
)
from skcolor.metrics import (
    color_coherence_scorer,
    global_fidelity,
    label_purity,
    label_purity_scorer,
    local_fidelity,
    local_fidelity_scorer,
    make_color_scorer,
    neighbor_contrast,
    neighbor_contrast_scorer,
)

OTHERS = {"make_color_scorer", "permutation_null", "rank_colorers"}
SCORERS = [n for n in skcolor.metrics.__all__ if n.endswith("_scorer") and n not in OTHERS]


@pytest.fixture
def fitted(rows):
    X, layout = rows
    return ClusterColorer(KMeans(3, random_state=0)).fit(X), X, layout


def test_every_measure_has_a_scorer():
    measures = {name.removesuffix("_scorer") for name in SCORERS}
    assert measures == set(skcolor.metrics.__all__) - set(SCORERS) - OTHERS


@pytest.mark.parametrize("name", SCORERS)
def test_scorers_give_the_measure_as_a_float_and_can_be_pickled(name, fitted):
    estimator, X, layout = fitted
    scorer = getattr(skcolor.metrics, name)
    measure = getattr(skcolor.metrics, name.removesuffix("_scorer"))
    data = {
        "X": X,
        "layout": layout,
        "colors": estimator.transform(X),
        "labels": estimator.predict(X),
        "palette": estimator.palette_,
    }
    wanted = {key: data[key] for key in data if key in measure.__code__.co_varnames}
    score = scorer(estimator, X, layout)
    assert type(score) is float
    assert score == np.ravel(measure(**wanted))[0]
    again = pickle.loads(pickle.dumps(scorer))
    assert again(estimator, X, layout) == score
    assert repr(again) == f"make_color_scorer({measure.__name__})"


def test_labels_and_layout_reach_the_colorer_at_the_end_of_a_pipeline(rows):
    X, layout = rows
    pipeline = make_pipeline(PCA(2), KNNDistanceColorer()).fit(X, layout)
    colors = pipeline[-1].transform(pipeline[0].transform(X), layout[::-1])
    expected = local_fidelity(X, colors, layout[::-1])
    assert local_fidelity_scorer(pipeline, X, layout[::-1]) == expected
    assert local_fidelity_scorer(pipeline, X, layout) != expected
    pipeline = make_pipeline(PCA(2), ArgmaxColorer()).fit(X)
    labels = pipeline[-1].predict(pipeline[0].transform(X))
    assert label_purity_scorer(pipeline, X, layout) == label_purity(layout, labels)
    contrast = neighbor_contrast(layout, labels, pipeline[-1].palette_)
    assert neighbor_contrast_scorer(pipeline, X, layout) == contrast.smallest


def test_a_colorer_without_labels_has_no_score_of_labels(rows):
    colorer = ChannelColorer().fit(rows[0])
    assert np.isnan(label_purity_scorer(colorer, *rows))
    assert np.isnan(neighbor_contrast_scorer(colorer, *rows))


def test_a_scorer_of_ones_own_measure_and_parameters(fitted):
    def redness(colors, *, power):
        return np.mean(colors[:, 0] ** power), np.max(colors[:, 0])

    estimator, X, _ = fitted
    red = estimator.transform(X)[:, 0]
    assert make_color_scorer(redness, power=2)(estimator, X) == np.mean(red**2)
    scorer = make_color_scorer(global_fidelity, jnd=0.05, n_pairs=500)
    assert repr(scorer) == "make_color_scorer(global_fidelity, jnd=0.05, n_pairs=500)"
    expected = global_fidelity(X, estimator.transform(X), jnd=0.05, n_pairs=500)
    assert scorer(estimator, X) == expected


def test_grid_search_over_a_pipeline_with_pandas(rows):
    X, layout = rows
    frame = pd.DataFrame(X, columns=list("abcde"))
    search = GridSearchCV(
        make_pipeline(ResidualPCA(3, n_neighbors=5), ChannelColorer()),
        {"residualpca__n_components": [1, 3]},
        scoring={"local": local_fidelity_scorer, "coherence": color_coherence_scorer},
        refit="local",
        cv=[(np.arange(60), np.arange(60))],
        error_score="raise",
    ).fit(frame, pd.DataFrame(layout))
    best = search.best_estimator_
    assert search.best_score_ == local_fidelity_scorer(best, frame, layout)
    assert np.isfinite(search.cv_results_["mean_test_coherence"]).all()


def test_cross_validation_in_threads_gives_the_same(rows):
    X, layout = rows
    scores = [
        cross_validate(
            ChannelColorer(),
            X,
            layout,
            scoring=make_color_scorer(local_fidelity, n_neighbors=8),
            cv=3,
            n_jobs=n_jobs,
        )["test_score"]
        for n_jobs in (1, 2)
    ]
    np.testing.assert_array_equal(*scores)


def test_what_does_not_fit(fitted):
    estimator, X, _ = fitted
    with pytest.raises(ValueError, match="metric must take an argument named colors"):
        make_color_scorer(np.mean)
    with pytest.raises(ValueError, match="layout must be a dense table .* got None"):
        local_fidelity_scorer(estimator, X)
