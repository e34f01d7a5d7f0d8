"""``python -m skcolor explore``: write an interactive map with several colorings."""

import argparse
import sys

from skcolor._progress import ProgressBar
from skcolor.cli._file_names import split_name
from skcolor.cli._files import check_output
from skcolor.cli._fit import fit_all, make_recipes
from skcolor.cli._inputs import add_inputs, check_overwrites, read_inputs
from skcolor.cli._make_layout import add_layout_options, check_layout_options, ensure_layout
from skcolor.cli._recipe_names import check_recipe
from skcolor.cli._row_columns import name_columns, read_hover, read_labels
from skcolor.cli._table import InputError
from skcolor.recipes._recipe_titles import recipe_title

_RECIPES = [
    "best",
    "pca_perceptual",
    "residual_pca_perceptual",
    "kmeans_30_perceptual",
    "pca_argmax",
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_inputs(parser)
    add_layout_options(parser)
    parser.add_argument(
        "--recipes",
        metavar="NAME",
        nargs="+",
        default=_RECIPES,
        help=f"names that 'recipes' prints (default: {' '.join(_RECIPES)})",
    )
    parser.add_argument(
        "--hover",
        metavar="NAMES",
        help="texts of the rows: columns of VECTORS, as title,author, or a file with one "
        "line each, UTF-8 (default: the columns of texts)",
    )
    parser.add_argument(
        "--label", metavar="NAME", help="groups of the rows: a column of VECTORS"
    )
    parser.add_argument(
        "--labels",
        metavar="FILE",
        help="groups of the rows: a file with one line each, UTF-8",
    )
    parser.add_argument("--title", help="title of the page (default: the name of VECTORS)")
    parser.add_argument(
        "--out", metavar="FILE", required=True, help="page to write (.html)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Color the rows of a file and write the page."""
    check_output(arguments.out, (".html",))
    check_overwrites(arguments, arguments.hover, arguments.labels)
    check_layout_options(arguments)
    for name in arguments.recipes:
        check_recipe(name, "--recipes")
    inputs = read_inputs(arguments, use="map", beside=name_columns(arguments))
    X = inputs.X
    labels, hover = read_labels(arguments, inputs), read_hover(arguments, inputs)
    columns = {n: c for n, c in inputs.columns.items() if n != arguments.label}
    layout = ensure_layout(inputs, arguments)
    from skcolor.plotting import save_html

    pipelines = make_recipes(arguments.recipes)
    with ProgressBar(len(pipelines), "explore") as bar:
        colorings, notes = fit_all(pipelines, X, layout, bar)
    colorings = {recipe_title(name): colors for name, colors in colorings.items()}
    title = arguments.title or split_name(arguments.vectors)[0].stem
    try:
        save_html(
            arguments.out,
            layout,
            colorings,
            hover=hover,
            labels=labels,
            columns=columns,
            title=title,
        )
    except OSError as error:
        raise InputError(f"{arguments.out}: cannot be written ({error.strerror})") from None
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    print(f"{arguments.out}: a page with {len(colorings)} colorings of {len(X)} rows")
    return 0
