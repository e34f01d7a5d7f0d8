import numpy as np
import pandas as pd
import pytest

from skcolor.plotting import save_html
from tests.plotting.test_explorer import COLORS, LAYOUT, Elements

WIDE = np.array([[0.0, 0.0], [1000.0, 1.0], [400.0, 0.5]])  # needs float32
LAYOUTS = {"PCA": LAYOUT, "</script> t-SNE": WIDE}


def save(folder, layout, **kwargs):
    save_html(folder / "map.html", layout, {"only": COLORS}, **kwargs)
    return (folder / "map.html").read_text(encoding="utf-8")


def test_each_layout_is_packed_as_if_it_were_the_only_one(tmp_path):
    page = Elements(save(tmp_path, LAYOUTS))
    about = page.json("about")
    assert {*about} == {"colorings", "layouts"}
    assert [facts.pop("name") for facts in about["layouts"]] == [*LAYOUTS]
    for i, layout in enumerate(LAYOUTS.values()):
        alone = Elements(save(tmp_path, layout))
        assert page.texts[f"layout-{i}" if i else "layout"] == alone.texts["layout"]
        facts = alone.json("about")
        del facts["colorings"]
        assert about["layouts"][i] == facts
    assert [facts["layoutType"] for facts in about["layouts"]] == ["uint16", "float32"]


def test_one_layout_in_a_dict_keeps_its_name(tmp_path):
    page = Elements(save(tmp_path, {7: LAYOUT}))
    assert [facts["name"] for facts in page.json("about")["layouts"]] == ["7"]
    assert "layout-1" not in page.texts


def test_the_order_of_the_dict_is_that_of_the_page_and_the_bytes_are_the_same(tmp_path):
    once, again = save(tmp_path, LAYOUTS), save(tmp_path, {**LAYOUTS})
    assert once == again
    turned = Elements(save(tmp_path, dict(reversed(LAYOUTS.items()))))
    names = [facts["name"] for facts in turned.json("about")["layouts"]]
    assert names == [*LAYOUTS][::-1]


def test_names_are_no_markup(tmp_path):
    plain = Elements(save(tmp_path, {"a": LAYOUT, "b": LAYOUT}))
    assert Elements(save(tmp_path, LAYOUTS)).tags == plain.tags


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (np.zeros((3, 3)), r"layout\['b'\] must have 2 columns .* got 3.*layout\['b'\]\["),
        (LAYOUT[:2], r"layout\['b'\] has 2 rows, and the first layout has 3"),
        (LAYOUT[:, 0], r"layout\['b'\] must be a dense table"),
        ([[0, 0], [np.nan, 1], [2, 2]], r"layout\['b'\] .*contains NaN"),
        (1e290 * LAYOUT, r"layout\['b'\] must have coordinates and sides"),
        ({"c": LAYOUT}, r"layout\['b'\] must be a dense table"),
    ],
)
def test_a_layout_that_cannot_be_shown_is_named(tmp_path, second, message):
    with pytest.raises((ValueError, TypeError), match=message):
        save(tmp_path, {"a": LAYOUT, "b": second})
    assert list(tmp_path.iterdir()) == []


def test_no_layout_or_two_of_one_name_are_refused(tmp_path):
    with pytest.raises(ValueError, match="layout must be an array, or a dict .* empty"):
        save(tmp_path, {})
    with pytest.raises(ValueError, match="names that differ as texts; got '1' twice"):
        save(tmp_path, {1: LAYOUT, "1": WIDE})


def test_rows_in_another_order_are_refused(tmp_path):
    first = pd.DataFrame(LAYOUT, index=list("abc"))
    second = pd.DataFrame(WIDE, index=list("cba"))
    with pytest.raises(ValueError, match=r"layout\['b'\] must have its rows in the order"):
        save(tmp_path, {"a": first, "b": second})


def test_neighbors_are_found_whatever_the_layouts(tmp_path):
    X = np.array([[0.0], [1.0], [5.0]])
    one = Elements(save(tmp_path, LAYOUT, neighbors=1, X=X))
    two = Elements(save(tmp_path, LAYOUTS, neighbors=1, X=X))
    assert one.texts["neighbors"] == two.texts["neighbors"]
