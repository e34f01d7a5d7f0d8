import numpy as np
import pytest
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.neighbors import NearestNeighbors

from skcolor import LocalDimensionColorer, NeighborOverlapColorer
from skcolor._compute.shared_work import SharedWork
from skcolor.neighbors import IVFNeighbors, _search
from skcolor.neighbors._approximate import BaseApproximateNeighbors
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._search import find_neighbors, search_all


@pytest.fixture
def X():
    return np.random.default_rng(0).normal(size=(500, 5)).astype(np.float32)


class HalfOfThem(BaseApproximateNeighbors):
    """Finds the row itself and every other of its neighbors."""

    def __init__(self, n_neighbors=31):
        self.n_neighbors = n_neighbors

    _parameter_constraints = {}

    def _build(self, X):
        self._index = NearestNeighbors().fit(X)

    def _query(self, X, n_neighbors):
        found = self._index.kneighbors(X, 2 * n_neighbors - 1, return_distance=False)
        return found[:, ::2]


def test_auto_is_exact_for_few_rows_and_for_few_columns(X, monkeypatch):
    assert isinstance(find_neighbors(X, "auto"), ExactNeighbors)
    monkeypatch.setattr(_search, "N_EXACT", 499)
    assert isinstance(find_neighbors(X[:, :3], "auto"), ExactNeighbors)
    assert isinstance(find_neighbors(X, None), ExactNeighbors)
    search = find_neighbors(X, "auto", n_neighbors=70, n_jobs=2)
    assert isinstance(search.estimator, IVFNeighbors)
    assert search.estimator.n_neighbors_ == 71
    assert search.X is X
    assert search.estimator.n_jobs == 2
    # More neighbors than rows are limited without a warning; the colorer has warned.
    assert find_neighbors(X, "auto", n_neighbors=900).estimator.n_neighbors_ == 500


def test_a_frozen_search_is_not_fitted_again(X):
    fitted = IVFNeighbors(5).fit(X)
    search = find_neighbors(X.copy(), FrozenEstimator(fitted))
    assert search.estimator is fitted
    assert search.X is fitted._fit_X  # rows are kept once
    for a, b in zip(search.kneighbors(X, 5), fitted.kneighbors(X), strict=True):
        np.testing.assert_array_equal(a, b)
    wide = X.astype(np.float64)
    assert (
        find_neighbors(wide, FrozenEstimator(fitted)).kneighbors(wide, 5)[0].dtype == float
    )


@pytest.mark.parametrize("make", [IVFNeighbors, NearestNeighbors])
def test_a_frozen_search_of_other_rows_is_an_error(X, make):
    frozen = FrozenEstimator(make(n_neighbors=5).fit(X))
    with pytest.raises(
        ValueError, match=r"frozen, .* same rows .*got a search among others"
    ):
        find_neighbors(X[::-1].copy(), frozen)
    with pytest.raises(ValueError, match=r"got a search among rows of shape \(500, 5\)"):
        find_neighbors(X[:400], frozen)


def test_recall_is_1_of_an_exact_search_and_unknown_of_others(X):
    assert search_all(find_neighbors(X), 5) == 1
    assert search_all(find_neighbors(X, NearestNeighbors()), 5) is None


def test_recall_of_an_approximate_search_is_measured(X):
    assert search_all(find_neighbors(X, HalfOfThem()), 10) == pytest.approx(0.5)
    search = find_neighbors(X, IVFNeighbors(11, target_recall=0.7))
    assert search_all(search, 10) == search.estimator.recall_
    assert hasattr(search.estimator, "_all_neighbors")


def test_colorers_of_the_same_rows_share_the_search_of_auto(X, searched, monkeypatch):
    monkeypatch.setattr(_search, "N_EXACT", 499)
    layout = X[:, :2]
    colorers = {"a": NeighborOverlapColorer(), "b": LocalDimensionColorer()}
    with SharedWork().of(X):
        together = [one.fit_transform(X, layout) for one in colorers.values()]
    assert searched.count(len(X)) == 1
    alone = [clone(one).fit_transform(X, layout) for one in colorers.values()]
    assert searched.count(len(X)) == 3
    np.testing.assert_array_equal(together, alone)
