"""Check that pandas objects have their rows in the same order, by their indexes."""

import sys
from itertools import combinations
from typing import Any


def check_row_order(tables: dict[str, Any]) -> None:
    """Check that pandas objects with the same index labels have them in the same order.

    Rows are matched by position. Objects without an index, and indexes that differ in more
    than their order, cannot be compared and pass.

    Parameters
    ----------
    tables : dict of str to object
        Values of the arguments, by name.

    Raises
    ------
    ValueError
        If two objects have the same labels in different order.
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
                f"{other_name} must have its rows in the order of {name}; got an index "
                "with the same labels in a different order. Rows are matched by "
                f"position: pass {other_name}.loc[{name}.index], or "
                f"{other_name}.to_numpy() if the rows are already in the same order."
            )


def _differ_in_order(index: Any, other: Any) -> bool:
    alike = (len(index), index.nlevels) == (len(other), other.nlevels)
    if not alike or index.equals(other):
        return False
    return bool(index.isin(other).all() and other.isin(index).all())
