"""Exporters: by hand, and against the libraries that they are for where these are."""

import importlib
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex as matplotlib_hex
from matplotlib.colors import to_rgb

from skcolor import ChannelColorer
from skcolor.export import to_anndata, to_hex, to_jscatter
from skcolor.metrics import color_coherence
from skcolor.paint import delta_e
from skcolor.plotting import ColoringDisplay

RNG = np.random.default_rng(0)
COLORS = RNG.random((200, 3))
LAYOUT = RNG.normal(size=(200, 2))
X = RNG.normal(size=(200, 4))
GROUPS = np.arange(200) % 12
GROUP_COLORS = COLORS[GROUPS]
CHANNELS = ["red", "green", "blue"]
PAGE = Path(__file__).parent.parent / "docs" / "other_tools.md"
PREAMBLE, *SECTIONS = re.split("^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
BLOCK = re.compile("^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
        add_glow=False,
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


def test_a_table_of_colors_keeps_its_index():
    frame = pd.DataFrame(COLORS, index=RNG.permutation(200), columns=CHANNELS)
    hexes = to_hex(frame)
    pd.testing.assert_index_equal(hexes.index, frame.index)
    np.testing.assert_array_equal(hexes, to_hex(COLORS))
    table = pd.DataFrame({"row": np.arange(200)}).assign(color=hexes)
    np.testing.assert_array_equal(table["color"].loc[frame.index], to_hex(COLORS))


def test_a_polars_table_takes_hex_by_position():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(COLORS, schema=CHANNELS)
    table = frame.with_columns(color=to_hex(frame))
    assert table["color"].to_list() == to_hex(COLORS).tolist()


@pytest.mark.parametrize(
    "columns", [["blue", "green", "red"], ["a__Green", "a__Red", "Blue"]]
)
def test_channels_in_another_order_are_refused(columns):
    with pytest.raises(ValueError, match=r"wanted red, green, blue in this order: pass"):
        to_hex(pd.DataFrame(COLORS, columns=columns))
    to_hex(pd.DataFrame(COLORS, columns=["a", "b", "c"]))


def save_csv(table, path):
    table.to_csv(path)
    return pd.read_csv(path, index_col=0)


def save_parquet(table, path):
    pytest.importorskip("pyarrow")
    table.to_parquet(path)
    return pd.read_parquet(path)


@pytest.mark.parametrize("save", [save_csv, save_parquet])
def test_saved_tables_give_the_same_map_colors_and_scores(save, tmp_path):
    rows = pd.DataFrame(X, index=[f"row {i}" for i in RNG.permutation(200)])
    colorer = ChannelColorer().set_output(transform="pandas")
    rgb = colorer.fit_transform(rows)
    pd.testing.assert_index_equal(rgb.index, rows.index)
    layout = pd.DataFrame(LAYOUT, rows.index, ["x", "y"])
    read = save(layout.join(rgb), tmp_path / "map")
    display = ColoringDisplay.from_colors(read[["x", "y"]], read[CHANNELS])
    np.testing.assert_allclose(display.colors, rgb, atol=1e-15)
    coherence = color_coherence(read[["x", "y"]], read[CHANNELS])
    assert coherence == pytest.approx(color_coherence(LAYOUT, rgb), abs=1e-9)
    pd.testing.assert_series_equal(to_hex(read[CHANNELS]), to_hex(rgb))
    with pytest.raises(ValueError, match="must have its rows in the order of"):
        ColoringDisplay.from_colors(read[["x", "y"]].sort_index(), read[CHANNELS])


def test_colors_without_labels_become_categories():
    adata = annotated()
    colors = np.array([[1.0, 0, 0], [0, 0, 1], [1, 0, 0]])
    to_anndata(adata, colors)
    assert list(adata.obs["skcolor"]) == ["#ff0000", "#0000ff", "#ff0000"]
    assert adata.uns["skcolor_colors"] == ["#0000ff", "#ff0000"]
    assert list(adata.obs["skcolor"].cat.categories) == ["#0000ff", "#ff0000"]
    np.testing.assert_array_equal(adata.obsm["skcolor"], colors)


def test_so_many_categories_and_exact_colors_beside_them():
    n_obs = 3000
    colors = np.random.default_rng(0).random((n_obs, 3))
    adata = SimpleNamespace(
        n_obs=n_obs, obs=pd.DataFrame(index=range(n_obs)), obsm={}, uns={}
    )
    to_anndata(adata, colors)
    shown = np.array([to_rgb(color) for color in adata.obs["skcolor"]])
    assert 512 < len(adata.uns["skcolor_colors"]) <= 1024
    assert delta_e(shown, colors).mean() < 0.05
    np.testing.assert_array_equal(adata.obsm["skcolor"], colors)
    to_anndata(adata, colors, max_colors=None)
    assert list(adata.obs["skcolor"]) == to_hex(colors).tolist()


def cells(n_obs=200):
    anndata = pytest.importorskip("anndata")
    adata = anndata.AnnData(np.zeros((n_obs, 1), dtype=np.float32))
    adata.obs_names = [f"cell {i}" for i in range(n_obs)]
    adata.obsm["X_umap"] = LAYOUT[:n_obs]
    to_anndata(adata, COLORS[:n_obs])
    to_anndata(adata, GROUP_COLORS[:n_obs], labels=GROUPS[:n_obs], key="group")
    return adata


def through_a_file(adata, path):
    anndata = pytest.importorskip("anndata")
    adata.write_h5ad(path)
    return anndata.read_h5ad(path)


def joined(adata, path):
    anndata = pytest.importorskip("anndata")
    both = anndata.concat([adata[:90].copy(), adata[90:].copy()])
    to_anndata(both, both.obsm["skcolor"])
    to_anndata(both, both.obsm["group"], labels=both.obs["group"], key="group")
    return both


KEPT = {
    "as it is": lambda adata, path: adata,
    "copy": lambda adata, path: adata.copy(),
    "h5ad": through_a_file,
    "view": lambda adata, path: adata[::3],
    "subset": lambda adata, path: adata[::3].copy(),
    "h5ad of a subset": lambda adata, path: through_a_file(adata[::3].copy(), path),
    "subset of h5ad": lambda adata, path: through_a_file(adata, path)[::3].copy(),
    "one group": lambda adata, path: adata[adata.obs["group"] == "3"],
    "shuffled": lambda adata, path: adata[np.random.default_rng(1).permutation(200)],
    "concat": joined,
}


@of_others
@pytest.mark.parametrize("kept", KEPT)
def test_scanpy_draws_each_cell_in_its_color(kept, tmp_path):
    scanpy = pytest.importorskip("scanpy")
    adata = KEPT[kept](cells(), tmp_path / "x.h5ad")
    rows = [int(name.split()[1]) for name in adata.obs_names]
    np.testing.assert_array_equal(adata.obsm["skcolor"], COLORS[rows])
    np.testing.assert_array_equal(adata.obsm["group"], GROUP_COLORS[rows])
    for key, colors in {"skcolor": COLORS, "group": GROUP_COLORS}.items():
        ax = scanpy.pl.umap(adata, color=key, legend_loc=None, show=False)
        points = ax.collections[0]
        np.testing.assert_allclose(points.get_offsets(), LAYOUT[rows], rtol=1e-6)
        np.testing.assert_allclose(
            points.get_facecolor()[:, :3], colors[rows], atol=0.5 / 255 + 1e-9
        )


@of_others
def test_scanpy_draws_exact_colors_of_points_without_a_key():
    scanpy = pytest.importorskip("scanpy")
    adata = cells()
    ax = scanpy.pl.umap(adata, show=False)
    ax.collections[0].set_facecolor(adata.obsm["skcolor"])
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), LAYOUT)
    np.testing.assert_array_equal(ax.collections[0].get_facecolor()[:, :3], COLORS)


@of_others
def test_scanpy_leaves_cells_without_a_label_gray():
    scanpy = pytest.importorskip("scanpy")
    adata = cells(4)
    to_anndata(adata, COLORS[[0, 1, 0, 2]], labels=["b", None, "b", "a"])
    ax = scanpy.pl.umap(adata, color="skcolor", show=False, na_color="#808080")
    drawn = {
        tuple(place): color
        for place, color in zip(
            ax.collections[0].get_offsets().round(9).tolist(),
            ax.collections[0].get_facecolor()[:, :3],
            strict=True,
        )
    }
    shown = [drawn[tuple(place)] for place in LAYOUT[:4].round(9).tolist()]
    wanted = [COLORS[0], [128 / 255] * 3, COLORS[0], COLORS[2]]
    np.testing.assert_allclose(shown, wanted, atol=0.5 / 255 + 1e-9)


@of_others
def test_the_table_of_an_anndata_in_another_order_is_refused():
    adata = cells()
    colors = pd.DataFrame(COLORS, adata.obs_names, CHANNELS)
    to_anndata(adata, colors)
    np.testing.assert_array_equal(adata.obsm["skcolor"], COLORS)
    with pytest.raises(ValueError, match="colors must have its rows in the order of adata"):
        to_anndata(adata, colors[::-1])


@of_others
def test_a_view_of_cells_takes_colors_and_leaves_the_others():
    adata = cells()
    part = adata[:50]
    to_anndata(part, COLORS[50:100])
    np.testing.assert_array_equal(part.obsm["skcolor"], COLORS[50:100])
    np.testing.assert_array_equal(adata.obsm["skcolor"], COLORS)


@of_others
def test_datashader_shades_lone_points_in_their_colors():
    datashader = pytest.importorskip("datashader")
    few = to_hex(COLORS, max_colors=16)
    table = pd.DataFrame({"x": np.arange(200.0), "y": 0.0, "few": pd.Categorical(few)})
    counts = datashader.Canvas(200, 1, (-0.5, 199.5), (-0.5, 0.5)).points(
        table, "x", "y", datashader.count_cat("few")
    )
    image = datashader.transfer_functions.shade(
        counts, color_key={color: color for color in table["few"].cat.categories}
    )
    packed = image.to_numpy()[0]
    drawn = np.column_stack([packed & 255, packed >> 8 & 255, packed >> 16 & 255])
    np.testing.assert_array_equal(drawn, [[round(255 * v) for v in to_rgb(c)] for c in few])


@of_others
def test_bokeh_and_altair_take_hex():
    bokeh = pytest.importorskip("bokeh.plotting")
    altair = pytest.importorskip("altair")
    table = pd.DataFrame(LAYOUT, columns=["x", "y"]).assign(color=to_hex(COLORS))
    points = bokeh.figure().scatter("x", "y", color="color", source=table)
    assert points.glyph.fill_color == "color"
    assert list(points.data_source.data["color"]) == list(table["color"])
    color = altair.Color("color").scale(None)
    chart = altair.Chart(table).mark_circle().encode(x="x", y="y", color=color).to_dict()
    (rows,) = chart["datasets"].values()
    assert [row["color"] for row in rows] == list(table["color"])
    assert chart["encoding"]["color"]["scale"] is None


@of_others
def test_holoviews_takes_hex():
    holoviews = pytest.importorskip("holoviews")
    pytest.importorskip("bokeh")
    holoviews.extension("bokeh")
    table = pd.DataFrame(LAYOUT, columns=["x", "y"]).assign(color=to_hex(COLORS))
    points = holoviews.Points(table, ["x", "y"], "color").opts(color="color")
    (drawn,) = holoviews.render(points, backend="bokeh").renderers
    column = drawn.glyph.fill_color.field
    np.testing.assert_array_equal(drawn.data_source.data[column], table["color"])
    np.testing.assert_array_equal(drawn.data_source.data["x"], table["x"])


class Samples(SimpleNamespace):
    """What FiftyOne's data sets have of use here."""

    def set_values(self, field, values):
        self.fields[field] = values

    def save(self):
        self.is_saved = True


@pytest.mark.parametrize(
    "title", [part.partition("\n")[0] for part in SECTIONS if "```python" in part]
)
@of_others
def test_code_of_the_page_on_other_tools_runs(title, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    section = next(part for part in SECTIONS if part.startswith(title + "\n"))
    code = "".join(BLOCK.findall(section))
    for module in sorted(set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))):
        pytest.importorskip(module)
    dataset = Samples(fields={}, app_config=SimpleNamespace())
    names = {"dataset": dataset, "fiftyone": fiftyone()}
    exec("".join(BLOCK.findall(PREAMBLE)) + code, names)
    if title == "FiftyOne":
        check_fiftyone(dataset, names["colors"])
    if title == "AnnData and scanpy":
        colors = names["joined"].obsm["skcolor"]
        np.testing.assert_array_equal(colors, names["cell_colors"])


def fiftyone():
    """Contains the color scheme of FiftyOne, or a stand-in."""
    try:
        return importlib.import_module("fiftyone")
    except ImportError:
        return SimpleNamespace(ColorScheme=SimpleNamespace)


def check_fiftyone(dataset, colors):
    assert dataset.is_saved
    scheme = dataset.app_config.color_scheme
    if hasattr(scheme, "validate"):
        scheme.validate()
    values = dataset.fields["skcolor"]
    assert 50 < len(set(values)) <= 100  # FiftyOne leaves out further ones
    (field,) = scheme.fields
    shown = {pair["value"]: pair["color"] for pair in field["valueColors"]}
    drawn = np.array([to_rgb(shown[value]) for value in values])
    assert delta_e(drawn, colors).mean() < 0.05
