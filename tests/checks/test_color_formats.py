import numpy as np
import pytest
from scipy import sparse
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import ChannelColorer
from skcolor._checks.tables import check_row_colors, check_row_rgba
from skcolor.export import to_hex
from skcolor.metrics import effective_colors
from skcolor.plotting import ColoringDisplay, save_html

FLOATS = np.array([[1.0, 0, 0], [0.2, 0.4, 0.6], [0, 0, 0]])
BYTES = np.array([[255, 0, 0], [51, 102, 153], [0, 0, 0]])
HEX = ["#ff0000", "#369", "black"]


def series(values, dtype):
    return pytest.importorskip("pandas").Series(values, dtype=dtype)


@pytest.mark.parametrize(
    "make",
    [
        lambda: FLOATS.tolist(),
        lambda: FLOATS.astype(object),
        lambda: np.column_stack([FLOATS, np.ones(3)]),
        lambda: BYTES.astype(np.uint8),
        lambda: BYTES.tolist(),
        lambda: BYTES.astype(object),
        lambda: np.column_stack([BYTES, np.full(3, 255)]).astype(np.uint8),
        lambda: HEX,
        lambda: np.array(HEX),
        lambda: np.array(HEX, dtype=object)[:, np.newaxis],
        lambda: ["red", (0.2, 0.4, 0.6), "k"],
        lambda: ["#FF0000FF", [0.2, 0.4, 0.6, 1.0], "xkcd:black"],
        lambda: series(HEX, "object"),
        lambda: series(HEX, "string"),
        lambda: series(HEX, "category"),
        lambda: pytest.importorskip("polars").Series(HEX),
        lambda: pytest.importorskip("pandas").DataFrame(BYTES, columns=list("rgb")),
        lambda: pytest.importorskip("pandas").DataFrame({"color": HEX}),
    ],
)
def test_colors_in_any_format_are_the_same(make):
    colors = check_row_colors(make(), 3)
    assert colors.dtype in (np.float32, np.float64)
    np.testing.assert_allclose(colors, FLOATS, atol=1e-7)


@pytest.mark.parametrize(
    "estimator", [ChannelColorer(), make_pipeline(StandardScaler(), ChannelColorer())]
)
def test_an_estimator_is_told_from_colors(estimator):
    with pytest.raises(TypeError, match=r"colors must be colors; got an estimator, \w+\."):
        ColoringDisplay.from_colors(FLOATS[:, :2], estimator)
    with pytest.raises(TypeError, match=r"colorings\['a'\] must .* what its transform"):
        save_html("unused.html", FLOATS[:, :2], {"a": estimator})


def test_floats_are_not_copied():
    colors = FLOATS.astype(np.float32)
    assert np.shares_memory(check_row_colors(colors), colors)


@pytest.mark.parametrize(
    ("colors", "message"),
    [
        (np.eye(3, dtype=int), r"colors of int64 could mean 0 to 1 or 0 to 255; got only"),
        (np.eye(3, dtype=np.uint8), "colors of uint8 could mean 0 to 1 or 0 to 255"),
        (np.eye(3, dtype=object).astype(int).astype(object), "could mean 0 to 1 or 0 to"),
        (BYTES - 1, r"colors of int64 must lie in \[0, 255\]; got values from -1 to 254"),
        (BYTES * 2, r"must lie in \[0, 255\]; got values from 0 to 510"),
        (BYTES.astype(float), r"must lie in \[0, 1\]; .* Convert them to integers if they"),
        (FLOATS + 0.5, r"must lie in \[0, 1\]; got values from 0.5 to 1.5\.$"),
        ([0, 1, 2], r"colors has shape \(3,\).*Values and labels need a colorer"),
        ([0.5, 0.1, 0.2], r"colors has shape \(3,\).*Values and labels need a colorer"),
        ("red", "colors must have one color per row; got the string 'red'"),
        (["red", "cat", "red"], "'tab:blue'; got 'cat' in row 1"),
        (["0", "1", "0"], "'tab:blue'; got '0' in row 0"),
        (["red", None, "red"], "got None in row 1"),
        (["red", float("nan"), "red"], "got nan in row 1"),
        (["red", "blue"], r"colors has shape \(2, 4\); wanted \(3, 3\)"),
        (["red", "#0000ff80", "red"], "must be opaque, .*an opacity of 0.502 in row 1"),
        (np.full((3, 4), 0.25), "must be opaque, .*got an opacity of 0.25 in row 0"),
        ([[1.0, 0, 0], [1.0, 0], [0.0, 0, 0]], "colors must be a dense table"),
        (np.zeros((3, 5)), r"colors has shape \(3, 5\); wanted \(3, 3\)"),
        (np.ma.masked_equal(BYTES, 51), "colors must have no masked entries"),
    ],
)
def test_what_is_no_color_or_could_be_two(colors, message):
    with pytest.raises(ValueError, match=message):
        check_row_colors(colors, 3)


@pytest.mark.parametrize("colors", [np.eye(3, dtype=bool), sparse.csr_array(FLOATS)])
def test_what_has_the_wrong_type(colors):
    with pytest.raises(TypeError, match="colors must be"):
        check_row_colors(colors, 3)


def test_columns_with_opacity_have_an_order_too():
    pandas = pytest.importorskip("pandas")
    columns = ["alpha", "red", "green", "blue"]
    with pytest.raises(ValueError, match="wanted red, green, blue, alpha in this order"):
        check_row_rgba(pandas.DataFrame(np.full((3, 4), 0.5), columns=columns))


def test_black_is_black_in_either_range():
    assert not check_row_colors(np.zeros((3, 3), dtype=int)).any()


def test_opacity_is_kept_only_if_there_is_any():
    rgb, opacity = check_row_rgba(["red", "#0000ff80", "none"])
    np.testing.assert_array_equal(rgb, [[1, 0, 0], [0, 0, 1], [0, 0, 0]])
    np.testing.assert_allclose(opacity, [1, 128 / 255, 0])
    assert check_row_rgba(["red", "#0000ffff"])[1] is None
    given = np.array([[10, 20, 30, 51]], dtype=np.uint8)
    np.testing.assert_allclose(check_row_rgba(given)[1], [0.2])


def test_public_functions_take_strings_and_bytes(tmp_path):
    assert to_hex(HEX).tolist() == ["#ff0000", "#336699", "#000000"]
    assert effective_colors(HEX) == effective_colors(FLOATS)
    assert effective_colors(BYTES) == effective_colors(FLOATS)
    layout = np.arange(6.0).reshape(3, 2)
    pages = []
    for colors in (FLOATS, HEX, BYTES):
        save_html(tmp_path / "map.html", layout, {"a": colors})
        pages.append((tmp_path / "map.html").read_bytes())
    assert pages[0] == pages[1] == pages[2]
    with pytest.raises(ValueError, match=r"colorings\['a'\] must be opaque"):
        save_html(tmp_path / "map.html", layout, {"a": np.full((3, 4), 0.5)})
    scatter = ColoringDisplay.from_colors(layout, HEX).scatter_
    drawn = {tuple(color) for color in scatter.get_facecolor()[:, :3]}
    assert drawn == {tuple(color) for color in FLOATS}
