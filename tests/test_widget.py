import numpy as np
import pytest

pytest.importorskip("anywidget")

from skcolor.widget import ColoringWidget

LAYOUT = np.random.default_rng(0).random((20, 2))
COLORS = np.random.default_rng(1).random((20, 3))


@pytest.fixture
def widget():
    return ColoringWidget(LAYOUT, {"one": COLORS, "two": 1 - COLORS}, hover=range(20))


def packed(colors):
    return np.rint(np.asarray(colors) * 255).astype(np.uint8).tobytes()


def test_its_content_is_that_of_a_page(widget):
    assert widget._content["colors-0"] == packed(COLORS)
    assert widget._content["colors-1"] == packed(1 - COLORS)
    assert set(widget._content) == {"layout", "colors-0", "colors-1", "texts", "about"}


def test_changes_are_observed(widget):
    seen = []
    widget.observe(lambda change: seen.append((change["name"], change["new"])))
    widget.selection = np.array([3, 1])
    widget.coloring = "two"
    assert seen == [("selection", [3, 1]), ("coloring", "two")]


@pytest.mark.parametrize(
    ("name", "value", "match"),
    [
        ("selection", [20], "from 0 to 19"),
        ("selection", [-1], "from 0 to 19"),
        ("coloring", "three", "'one', 'two'"),
        ("camera", [0, 0, 0], "positive magnification"),
        ("camera", [1, 2], "positive magnification"),
        ("camera", [float("nan"), 0, 1], "positive magnification"),
    ],
)
def test_wrong_values_are_refused_and_change_nothing(widget, name, value, match):
    before = getattr(widget, name)
    with pytest.raises(ValueError, match=match):
        setattr(widget, name, value)
    assert getattr(widget, name) == before


def test_colors_are_replaced_for_all_views(widget, monkeypatch):
    sent = []
    monkeypatch.setattr(widget, "send", lambda *args, **kwargs: sent.append((args, kwargs)))
    new = np.zeros((20, 3))
    widget.set_colors("two", new)
    assert sent == [(({"kind": "colors", "coloring": 1},), {"buffers": [packed(new)]})]
    assert widget._content["colors-1"] == packed(new)  # for views that are made later
    with pytest.raises(ValueError, match="'one', 'two'; got 'three'"):
        widget.set_colors("three", new)
    with pytest.raises(ValueError, match="colors"):
        widget.set_colors("two", new[:5])


def test_wrong_input_is_refused_as_by_a_page():
    with pytest.raises(ValueError, match=r"colorings\['one'\]"):
        ColoringWidget(LAYOUT, {"one": COLORS[:5]})
