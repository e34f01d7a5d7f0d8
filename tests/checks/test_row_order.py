"""Indexes that have the same labels in another order, at every door."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import KNNDistanceColorer, align, metrics, paint, transform_in_chunks
from skcolor._checks.row_order import check_row_order
from skcolor.export import to_anndata
from skcolor.plotting import (
    ColoringDisplay,
    ColoringLegend,
    HistogramDisplay,
    plot_gallery,
    save_html,
)
from tests.configurations import configured

pandas = pytest.importorskip("pandas")
ANOTHER_ORDER = r"in the order of \w+(\.obs)?; got an index with the same labels.*\.loc\["


@pytest.fixture
def frames(rows):
    """X and its layout with an index, and that layout in another order."""
    X, layout = rows
    names = [f"row {i}" for i in np.random.default_rng(0).permutation(len(X))]
    X, layout = pandas.DataFrame(X, names), pandas.DataFrame(layout, names)
    X.columns = X.columns.astype(str)
    return X, layout, layout.sort_index()


@pytest.mark.parametrize(
    ("index", "other", "passes"),
    [
        (["a", "b", "c"], ["a", "b", "c"], True),
        (["a", "b", "c"], ["a", "c", "b"], False),
        (["a", "b", "c"], ["a", "b", "d"], True),
        (range(3), [0, 1, 2], True),
        (range(3), [0.0, 1.0, 2.0], True),
        (range(3), [2, 1, 0], False),
        ([5, 6, 7], range(3), True),
        (["a", "a", "b"], ["a", "b", "a"], False),
        (["a", 1, None], [1, "a", None], False),
        (["a", "b"], ["b", "a", "c"], True),
        (pandas.Index(["a", "b"], dtype="string"), ["b", "a"], False),
        (pandas.Index(["a", "b"], dtype="category"), ["b", "a"], False),
        (pandas.Index(["a", "b"], dtype="category"), ["a", "b"], True),
        (pandas.MultiIndex.from_product([["a", "b"], [1, 2]]), list("wxyz"), True),
        (pandas.MultiIndex.from_product([["a", "b"], [1, 2]]), range(4), True),
        (
            pandas.MultiIndex.from_product([["a", "b"], [1, 2]]),
            pandas.MultiIndex.from_product([["b", "a"], [1, 2]]),
            False,
        ),
        (pandas.date_range("2020", periods=3), range(3), True),
        (
            pandas.date_range("2020", periods=3),
            pandas.date_range("2020", periods=3)[::-1],
            False,
        ),
        ([], [], True),
    ],
)
def test_the_same_labels_in_another_order_and_nothing_else_is_refused(index, other, passes):
    X = pandas.DataFrame({"x": np.zeros(len(index))}, index=index)
    layout = pandas.Series(np.zeros(len(other)), index=other)
    if passes:
        check_row_order({"X": X, "layout": layout})
        return
    message = r"layout must have its rows in the order of X; .* pass layout.loc\[X.index\]"
    with pytest.raises(ValueError, match=message):
        check_row_order({"colors": None, "X": X, "layout": layout})


@pytest.mark.parametrize("estimator", configured(), ids=str)
@pytest.mark.filterwarnings("ignore:FastICA did not converge", "ignore:.*got no layout")
def test_every_estimator_compares_in_fit_and_colorers_in_transform(estimator, frames):
    X, layout, other = frames
    estimator = clone(estimator)
    with pytest.raises(ValueError, match=ANOTHER_ORDER):
        estimator.fit(X, other)
    with pytest.raises(ValueError, match=ANOTHER_ORDER):
        estimator.fit_transform(X, other)
    with pytest.raises(ValueError, match=ANOTHER_ORDER):
        make_pipeline(StandardScaler().set_output(transform="pandas"), estimator).fit(
            X, other
        )
    if hasattr(estimator, "partial_fit"):
        with pytest.raises(ValueError, match=ANOTHER_ORDER):
            estimator.partial_fit(X, other)
    estimator.fit(X, layout)
    estimator.fit(X, other.loc[X.index])
    estimator.fit(X, other.iloc[:, 0])  # labels, which are ignored
    for method in ("transform", "predict", "score_samples"):
        if hasattr(estimator, method) and type(estimator).__name__.endswith("Colorer"):
            with pytest.raises(ValueError, match=ANOTHER_ORDER):
                getattr(estimator.fit(X, layout), method)(X, other)


def test_functions_compare_while_there_is_an_index(frames, tmp_path):
    X, layout, other = frames
    pipeline = make_pipeline(StandardScaler(), KNNDistanceColorer(4)).fit(X, layout)
    colors = pandas.DataFrame(pipeline.transform(X), X.index)
    shuffled = colors.sort_index()
    labels, palette = pandas.Series(0, other.index), np.zeros((1, 3))
    adata = SimpleNamespace(n_obs=len(X), obs=X, obsm={}, uns={})
    page = tmp_path / "map.html"
    calls = [
        lambda: transform_in_chunks(pipeline, X, other),
        lambda: align(pipeline, X, colors, layout=other),
        lambda: align(pipeline, X, shuffled, layout=layout),
        lambda: metrics.rank_colorers({"a": pipeline}, X, other),
        lambda: metrics.color_coherence_scorer(pipeline, X, other),
        lambda: metrics.local_fidelity(X, colors, other),
        lambda: metrics.local_fidelity(X, shuffled, layout),
        lambda: metrics.global_fidelity(X, shuffled),
        lambda: metrics.color_trustworthiness(X, shuffled),
        lambda: metrics.color_coherence(layout, shuffled),
        lambda: metrics.label_purity(layout, labels),
        lambda: metrics.neighbor_contrast(layout, labels, palette),
        lambda: paint.arrange_palette(palette, labels, layout),
        lambda: paint.delta_e(colors, shuffled),
        lambda: ColoringLegend.from_estimator(pipeline, X, row_names=labels),
        lambda: HistogramDisplay.from_estimator(pipeline, X, other),
        lambda: metrics.permutation_null(
            metrics.color_coherence, layout, shuffled, n_permutations=2, n_neighbors=5
        ),
        lambda: ColoringDisplay.from_estimator(pipeline, X, other),
        lambda: ColoringDisplay.from_colors(layout, shuffled),
        lambda: plot_gallery({"a": pipeline}, other, X=X),
        lambda: plot_gallery({"a": shuffled}, layout),
        lambda: save_html(page, layout, {"a": shuffled}),
        lambda: save_html(page, layout, {"a": colors}, hover=labels),
        lambda: save_html(page, layout, {"a": colors}, labels=labels),
        lambda: to_anndata(adata, shuffled),
        lambda: to_anndata(adata, colors, labels=labels),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=ANOTHER_ORDER):
            call()
    assert not page.exists()


def test_rows_in_one_order_pass(frames, tmp_path):
    X, layout, other = frames
    pipeline = make_pipeline(StandardScaler(), KNNDistanceColorer(4)).fit(X, layout)
    expected = transform_in_chunks(pipeline, X, layout.to_numpy())
    for same in (layout, other.loc[X.index], layout.reset_index(drop=True)):
        np.testing.assert_array_equal(transform_in_chunks(pipeline, X, same), expected)
    colors = pandas.DataFrame(expected, X.index)
    save_html(tmp_path / "map.html", layout, {"a": colors}, labels=X.iloc[:, 0])
    assert ColoringDisplay.from_colors(layout, colors).scatter_ is not None
