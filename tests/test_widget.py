import numpy as np
import pytest

pytest.importorskip("anywidget")

from skcolor import ValueColorer
from skcolor.plotting import ColoringLegend
from skcolor.widget import ColoringWidget

LAYOUT = np.random.default_rng(0).random((20, 2))
COLORS = np.random.default_rng(1).random((20, 3))


@pytest.fixture
def widget():
    return ColoringWidget(LAYOUT, {"one": COLORS, "two": 1 - COLORS}, hover=range(20))


def packed(colors):
    return np.rint(np.asarray(colors) * 255).astype(np.uint8).tobytes()


def test_its_content_is_that_of_a_page(widget):
    assert widget._colors_0 == packed(COLORS)
    assert widget._colors_1 == packed(1 - COLORS)
    assert set(widget._content) == {"layout", "texts", "about"}


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
        ("selection", [True, False], "one bool for each of the 20 rows"),
        ("hovered", 20, "hovered must be a row of layout, from 0 to 19"),
        ("pinned", -2, "pinned must be a row of layout, from 0 to 19"),
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


def test_a_selection_is_a_mask_or_rows_without_repetition(widget):
    widget.selection = np.arange(20) % 7 == 3
    assert widget.selection == [3, 10, 17]
    widget.selection = [5, 2, 5]
    assert widget.selection == [5, 2]


def test_colors_are_replaced_for_all_views(widget):
    new = np.zeros((20, 3))
    widget.set_colors("two", new)
    synced = widget.get_state()  # what views get, of now and of later
    assert synced["_colors_0"] == packed(COLORS)
    assert synced["_colors_1"] == packed(new)
    with pytest.raises(ValueError, match="'one', 'two'; got 'three'"):
        widget.set_colors("three", new)
    with pytest.raises(ValueError, match="colors"):
        widget.set_colors("two", new[:5])


def test_new_colors_take_their_own_legend():
    colorer = ValueColorer().fit(LAYOUT)
    legend = ColoringLegend.from_estimator(colorer)
    colors = colorer.transform(LAYOUT)
    widget = ColoringWidget(LAYOUT, {"one": colors, "two": COLORS}, legends={"one": legend})
    assert [known and known["kind"] for known in widget._legends] == ["values", None]
    widget.set_colors("one", COLORS)  # what the old legend says is no longer true
    assert widget._legends == [None, None]
    widget.set_colors("two", colors, legend=legend)
    assert [known and known["kind"] for known in widget._legends] == [None, "values"]
    with pytest.raises(TypeError, match="ColoringLegend"):
        widget.set_colors("two", colors, legend="one")


@pytest.fixture
def layouts():
    return ColoringWidget({"PCA": LAYOUT, 2: -LAYOUT}, {"one": COLORS}, hover=range(20))


def test_layouts_are_chosen_by_name_and_changes_are_observed(layouts):
    assert layouts.layout_name == "PCA"
    assert {"layout", "layout-1", "about"} <= {*layouts._content}
    seen = []
    layouts.observe(lambda change: seen.append(change["new"]), "layout_name")
    layouts.layout_name = "2"
    assert seen == ["2"]
    assert layouts.get_state()["layout_name"] == "2"
    with pytest.raises(ValueError, match="layouts 'PCA', '2'; got 't-SNE'"):
        layouts.layout_name = "t-SNE"
    assert layouts.layout_name == "2"
    layouts.selection = [19]  # each layout has the same rows


def test_one_layout_has_no_name(widget):
    assert widget.layout_name == ""
    with pytest.raises(ValueError, match="layout_name must be one of the layouts ''"):
        widget.layout_name = "PCA"


def test_a_vision_is_one_that_can_be_simulated(widget):
    for vision in ("protan", "deutan", "tritan", "gray", ""):
        widget.vision = vision
        assert widget.get_state()["vision"] == vision
    with pytest.raises(ValueError, match="vision must be one of .*'protan'.* got 'owl'"):
        widget.vision = "owl"


def test_names_of_colorings_are_texts():
    widget = ColoringWidget(LAYOUT, {1: COLORS, 2: 1 - COLORS})
    assert widget.coloring == "1"
    widget.set_colors("2", COLORS)
    assert widget._colors_1 == packed(COLORS)


def test_widgets_have_colors_of_their_own(widget):
    other = ColoringWidget(LAYOUT, {"one": 1 - COLORS})
    assert other._colors_0 == packed(1 - COLORS)
    assert widget._colors_0 == packed(COLORS)
    assert not hasattr(other, "_colors_1")


def test_wrong_input_is_refused_as_by_a_page():
    with pytest.raises(ValueError, match=r"colorings\['one'\]"):
        ColoringWidget(LAYOUT, {"one": COLORS[:5]})
