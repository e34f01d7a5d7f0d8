import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from skcolor import (
    ArgmaxColorer,
    ClusterColorer,
    CovariancePCA,
    KNNDistanceColorer,
    LocalDimensionColorer,
    NeighborOverlapColorer,
    OrderedICA,
    ResidualPCA,
)
from skcolor._warn import warn_user


def few_rows(n=4, d=3):
    return np.random.default_rng(0).normal(size=(n, d))


def far_rows():
    X = few_rows(200)
    X[7] *= 1e6
    return X


WARNINGS = "more than|dominated by very few rows"


def nested(estimator):
    return make_pipeline(FunctionTransformer(), make_pipeline(estimator))


CASES = {
    "residual": (ResidualPCA(2), few_rows),
    "neighbors": (KNNDistanceColorer(), few_rows),
    "overlap": (NeighborOverlapColorer(), few_rows),
    "dimension": (LocalDimensionColorer(), few_rows),
    "clusters": (ClusterColorer(), few_rows),
    "components": (CovariancePCA(9), few_rows),
    "sources": (OrderedICA(9, tol=1.0), few_rows),
    "far, reducer": (CovariancePCA(2), far_rows),
    "far, labels": (ArgmaxColorer(standardize=True), far_rows),
    "far, clusters": (ClusterColorer(), far_rows),
}


@pytest.mark.parametrize("wrap", [lambda estimator: estimator, nested])
@pytest.mark.parametrize("method", ["fit", "fit_transform"])
@pytest.mark.parametrize("case", CASES)
def test_a_warning_points_at_the_line_that_calls(case, method, wrap):
    estimator, make = CASES[case]
    X = make()
    with pytest.warns(UserWarning, match=WARNINGS) as caught:
        getattr(wrap(estimator), method)(X, X[:, :2])
    assert [warning.filename for warning in caught] == [__file__]


def test_a_warning_in_a_batch_points_at_the_line_that_calls():
    with pytest.warns(UserWarning, match="dominated by very few rows") as caught:
        CovariancePCA(2).partial_fit(far_rows())
    assert caught[0].filename == __file__


def test_a_warning_in_a_search_points_at_the_line_that_calls():
    X = few_rows(20)
    search = GridSearchCV(
        CovariancePCA(9), {"n_components": [9]}, cv=2, scoring=lambda *args: 0.0
    )
    with pytest.warns(UserWarning, match="n_components=9") as caught:
        search.fit(X)
    assert {warning.filename for warning in caught} == {__file__}


def test_a_warning_comes_from_a_thread_that_has_no_line_of_the_users():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(warn_user, "few", RuntimeWarning).result()
    assert [(w.category, str(w.message)) for w in caught] == [(RuntimeWarning, "few")]
