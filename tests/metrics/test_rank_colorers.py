import os
import signal
import threading

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline

from skcolor import (
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    KNNDistanceColorer,
    OrderedICA,
    transform_in_chunks,
)
from skcolor._compute.linear_algebra import eigh
from skcolor.metrics import (
    _scorer,
    global_fidelity,
    label_purity,
    local_fidelity,
    local_fidelity_scorer,
    make_color_scorer,
    rank_colorers,
    reading_gain,
)
from skcolor.reducers import _covariance_pca

MEASURES = [
    "reading_gain",
    "local_fidelity",
    "global_fidelity",
    "color_trustworthiness",
    "color_coherence",
]
MEASURES += ["effective_colors", "neighbor_contrast", "label_purity"]


@pytest.fixture(scope="module")
def planted():
    """Rows in order, their layout, and colorers that show what it hides, or has already."""
    rng = np.random.default_rng(0)
    X = rng.random((600, 3)) * [1, 1, 0.5]
    X = X[np.argsort(X[:, 0])]
    colorers = {
        "clusters": ClusterColorer(KMeans(4, random_state=0)),
        "all": ChannelColorer(),
        "distance": make_pipeline(PCA(3), KNNDistanceColorer(5)),
    }
    return colorers, X, X[:, :2].copy()


class Fails(ChannelColorer):
    def transform(self, X, y=None):
        raise ValueError("not today")


class Clock(ChannelColorer):
    seconds = 0

    def fit(self, X, y=None):
        Clock.seconds += 3
        return super().fit(X, y)

    def transform(self, X, y=None):
        Clock.seconds += 1
        return super().transform(X, y)


def test_every_measure_is_there_sorted_by_the_first(planted):
    table = rank_colorers(*planted, cv=2)
    assert isinstance(table, pd.DataFrame)
    columns = [name for measure in MEASURES for name in (measure, f"{measure}_std")]
    assert list(table.columns) == ["colorer", *columns, "fit_time", "transform_time"]
    assert table["colorer"][0] == "all"
    assert sorted(table["colorer"]) == sorted(planted[0])
    assert table["reading_gain"].is_monotonic_decreasing
    has_labels = table["colorer"] == "clusters"
    for measure in ("neighbor_contrast", "label_purity"):
        assert (table[measure].notna() == has_labels).all()
        assert (table[f"{measure}_std"].notna() == has_labels).all()


def test_scores_are_those_of_held_out_rows_with_their_layout(planted):
    colorers, X, layout = planted
    splits = list(ShuffleSplit(3, test_size=0.5, random_state=1).split(X))
    metrics = ["global_fidelity", "label_purity", "local_fidelity"]
    table = rank_colorers(*planted, cv=splits, metrics=metrics, as_frame=False)
    for name, colorer in colorers.items():
        scores = []
        for fit, test in splits:
            colorer.fit(X[fit], layout[fit])
            colors = transform_in_chunks(colorer, X[test], layout[test])
            purity = np.nan
            if name == "clusters":
                purity = label_purity(layout[test], colorer.predict(X[test]))
            local = local_fidelity(X[test], colors, layout[test])
            scores.append([global_fidelity(X[test], colors), purity, local])
        row = list(table["colorer"]).index(name)
        for column, values in zip(metrics, np.transpose(scores), strict=True):
            assert table[column][row] == pytest.approx(np.mean(values), nan_ok=True)
            assert table[f"{column}_std"][row] == pytest.approx(np.std(values), nan_ok=True)


def test_every_measure_is_what_it_is_alone(planted):
    colorers, X, layout = planted
    splits = list(ShuffleSplit(2, test_size=0.5, random_state=1).split(X))
    table = rank_colorers(colorers, X, layout, cv=splits, n_jobs=2, as_frame=False)
    for name, colorer in colorers.items():
        row = list(table["colorer"]).index(name)
        for measure, function in _scorer.MEASURES.items():
            scorer = make_color_scorer(function)
            scores = [
                scorer(clone(colorer).fit(X[fit], layout[fit]), X[test], layout[test])
                for fit, test in splits
            ]
            np.testing.assert_equal(table[measure][row], np.mean(scores))


def test_attributes_are_split_with_the_rows(planted):
    colorers, X, layout = planted
    word = pd.Series(np.where(X[:, 1] > 0.5, "high", "low"), index=np.arange(600) + 7)
    attributes = {"depth": list(X[:, 2]), "word": word}
    fit, test = next(ShuffleSplit(1, test_size=0.5, random_state=1).split(X))
    table = rank_colorers(colorers, X, layout, cv=[(fit, test)], attributes=attributes)
    shown = ["reading_gain", "reading_gain[depth]", "reading_gain[word]"]
    assert list(table.columns[1:7:2]) == shown
    colors = ChannelColorer().fit(X[fit]).transform(X[test])
    held_out = {"depth": X[test, 2], "word": word.iloc[test]}
    gain = reading_gain(X[test], colors, layout[test], attributes=held_out)
    row = table[table["colorer"] == "all"].iloc[0]
    assert tuple(row[shown]) == (gain.mean, *gain.shares.values())
    with pytest.raises(ValueError, match=r"attributes\['depth'\] has shape \(5,\)"):
        rank_colorers(colorers, X, layout, attributes={"depth": np.ones(5)})
    with pytest.raises(ValueError, match="attributes are for reading_gain, which metrics"):
        rank_colorers(colorers, X, layout, attributes=word, metrics=["effective_colors"])


class Counts(PCA):
    n_fits = 0

    def fit_transform(self, X, y=None):
        Counts.n_fits += 1
        Clock.seconds += 10
        if self.n_components == 3:
            raise ValueError("no three")
        return super().fit_transform(X, y)


def test_a_first_step_in_common_is_fitted_once_and_counts_for_all(planted, monkeypatch):
    for module in ("metrics._score_each", "_fitted.first_step"):
        monkeypatch.setattr(f"skcolor.{module}.perf_counter", lambda: Clock.seconds)
    colorers = {
        "a": make_pipeline(Counts(2), Clock()),
        "other": make_pipeline(PCA(2), Clock()),
        "b": make_pipeline(Counts(2), Clock(space="oklab")),
        "memory": make_pipeline(Counts(2), Clock(), memory=joblib.Memory(None)),
    }
    table = rank_colorers(colorers, *planted[1:], cv=2, metrics=["global_fidelity"])
    assert Counts.n_fits == 2 * 2
    times = dict(zip(table["colorer"], table["fit_time"], strict=True))
    assert times == {"a": 13, "b": 13, "memory": 13, "other": 3}
    scores = dict(zip(table["colorer"], table["global_fidelity"], strict=True))
    assert scores["a"] == scores["other"] == scores["memory"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [9, 80])  # fewer and more than rows of a fit
def test_principal_components_are_computed_once_with_the_same_bytes(
    dtype, n_columns, monkeypatch
):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, n_columns)).astype(dtype)
    layout = rng.normal(size=(120, 2))
    numbers = {"pca": CovariancePCA(3), "more": CovariancePCA(6), "ica": OrderedICA(2)}
    colorers = {
        name: make_pipeline(reducer, ChannelColorer()) for name, reducer in numbers.items()
    }
    calls = []

    def count(*arguments, **keywords):
        calls.append(arguments[0].shape)
        return eigh(*arguments, **keywords)

    for module in ("_covariance_pca", "_wide"):
        monkeypatch.setattr(f"skcolor.reducers.{module}.eigh", count)
    found = rank_colorers(colorers, X, layout, cv=2, as_frame=False, n_jobs=2)
    assert len(calls) == 2  # one a split
    monkeypatch.setattr(_covariance_pca, "shared", lambda compute, *key: compute())
    alone = rank_colorers(colorers, X, layout, cv=2, as_frame=False)
    assert len(calls) == 2 + 2 * 3
    for name in found:
        if "time" not in name:
            np.testing.assert_array_equal(found[name], alone[name])


def test_a_first_step_in_common_that_fails_fails_for_all(planted):
    colorers = {
        "a": make_pipeline(Counts(3), ChannelColorer()),
        "fine": ChannelColorer(),
        "b": make_pipeline(Counts(3), ChannelColorer(space="oklab")),
    }
    with pytest.warns(UserWarning, match="no three") as caught:
        table = rank_colorers(colorers, *planted[1:], cv=2, error_score=np.nan)
    assert list(table["colorer"]) == ["fine", "a", "b"]
    assert table["reading_gain"].isna().tolist() == [False, True, True]
    told = [str(warning.message) for warning in caught]
    for name in "ab":
        assert told.count(f"colorer {name!r} failed: ValueError: no three") == 2


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted_it_does_not_wait_for_its_threads(planted):
    at_work, let_go, is_first = [], threading.Event(), threading.Lock()

    class Stops(ChannelColorer):
        def fit(self, X, y=None):
            at_work.append(threading.current_thread())
            if is_first.acquire(blocking=False):  # a second signal would hit pytest itself
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            let_go.wait(30)
            return super().fit(X, y)

    # A job in the background of a shell ignores the signal, and so do its children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            rank_colorers({"stops": Stops()}, *planted[1:], cv=2, n_jobs=2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert at_work[0].is_alive()
    let_go.set()
    for thread in at_work:
        thread.join()


def test_folds_are_shuffled_and_threads_change_nothing(planted):
    tables = [
        rank_colorers(*planted, cv=cv, metrics=["local_fidelity"], n_jobs=n_jobs)
        for cv, n_jobs in (
            (3, None),
            (3, 2),
            (KFold(3, shuffle=True, random_state=0), None),
        )
    ]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(
            table.iloc[:, :3], tables[0].iloc[:, :3], check_exact=True
        )
    assert not np.isclose(
        rank_colorers(*planted, cv=KFold(3), metrics=["local_fidelity"])["local_fidelity"],
        tables[0]["local_fidelity"],
    ).any()


def test_measures_by_name_function_scorer_and_of_ones_own(planted):
    colorers, X, layout = planted
    metrics = {
        "ours": local_fidelity,
        "scorer": local_fidelity_scorer,
        "coarse": make_color_scorer(local_fidelity, jnd=0.1),
        "red": lambda colors: np.mean(colors[:, 0]),
    }
    table = rank_colorers(colorers, X, layout, cv=2, metrics=metrics)
    np.testing.assert_array_equal(table["ours"], table["scorer"])
    assert (table["coarse"] < table["ours"]).all()
    assert table["red"].between(0, 1).all()
    by_function = rank_colorers(colorers, X, layout, cv=2, metrics=[local_fidelity])
    np.testing.assert_array_equal(table["ours"], by_function["local_fidelity"])


def test_colorers_are_left_as_they_are_and_frames_are_taken(planted):
    _, X, layout = planted
    unfitted = {"all": ChannelColorer()}
    frames = pd.DataFrame(X, columns=list("abc")), pd.DataFrame(layout)
    table = rank_colorers(unfitted, *frames, cv=2, metrics=["local_fidelity"])
    assert not hasattr(unfitted["all"], "n_features_in_")
    of_arrays = rank_colorers(unfitted, X, layout, cv=2, metrics=["local_fidelity"])
    assert table["local_fidelity"][0] == of_arrays["local_fidelity"][0]


def test_times_are_seconds_a_split(planted, monkeypatch):
    monkeypatch.setattr("skcolor.metrics._score_each.perf_counter", lambda: Clock.seconds)
    table = rank_colorers({"clock": Clock()}, *planted[1:], cv=2)
    assert (table["fit_time"][0], table["transform_time"][0]) == (3, 1)


def test_a_colorer_that_fails_is_named(planted):
    colorers, X, layout = planted
    colorers = {"bad": Fails(), **colorers}
    with pytest.raises(ValueError, match="colorer 'bad' failed: ValueError: not today"):
        rank_colorers(colorers, X, layout, cv=2)
    with pytest.raises(ValueError, match=r"colorer 'PCA' failed: .*colors has shape"):
        rank_colorers({"PCA": PCA(2)}, X, layout, cv=2)


def test_a_colorer_that_fails_can_be_left_behind_with_a_warning(planted):
    colorers, X, layout = planted
    with pytest.warns(UserWarning, match="colorer 'bad' failed: ValueError: not today"):
        table = rank_colorers(
            {"bad": Fails(), **colorers}, X, layout, cv=2, error_score=np.nan
        )
    assert list(table["colorer"])[-1] == "bad"
    assert table.iloc[-1, 1:].isna().all()
    assert table["local_fidelity"][:-1].notna().all()


def test_without_pandas_it_is_a_dict_of_arrays(planted, monkeypatch):
    arguments = {"cv": 2, "metrics": ["effective_colors"]}
    frame = rank_colorers(*planted, **arguments)
    table = rank_colorers(*planted, **arguments, as_frame=False)
    assert {key: len(values) for key, values in table.items()} == dict.fromkeys(frame, 3)
    monkeypatch.setattr("skcolor.metrics._rank_colorers.find_spec", lambda name: None)
    assert isinstance(rank_colorers(*planted, **arguments), dict)

    def import_module(name):
        raise ImportError(name)

    monkeypatch.setattr("skcolor._external.import_module", import_module)
    with pytest.raises(ImportError, match=r"pandas is required here; .*skcolor\[pandas\]"):
        rank_colorers(*planted, **arguments, as_frame=True)


def test_progress_is_shown_where_it_is_asked_for(planted, capsys):
    rank_colorers(*planted, cv=2, metrics=["effective_colors"])
    assert capsys.readouterr() == ("", "")
    rank_colorers(*planted, cv=2, metrics=["effective_colors"], verbose=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("rank █")
    assert "6/6" in err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colorers": {}}, "colorers must be a dict .* got an empty dict"),
        ({"layout": None}, "layout must be a dense table"),
        ({"layout": np.ones((5, 2))}, "layout .* has 5 rows and X has 600"),
        (
            {"metrics": ["fidelity"]},
            "metrics must be among reading_gain, .*; got 'fidelity'",
        ),
        ({"metrics": {"mean": np.mean}}, "metric must take an argument named colors"),
    ],
)
def test_what_does_not_fit(change, message, planted):
    colorers, X, layout = planted
    arguments = {"colorers": colorers, "X": X, "layout": layout, **change}
    with pytest.raises(ValueError, match=message):
        rank_colorers(**arguments)
