"""Columns whose names are numbered, as those of vectors are: ``dim_0`` to ``dim_99``."""

import re
from collections import defaultdict
from collections.abc import Sequence

_NUMBERED = re.compile(r"(.*?)0*(\d+)", re.ASCII | re.DOTALL)
# Fewer may well be features among others.
_FEWEST = 10
_LEAST_SHARE = 0.5


def find_series(names: Sequence[str]) -> list[int]:
    """Positions of the names that are numbered without a gap, if most names are.

    Parameters
    ----------
    names : sequence of str
        Names of columns of numbers.

    Returns
    -------
    list of int
        Positions of at least ten names, and of more than half of them; or none.
    """
    series: dict[str, dict[int, int]] = defaultdict(dict)
    for position, name in enumerate(names):
        found = _NUMBERED.fullmatch(name.strip())
        if found:
            series[found[1]].setdefault(int(found[2]), position)
    longest = max(series.values(), key=len, default={})
    n_numbers = len(longest)
    has_gap = n_numbers and max(longest) - min(longest) + 1 != n_numbers
    if has_gap or n_numbers < _FEWEST or n_numbers <= _LEAST_SHARE * len(names):
        return []
    return sorted(longest.values())
