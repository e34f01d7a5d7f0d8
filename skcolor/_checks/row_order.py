"""Rows of several pandas objects: in one order, as far as their indexes tell."""

import sys
from itertools import combinations
from typing import Any


def check_row_order(tables: dict[str, Any]) -> None:
    """Hold pandas objects whose indexes have the same labels to have them in one order.

    Rows belong together by their place. What has no index, and indexes that differ in
    more than their order, cannot be compared and pass.

    Parameters
    ----------
    tables : dict of str to object
        What came, by the names of the arguments.

    Raises
    ------
    ValueError
        If two have the same labels in another order.
    """
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return
    indexes = {
        name: table.index
        for name, table in tables.items()
        if isinstance(table, (pandas.DataFrame, pandas.Series))
    }
    for (name, index), (other_name, other) in combinations(indexes.items(), 2):
        if _differ_in_order(index, other):
            raise ValueError(
                f"the index of {other_name} has the same labels as that of {name}, in "
                "another order, and rows belong together by their place: pass "
                f"{other_name}.loc[{name}.index]; or {other_name}.to_numpy(), if the rows "
                "are in the same order after all."
            )


def _differ_in_order(index: Any, other: Any) -> bool:
    alike = (len(index), index.nlevels) == (len(other), other.nlevels)
    if not alike or index.equals(other):
        return False
    return bool(index.isin(other).all() and other.isin(index).all())
