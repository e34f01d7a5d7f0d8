"""What names an end, against pairs counted one by one."""

import numpy as np
import pandas as pd
import pytest

from skcolor.metrics._attributes import check_attributes
from skcolor.plotting._attribute_differences import attribute_differences


def told(rows, attributes):
    """Texts by side of the first direction."""
    rows = np.asarray(rows, dtype=float).reshape(len(rows), -1)
    limits = np.percentile(rows, (2, 50, 98), axis=0)
    found = attribute_differences(rows, limits, check_attributes(attributes, len(rows)))
    return tuple(tuple(t.text for t in found[0, side]) for side in (0, 2))


def share_larger(column, here):
    """Share of pairs in which a row here has more, by counting them."""
    differences = column[here][:, np.newaxis] - column[~here]
    return (differences > 0).mean() + (differences == 0).mean() / 2


@pytest.mark.parametrize("strength", np.linspace(0, 2, 9))
def test_a_difference_is_clear_from_three_of_four_pairs(strength):
    rng = np.random.default_rng(3)
    rows = rng.permutation(3000) / 1000
    column = np.rint(3 * (strength * rows / 3 + rng.normal(size=3000)))
    high = rows >= np.sort(rows)[-60]
    low = rows <= np.sort(rows)[59]
    wanted = (
        ("size low",) if share_larger(column, low) <= 0.25 else (),
        ("size high",) if share_larger(column, high) >= 0.75 else (),
    )
    assert told(rows, {"size": column}) == wanted


@pytest.mark.parametrize(("share", "is_clear"), [(0.7, True), (0.5, False)])
def test_a_category_is_clear_from_half_of_all_rows_more(share, is_clear):
    rows = np.arange(1000)
    kind = np.full(1000, "b", dtype=object)
    kind[:200:2] = "a"  # a tenth of all
    kind[980 : 980 + int(20 * share)] = "a"
    assert told(rows, {"kind": kind})[1] == (("kind a",) if is_clear else ())


def test_chance_names_nothing():
    rng = np.random.default_rng(0)
    for n_rows in (2, 5, 20, 100, 500):
        attributes = rng.normal(size=(n_rows, 30))
        assert told(rng.normal(size=n_rows), attributes) == ((), ())


def test_the_clearest_two_attributes_are_told_each_once():
    rows = np.arange(1000.0)
    noise = np.random.default_rng(0).normal(size=(3, 1000))
    attributes = {
        "third": rows + 500 * noise[0],
        "first": rows,
        "second": rows + 200 * noise[1],
        "constant": np.ones(1000),
    }
    assert told(rows, attributes) == (
        ("first low", "second low"),
        ("first high", "second high"),
    )


def test_truth_values_categories_and_numbered_attributes_in_words():
    rows = np.arange(200.0)
    late = rows >= 100
    assert told(rows, {"late": late}) == (("not late",), ("late",))
    digits = pd.Series(late.astype(int), name="digit")
    assert told(rows, digits) == (("digit low",), ("digit high",))
    assert told(rows, digits.astype("category")) == (("digit 0",), ("digit 1",))
    assert told(rows, rows[:, np.newaxis]) == (("attribute 0 low",), ("attribute 0 high",))
    assert told(rows, {"{0}": late.astype(str)}) == (("{0} False",), ("{0} True",))


def test_missing_values_and_a_far_one_change_no_name():
    rows = np.arange(400.0)
    column = rows.copy()
    column[::3] = np.nan
    column[200] = 1e12
    assert told(rows, {"size": column}) == (("size low",), ("size high",))
    assert told(rows, {"size": np.full(400, np.nan)}) == ((), ())
    assert told(rows, {"kind": [None] * 400}) == ((), ())


def test_rare_flags_end_where_the_flags_are():
    rows = np.zeros(1000)
    rows[:9] = 1
    limits = np.array([[0.0], [0], [1]])
    table = check_attributes({"rare": rows == 1}, 1000)
    found = attribute_differences(rows[:, np.newaxis], limits, table)
    assert [t.text for t in found[0, 2]] == ["rare"]


def test_names_do_not_depend_on_the_order_of_rows():
    rng = np.random.default_rng(1)
    rows = np.rint(rng.normal(size=700))
    column = rows + rng.normal(size=700)
    order = rng.permutation(700)
    assert told(rows, {"x": column}) == told(rows[order], {"x": column[order]})
    assert told(rows, {"x": column}) == (("x low",), ("x high",))


def test_what_is_alike_at_both_ends_names_neither():
    rows = np.arange(-500.0, 500)
    attributes = {"reach": np.abs(rows), "side": rows, "edge": np.abs(rows) > 400}
    assert told(rows, attributes) == (("side low",), ("side high",))
    digits = {"digit": np.where(np.abs(rows) > 450, "1", "2")}
    assert told(rows, digits) == ((), ())
