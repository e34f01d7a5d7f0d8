"""``python -m skcolor rank``: find the best recipe for the rows of a file."""

import argparse
import sys
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar, can_print
from skcolor.cli._files import check_output, write_output
from skcolor.cli._inputs import add_inputs, check_overwrites, read_inputs
from skcolor.cli._make_layout import add_layout_options, check_layout_options, ensure_layout
from skcolor.cli._recipe_names import check_recipe
from skcolor.cli._table import InputError
from skcolor.recipes import RECIPES
from skcolor.recipes._recipe_titles import recipe_title

_HEADINGS = {
    "reading_gain": ("reading", "gain"),
    "local_fidelity": ("local", "fidelity"),
    "global_fidelity": ("global", "fidelity"),
    "color_trustworthiness": ("trust-", "worthiness"),
    "color_coherence": ("color", "coherence"),
    "effective_colors": ("effective", "colors"),
    "neighbor_contrast": ("neighbor", "contrast"),
    "label_purity": ("label", "purity"),
}
_FEWEST_ROWS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_inputs(parser)
    add_layout_options(parser)
    parser.add_argument(
        "--recipes",
        metavar="NAME",
        nargs="+",
        default=list(RECIPES),
        help="names that 'recipes' prints (default: all)",
    )
    parser.add_argument(
        "--rows",
        metavar="N",
        type=int,
        default=4000,
        help="number of random rows to use (default: 4000); each split fits one half and "
        "scores the other",
    )
    parser.add_argument(
        "--splits", metavar="N", type=int, default=3, help="number of splits (default: 3)"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        default="skcolor-rank.png",
        help="gallery to write, the best first (default: skcolor-rank.png)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Score recipes on the rows of a file, print a table, and draw a gallery."""
    _check(arguments)
    inputs = read_inputs(arguments, use="picture")
    X, layout = inputs.X, ensure_layout(inputs, arguments)
    n_rows = len(X)
    rows = np.random.default_rng(0).permutation(n_rows)[: arguments.rows]
    X, layout = X[np.sort(rows)], layout[np.sort(rows)]
    table, notes = _rank(arguments.recipes, X, layout, arguments.splits)
    is_ranked = np.isfinite(table["reading_gain"])
    if not is_ranked.any():
        raise InputError(f"{arguments.vectors}: {notes[0]}")
    names = table["colorer"][is_ranked]
    scores = table["reading_gain"][is_ranked]
    colorings = _color(names, X, layout)
    titles = [
        f"{i}. {recipe_title(name)}\n{name}  {score:.3f}"
        for i, (name, score) in enumerate(zip(names, scores, strict=True), 1)
    ]
    from skcolor.plotting import plot_gallery

    figure = plot_gallery(dict(zip(titles, colorings, strict=True)), layout)
    write_output(arguments.out, lambda file: figure.savefig(file, format="png", dpi=150))
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    halves = f"{arguments.splits} times half of them fitted and the other half scored"
    plus_minus = "±" if can_print("±", sys.stdout) else "+-"
    print(f"{len(X)} of {n_rows} rows, {halves}: mean {plus_minus} standard deviation\n")
    print("\n".join(_format(table)).replace("±", plus_minus))
    print(f"\n{arguments.out}: the colorings, the best first")
    return 0


def _check(arguments: argparse.Namespace) -> None:
    check_output(arguments.out, (".png",))
    check_overwrites(arguments)
    check_layout_options(arguments)
    for name in arguments.recipes:
        check_recipe(name, "--recipes")
    if arguments.rows < _FEWEST_ROWS:
        raise InputError(f"--rows must be at least {_FEWEST_ROWS}; got {arguments.rows}")
    if arguments.splits < 1:
        raise InputError(f"--splits must be at least 1; got {arguments.splits}")


def _rank(
    names: list[str], X: npt.NDArray[Any], layout: npt.NDArray[Any], n_splits: int
) -> tuple[dict[str, npt.NDArray[Any]], list[str]]:
    """The table, and the warnings and errors of recipes."""
    from sklearn.model_selection import ShuffleSplit

    from skcolor.metrics import rank_colorers

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        table = rank_colorers(
            {name: RECIPES[name]() for name in names},
            X,
            layout,
            cv=ShuffleSplit(n_splits, test_size=0.5, random_state=0),
            n_jobs=-1,
            error_score=np.nan,
            as_frame=False,
            verbose=True,
        )
    notes = [" ".join(str(warning.message).split()) for warning in caught]
    return table, list(dict.fromkeys(notes))


def _color(
    names: npt.NDArray[Any], X: npt.NDArray[Any], layout: npt.NDArray[Any]
) -> list[npt.NDArray[Any]]:
    """Colors of all rows by recipes fitted to them; warnings were already printed."""
    colorings = []
    with ProgressBar(len(names), "draw") as bar, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            bar.advance(0, name)
            colorings.append(RECIPES[name]().fit_transform(X, layout))
            bar.advance(1)
    return colorings


def _format(table: dict[str, npt.NDArray[Any]]) -> list[str]:
    """Lines of the printed table."""
    first, second = zip(*_HEADINGS.values(), ("fit", "s"), ("color", "s"), strict=True)
    rows = [["", *first], ["recipe", *second]]
    for row, name in enumerate(table["colorer"]):
        cells = [_cell(table[m][row], table[f"{m}_std"][row]) for m in _HEADINGS]
        times = [f"{table[time][row]:.2f}" for time in ("fit_time", "transform_time")]
        rows.append([name, *cells, *times])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _cell(mean: float, std: float) -> str:
    if np.isnan(mean):
        return "-"
    if mean >= 10:  # a number of colors
        return f"{mean:.0f}±{std:.0f}"
    return f"{mean:.3f}±{std:.3f}".replace("±0.", "±.")
