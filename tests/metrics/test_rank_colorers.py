import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline

from skcolor import (
    ChannelColorer,
    ClusterColorer,
    KNNDistanceColorer,
    transform_in_chunks,
)
from skcolor.metrics import (
    global_fidelity,
    label_purity,
    local_fidelity,
    local_fidelity_scorer,
    make_color_scorer,
    rank_colorers,
)

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
    monkeypatch.setattr(
        "skcolor.metrics._score_each.perf_counter", lambda: Clock.seconds
    )
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
