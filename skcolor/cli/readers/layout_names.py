"""Names by which columns and arrays of a file are known to be a layout."""

import re
from collections.abc import Sequence

# In the order of preference if a file holds several.
_NAMES = (
    "layout",
    "xy",
    "map",
    "umap",
    "tsne",
    "opentsne",
    "fitsne",
    "pacmap",
    "localmap",
    "trimap",
    "phate",
    "drawgraphfa",
    "drawgraphfr",
    "isomap",
    "mds",
    "pumap",
    "densmap",
    "spatial",
)
_ENDS = (("1", "2"), ("0", "1"), ("x", "y"))


def find_layout(names: Sequence[str]) -> str | None:
    """The preferred name of a layout, such as ``X_umap``, among names of arrays."""
    found = {_simplify(name.rpartition("/")[2]): name for name in reversed(names)}
    return next((found[name] for name in _NAMES if name in found), None)


def find_pairs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of pairs of columns such as ``umap_1, umap_2``, the preferred pair first.

    ``x, y`` comes first, unless there is also a ``z``. A name that goes on to a third
    column, as ``umap_3`` does, is no pair.
    """
    where: dict[str, int] = {}
    for position, name in enumerate(names):
        where.setdefault(_simplify(name), position)
    pairs = [{"x", "y"}] if {"x", "y"} <= {*where} and "z" not in where else []
    for name in _NAMES:
        pairs.append({key for key in where if re.fullmatch(rf"{name}(\d+|[xyz])", key)})
    ends = [sorted(pair) for pair in pairs if len(pair) == 2]
    return [(where[a], where[b]) for a, b in ends if (a[-1], b[-1]) in _ENDS]


def _simplify(name: str) -> str:
    return re.sub(r"^x_(?=\w{2})|[\W_]", "", name.strip().lower())
