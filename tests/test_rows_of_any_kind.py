"""Sparse rows, texts, dicts and mixed columns: whatever a pipeline takes, all else takes.

Distances in X are measured in X if it is a table of numbers, sparse or not, and otherwise
in what the first step makes of it.
"""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import skcolor.metrics
from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    ClusterColorer,
    KNNDistanceColorer,
    ValueColorer,
    align,
    neighbors,
    transform_in_chunks,
)
from skcolor._compute import chunks
from skcolor._fitted.pipelines import color_rows
from skcolor.metrics import (
    global_fidelity,
    local_fidelity,
    local_fidelity_scorer,
    make_color_scorer,
    rank_colorers,
    reading_gain,
    reading_gain_scorer,
)
from skcolor.plotting import ColoringDisplay, ColoringLegend, HistogramDisplay, plot_gallery
from tests.bad_values import not_refused
from tests.configurations import ESTIMATORS, configured

N = 60
rng = np.random.default_rng(0)
LAYOUT = rng.normal(size=(N, 2))
WORDS = "sea ship sail wind salt moon star sky night cloud".split()  # noqa: SIM905
TEXTS = [" ".join(rng.choice(WORDS[i % 2 * 4 : i % 2 * 4 + 6], 9)) for i in range(N)]
COUNTS = CountVectorizer().fit_transform(TEXTS)
FRAME = pd.DataFrame({"size": rng.normal(size=N), "kind": rng.choice(["a", "b"], N)})
DICTS = [{"size": size, "kind": kind} for size, kind in FRAME.to_numpy()]
GAPS = np.where(rng.random((N, 3)) < 0.1, np.nan, rng.normal(size=(N, 3)))
CODES = FRAME.assign(kind=pd.Categorical.from_codes([0, 1] * (N // 2), [10, 20]))


def encode_columns():
    encoder = OneHotEncoder(sparse_output=False)
    return ColumnTransformer([("n", StandardScaler(), ["size"]), ("k", encoder, ["kind"])])


# Rows, and the steps that make a few columns of numbers of them.
KINDS = {
    "csr_array": (scipy.sparse.csr_array(COUNTS), []),
    "csr_matrix": (scipy.sparse.csr_matrix(COUNTS.astype(np.float32)), []),
    "csc_matrix": (scipy.sparse.csc_matrix(COUNTS), []),
    "coo_array": (scipy.sparse.coo_array(COUNTS), []),
    "texts": (TEXTS, [TfidfVectorizer()]),
    "array of texts": (np.array(TEXTS, dtype=object), [CountVectorizer()]),
    "series": (pd.Series(TEXTS), [CountVectorizer()]),
    "dicts": (DICTS, [DictVectorizer()]),
    "mixed columns": (FRAME, [encode_columns()]),
    "categories with numbers": (CODES, [encode_columns()]),
    "missing values": (GAPS, [SimpleImputer()]),
}
IS_TABLE = ("csr_array", "csr_matrix", "csc_matrix", "coo_array")


def pipeline(kind, colorer):
    """A pipeline for rows of a kind, fitted to them."""
    X, steps = KINDS[kind]
    svd = TruncatedSVD(2, algorithm="arpack", random_state=0)
    return make_pipeline(*steps, svd, colorer).fit(X, LAYOUT)


def numbers_of(fitted, kind):
    """What distances are measured in, dense."""
    X, _ = KINDS[kind]
    numbers = X if kind in IS_TABLE else fitted[0].transform(X)
    return numbers.toarray() if scipy.sparse.issparse(numbers) else np.asarray(numbers)


@pytest.mark.parametrize("kind", KINDS)
def test_scorers_measure_in_the_first_numbers(kind):
    X, _ = KINDS[kind]
    fitted = pipeline(kind, ArgmaxColorer())
    numbers, colors = numbers_of(fitted, kind), fitted.transform(X)
    for name in ("local_fidelity", "global_fidelity", "color_trustworthiness"):
        measure = getattr(skcolor.metrics, name)
        data = (numbers, colors, LAYOUT)[: 3 if name == "local_fidelity" else 2]
        score = getattr(skcolor.metrics, f"{name}_scorer")(fitted, X, LAYOUT)
        # Sums of sparse and dense rows differ by rounding, and so may the ranks of ties.
        assert score == pytest.approx(measure(*data), abs=1e-3)
    expected = reading_gain(numbers, colors, LAYOUT).mean
    score = reading_gain_scorer(fitted, X, LAYOUT)
    assert score == pytest.approx(expected, rel=1e-3, abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_grid_search_and_a_ranking(kind):
    X, _ = KINDS[kind]
    fitted = pipeline(kind, ChannelColorer())
    search = GridSearchCV(
        fitted,
        {"channelcolorer__space": ["srgb", "oklab"]},
        scoring=make_color_scorer(global_fidelity, n_pairs=500),
        cv=2,
        error_score="raise",
    ).fit(X, LAYOUT)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    colorers = {"channels": fitted, "values": pipeline(kind, KNNDistanceColorer())}
    measures = {"measure": make_color_scorer(global_fidelity, n_pairs=500)}
    table = rank_colorers(colorers, X, LAYOUT, cv=2, metrics=measures, as_frame=False)
    assert np.isfinite(table["measure"]).all()


def test_a_measure_of_ones_own_gets_numbers_but_a_table_as_it_is():
    seen = []

    def measure(X, colors):
        seen.append(X)
        return 0.0

    fitted = pipeline("texts", ChannelColorer())
    make_color_scorer(measure)(fitted, TEXTS)
    np.testing.assert_array_equal(seen[-1].toarray(), numbers_of(fitted, "texts"))
    frame = pd.DataFrame(rng.normal(size=(N, 3)))
    make_color_scorer(measure)(
        make_pipeline(StandardScaler(), ChannelColorer()).fit(frame), frame
    )
    assert seen[-1] is frame


def test_masked_rows_are_refused_whatever_a_step_makes_of_them():
    X = rng.normal(size=(N, 3))
    fitted = make_pipeline(StandardScaler(), ChannelColorer()).fit(X)
    with pytest.raises(ValueError, match="X must have no masked entries"):
        local_fidelity_scorer(fitted, np.ma.array(X, mask=X > 2), LAYOUT)


def test_a_ranking_warns_if_first_steps_give_other_numbers():
    colorers = {
        "counts": make_pipeline(CountVectorizer(), TruncatedSVD(3), ChannelColorer()),
        "shares": make_pipeline(TfidfVectorizer(), TruncatedSVD(3), ChannelColorer()),
    }
    options = {"cv": 2, "metrics": ["global_fidelity"], "as_frame": False}
    with pytest.warns(UserWarning, match="first step of each pipeline; these differ"):
        rank_colorers(colorers, TEXTS, LAYOUT, **options)
    del colorers["counts"]
    rank_colorers(colorers, TEXTS, LAYOUT, **options)  # a warning would be an error


@pytest.mark.parametrize("kind", KINDS)
def test_chunks_have_the_colors_of_all_rows(kind, monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 2**9)
    X, _ = KINDS[kind]
    fitted = pipeline(kind, ChannelColorer())
    np.testing.assert_allclose(
        transform_in_chunks(fitted, X), fitted.transform(X), atol=1e-6
    )


@pytest.mark.parametrize("kind", ["csc_matrix", "texts", "dicts", "mixed columns"])
@pytest.mark.parametrize(
    "colorer", [ChannelColorer(), ClusterColorer(), ValueColorer(), KNNDistanceColorer()]
)
def test_pictures_legends_and_alignment(kind, colorer):
    X, _ = KINDS[kind]
    fitted = pipeline(kind, colorer)
    colors = color_rows(fitted, X, LAYOUT)
    names = [f"row {i}" for i in range(N)]
    display = ColoringDisplay.from_estimator(fitted, X, LAYOUT, legend={"row_names": names})
    np.testing.assert_array_equal(display.colors, colors)
    legend = ColoringLegend.from_estimator(
        fitted, X, LAYOUT, attributes={"size": LAYOUT[:, 0]}
    )
    assert type(legend.key) is type(display.legend.key)
    assert len(plot_gallery({"a": fitted}, LAYOUT, X=X).axes) == 1
    if not isinstance(colorer, ChannelColorer):
        assert HistogramDisplay.from_estimator(fitted, X, LAYOUT).counts.sum() == N
    aligned = color_rows(align(fitted, X, colors, layout=LAYOUT), X, LAYOUT)
    np.testing.assert_allclose(aligned, colors, atol=0.05)


ALONE = {
    "sparse": (COUNTS, r"TruncatedSVD\(50\), "),
    "texts": (TEXTS, r"TfidfVectorizer\(\), TruncatedSVD\(50\), "),
    "array of texts": (np.array(TEXTS), r"TfidfVectorizer\(\), TruncatedSVD\(50\), "),
    "series": (pd.Series(TEXTS), r"TfidfVectorizer\(\), TruncatedSVD\(50\), "),
    "dicts": (DICTS, r"DictVectorizer\(\), TruncatedSVD\(50\), "),
    "mixed columns": (FRAME, r"column 'kind' .*ColumnTransformer"),
}


@pytest.mark.parametrize("name", [*ESTIMATORS, *neighbors.__all__])
def test_estimators_alone_say_what_to_put_before_them(name):
    is_search = name in neighbors.__all__
    estimator = getattr(neighbors, name)() if is_search else configured([name])[0]
    for X, words in ALONE.values():
        calls = {"fit": lambda X=X: estimator.fit(X, LAYOUT)}
        if hasattr(estimator, "partial_fit"):
            calls["partial_fit"] = lambda X=X: estimator.partial_fit(X, LAYOUT)
        assert not_refused(calls, "^X must be ", words, rf"{name}\(") == {}


def test_other_errors_of_frames_stay_as_they_are():
    frame = pd.DataFrame({"a": [1.0, np.nan], "b": [1.0, 2.0]})
    with pytest.raises(ValueError, match="^Input X contains NaN"):
        ChannelColorer().fit(frame)
    with pytest.raises(ValueError, match="^The feature names should match"):
        ChannelColorer().fit(frame.fillna(0)).transform(frame[["b"]].assign(c=1.0))


def test_polars_columns_of_mixed_types():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {"size": FRAME["size"].to_list(), "kind": FRAME["kind"].to_list()}
    )
    fitted = make_pipeline(encode_columns(), ChannelColorer()).fit(frame)
    expected = local_fidelity(fitted[0].transform(frame), fitted.transform(frame), LAYOUT)
    assert local_fidelity_scorer(fitted, frame, LAYOUT) == expected
    with pytest.raises(ValueError, match="column 'kind' of String.*ColumnTransformer"):
        ChannelColorer().fit(frame)
    days = frame.with_columns(
        kind=polars.date_range(
            polars.date(2020, 1, 1), polars.date(2020, 2, 29), eager=True
        )
    )
    days = (
        make_pipeline(
            ColumnTransformer([("n", StandardScaler(), ["size"])]), ChannelColorer()
        ).fit(days),
        days,
    )
    score = local_fidelity_scorer(*days, LAYOUT)
    assert score == local_fidelity(
        frame[["size"]].to_numpy(), days[0].transform(days[1]), LAYOUT
    )


def test_wide_sparse_rows_are_measured_without_filling_them(peak_memory):
    X = scipy.sparse.random_array((400, 100_000), density=1e-4, format="csr", rng=0)
    colors, layout = np.random.default_rng(0).random((400, 3)), X[:, :2].toarray()
    layout = np.random.default_rng(1).normal(size=(400, 2))
    with peak_memory() as peak:
        for measure in (local_fidelity, reading_gain):
            measure(X, colors, layout, n_neighbors=10)
        skcolor.metrics.global_fidelity(X, colors, n_pairs=2000)
        skcolor.metrics.color_trustworthiness(X, colors)
    assert peak.bytes < 400 * 100_000 * 8 / 20
