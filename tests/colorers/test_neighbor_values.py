import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.neighbors import NearestNeighbors

from skcolor import ConfidentColorer, LocalDimensionColorer, NeighborOverlapColorer
from skcolor.neighbors import IVFNeighbors, _search
from skcolor.plotting import ColoringLegend
from skcolor.plotting._explorer_legend import legend_data

COLORERS = pytest.mark.parametrize(
    "colorer", [NeighborOverlapColorer(10), LocalDimensionColorer(20)]
)


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1500, 8)).astype(np.float32) * np.arange(1, 9, dtype=np.float32)
    return X, X[:, -2:].copy()


@pytest.fixture
def many(monkeypatch):
    """Make a few hundred rows many."""
    monkeypatch.setattr(_search, "N_EXACT", 100)


@COLORERS
def test_an_approximate_search_of_many_rows_changes_values_little(colorer, rows, many):
    X, layout = rows
    exact = clone(colorer).set_params(neighbors=None).fit(X, layout)
    near = clone(colorer).fit(X, layout)
    assert exact.recall_ == 1
    assert 0.93 < near.recall_ < 1
    values = [one.score_samples(X, layout) for one in (exact, near)]
    assert np.corrcoef(*values)[0, 1] > 0.9
    assert np.abs(np.subtract(*values)).mean() < 0.03 * np.mean(values[0])


@COLORERS
def test_few_rows_are_searched_exactly_by_default(colorer, rows):
    X, layout = rows
    by_default, exact = (
        clone(colorer).set_params(**p).fit_transform(X, layout)
        for p in ({}, {"neighbors": None})
    )
    np.testing.assert_array_equal(by_default, exact)


@COLORERS
def test_legends_say_what_an_approximate_search_found(colorer, rows, many):
    X, layout = rows
    near = clone(colorer).fit(X, layout)
    near.recall_ = 0.9599
    legend = ColoringLegend.from_estimator(near, X, layout)
    assert legend.note == "95% of the neighbors in X were found."
    assert legend_data(legend)["note"] == legend.note
    assert legend.note in near._repr_mimebundle_()["text/html"]
    texts = " ".join(text.get_text() for text in legend.plot().ax_.texts)
    assert legend.note in texts
    confident = ConfidentColorer(clone(colorer), n_bootstrap=2).fit(X, layout)
    note = ColoringLegend.from_estimator(confident, X, layout).note
    assert note.startswith("Grayer colors are less certain. 9")
    exact = clone(colorer).set_params(neighbors=None).fit(X, layout)
    assert not ColoringLegend.from_estimator(exact, X, layout).note


@COLORERS
def test_nothing_is_said_of_a_recall_that_is_not_known(colorer, rows):
    X, layout = rows
    other = clone(colorer).set_params(neighbors=NearestNeighbors()).fit(X, layout)
    assert other.recall_ is None
    assert not ColoringLegend.from_estimator(other, X, layout).note
    del other.recall_  # as in those that version 0.1.0 saved
    assert not ColoringLegend.from_estimator(other, X, layout).note


def test_colorers_that_share_a_search_search_once(rows, searched):
    X, layout = rows
    search = FrozenEstimator(IVFNeighbors(21).fit(X))
    searched.clear()
    for colorer in (NeighborOverlapColorer(10), LocalDimensionColorer(20)):
        shared = clone(colorer).set_params(neighbors=search)
        colors = shared.fit_transform(X, layout)
        assert shared.recall_ == search.recall_of(colorer.n_neighbors)
        assert searched == [len(X)]
        np.testing.assert_array_equal(clone(shared).fit(X, layout).transform(X), colors)
    alone = LocalDimensionColorer(20, neighbors=IVFNeighbors(21)).fit_transform(X)
    np.testing.assert_array_equal(alone, colors)


@COLORERS
def test_new_rows_batches_threads_and_files_do_not_matter(colorer, rows, many, tmp_path):
    X, layout = rows
    near = clone(colorer).fit(X, layout)
    both = np.concatenate([X[:40], X[:40] + np.float32(0.1)])
    expected = near.transform(both)
    np.testing.assert_array_equal(near.transform(both[39:42]), expected[39:42])
    threaded = clone(colorer).set_params(n_jobs=3).fit(X, layout)
    np.testing.assert_array_equal(threaded.transform(both), expected)
    joblib.dump(near, tmp_path / "colorer.joblib")
    loaded = joblib.load(tmp_path / "colorer.joblib")
    np.testing.assert_array_equal(loaded.transform(both), expected)
    assert loaded.note_ == near.note_
