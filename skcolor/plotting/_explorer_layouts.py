"""The layouts of an explorer: one, or several of the same rows by name."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import as_text
from skcolor.plotting._axes import check_map
from skcolor.plotting._explorer_data import column_bytes, pack_layout


def named_layouts(layout: Any) -> dict[str, Any]:
    """The layouts by the expressions that errors name them by: ``layout['PCA']``.

    Raises
    ------
    ValueError
        If there are none.
    """
    if not isinstance(layout, dict):
        return {"layout": layout}
    if not layout:
        raise ValueError(
            "layout must be an array, or a dict of at least one name and its array; got "
            "an empty dict."
        )
    return {f"layout[{name!r}]": places for name, places in layout.items()}


def layout_names(layout: Any) -> list[str]:
    """The names that readers choose layouts by; none if an array is given.

    Raises
    ------
    ValueError
        If two are equal, as of ``1`` and ``"1"``.
    """
    if not isinstance(layout, dict):
        return []
    names = [as_text(name) for name in layout]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(
                f"layout must have names that differ as texts; got {name!r} twice."
            )
    return names


def pack_layouts(layout: Any) -> tuple[dict[str, Any], dict[str, bytes], int]:
    """Validate and pack one layout, or several.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or dict of str to array-like
        As in `save_html`.

    Returns
    -------
    about : dict
        What the scripts need to know of the layouts: of one that is given as an array,
        its facts; of others, a list of theirs.
    content : dict of str to bytes
        Their positions.
    n_rows : int
        Number of rows.

    Raises
    ------
    ValueError
        If a layout cannot be plotted, or the layouts do not have the same number of rows.
    """
    names = layout_names(layout)
    facts, content, n_rows = [], {}, 0
    for i, (expression, given) in enumerate(named_layouts(layout).items()):
        places = check_map(given, expression)
        n_rows = n_rows or len(places)
        if len(places) != n_rows:
            raise ValueError(
                f"{expression} has {len(places)} rows, and the first layout has {n_rows}; "
                "wanted the same rows in all."
            )
        fact, content[f"layout-{i}" if i else "layout"] = _pack(places)
        facts.append(fact)
    if not names:
        return facts[0], content, n_rows
    layouts = [{"name": name, **fact} for name, fact in zip(names, facts, strict=True)]
    return {"layouts": layouts}, content, n_rows


def _pack(layout: npt.NDArray[np.floating]) -> tuple[dict[str, Any], bytes]:
    packed = pack_layout(layout)
    fact = {
        "home": packed.home,
        "nOutside": packed.n_outside,
        "origin": packed.origin,
        "unit": packed.unit,
        "layoutType": packed.steps.dtype.name,
    }
    return fact, column_bytes(packed.steps)
