"""Exporters: by hand, and against the libraries that they are for where these are."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex as matplotlib_hex
from matplotlib.colors import to_rgb

from skcolor.export import to_anndata, to_hex, to_jscatter
from skcolor.paint import delta_e

RNG = np.random.default_rng(0)
COLORS = RNG.random((200, 3))
LAYOUT = RNG.normal(size=(200, 2))
# Not of ours: what these libraries warn of when they are imported.
of_others = pytest.mark.filterwarnings("ignore")


def test_hex_is_that_of_matplotlib():
    expected = [matplotlib_hex(color) for color in COLORS]
    np.testing.assert_array_equal(to_hex(COLORS), expected)
    np.testing.assert_array_equal(to_hex(COLORS.astype(np.float32)), expected)


@pytest.mark.parametrize("max_colors", [1, 7, 50])
def test_there_are_no_more_colors_than_asked_for_and_not_many_fewer(max_colors):
    assert max_colors / 2 < len(set(to_hex(COLORS, max_colors=max_colors))) <= max_colors


def test_near_colors_become_their_mean():
    groups = np.array([[0.1, 0.1, 0.1], [0.3, 0.6, 0.9]])[np.arange(200) % 2]
    merged = to_hex(groups + 0.02 * (COLORS - 0.5), max_colors=2)
    assert len(set(merged)) == 2
    rgb = np.array([to_rgb(color) for color in merged])
    assert delta_e(rgb, groups).max() < 0.01


def test_colors_weigh_as_many_as_there_are():
    black_and_grays = np.repeat([[0.0] * 3, [0.02] * 3], [99, 1], axis=0)
    assert set(to_hex(black_and_grays, max_colors=1)) == {"#000000"}


def test_few_colors_stay_as_they_are():
    few = COLORS[np.arange(200) % 5]
    np.testing.assert_array_equal(to_hex(few, max_colors=5), to_hex(few))


def test_bad_colors_and_counts():
    with pytest.raises(ValueError, match=r"colors must lie in \[0, 1\]"):
        to_hex(2 * COLORS)
    with pytest.raises(ValueError, match=r"wanted \(200, 3\), one sRGB color"):
        to_hex(COLORS[:, :2])
    with pytest.raises(ValueError, match="max_colors must be at least 1 or None; got 0"):
        to_hex(COLORS, max_colors=0)


def annotated():
    return SimpleNamespace(n_obs=3, obs=pd.DataFrame(index=list("abc")), obsm={}, uns={})


def test_labels_are_categories_in_their_own_order():
    adata = annotated()
    colors = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])
    to_anndata(adata, colors, labels=[10, -1, 9], key="k")
    np.testing.assert_array_equal(adata.obsm["k"], colors)
    assert list(adata.obs["k"]) == ["10", "-1", "9"]
    assert list(adata.obs["k"].cat.categories) == ["-1", "9", "10"]
    assert adata.uns["k_colors"] == ["#00ff00", "#0000ff", "#ff0000"]


@pytest.mark.parametrize(
    ("labels", "names", "ordered"),
    [
        (pd.array([10, None, 9], dtype="Int64"), ["9", "10"], False),
        (pd.array([True, None, False], dtype="boolean"), ["False", "True"], False),
        (pd.array(["b", None, "a"], dtype="string[pyarrow]"), ["a", "b"], False),
        (np.array([2.5, np.nan, 0.5]), ["0.5", "2.5"], False),
        (["b", None, 7], ["7", "b"], False),
        (pd.Categorical(["b", None, "a"], categories=["b", "c", "a"]), ["b", "a"], False),
        (pd.Categorical([7, None, 3], categories=[7, 3], ordered=True), ["7", "3"], True),
        (pd.Series(["b", None, "a"], index=[2, 1, 0]), ["a", "b"], False),
        (["b\ud800", None, b"a"], ["a", "b\ufffd"], False),
    ],
)
def test_missing_labels_have_no_category_and_categories_keep_their_order(
    labels, names, ordered
):
    adata = annotated()
    colors = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])
    to_anndata(adata, colors, labels=labels)
    column = adata.obs["skcolor"]
    assert list(column.cat.categories) == names
    assert column.cat.ordered == ordered
    assert list(column.isna()) == [False, True, False]
    shown = dict(zip(names, adata.uns["skcolor_colors"], strict=True))
    assert shown[column.iloc[0]] == "#ff0000"
    assert shown[column.iloc[2]] == "#0000ff"


def test_rows_without_a_label_may_have_any_color():
    adata = annotated()
    to_anndata(adata, COLORS[:3], labels=[None, np.nan, "a"])
    assert adata.uns["skcolor_colors"] == to_hex(COLORS[2:3]).tolist()
    to_anndata(adata, COLORS[:3], labels=[None, None, None], key="none")
    assert adata.obs["none"].isna().all()
    assert adata.uns["none_colors"] == []


def test_what_does_not_fit_an_anndata_leaves_it_alone():
    adata = annotated()
    with pytest.raises(ValueError, match=r"wanted \(3, 3\), .* row of adata"):
        to_anndata(adata, COLORS)
    with pytest.raises(ValueError, match=r"labels has shape \(2,\); wanted \(3,\)"):
        to_anndata(adata, COLORS[:3], labels=[0, 1])
    with pytest.raises(ValueError, match="labels must have one color each; got 'x'"):
        to_anndata(adata, COLORS[:3], labels=["x", "y", "x"])
    assert (len(adata.obs.columns), adata.obsm, adata.uns) == (0, {}, {})


@of_others
def test_plotly_takes_hex():
    graph_objects = pytest.importorskip("plotly.graph_objects")
    trace = graph_objects.Scattergl(
        x=LAYOUT[:, 0], y=LAYOUT[:, 1], mode="markers", marker={"color": to_hex(COLORS)}
    )
    assert list(trace.marker.color) == [matplotlib_hex(color) for color in COLORS]
    graph_objects.Figure(trace).to_json()


@of_others
def test_datamapplot_takes_hex():
    datamapplot = pytest.importorskip("datamapplot")
    _, ax = datamapplot.create_plot(
        LAYOUT,
        np.where(LAYOUT[:, 0] < 0, "left", "right"),
        marker_color_array=to_hex(COLORS),
        use_system_fonts=True,
    )
    drawn = ax.collections[0].get_facecolor()[:, :3]
    np.testing.assert_allclose(drawn, COLORS, atol=0.5 / 255 + 1e-9)


@of_others
def test_jupyter_scatter_takes_its_arguments():
    jscatter = pytest.importorskip("jscatter")
    arguments = to_jscatter(COLORS, max_colors=20)
    scatter = jscatter.Scatter(x=LAYOUT[:, 0], y=LAYOUT[:, 1]).color(**arguments)
    codes = scatter.widget.points[:, 2].astype(int)
    given = np.array([to_rgb(color) for color in arguments["by"]])
    shown = np.array([color[:3] for color in scatter.widget.color])[codes]
    np.testing.assert_allclose(shown, given)


@of_others
def test_anndata_keeps_what_it_gets(tmp_path):
    anndata = pytest.importorskip("anndata")
    adata = anndata.AnnData(np.zeros((200, 1), dtype=np.float32))
    labels = np.arange(200) % 12
    colors = COLORS[labels]
    to_anndata(adata, colors, labels=labels)
    adata.write_h5ad(tmp_path / "x.h5ad")
    read = anndata.read_h5ad(tmp_path / "x.h5ad")
    np.testing.assert_array_equal(read.obsm["skcolor"], colors)
    codes = read.obs["skcolor"].cat.codes.to_numpy()
    np.testing.assert_array_equal(read.uns["skcolor_colors"][codes], to_hex(colors))


@of_others
def test_scanpy_draws_labels_in_their_colors():
    scanpy = pytest.importorskip("scanpy")
    anndata = pytest.importorskip("anndata")
    adata = anndata.AnnData(np.zeros((200, 1), dtype=np.float32))
    adata.obsm["X_umap"] = LAYOUT
    labels = np.arange(200) % 12
    to_anndata(adata, COLORS[labels], labels=labels)
    ax = scanpy.pl.umap(adata, color="skcolor", show=False, sort_order=False)
    drawn = ax.collections[0].get_facecolor()[:, :3]
    np.testing.assert_allclose(drawn, COLORS[labels], atol=0.5 / 255 + 1e-9)
