"""``python -m skcolor explore``: write an interactive map with several colorings."""

import argparse
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._file_names import split_name
from skcolor.cli._fit import fit_all, make_recipes
from skcolor.cli._inputs import Inputs, add_inputs, check_overwrites, read_inputs
from skcolor.cli._make_layout import add_layout_options, check_layout_options, ensure_layout
from skcolor.cli._page_output import check_page_output, save_page
from skcolor.cli._recipe_names import check_recipe
from skcolor.cli._row_columns import name_columns, read_hover, read_labels
from skcolor.cli._table import InputError, print_note
from skcolor.recipes._recipe_titles import titles_for_rows

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from skcolor.plotting import ColoringLegend

_N_CHOSEN = 4
_CLUSTERS = "kmeans_30_perceptual"
# Of rows that tell no more than the layout, or are too few to choose by.
_RECIPES = ["best", "pca_perceptual", "residual_pca_perceptual", _CLUSTERS, "pca_argmax"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_inputs(parser, several=True)
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="page to write (.html); or, with a slash at the end, a folder for many "
        "millions of rows, which 'serve' shows",
    )
    add_layout_options(parser)
    parser.add_argument(
        "--recipes",
        metavar="NAME",
        nargs="+",
        help=f"names that 'recipes' prints (default: the {_N_CHOSEN} that together tell "
        f"most about these rows, and {_CLUSTERS})",
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
    parser.add_argument(
        "--neighbors",
        metavar="N",
        type=int,
        default=0,
        help="list so many nearest rows of a point that is clicked (default: 0, none)",
    )
    parser.add_argument("--title", help="title of the page (default: the name of VECTORS)")


def run(arguments: argparse.Namespace) -> int:
    """Color the rows of a file and write the page."""
    arguments.layout, *further = arguments.layout or [None]
    check_page_output(arguments.out, arguments.neighbors, 1 + len(further))
    _check_distinct([arguments.layout, *further])
    check_overwrites(arguments, *further, arguments.hover, arguments.labels)
    check_layout_options(arguments)
    for name in arguments.recipes or ():
        check_recipe(name, "--recipes")
    beside = name_columns(arguments)
    inputs = read_inputs(arguments, use="map", beside=beside, further=further)
    X = inputs.X
    _check_neighbors(arguments, len(X))
    labels, hover = read_labels(arguments, inputs), read_hover(arguments, inputs)
    columns = {n: c for n, c in inputs.columns.items() if n != arguments.label}
    layout = ensure_layout(inputs, arguments)
    pipelines = make_recipes(arguments.recipes or _choose_recipes(X, layout))
    with ProgressBar(len(pipelines), "explore") as bar:
        colorings, notes = fit_all(pipelines, X, layout, bar)
    titles = titles_for_rows(pipelines, X.shape)
    legends = _make_legends(pipelines, inputs, layout, hover, labels, arguments.label)
    try:
        kind = save_page(
            arguments.out,
            _by_name([arguments.layout, *further], [layout, *inputs.further.values()]),
            {titles[name]: colors for name, colors in colorings.items()},
            hover=hover,
            labels=labels,
            columns=columns,
            legends={titles[name]: legend for name, legend in legends.items()},
            neighbors=arguments.neighbors,
            X=X,
            title=arguments.title or split_name(arguments.vectors)[0].stem,
        )
    except OSError as error:
        raise InputError(f"{arguments.out}: cannot be written ({error.strerror})") from None
    for note in notes:
        print_note(note)
    print(f"{arguments.out}: {kind} with {len(colorings)} colorings of {len(X)} rows")
    return 0


def _choose_recipes(X: npt.NDArray[Any], layout: npt.NDArray[Any]) -> list[str]:
    """Names of the recipes that tell most together, and of one that shows clusters."""
    from skcolor.recipes._choose_tour import FEWEST_ROWS, choose_tour

    names: list[str] = []
    if len(X) >= FEWEST_ROWS:
        names += choose_tour(X, layout, _N_CHOSEN)
    return list(dict.fromkeys([*names, _CLUSTERS])) if names else _RECIPES


def _check_distinct(given: list[str | None]) -> None:
    for name in given:
        if given.count(name) > 1:
            raise InputError(f"--layout {name}: is given twice; give each layout once")


def _by_name(given: list[str], layouts: list[npt.NDArray[Any]]) -> Any:
    """Several layouts by short names: of their files, or of the parts of files."""
    if len(layouts) == 1:
        return layouts[0]
    parts = [split_name(name) for name in given]
    names = [part.rpartition("/")[2] or path.stem for path, part in parts]
    return dict(zip(names if len({*names}) == len(names) else given, layouts, strict=True))


def _check_neighbors(arguments: argparse.Namespace, n_rows: int) -> None:
    number = arguments.neighbors
    if not 0 <= number < n_rows:
        raise InputError(
            f"--neighbors {number}: {arguments.vectors} has {n_rows} rows; give a number "
            f"from 0 to {n_rows - 1}"
        )


def _make_legends(
    pipelines: dict[str, "Pipeline"],
    inputs: Inputs,
    layout: npt.NDArray[Any],
    hover: list[str] | None,
    labels: Any,
    name: str | None,
) -> dict[str, "ColoringLegend"]:
    """What the colors mean: clusters by typical rows, directions by the labels there."""
    from skcolor.plotting import ColoringLegend

    # The first line of a text names the row; the others describe it.
    row_names = None if hover is None else [text.partition("\n")[0] for text in hover]
    attributes = None if labels is None else _as_groups(name or "label", labels)
    return {
        recipe: ColoringLegend.from_estimator(
            pipeline, inputs.X, layout, row_names=row_names, attributes=attributes
        )
        for recipe, pipeline in pipelines.items()
    }


def _as_groups(name: str, labels: Any) -> dict[str, npt.NDArray[Any]] | None:
    """Labels as an attribute, numbers too as groups; None if there are too many groups."""
    from skcolor._checks.texts import check_texts
    from skcolor.metrics._attributes import check_attributes

    texts = check_texts(labels, "labels", len(labels))
    groups = {name: np.array([text or None for text in texts], dtype=object)}
    try:
        check_attributes(groups, len(texts))
    except ValueError:
        return None
    return groups
