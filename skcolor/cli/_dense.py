"""``python -m skcolor dense``: color features of images, as pictures or a video."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._color import check_settings, make_recipe
from skcolor.cli._dense_inputs import (
    DenseInputs,
    add_dense_inputs,
    picture_shape,
    read_dense_inputs,
    read_picture,
)
from skcolor.cli._files import check_folder, check_output, write_output
from skcolor.cli._table import InputError, one_line, print_note

if TYPE_CHECKING:
    from skcolor.images import GridColorer

_VIDEOS = (".gif", ".webp", ".mp4")
_ENDINGS = (".png", *_VIDEOS)
_LAYOUTS = {"grid": "grid", "time": "time", "none": None}
# So that features may be larger than memory.
_MOST_FITTED = 100_000
# A sheet of more images could not be seen.
_MOST_ON_SHEET = 48
_SHEET_PIXELS, _DPI = 600, 150


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_dense_inputs(parser)
    parser.add_argument(
        "--out",
        metavar="PATH",
        required=True,
        help="a folder, for one .png each; .png, for one image or a sheet of all; or a "
        f"video ({', '.join(_VIDEOS)})",
    )
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
        help="set a parameter of the recipe, e.g. --set n_neighbors=20; may be repeated",
    )
    parser.add_argument(
        "--layout",
        choices=_LAYOUTS,
        default="grid",
        help="what is near a pixel: others in its image, also those in the frames before "
        "and after it, or nothing (default: grid)",
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
    inputs = read_dense_inputs(arguments)
    _check_overwrites(arguments, inputs)
    if ending in _VIDEOS:
        _check_sizes(arguments, inputs)
    n = len(inputs.features)
    grid = _fit(arguments, inputs, parameters)
    is_sheet = ending == ".png" and (n > 1 or arguments.legend)
    if is_sheet:
        what = _write_sheet(arguments, inputs, grid)
    else:
        with ProgressBar(n, "dense", shown=n > 1) as bar:
            pictures = _draw_all(arguments, inputs, grid, bar)
            what = _write_pictures(arguments, ending, inputs.names, pictures)
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


def _check_overwrites(arguments: argparse.Namespace, inputs: DenseInputs) -> None:
    """Refuse to write over an input."""
    out = Path(arguments.out)
    images = inputs.images or []
    written = [out / f"{name}.png" for name in inputs.names] if not out.suffix else [out]
    known = {image.path.resolve() for image in images}
    for path in written:
        if path.resolve() in known:
            raise InputError(
                f"--out {out}: {path} is an input; give another folder or file"
            )


def _fit(
    arguments: argparse.Namespace, inputs: DenseInputs, parameters: dict[str, Any]
) -> "GridColorer":
    from skcolor.images import GridColorer
    from skcolor.images._overlay import mask_of_cells

    pipeline = make_recipe(arguments.recipe, parameters)
    grid = GridColorer(
        pipeline, layout=_LAYOUTS[arguments.layout], max_samples=_MOST_FITTED, n_jobs=-1
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
        return grid.fit(inputs.features, mask=mask)
    except ValueError as error:
        raise InputError(f"{arguments.features}: {one_line(error)}") from None


def _draw_all(
    arguments: argparse.Namespace,
    inputs: DenseInputs,
    grid: "GridColorer",
    bar: ProgressBar,
) -> Iterator[npt.NDArray[np.uint8]]:
    """The picture of each image, one after another."""
    from skcolor.images._color_cells import color_cells, find_interpolation
    from skcolor.images._overlay import overlay

    style = {
        "alpha": 1 if inputs.images is None else arguments.alpha,
        "gray": arguments.gray,
        "interpolation": arguments.interpolation or find_interpolation(grid),
    }
    for i, cells in enumerate(inputs.features):
        bar.advance(0, inputs.names[i])
        (colors,) = color_cells(grid, [cells])
        image = read_picture(inputs, i, arguments.pixels)
        mask = _mask_for(inputs, i, image.shape[:2])
        drawn = overlay(colors, image, mask=mask, **style)
        yield np.hstack([image, drawn]) if arguments.beside else drawn
        bar.advance(1)


def _check_sizes(arguments: argparse.Namespace, inputs: DenseInputs) -> None:
    """Refuse a video of pictures of several sizes before any work."""
    first, *others = (
        picture_shape(inputs, i, arguments.pixels) for i in range(len(inputs.features))
    )
    for name, shape in zip(inputs.names[1:], others, strict=True):
        if shape != first:
            raise InputError(
                f"--out {arguments.out}: a video has one size; {inputs.names[0]} is "
                f"{first[1]}x{first[0]} and {name} {shape[1]}x{shape[0]}; give a folder"
            )


def _mask_for(
    inputs: DenseInputs, i: int, shape: tuple[int, ...] | None
) -> npt.NDArray[np.bool_] | None:
    """The mask of an image: of its cells, or of pixels, of its picture if it has one."""
    from PIL import Image

    if inputs.masks is None:
        return None
    mask = inputs.masks[i]
    if shape is None or mask.shape in (inputs.features[i].shape[:2], shape):
        return mask
    resized = Image.fromarray(mask.astype(np.uint8)).resize(
        (shape[1], shape[0]), Image.Resampling.NEAREST
    )
    return np.asarray(resized) > 0


def _write_pictures(
    arguments: argparse.Namespace,
    ending: str,
    names: list[str],
    pictures: Iterator[npt.NDArray[np.uint8]],
) -> str:
    from skcolor.images._save_frames import save_frames, save_png

    out = Path(arguments.out)
    try:
        if ending in _VIDEOS:
            save_frames(out, pictures, fps=arguments.fps)
            return f"a video of {len(names)} frames"
        if ending == ".png":
            save_png(out, next(pictures))
            return "a picture"
        out.mkdir(exist_ok=True)
        for name, picture in zip(names, pictures, strict=True):
            save_png(out / f"{name}.png", picture)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from None
    return f"{len(names)} pictures"


def _write_sheet(
    arguments: argparse.Namespace, inputs: DenseInputs, grid: "GridColorer"
) -> str:
    """Draw images on one sheet, evenly chosen if they are many."""
    from skcolor.plotting import plot_dense

    n = len(inputs.features)
    chosen = np.unique(np.linspace(0, n - 1, min(n, _MOST_ON_SHEET)).round().astype(int))
    if len(chosen) < n:
        print_note(f"{arguments.out}: a sheet shows {len(chosen)} of {n} images")
    images = masks = panels = None
    if inputs.images is not None:
        panels = ["image", "overlay"] if arguments.beside else ["overlay"]
        images = [read_picture(inputs, i, _SHEET_PIXELS) for i in chosen]
    if inputs.masks is not None:
        sizes = [None if images is None else one.shape[:2] for one in images or chosen]
        masks = [_mask_for(inputs, i, size) for i, size in zip(chosen, sizes, strict=True)]
    figure = plot_dense(
        grid,
        images,
        X=[inputs.features[i] for i in chosen],
        mask=masks,
        panels=panels,
        alpha=arguments.alpha,
        gray=arguments.gray,
        interpolation=arguments.interpolation,
        names=[inputs.names[i] for i in chosen] if n > 1 else None,
        legend=arguments.legend,
        theme=arguments.theme,
    )
    pixels = arguments.pixels or _DPI * max(figure.get_size_inches())
    dpi = pixels / max(figure.get_size_inches())
    write_output(arguments.out, lambda file: figure.savefig(file, format="png", dpi=dpi))
    return f"a sheet of {len(chosen)} images" if n > 1 else "a picture with a legend"
