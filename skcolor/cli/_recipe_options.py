"""The recipe of a command and its parameters: arguments and checks."""

import argparse
import ast
import inspect
from typing import TYPE_CHECKING, Any

from skcolor.cli._recipe_names import check_recipe, known_parameters
from skcolor.cli._table import InputError
from skcolor.recipes import RECIPES

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def add_recipe_options(parser: argparse.ArgumentParser, *, example: str) -> None:
    """Declare the arguments for a recipe, with an example of a parameter."""
    parser.add_argument(
        "--recipe",
        metavar="NAME",
        default="best",
        help="one of the names that 'recipes' prints (default: best)",
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help=f"set a parameter of the recipe, e.g. --set {example}; may be repeated",
    )


def check_settings(recipe: str, settings: list[str]) -> dict[str, Any]:
    """Parse ``NAME=VALUE`` parameters of a recipe and add those that the command sets."""
    check_recipe(recipe, "--recipe")
    names = list(inspect.signature(RECIPES[recipe]).parameters)
    # All CPU cores and a progress bar; neither changes the colors.
    parameters = known_parameters(recipe, n_jobs=-1, verbose=True)
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or key not in names:
            known = ", ".join(f"{name}=VALUE" for name in names)
            raise InputError(f"--set {setting}: {recipe} takes {known}")
        try:
            parameters[key] = ast.literal_eval(value)
        except (SyntaxError, ValueError):
            raise InputError(
                f"--set {setting}: {value!r} is not a Python value; wanted such as 8, 0.5, "
                "None or (0, 100)"
            ) from None
    return parameters


def make_recipe(name: str, parameters: dict[str, Any]) -> "Pipeline":
    """Make the pipeline of a recipe."""
    try:
        return RECIPES[name](**parameters)
    except (TypeError, ValueError) as error:
        raise InputError(f"--recipe {name}: {error}") from None
