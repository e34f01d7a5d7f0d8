"""Maps as folders of tiles."""

import gzip
import io
import json

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from skcolor import ValueColorer
from skcolor._blocks import read_blocks
from skcolor.plotting import ColoringLegend, _tile_plan, _tile_rows, save_tiles
from skcolor.plotting._explorer_data import pack_layout

N_ROWS = 5_000
RNG = np.random.default_rng(0)
GROUPS = RNG.choice(3, N_ROWS, p=[0.85, 0.1, 0.05])
LAYOUT = np.array([[0, 0], [9, 1], [4, 7]])[GROUPS] + RNG.normal(size=(N_ROWS, 2)) / 9
COLORS = RNG.random((N_ROWS, 3))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(_tile_plan, "TILE_ROWS", 200)
    monkeypatch.setattr(_tile_rows, "CHUNK_ROWS", 700)


class Folder:
    """A folder of tiles, read without any code of skcolor."""

    def __init__(self, path):
        self.path = path
        self.about = json.loads((path / "about.json").read_text())
        self.parts = path / self.about["folder"]
        self.tiles = self.about["tiles"]
        self.levels = np.concatenate([np.full(n, level) for level, n, *_ in self.tiles])

    def tile(self, kind, i):
        content = gzip.decompress((self.parts / kind / f"{i}.npy.gz").read_bytes())
        return np.load(io.BytesIO(content))

    def all(self, kind):
        return np.concatenate([self.tile(kind, i) for i in range(len(self.tiles))])

    def texts(self):
        files = [self.parts / "texts" / f"{i}.json.gz" for i in range(len(self.tiles))]
        return [
            row for file in files for row in json.loads(gzip.decompress(file.read_bytes()))
        ]


def save(path, layout=LAYOUT, colorings=None, **options):
    save_tiles(path, layout, {"a": COLORS} if colorings is None else colorings, **options)
    return Folder(path)


def arrays_and_frames_of_dask():
    pytest.importorskip("pyarrow", minversion="16")  # which data frames of dask need
    return pytest.importorskip("dask.array"), pytest.importorskip("dask.dataframe")


def contents(path):
    files = [file for file in path.rglob("*") if file.is_file()]
    return {file.relative_to(path): file.read_bytes() for file in files}


def test_every_row_is_in_one_tile_with_its_own_data(tmp_path):
    flags = (RNG.random((N_ROWS, 3)) > 0.5).astype(float)
    texts = [f"text {i}" for i in range(N_ROWS)]
    folder = save(
        tmp_path / "map",
        colorings={"a": COLORS, "b": flags},
        hover=texts,
        labels=np.array(["one", "two", None], dtype=object)[GROUPS],
        columns=pd.DataFrame({"group": GROUPS, "day": pd.Timestamp("2026-11-26")}),
    )
    rows = folder.all("rows")
    np.testing.assert_array_equal(np.sort(rows), np.arange(N_ROWS))
    np.testing.assert_array_equal(folder.all("colors-0"), np.rint(255 * COLORS[rows]))
    np.testing.assert_array_equal(folder.all("colors-1"), 255 * flags[rows])
    names = np.array(folder.about["labels"])[folder.all("labels")]
    assert names.tolist() == np.array(["one", "two", ""])[GROUPS[rows]].tolist()
    assert [row[:2] for row in folder.texts()] == [[texts[i], str(GROUPS[i])] for i in rows]
    assert {row[2][:10] for row in folder.texts()} == {"2026-11-26"}
    assert folder.about["columns"] == ["group", "day"]


def test_places_are_those_of_the_layout_and_boxes_hold_them(tmp_path):
    folder = save(tmp_path / "map")
    about, rows = folder.about, folder.all("rows")
    places = np.array(about["origin"]) + folder.all("layout") * about["unit"]
    side = np.ptp(LAYOUT, axis=0).max()
    np.testing.assert_allclose(places, LAYOUT[rows], atol=side / 65_535 / 64)
    packed = pack_layout(LAYOUT)
    assert (about["unit"], tuple(about["origin"])) == (packed.unit, packed.origin)
    np.testing.assert_allclose(about["home"], packed.home, atol=1 / 64)
    for i, (_, n, *box) in enumerate(folder.tiles):
        tile = folder.tile("layout", i)
        assert n == len(tile) <= 200
        assert box == [*tile.min(axis=0), *tile.max(axis=0)]


def test_the_levels_down_to_any_are_a_fair_sample_whatever_the_density(tmp_path):
    folder = save(tmp_path / "map")
    rows = folder.all("rows")
    assert len(np.unique(folder.levels)) == 5
    for level in range(5):
        some = GROUPS[rows[folder.levels <= level]]
        expected = 200 * (2 ** (level + 1) - 1)
        if level < 4:
            assert abs(len(some) - expected) < 4 * np.sqrt(expected)
        shares = np.bincount(some, minlength=3) / len(some)
        np.testing.assert_allclose(
            shares, np.bincount(GROUPS) / N_ROWS, atol=4 * np.sqrt(0.15 / len(some))
        )


def test_tiles_of_a_level_lie_apart(tmp_path):
    folder = save(tmp_path / "map", layout=RNG.random((N_ROWS, 2)))
    last = [box for level, _, *box in folder.tiles if level == 4]
    areas = [(right - left) * (top - bottom) for left, bottom, right, top in last]
    # Together, boxes are little larger than the map.
    assert sum(areas) < 2 * np.prod(folder.about["home"])


def test_the_same_rows_give_the_same_bytes_in_chunks_of_any_size(tmp_path, monkeypatch):
    save(tmp_path / "a", hover=GROUPS, labels=GROUPS)
    monkeypatch.setattr(_tile_rows, "CHUNK_ROWS", 10**6)
    save(tmp_path / "b", hover=GROUPS.tolist(), labels=pd.Series(GROUPS))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize("kind", ["memory map", "dask", "DataFrame", "list"])
def test_rows_of_any_kind_give_the_same_bytes(kind, tmp_path):
    save(tmp_path / "a", LAYOUT.astype("f4"), {"a": COLORS.astype("f4")})
    arrays = {"L": LAYOUT.astype("f4"), "C": COLORS.astype("f4")}
    for name, array in arrays.items():
        if kind == "memory map":
            np.save(tmp_path / f"{name}.npy", array)
            arrays[name] = np.load(tmp_path / f"{name}.npy", mmap_mode="r")
        elif kind == "dask":
            da = pytest.importorskip("dask.array")
            arrays[name] = da.from_array(array, chunks=(1_234, 1))
        elif kind == "DataFrame":
            arrays[name] = pd.DataFrame(array, index=np.arange(N_ROWS)[::-1])
        else:
            arrays[name] = array.tolist()
    save(tmp_path / "b", arrays["L"], {"a": arrays["C"]})
    if kind == "list":  # float64 by now
        assert Folder(tmp_path / "b").tiles == Folder(tmp_path / "a").tiles
    else:
        assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_each_block_of_dask_is_computed_once(tmp_path):
    da = pytest.importorskip("dask.array")
    computed = []

    def make(block_info=None):
        computed.append(block_info[None]["chunk-location"])
        return np.full(block_info[None]["chunk-shape"], 0.5)

    colors = da.map_blocks(make, chunks=((2_000, 2_000, 1_000), (3,)), dtype=float)
    save(tmp_path / "map", colorings={"a": colors})
    assert sorted(computed) == [(0, 0), (1, 0), (2, 0)]


def test_what_is_made_of_the_same_rows_reads_them_once(tmp_path):
    da = pytest.importorskip("dask.array")
    read = []

    def make(block_info=None):
        (start, stop), _ = block_info[None]["array-location"]
        read.append(start)
        return np.column_stack([LAYOUT, COLORS])[start:stop]

    rows = da.map_blocks(make, chunks=((2_000, 2_000, 1_000), (5,)), dtype=float)
    colorings = {"a": rows[:, 2:], "b": 1 - rows[:, 2:]}
    save(tmp_path / "a", rows[:, :2], colorings)
    assert sorted(read) == [0, 2_000, 4_000]
    save(tmp_path / "b", colorings={"a": COLORS, "b": 1 - COLORS})
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize("limit", [1, 2**30])
def test_lazy_texts_of_any_kind_give_the_same_bytes(limit, tmp_path, monkeypatch):
    da, dd = arrays_and_frames_of_dask()
    monkeypatch.setattr(read_blocks, "_AT_ONCE", limit)
    names = np.array(["one", "two", None], dtype=object)[GROUPS]
    days = np.datetime64("2026-11-26") + GROUPS
    frame = pd.DataFrame({"group": names, "day": days, "share": COLORS[:, 0].astype("f4")})
    save(tmp_path / "a", hover=frame["share"], labels=frame["group"], columns=frame)
    lazy = dd.from_pandas(frame, npartitions=3)
    save(tmp_path / "b", hover=lazy["share"], labels=lazy["group"], columns=lazy)
    save(tmp_path / "d", hover=frame["share"], labels=names, columns={**frame, "day": days})
    assert contents(tmp_path / "d") == contents(tmp_path / "a")
    shares = da.from_array(frame["share"].to_numpy(), chunks=900)
    labels = da.from_array(names, chunks=2_100)
    save(tmp_path / "c", hover=shares, labels=labels, columns=frame)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") == contents(tmp_path / "c")


def test_lazy_texts_that_are_too_few_or_too_many_are_an_error(tmp_path):
    da, dd = arrays_and_frames_of_dask()
    for n_rows, than in ((N_ROWS - 1, "fewer"), (N_ROWS + 1, "more"), (9, "fewer")):
        texts = dd.from_pandas(pd.Series(np.arange(n_rows)), npartitions=3)
        with pytest.raises(ValueError, match=f"hover has {than} rows than layout, 5000"):
            save(tmp_path / "map", hover=texts)
        with pytest.raises(ValueError, match=f"labels has {n_rows} rows; wanted 5000"):
            save(tmp_path / "map", labels=da.arange(n_rows, chunks=800))
    values = np.full(N_ROWS, "a", dtype=object)
    values[2_502] = b"\xff"
    with pytest.raises(ValueError, match=r"columns\['c'\]\[2500:\]\[2\] must be text"):
        save(tmp_path / "map", columns={"c": da.from_array(values, chunks=2_500)})
    assert not any(tmp_path.iterdir())


def test_tables_of_dask_are_layouts_and_colors_in_any_format(tmp_path):
    da, dd = arrays_and_frames_of_dask()
    rgb = np.rint(COLORS * 255).astype(np.uint8)
    hexadecimal = np.array([to_hex(row) for row in rgb / 255])
    save(tmp_path / "a", colorings={"a": rgb, "b": hexadecimal})
    layout = dd.from_pandas(pd.DataFrame(LAYOUT), npartitions=4)
    lazy = {
        "a": da.from_array(rgb, chunks=(800, 2)),
        "b": da.from_array(hexadecimal, chunks=900),
    }
    save(tmp_path / "b", layout, lazy)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    wrong = np.where(np.arange(N_ROWS)[:, None] == 999, 7.0, COLORS)
    with pytest.raises(ValueError, match=r"colorings\['a'\]\[900:1800\]"):
        save(tmp_path / "c", colorings={"a": da.from_array(wrong, chunks=(900, 3))})


def test_lazy_arrays_of_xarray_are_computed_once_too(tmp_path):
    da, xarray = (pytest.importorskip(name) for name in ("dask.array", "xarray"))
    read = []

    def note(block, block_info=None):
        read.append(block_info[0]["chunk-location"][0])
        return block

    lazy = da.from_array(COLORS, chunks=(2_000, 3)).map_blocks(note, meta=COLORS[:0])
    layout = xarray.DataArray(da.from_array(LAYOUT, chunks=(2_000, 2)))
    save(tmp_path / "a", layout, {"a": xarray.DataArray(lazy)})
    assert sorted(read) == [0, 1, 2]
    save(tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_threads_change_no_byte(tmp_path):
    save(tmp_path / "a", hover=GROUPS, labels=GROUPS)
    save(tmp_path / "b", hover=GROUPS, labels=GROUPS, n_jobs=3)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_blocks_of_unknown_size_are_an_error(tmp_path):
    da = pytest.importorskip("dask.array")
    colors = da.from_array(COLORS)
    colors = colors[colors[:, 0] >= 0]
    with pytest.raises(ValueError, match=r"colorings\['a'\] must be .* known chunk sizes"):
        save(tmp_path / "map", colorings={"a": colors})
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("n_rows", [1, 2, 9, 199, 201])
def test_small_maps(n_rows, tmp_path):
    folder = save(tmp_path / "map", LAYOUT[:n_rows], {"a": COLORS[:n_rows]})
    assert sorted(folder.all("rows")) == list(range(n_rows))


def test_rows_in_one_place_are_in_small_tiles(tmp_path):
    folder = save(tmp_path / "map", np.ones((N_ROWS, 2)))
    assert sum(n for _, n, *_ in folder.tiles) == N_ROWS
    assert max(n for _, n, *_ in folder.tiles) <= 200
    assert not folder.all("layout").any()


def test_outlying_points_are_counted_and_kept(tmp_path):
    layout = LAYOUT.copy()
    layout[[7, 4_321]] = [[1e6, 0], [0, -3e5]]
    about = save(tmp_path / "map", layout).about
    packed = pack_layout(layout)
    assert about["nOutside"] == packed.n_outside == 2
    assert tuple(about["origin"]) == packed.origin
    assert about["whole"][1][0] > 10 * about["home"][0]


def test_legends_are_those_of_the_colorings(tmp_path):
    colorer = ValueColorer().fit(LAYOUT)
    legend = ColoringLegend.from_estimator(colorer, LAYOUT)
    colorings = {"a": COLORS, "b": colorer.transform(LAYOUT)}
    about = save(tmp_path / "map", colorings=colorings, legends={"b": legend}).about
    assert [one and one["kind"] for one in about["legends"]] == [None, "values"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"colorings": {"a": COLORS[:-1]}}, r"colorings\['a'\] has 4999 rows; wanted 5000"),
        ({"labels": GROUPS[1:]}, "labels has 4999 rows; wanted 5000"),
        ({"hover": GROUPS[1:]}, "hover has 4999 rows; wanted 5000"),
        ({"columns": {"c": GROUPS[1:]}}, r"columns\['c'\] has 4999 rows; wanted 5000"),
        ({"colorings": {"a": COLORS + np.array([0, 0, 9])}}, r"colorings\['a'\]\[0:700\]"),
        ({"colorings": {}}, "colorings must be a dict of at least one"),
        ({"layout": np.ones((N_ROWS, 3))}, "layout must have 2 columns"),
        (
            {"layout": np.where(np.arange(N_ROWS)[:, None] == 999, np.nan, LAYOUT)},
            r"layout\[700:1400\]",
        ),
        ({"layout": LAYOUT * 1e300}, "layout must have coordinates and sides"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_nothing(options, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        save(tmp_path / "map", **options)
    assert not any(tmp_path.iterdir())


def test_a_folder_of_tiles_is_replaced_and_no_other(tmp_path):
    save(tmp_path / "map", hover=GROUPS)
    again = save(tmp_path / "map")
    assert len(list(again.path.glob("*/*"))) == 3  # no texts
    (tmp_path / "empty").mkdir()
    save(tmp_path / "empty")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "about.json").write_text("{}")
    (tmp_path / "file").write_text("mine")
    for name in ("other", "file"):
        with pytest.raises(FileExistsError, match="was not written by skcolor"):
            save(tmp_path / name)
    assert (tmp_path / "other" / "about.json").read_text() == "{}"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["empty", "file", "map", "other"]


def test_the_folder_of_tiles_has_another_name_if_anything_in_them_differs(tmp_path):
    names = {save(tmp_path / "a").parts.name, save(tmp_path / "b").parts.name}
    assert len(names) == 1
    colors = COLORS.copy()
    colors[999, 1] = 1 - colors[999, 1]
    names.add(save(tmp_path / "c", colorings={"a": colors}).parts.name)
    names.add(save(tmp_path / "d", labels=GROUPS).parts.name)
    assert len(names) == 3


def test_the_page_reads_from_its_own_server_alone(tmp_path):
    page = (save(tmp_path / "map", title="<a>").path / "index.html").read_text()
    assert "connect-src 'self'" in page
    assert "default-src 'none'" in page
    assert "<title>&lt;a&gt;</title>" in page
