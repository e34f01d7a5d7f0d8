"""``python -m skcolor color``: color the rows of a file."""

import argparse
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._fit import legend_note
from skcolor.cli._inputs import add_inputs, check_overwrites, read_inputs
from skcolor.cli._large import fit_in_chunks, goes_in_chunks, transform_chunks
from skcolor.cli._make_layout import add_layout_options, check_layout_options, ensure_layout
from skcolor.cli._output_files import check_output, write_output
from skcolor.cli._picture import (
    PICTURES,
    add_picture_options,
    check_picture_options,
    draw_picture,
)
from skcolor.cli._recipe_options import add_recipe_options, check_settings, make_recipe
from skcolor.cli._table import InputError, one_line, print_note
from skcolor.cli._write_table import TABLES, check_table_library, write_table

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

_ENDINGS = (*TABLES, *PICTURES)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_inputs(parser)
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help=f"colors ({', '.join(TABLES)}) or a picture ({', '.join(PICTURES)})",
    )
    add_layout_options(parser)
    add_recipe_options(parser, example="n_components=16")
    add_picture_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Color the rows of a file."""
    ending = check_output(arguments.out, _ENDINGS)
    check_table_library(arguments.out, ending)
    check_overwrites(arguments)
    parameters = check_settings(arguments.recipe, arguments.set)
    check_picture_options(arguments, ending)
    check_layout_options(arguments)
    inputs = read_inputs(arguments, use="picture" if ending in PICTURES else None)
    X, layout = inputs.X, inputs.layout
    pipeline = make_recipe(arguments.recipe, parameters)
    if ending in PICTURES or _uses_layout(pipeline) or arguments.save_layout:
        layout = ensure_layout(inputs, arguments)
    try:
        parts = _color(pipeline, X, layout)
    except ValueError as error:
        raise InputError(f"{arguments.vectors}: {one_line(error)}") from None
    write_output(
        arguments.out,
        lambda file: _write(file, ending, parts, X, layout, pipeline, arguments),
    )
    print(f"{arguments.out}: {_describe(ending)} of {len(X)} rows by {arguments.recipe}")
    return 0


def _describe(ending: str) -> str:
    return "a map" if ending in PICTURES else "colors"


def _uses_layout(pipeline: "Pipeline") -> bool:
    """Whether a step would make a layout of its own."""
    return any(getattr(step, "uses_layout", False) for _, step in pipeline.steps)


def _color(
    pipeline: "Pipeline", X: npt.NDArray[Any], layout: npt.NDArray[Any] | None
) -> Iterable[npt.NDArray[Any]]:
    """Colors of all rows, in one or more parts."""
    from sklearn import get_config

    from skcolor._fitted.transform_in_chunks import transform_in_chunks

    if goes_in_chunks(pipeline, X):
        fit_in_chunks(pipeline, X, layout)
        return transform_chunks(pipeline, X)
    if X.nbytes <= get_config()["working_memory"] * 2**20:
        colors = pipeline.fit_transform(X, layout)
    else:  # hold intermediate results for one chunk at a time
        colors = transform_in_chunks(pipeline.fit(X, layout), X, layout, n_jobs=-1)
    if said := legend_note(pipeline):
        print_note(said)
    return [colors]


def _write(
    file: IO[bytes],
    ending: str,
    parts: Iterable[npt.NDArray[Any]],
    X: npt.NDArray[Any],
    layout: npt.NDArray[Any] | None,
    pipeline: "Pipeline",
    arguments: argparse.Namespace,
) -> None:
    if ending in TABLES:
        write_table(file, ending, parts, len(X), ("red", "green", "blue"))
    else:
        assert layout is not None  # made before
        colors = np.concatenate(list(parts))
        draw_picture(file, ending, layout, colors, pipeline, X, arguments)
