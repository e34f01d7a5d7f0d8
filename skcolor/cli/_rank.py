"""``python -m skcolor rank``: find the best recipe for the rows of a file."""

import argparse
import shutil
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._fit import make_recipes
from skcolor.cli._inputs import add_inputs, check_overwrites, read_inputs
from skcolor.cli._make_layout import add_layout_options, check_layout_options
from skcolor.cli._notes import Notes
from skcolor.cli._output_files import check_output, write_output
from skcolor.cli._rank_inputs import (
    keep_readable,
    number_dates,
    sample_inputs,
    split_in_halves,
)
from skcolor.cli._rank_order import find_heavy, order_recipes
from skcolor.cli._rank_table import TablePrinter, write_scores
from skcolor.cli._ranking import Ranking
from skcolor.cli._recipe_names import check_recipe
from skcolor.cli._row_columns import add_attributes_option, name_columns, read_attributes
from skcolor.cli._signals import end_interrupted, interruptible
from skcolor.cli._table import InputError, print_note
from skcolor.recipes import RECIPES

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

_FEWEST_ROWS = 200  # of --rows
_FEWEST_SCORED = 20  # of a file
_MOST_DRAWN = 12
_N_TOUR = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_inputs(parser)
    parser.add_argument(
        "--out",
        metavar="FILE",
        default="skcolor-rank.png",
        help=f"picture of the best {_MOST_DRAWN} (default: skcolor-rank.png); all "
        "scores go to a .csv file of the same name",
    )
    add_layout_options(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--recipes",
        metavar="NAME",
        nargs="+",
        help="names that 'recipes' prints (default: all but those that would take longer "
        "than all others together)",
    )
    which.add_argument(
        "--all", action="store_true", help="all recipes, however long they take"
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
    add_attributes_option(parser)
    parser.add_argument(
        "--wide", action="store_true", help="print all columns, even if lines are long"
    )


def run(arguments: argparse.Namespace) -> int:
    """Score recipes on the rows of a file, print a table, and draw a gallery."""
    scores_file = _check(arguments)
    inputs = read_inputs(arguments, use="picture", beside=name_columns(arguments))
    n_rows = len(inputs.X)
    attributes = read_attributes(arguments, number_dates(inputs)) or {}
    inputs = sample_inputs(inputs._replace(columns=attributes), arguments)
    _check_rows(arguments.vectors, inputs.X)
    splits = split_in_halves(len(inputs.X), arguments.splits)
    if attributes:
        inputs = keep_readable(inputs, splits)
    pipelines = _choose(arguments, inputs.X)
    each = "one split" if len(splits) == 1 else f"each of {len(splits)} splits"
    print(
        f"{len(inputs.X)} of {n_rows} rows; {each} fits one half and scores the other\n"
        f"{scores_file}: all scores, as they come\n"
    )
    notes = Notes()
    with notes.of_warnings():
        ranking = Ranking(pipelines, inputs, splits)
        printer = TablePrinter(
            list(pipelines), ranking.score_names, arguments.splits, _width(arguments)
        )
        _import_what_draws()
        is_whole = _score(ranking, printer, scores_file, notes)
        for note in notes.lines():
            print_note(note)
        if not ranking.has_best():
            if not is_whole:
                return end_interrupted()
            failures = (note for note in notes.lines() if ": failed: " in note)
            reason = next(failures, "the vectors tell no more than the layout")
            raise InputError(f"{arguments.vectors}: {reason}")
        _show(ranking, printer, arguments.out)
    return 0 if is_whole else end_interrupted()


def _import_what_draws() -> None:
    """Import what draws the best, before any thread is started.

    After Ctrl-C, fits that have begun run on. One that looks for BLAS libraries holds the
    lock of the loader and waits for that of Python; an import of an extension does the
    reverse, and neither would ever end.
    """
    import matplotlib.backends.backend_agg
    import matplotlib.pyplot  # noqa: F401

    import skcolor.plotting  # noqa: F401


def _check(arguments: argparse.Namespace) -> Path:
    """Check the arguments, and return the file of the scores."""
    check_output(arguments.out, (".png",))
    check_overwrites(arguments)
    check_layout_options(arguments)
    scores_file = Path(arguments.out).with_suffix(".csv")
    if scores_file.is_dir():
        raise InputError(f"--out {arguments.out}: the scores go to {scores_file}, a folder")
    for name in (arguments.vectors, arguments.layout, arguments.save_layout):
        if name is not None and Path(name).resolve() == scores_file.resolve():
            raise InputError(
                f"--out {arguments.out}: the scores would overwrite {name}; give "
                "another name"
            )
    for name in arguments.recipes or ():
        check_recipe(name, "--recipes")
    if arguments.rows < _FEWEST_ROWS:
        raise InputError(f"--rows must be at least {_FEWEST_ROWS}; got {arguments.rows}")
    if arguments.splits < 1:
        raise InputError(f"--splits must be at least 1; got {arguments.splits}")
    return scores_file


def _check_rows(name: str, X: npt.NDArray[Any]) -> None:
    """Refuse rows with which no score can be computed, before any work."""
    if len(X) < _FEWEST_SCORED:
        rows = f"{len(X)} row{'s' * (len(X) != 1)}"
        raise InputError(
            f"{name}: has {rows}; a ranking needs at least {_FEWEST_SCORED}, half of them "
            "to score"
        )
    if (X[0] == X).all():
        raise InputError(f"{name}: all rows are equal; there is nothing to rank by")


def _choose(arguments: argparse.Namespace, X: npt.NDArray[Any]) -> dict[str, "Pipeline"]:
    """Make the recipes to rank: what is likely to win first, and what is slow last."""
    size = len(X) // 2, X.shape[1]
    pipelines = make_recipes(arguments.recipes or list(reversed(RECIPES)), n_jobs=None)
    if not (arguments.recipes or arguments.all):
        heavy = [name for names in find_heavy(pipelines, *size) for name in names]
        for name in heavy:
            del pipelines[name]
        if heavy:
            print_note(
                f"left out {', '.join(heavy)}, which would take longer than all others "
                "together; --all ranks them too"
            )
    return order_recipes(pipelines, *size)


def _width(arguments: argparse.Namespace) -> int | None:
    return None if arguments.wide else shutil.get_terminal_size().columns


def _score(
    ranking: Ranking, printer: TablePrinter, scores_file: Path, notes: Notes
) -> bool:
    """Print scores as they come and keep them in a file; False if interrupted."""
    bar = ProgressBar(ranking.n_fits, "rank")
    try:
        with interruptible(), bar, closing(ranking.score(bar)) as scored:
            bar.print_above(printer.heading())
            for one in scored:
                for error in one.errors:
                    notes.add(f"failed: {type(error).__name__}: {error}", [one.name])
                bar.print_above(printer.lines(ranking.table_of([one]))[0])
                if ranking.has_best():
                    write = partial(write_scores, table=ranking.table())
                    write_output(scores_file, write)
    except KeyboardInterrupt:
        print("skcolor: interrupted", file=sys.stderr)
        return False
    return True


def _show(ranking: Ranking, printer: TablePrinter, out: str) -> None:
    """Print the table, the best first, and draw the best."""
    from skcolor.plotting import plot_gallery

    table = ranking.table()
    print("\nThe best first:\n")
    print("\n".join([printer.heading(), *printer.lines(table)]), flush=True)
    best = [
        (name, score)
        for name, score in zip(table["colorer"], table["reading_gain"], strict=True)
        if np.isfinite(score)
    ][:_MOST_DRAWN]
    tour = ranking.tour([name for name, _ in best], _N_TOUR)
    if len(tour) > 1:
        print(_describe_tour(tour))
    titles = ranking.titles()
    places = {name: f", tour {i}" for i, name in enumerate(tour, 1)}
    colorings = {
        f"{i}. {titles[name]}\n{name}  {score:.3f}{places.get(name, '')}": (
            ranking.colors[name]
        )
        for i, (name, score) in enumerate(best, 1)
    }
    figure = plot_gallery(colorings, ranking.layout)
    write_output(out, lambda file: figure.savefig(file, format="png", dpi=150))
    print(f"\n{out}: the best {len(best)}, fitted to one half of these rows")


def _describe_tour(shares: dict[str, float]) -> str:
    """Say which of the best to see together, and what is read from all so far."""
    width = max(map(len, shares))
    return "\n".join(
        [
            f"\nThe {len(shares)} to see together, with the reading gain of all so far:\n",
            *(f"{name:{width}}  {share:.3f}" for name, share in shares.items()),
        ]
    )
