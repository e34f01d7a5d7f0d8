"""Draw a colored map as a picture: its flags, and the file."""

import argparse
import re
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._files import is_large, read_chunks
from skcolor.cli._table import InputError

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

PICTURES = (".png", ".jpg", ".jpeg", ".pdf", ".svg")
# Of rasters in .pdf and .svg files: what journals ask for at least.
_PRINT_DPI = 300
_SIZE, _SIZE_WITH_LEGEND = (8.0, 8.0), (10.5, 8.0)
_PRINT = (".pdf", ".svg")
_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    # A date would make the same picture another file the next day.
    ".pdf": {"metadata": {"CreationDate": None}},
    ".svg": {"metadata": {"Date": None}},
    ".jpg": {"pil_kwargs": {"quality": 95}},
    ".jpeg": {"pil_kwargs": {"quality": 95}},
}


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of a picture."""
    parser.add_argument(
        "--legend",
        action="store_true",
        help="draw what the colors mean beside the map",
    )
    parser.add_argument("--title", help="title above the map")
    parser.add_argument(
        "--theme",
        choices=("light", "dark"),
        default="light",
        help="background of a picture (default: light)",
    )
    parser.add_argument(
        "--size",
        metavar="WxH",
        help="size of a picture in inches, such as 3.5x3, or 8 for a square (default: 8, "
        "with a legend 10.5x8)",
    )
    parser.add_argument(
        "--pixels",
        metavar="N",
        type=int,
        default=1600,
        help="longer side of a .png or .jpg picture in pixels (default: 1600)",
    )


def check_picture_options(arguments: argparse.Namespace, ending: str) -> None:
    """Check the arguments of `add_picture_options` before any work."""
    if not 100 <= arguments.pixels <= 20_000:
        raise InputError(f"--pixels must be from 100 to 20000; got {arguments.pixels}")
    find_size(arguments)
    for option in ("legend", "title", "size"):
        if getattr(arguments, option) and ending not in PICTURES:
            raise InputError(
                f"--{option} is for pictures ({', '.join(PICTURES)}); got --out "
                f"{arguments.out}"
            )


def find_size(arguments: argparse.Namespace) -> tuple[float, float]:
    """Width and height of the picture in inches."""
    if arguments.size is None:
        return _SIZE_WITH_LEGEND if arguments.legend else _SIZE
    found = re.fullmatch(r"(\d*\.?\d+)(?:[xX,](\d*\.?\d+))?", arguments.size.strip())
    width, height = (float(n or found[1]) for n in found.groups()) if found else (0, 0)
    if not (1 <= width <= 100 and 1 <= height <= 100):
        raise InputError(
            f"--size must be WIDTHxHEIGHT in inches, each from 1 to 100, such as 3.5x3; "
            f"got {arguments.size}"
        )
    return width, height


def draw_picture(
    file: IO[bytes],
    ending: str,
    layout: npt.NDArray[Any],
    colors: npt.NDArray[Any],
    pipeline: "Pipeline",
    X: npt.NDArray[Any],
    arguments: argparse.Namespace,
) -> None:
    """Draw a map, with the exemplars of the colorer if any.

    Without title and legend, the map fills the picture.
    """
    from matplotlib.figure import Figure

    from skcolor.plotting import ColoringDisplay

    size = find_size(arguments)
    is_bare = not (arguments.legend or arguments.title)
    figure = Figure(
        figsize=size, facecolor="white", layout=None if is_bare else "constrained"
    )
    ax = figure.add_axes((0, 0, 1, 1)) if is_bare else figure.add_subplot()
    display = ColoringDisplay(
        layout,
        colors,
        name=arguments.title,
        exemplar_indices=getattr(pipeline[-1], "exemplar_indices_", None),
        legend=_make_legend(pipeline, X, layout) if arguments.legend else None,
    )
    dpi = arguments.pixels / max(size)
    if ending in _PRINT:
        dpi = max(dpi, _PRINT_DPI)
    figure.set_dpi(dpi)
    display.plot(ax=ax, theme=arguments.theme)
    options = _SAVE_OPTIONS.get(ending, {})
    figure.savefig(file, format=ending[1:], dpi=dpi, **options)


def _make_legend(pipeline, X, layout):
    from skcolor.plotting import ColoringLegend

    if is_large(X):
        X = np.concatenate(list(read_chunks(X)))
    return ColoringLegend.from_estimator(pipeline, X, layout)
