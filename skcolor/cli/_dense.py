"""``python -m skcolor dense``: color features of images, as pictures or a video."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from skcolor._progress import ProgressBar
from skcolor.cli._dense_inputs import DenseInputs, add_dense_inputs, read_dense_inputs
from skcolor.cli._dense_pictures import (
    VIDEOS,
    check_sizes,
    draw_all,
    write_pictures,
    write_sheet,
)
from skcolor.cli._file_names import split_name
from skcolor.cli._output_files import check_folder, check_output
from skcolor.cli._recipe_options import add_recipe_options, check_settings, make_recipe
from skcolor.cli._table import InputError, one_line, print_note

if TYPE_CHECKING:
    from skcolor.images import GridColorer

_ENDINGS = (".png", *VIDEOS)
_LAYOUTS = {"grid": "grid", "time": "time", "none": None}
# So that features may be larger than memory.
_MOST_FITTED = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_dense_inputs(parser)
    parser.add_argument(
        "--out",
        metavar="PATH",
        required=True,
        help="a folder, for one .png each; .png, for one image or a sheet of all; or a "
        f"video ({', '.join(VIDEOS)})",
    )
    add_recipe_options(parser, example="n_neighbors=20")
    parser.add_argument(
        "--layout",
        choices=_LAYOUTS,
        default="grid",
        help="what is near a pixel: others in its image, also those in the frames before "
        "and after it, or nothing (default: grid)",
    )
    parser.add_argument(
        "--foreground",
        choices=("auto", "border"),
        help="fit and color only what differs from the border of the images: if that is "
        "clear (auto), or in any case (border)",
    )
    _add_drawing(parser)


def _add_drawing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--alpha",
        metavar="A",
        type=float,
        default=0.6,
        help="opacity of the colors over an image; 1 hides it (default: 0.6)",
    )
    parser.add_argument(
        "--gray",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="whether the image is gray below colors (default: yes)",
    )
    parser.add_argument(
        "--beside",
        action="store_true",
        help="also show the image itself, at the left",
    )
    parser.add_argument(
        "--interpolation",
        choices=("nearest", "bilinear"),
        help="how pixels get the colors of cells (default: bilinear for colors of three "
        "channels, nearest for labels and values)",
    )
    parser.add_argument(
        "--pixels",
        metavar="N",
        type=int,
        help="longer side of each picture in pixels (default: that of the image)",
    )
    parser.add_argument(
        "--fps",
        metavar="N",
        type=float,
        default=10,
        help="frames per second of a video (default: 10)",
    )
    parser.add_argument(
        "--legend",
        action="store_true",
        help="draw what the colors mean beside a sheet (.png)",
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark"),
        default="light",
        help="background of a sheet (default: light)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Color the features of images."""
    ending = _check_out(arguments)
    parameters = check_settings(arguments.recipe, arguments.set)
    _check_drawing(arguments, ending)
    _check_overwrites(arguments, ending)
    inputs = read_dense_inputs(arguments)
    if ending in VIDEOS:
        check_sizes(arguments, inputs)
    n = len(inputs.features)
    grid = _fit(arguments, inputs, parameters)
    is_sheet = ending == ".png" and (n > 1 or arguments.legend)
    if is_sheet:
        what = write_sheet(arguments, inputs, grid)
    else:
        with ProgressBar(n, "dense", shown=n > 1) as bar:
            pictures = draw_all(arguments, inputs, grid, bar)
            what = write_pictures(arguments, ending, inputs.names, pictures)
    height, width, n_features = inputs.features[0].shape
    print(
        f"{arguments.out}: {what}, {height}x{width} cells of {n_features} features"
        f"{'' if isinstance(inputs.features, np.ndarray) or n == 1 else ' in the first'}, "
        f"by {arguments.recipe}"
    )
    return 0


def _check_out(arguments: argparse.Namespace) -> str:
    out = Path(arguments.out)
    if out.suffix and not out.is_dir():
        ending = check_output(arguments.out, _ENDINGS)
        if ending == ".mp4":
            from skcolor.images._video import find_ffmpeg

            try:
                find_ffmpeg()
            except ImportError as error:
                raise InputError(f"{out}: {error}") from None
        return ending
    parent = out if out.is_dir() else out.parent
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is a file without an ending; give a folder, or .png")
    if not parent.is_dir():
        raise InputError(f"{out}: no folder {parent}; create it first")
    check_folder(parent)
    return ""


def _check_drawing(arguments: argparse.Namespace, ending: str) -> None:
    if not 0 <= arguments.alpha <= 1:
        raise InputError(f"--alpha must be from 0 to 1; got {arguments.alpha:g}")
    if arguments.pixels is not None and not 16 <= arguments.pixels <= 20_000:
        raise InputError(f"--pixels must be from 16 to 20000; got {arguments.pixels}")
    most = 50 if ending == ".gif" else 1000
    if not 0.01 <= arguments.fps <= most:
        raise InputError(
            f"--fps must be from 0.01 to {most}{' for .gif' if most == 50 else ''}; got "
            f"{arguments.fps:g}"
        )
    if arguments.legend and ending != ".png":
        raise InputError(f"--legend is for a sheet (.png); got --out {arguments.out}")
    if arguments.beside and arguments.images is None:
        raise InputError("--beside needs --images, to show them")


def _check_overwrites(arguments: argparse.Namespace, ending: str) -> None:
    """Refuse to write over an input, or among the files of an input folder."""
    out = Path(arguments.out).resolve()
    for name in (arguments.features, arguments.images, arguments.mask):
        path = None if name is None else split_name(name)[0].resolve()
        if path == out or (
            ending and out.exists() and path == out.parent != Path().resolve()
        ):
            raise InputError(
                f"--out {arguments.out}: is also an input; give another folder or file"
            )


def _fit(
    arguments: argparse.Namespace, inputs: DenseInputs, parameters: dict[str, Any]
) -> "GridColorer":
    from skcolor.images import GridColorer
    from skcolor.images._overlay import mask_of_cells

    pipeline = make_recipe(arguments.recipe, parameters)
    grid = GridColorer(
        pipeline,
        layout=_LAYOUTS[arguments.layout],
        foreground=arguments.foreground,
        max_samples=_MOST_FITTED,
        n_jobs=-1,
    )
    n_cells = sum(cells.shape[0] * cells.shape[1] for cells in inputs.features)
    if n_cells > _MOST_FITTED:
        print_note(f"{arguments.features}: fitted to {_MOST_FITTED} of {n_cells} cells")
    mask: Any = None
    if inputs.masks is not None:
        mask = [
            mask_of_cells(part, cells.shape[:2])
            for part, cells in zip(inputs.masks, inputs.features, strict=True)
        ]
        if isinstance(inputs.features, np.ndarray):
            mask = np.stack(mask)
    try:
        grid.fit(inputs.features, mask=mask)
    except ValueError as error:
        raise InputError(f"{arguments.features}: {one_line(error)}") from None
    if arguments.foreground is not None:
        share = np.mean(np.concatenate([part.ravel() for part in grid.foreground_]))
        print_note(f"{arguments.features}: {share:.0%} of the cells are foreground")
    return grid
