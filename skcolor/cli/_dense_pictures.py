"""Draw the pictures of colored features, one at a time or on a sheet."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from skcolor._progress import ProgressBar
from skcolor.cli._dense_inputs import DenseInputs, picture_shape, read_picture
from skcolor.cli._output_files import write_output
from skcolor.cli._table import InputError, one_line, print_note

if TYPE_CHECKING:
    from skcolor.images import GridColorer

VIDEOS = (".gif", ".webp", ".mp4")
# A sheet of more images could not be seen.
_MOST_ON_SHEET = 48
_SHEET_PIXELS, _DPI = 600, 150


def check_sizes(arguments: argparse.Namespace, inputs: DenseInputs) -> None:
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


def draw_all(
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


def write_pictures(
    arguments: argparse.Namespace,
    ending: str,
    names: list[str],
    pictures: Iterator[npt.NDArray[np.uint8]],
) -> str:
    """Write pictures as a video, one file or a folder, and return what it is."""
    from skcolor.images._save_frames import save_frames, save_png

    out = Path(arguments.out)
    try:
        if ending in VIDEOS:
            save_frames(out, pictures, fps=arguments.fps)
            return f"a video of {len(names)} frames"
        if ending == ".png":
            save_png(out, next(pictures))
            return "a picture"
        out.mkdir(exist_ok=True)
        for name, picture in zip(names, pictures, strict=True):
            save_png(out / f"{name}.png", picture)
    except (OSError, ValueError) as error:
        reason = one_line(getattr(error, "strerror", None) or error)
        raise InputError(f"{out}: cannot be written ({reason})") from None
    return f"{len(names)} pictures"


def write_sheet(
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
