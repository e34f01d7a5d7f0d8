import numpy as np
import pytest

from skcolor._checks.row_numbers import check_row_numbers


@pytest.mark.parametrize("given", [[3, 0, 3], (3, 0, 3), np.array([3, 0, 3], np.uint8)])
def test_numbers_keep_their_order_and_repeats(given):
    rows = check_row_numbers(given, "rows", 4)
    assert rows.dtype == np.intp
    assert rows.tolist() == [3, 0, 3]


@pytest.mark.parametrize("given", [None, [], np.array([])])
def test_no_rows(given):
    assert check_row_numbers(given, "rows", 4).tolist() == []


def test_a_mask_gives_the_rows_where_it_is_true():
    mask = [True, False, False, True]
    assert check_row_numbers(mask, "rows", 4, mask_too=True).tolist() == [0, 3]


@pytest.mark.parametrize("given", [[-1], [4], [0.0], ["0"], 0, [[0]], [True, False] * 2])
def test_what_selects_no_rows(given):
    with pytest.raises(
        ValueError, match="rows must be integers from 0 to 3, rows of layout"
    ):
        check_row_numbers(given, "rows", 4)


def test_a_mask_has_an_entry_for_each_row():
    with pytest.raises(ValueError, match=r"or 4 booleans; got booleans of shape \(3,\)"):
        check_row_numbers([True] * 3, "rows", 4, mask_too=True)
    with pytest.raises(ValueError, match="must have no masked entries"):
        check_row_numbers(np.ma.masked_equal([0, 1], 1), "rows", 4)
