import base64
import gzip
import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from skcolor.plotting import save_html

LAYOUT = np.array([[-1.0, 0.0], [1.0, 1.0], [0.0, 3.0]])
COLORS = np.array([[0, 0.5, 1.0], [1, 1, 1], [0.2, 0, 0]])
# The last holds half of a surrogate pair, which no file can hold.
HOSTILE = ["</script><script>alert(1)</script>", "\"'&<!-- é 漢 \u2028\0", "\ud800"]
SAFE = [*HOSTILE[:2], "\ufffd"]


class Elements(HTMLParser):
    """Text of every element of a page that has an id, and how often each tag begins."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.open = {}, [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open = dict(attrs).get("id")

    def handle_data(self, data):
        if self.open:
            self.texts[self.open] = self.texts.get(self.open, "") + data

    def column(self, name, dtype):
        return np.frombuffer(gzip.decompress(base64.b64decode(self.texts[name])), dtype)

    def json(self, name):
        return json.loads(gzip.decompress(base64.b64decode(self.texts[name])))


def save(folder, layout=LAYOUT, colorings=None, **kwargs):
    path = folder / "map.html"
    save_html(path, layout, colorings or {"only": COLORS}, **kwargs)
    return path.read_text(encoding="utf-8")


def test_layout_and_colors_are_rounded_to_steps_and_no_further(tmp_path):
    elements = Elements(save(tmp_path, colorings={"first": COLORS, "2": 1 - COLORS}))
    assert elements.json("about") == {
        "colorings": ["first", "2"],
        "home": [43690, 65535],
        "nOutside": 0,
        "origin": [-1, 0],
        "unit": 3 / 65535,
        "layoutType": "uint16",
    }
    # The wider of the two columns fills the steps; the other has the same scale.
    layout = elements.column("layout", "<u2").reshape(-1, 2)
    np.testing.assert_array_equal(layout, [[0, 0], [43690, 21845], [21845, 65535]])
    np.testing.assert_array_equal(
        elements.column("colors-0", "u1").reshape(-1, 3),
        [[0, 128, 255], [255, 255, 255], [51, 0, 0]],
    )
    assert elements.column("colors-1", "u1")[-1] == 255


def test_one_point_or_many_in_one_place_are_a_map_too(tmp_path):
    elements = Elements(save(tmp_path, np.full((3, 2), 7.0)))
    np.testing.assert_array_equal(elements.column("layout", "<u2"), 0)


def places(elements):
    """Where points are, in steps."""
    kind = elements.json("about")["layoutType"]
    return elements.column("layout", {"uint16": "<u2", "float32": "<f4"}[kind])


def saved(folder, layout):
    colors = {"only": np.zeros((len(layout), 3))}
    elements = Elements(save(folder, layout, colors))
    return places(elements).reshape(-1, 2), elements.json("about")


@pytest.mark.parametrize("far", [1e5, 1e30])
def test_a_point_far_off_takes_no_resolution_from_the_others(tmp_path, far):
    layout = np.random.default_rng(0).normal(size=(1000, 2))
    alone, about_alone = saved(tmp_path, layout)
    steps, about = saved(tmp_path, np.vstack([layout, [[far, 0.0]]]))
    assert (about["layoutType"], about["nOutside"]) == ("float32", 1)
    assert about["home"] == pytest.approx(about_alone["home"])
    np.testing.assert_allclose(steps[:1000], alone, atol=0.51)
    assert len(np.unique(steps, axis=0)) == 1001
    scale = 65535 / np.ptp(layout, axis=0).max()
    assert steps[1000, 0] == pytest.approx(min(far * scale, 1e30), rel=1e-3)


@pytest.mark.parametrize(
    "layout",
    [
        np.random.default_rng(0).normal(size=(1000, 2)) * [1000, 1],
        np.random.default_rng(0).normal(size=(1000, 2)) * [1, 1e5],
        # Two groups, far apart for their size.
        np.random.default_rng(0).random((1000, 2)) + 1e4 * (np.arange(1000) % 2)[:, None],
    ],
)
def test_what_the_layout_tells_apart_stays_apart(tmp_path, layout):
    steps, about = saved(tmp_path, layout)
    assert (about["layoutType"], about["nOutside"]) == ("float32", 0)
    assert len(np.unique(steps, axis=0)) == 1000
    span = np.ptp(layout, axis=0)
    relative = (layout - layout.min(axis=0)) / span
    np.testing.assert_allclose(steps / about["home"], relative, atol=2e-6)


@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1e30])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_units_and_offset_of_a_layout_do_not_matter(tmp_path, scale, offset):
    layout = np.random.default_rng(0).normal(size=(100, 2))
    plain, _ = saved(tmp_path, layout)
    steps, _ = saved(tmp_path, scale * (layout + offset))
    np.testing.assert_allclose(steps, plain.astype(int), atol=1)


def test_layouts_of_whole_numbers(tmp_path):
    layout = np.random.default_rng(0).integers(-100, 100, (50, 2))
    plain, _ = saved(tmp_path, layout.astype(float))
    np.testing.assert_array_equal(saved(tmp_path, layout)[0], plain)


def test_texts_labels_and_images_come_through_as_they_are(tmp_path):
    images = np.arange(3 * 2 * 2).reshape(3, 2, 2)
    page = save(tmp_path, hover=HOSTILE, labels=[7, None, 7], images=images)
    elements = Elements(page)
    assert elements.json("texts") == SAFE
    assert elements.json("label-names") == ["7", ""]
    np.testing.assert_array_equal(elements.column("labels", "<u4"), [0, 1, 0])
    np.testing.assert_array_equal(elements.column("images", "u1"), np.arange(12))
    assert elements.json("about")["imageShape"] == [2, 2]


def test_images_in_floats_and_in_color(tmp_path):
    images = np.zeros((3, 1, 2, 3), dtype=np.float32)
    images[1] = [[[1, 0.5, 0], [0, 0, 1]]]
    elements = Elements(save(tmp_path, images=images))
    assert elements.json("about")["imageShape"] == [1, 2, 3]
    assert list(elements.column("images", "u1")[6:12]) == [255, 128, 0, 0, 0, 255]


def test_series_with_missing_values_are_texts(tmp_path):
    hover = pd.Series(["a", None, np.nan], index=[5, 6, 7], dtype=object)
    assert Elements(save(tmp_path, hover=hover)).json("texts") == ["a", "", ""]


def test_nothing_that_a_user_gives_becomes_markup(tmp_path):
    plain = Elements(save(tmp_path, hover=["a"] * 3, labels=["b"] * 3))
    colorings = dict.fromkeys(HOSTILE, COLORS)
    hostile = save(
        tmp_path, colorings=colorings, hover=HOSTILE, labels=HOSTILE, title=HOSTILE[0]
    )
    elements = Elements(hostile)
    assert elements.tags.count("script") == plain.tags.count("script") + 2  # colorings
    assert [tag for tag in elements.tags if tag != "script"] == [
        tag for tag in plain.tags if tag != "script"
    ]
    assert "alert(1)</script>" not in hostile
    assert elements.json("about")["colorings"] == SAFE


def test_a_title_that_no_file_can_hold_is_mended(tmp_path):
    assert "<title>a\ufffdb</title>" in save(tmp_path, title="a\ud800b")


def test_labels_of_any_kind_are_groups(tmp_path):
    for labels, names in (
        (pd.array([7, None, 9], dtype="Int64"), ["7", "", "9"]),
        (pd.Categorical(["b", None, "a"], categories=["b", "a"]), ["b", "", "a"]),
        (np.array([b"b", b"b", b"a"]), ["b", "a"]),
    ):
        elements = Elements(save(tmp_path, labels=labels))
        assert elements.json("label-names") == names


def test_images_may_leave_their_range_by_rounding(tmp_path):
    images = np.full((3, 1, 1), 1 + 1e-7)
    elements = Elements(save(tmp_path, images=images))
    np.testing.assert_array_equal(elements.column("images", "u1"), 255)


def test_title_with_what_templates_mean_stays_as_it_is(tmp_path):
    page = save(tmp_path, title="$data ${style} <b>&")
    assert "<title>$data ${style} &lt;b&gt;&amp;</title>" in page


def test_page_loads_nothing(tmp_path):
    page = save(tmp_path)
    assert "default-src 'none'" in page
    assert re.findall(r"https?://", page) == []
    assert re.findall(r"""(?:src|href)=["'](?!data:|#)""", page) == []


def test_same_arguments_give_the_same_bytes(tmp_path):
    assert save(tmp_path, hover=list("abc")) == save(tmp_path, hover=list("abc"))


def test_what_cannot_be_shown(tmp_path):
    for kwargs, message in (
        ({"layout": np.zeros((3, 3))}, "layout must have 2 columns .*got 3"),
        (
            {"colorings": {"a": COLORS[1:]}},
            r"\['a'\] has shape \(2, 3\); wanted \(3, 3\)",
        ),
        ({"colorings": {"a": 2 * COLORS}}, r"colorings\['a'\] must lie in \[0, 1\]"),
        ({"hover": ["a", "b"]}, r"hover has shape \(2,\); wanted \(3,\)"),
        ({"hover": "abc"}, "hover must be a sequence of 3, .* got 'abc'"),
        ({"labels": np.zeros((3, 2))}, r"labels has shape \(3, 2\)"),
        ({"images": np.zeros((3, 4))}, r"images has shape \(3, 4\); wanted \(3, height"),
        ({"images": np.zeros((2, 4, 4))}, r"images has shape \(2, 4, 4\)"),
        ({"images": np.zeros((3, 4, 4, 4))}, r"images has shape \(3, 4, 4, 4\)"),
        ({"images": np.zeros((3, 4, 4), bool)}, "images must contain .*got bool"),
        ({"images": np.full((3, 4, 4), 2.0)}, r"in \[0, 1\]; got values from 2 to 2"),
        ({"images": np.full((3, 4, 4), np.nan)}, r"in \[0, 1\]; got values from nan"),
        ({"images": np.full((3, 4, 4), -1)}, r"in \[0, 255\]; got values from -1 to -1"),
    ):
        with pytest.raises(ValueError, match=message):
            save(tmp_path, **kwargs)
    with pytest.raises(ValueError, match="layout contains NaN"):
        save(tmp_path, np.array([[0.0, np.nan], [1, 1], [2, 2]]))
    with pytest.raises(ValueError, match="colorings must be a dict .* got an empty dict"):
        save_html(tmp_path / "map.html", LAYOUT, {})
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(OSError, match="map.html"):
        save_html(tmp_path / "map.html", LAYOUT, {"only": COLORS})
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
