"""Names of recipes, and of their parameters."""

import difflib
import inspect
from typing import Any

from skcolor.cli._table import InputError
from skcolor.recipes import RECIPES


def check_recipe(name: str, option: str) -> None:
    """Check that a recipe exists, and suggest similar names."""
    if name in RECIPES:
        return
    spelled = name.strip().lower().replace("-", "_").replace(" ", "_")
    near = difflib.get_close_matches(spelled, RECIPES, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise InputError(
        f"{option} {name}: no such recipe; {hint}'python -m skcolor recipes' lists them"
    )


def known_parameters(recipe: str, **parameters: Any) -> dict[str, Any]:
    """Those of some parameters that a recipe takes."""
    known = inspect.signature(RECIPES[recipe]).parameters
    return {key: value for key, value in parameters.items() if key in known}
