"""Features of images, the images, and masks: arguments, files and checks."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._file_names import ARRAYS, split_name
from skcolor.cli._files import read_array
from skcolor.cli._image_files import (
    IMAGES,
    ImageFile,
    find_images,
    find_turn,
    list_files,
    read_mask,
)
from skcolor.cli._table import InputError, print_note

# Features of square crops of images of other shapes would lie in the wrong places.
_MOST_STRETCH = 1.1
# An image has no fewer rows of cells; an array that seems to is of tokens.
_FEWEST_ROWS = 8
# Without an image, a grid is drawn at about this size.
_SIDE = 512


@dataclass(frozen=True)
class DenseInputs:
    """What the input files of a command hold.

    Attributes
    ----------
    features : ndarray of shape (n, h, w, d) or list of ndarray of shape (h, w, d)
        The features; those in .npy files stay there.
    names : list of str
        Names of the images.
    images : list of ImageFile or None
        Their files.
    masks : list of ndarray of bool, or None
        Cells or pixels of each image.
    """

    features: Any
    names: list[str]
    images: list[ImageFile] | None
    masks: list[npt.NDArray[np.bool_]] | None


def add_dense_inputs(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for features, images and masks."""
    parser.add_argument(
        "features",
        metavar="FEATURES",
        help="array of shape (h, w, d), (n, h, w, d) or, with --grid-shape, (n, tokens, "
        "d): .npy, .npz, .safetensors, .zarr and more; or a folder of files, one an image",
    )
    parser.add_argument(
        "--images",
        metavar="PATH",
        help="the image, or a folder of them: with the names of the files of features, or "
        "in the order of their array",
    )
    parser.add_argument(
        "--mask",
        metavar="PATH",
        help="what to color: an image that is black elsewhere, an array of cells or "
        "pixels, or a folder of them",
    )
    parser.add_argument(
        "--grid-shape",
        metavar="HxW",
        help="rows and columns of the grid of tokens, such as 37x49",
    )
    parser.add_argument(
        "--skip-tokens",
        metavar="N",
        type=int,
        default=0,
        help="leave out so many first tokens, which have no place (default: 0)",
    )
    parser.add_argument(
        "--channel-axis",
        metavar="AXIS",
        type=int,
        default=-1,
        help="axis of the features; 0 for (d, h, w), 1 for (n, d, h, w) (default: -1, "
        "the last)",
    )


def read_dense_inputs(arguments: argparse.Namespace) -> DenseInputs:
    """Read features, and find images and masks; cheap checks first."""
    grid_shape = _check_grid_shape(arguments)
    features, names = _read_features(arguments, grid_shape)
    wanted: Any = names or len(features)
    of = arguments.features
    if grid_shape is None and len(features) == 1 and len(features[0]) < _FEWEST_ROWS:
        print_note(
            f"{of}: taken for one image of {len(features[0])} rows of cells; if these are "
            "images of tokens, add --grid-shape HxW"
        )
    images = masks = None
    if arguments.images is not None:
        files = find_images(arguments.images, IMAGES, "--images", wanted, of)
        images = [
            find_turn(file, cells.shape[:2])
            for file, cells in zip(files, features, strict=True)
        ]
        _note_stretch(features, images)
    if arguments.mask is not None:
        masks = _read_masks(arguments, features, wanted, images)
    if not names and images is not None:
        names = [image.path.stem for image in images]
    if not names or len({*names}) < len(names):
        names = [f"{i:06d}" for i in range(len(features))]
    return DenseInputs(features, names, images, masks)


def _check_grid_shape(arguments: argparse.Namespace) -> tuple[int, int] | None:
    given, skipped = arguments.grid_shape, arguments.skip_tokens
    if skipped and given is None:
        raise InputError(f"--skip-tokens {skipped}: is for tokens; add --grid-shape HxW")
    if skipped < 0:
        raise InputError(f"--skip-tokens must be at least 0; got {skipped}")
    if given is None:
        return None
    found = re.fullmatch(r"([1-9]\d*)[xX,]([1-9]\d*)", given.strip())
    if not found:
        raise InputError(f"--grid-shape must be ROWSxCOLUMNS, such as 37x49; got {given}")
    return int(found[1]), int(found[2])


def _read_features(
    arguments: argparse.Namespace, grid_shape: tuple[int, int] | None
) -> tuple[Any, list[str]]:
    """Features with their channels last, and the names of files in a folder."""
    path = split_name(arguments.features)[0]
    if not path.is_dir() or path.suffix.lower() == ".zarr":
        array = read_array(arguments.features, (3, 4) if grid_shape is None else (2, 3))
        features = _arrange(array, path, arguments, grid_shape)
        return (features if features.ndim == 4 else features[np.newaxis]), []
    files = list_files(path, ARRAYS)
    if not files:
        raise InputError(
            f"{path}: holds no arrays; wanted files such as .npy, one an image"
        )
    parts = []
    for file in files:
        array = read_array(str(file), (3,) if grid_shape is None else (2,))
        parts.append(_arrange(array, file, arguments, grid_shape))
        if parts[-1].shape[2] != parts[0].shape[2]:
            raise InputError(
                f"{file}: has {parts[-1].shape[2]} features and {files[0]} has "
                f"{parts[0].shape[2]}; all images need the same ones"
            )
    return parts, [file.stem for file in files]


def _arrange(
    array: npt.NDArray[Any],
    path: Path,
    arguments: argparse.Namespace,
    grid_shape: tuple[int, int] | None,
) -> npt.NDArray[Any]:
    """View of an array with features last, and tokens in their grid."""
    axis = arguments.channel_axis
    if not -array.ndim <= axis < array.ndim:
        raise InputError(
            f"--channel-axis {axis}: {path} has {array.ndim} axes, of shape {array.shape}"
        )
    array = np.moveaxis(array, axis, -1)
    if grid_shape is None:
        return array
    n_wanted, n_tokens = grid_shape[0] * grid_shape[1], array.shape[-2]
    n_more = n_tokens - n_wanted
    if n_more != arguments.skip_tokens:
        hint = f"; --skip-tokens {n_more} leaves out the first" if 0 < n_more < 20 else ""
        raise InputError(
            f"{path}: has {n_tokens} tokens of shape {array.shape}; wanted {n_wanted} for "
            f"--grid-shape {arguments.grid_shape}{hint}"
        )
    tokens = array[..., arguments.skip_tokens :, :]
    return tokens.reshape(*tokens.shape[:-2], *grid_shape, tokens.shape[-1])


def _note_stretch(features: Any, images: list[ImageFile]) -> None:
    """Say so if a grid has not the shape of its image, as one of a crop has not."""
    stretched = []
    for cells, image in zip(features, images, strict=True):
        height, width = image.shape
        n_rows, n_columns = cells.shape[:2]
        stretch = (height / n_rows) / (width / n_columns)
        # A grid of few cells cannot have the shape of its image.
        slack = _MOST_STRETCH + 1 / min(n_rows, n_columns)
        if not 1 / slack <= stretch <= slack:
            stretched.append((image.path, width, height, n_columns, n_rows))
    if stretched:
        path, width, height, n_columns, n_rows = stretched[0]
        others = f", and {len(stretched) - 1} more" if stretched[1:] else ""
        print_note(
            f"{path} is {width}x{height} and its grid is {n_columns} cells wide and "
            f"{n_rows} high{others}: colors are stretched; if features are of a crop, give "
            "the crop, and if axes are in another order, --channel-axis"
        )


def _read_masks(
    arguments: argparse.Namespace,
    features: Any,
    wanted: Any,
    images: list[ImageFile] | None,
) -> list[npt.NDArray[np.bool_]]:
    """A mask of cells or pixels for each image."""
    path = Path(arguments.mask)
    if path.suffix.lower() == ".npy" and path.is_file():
        array = read_array(str(path), (2, 3)) != 0
        masks = list(array if array.ndim == 3 else array[np.newaxis])
        files = [path] * len(masks)
        if len(masks) != len(features):
            raise InputError(
                f"--mask {path}: holds {len(masks)} masks and {arguments.features} has "
                f"{len(features)} images"
            )
    else:
        endings = (*IMAGES, ".npy")
        files = find_images(arguments.mask, endings, "--mask", wanted, arguments.features)
        masks = [_read_mask(file) for file in files]
    for i, (mask, file) in enumerate(zip(masks, files, strict=True)):
        fitting = [features[i].shape[:2]]
        if images is not None:
            fitting.append(images[i].shape)
            if mask.shape not in fitting:
                raise InputError(
                    f"{file}: the mask has shape {mask.shape}; wanted {fitting[0]}, the "
                    f"cells, or {fitting[1]}, the pixels of {images[i].path}"
                )
    return masks


def _read_mask(file: Path) -> npt.NDArray[np.bool_]:
    if file.suffix.lower() == ".npy":
        inside: npt.NDArray[np.bool_] = read_array(str(file), (2,)) != 0
        return inside
    return read_mask(file)


def picture_shape(inputs: DenseInputs, i: int, pixels: int | None) -> tuple[int, int]:
    """Height and width of a picture, whose longer side is given or that of the image.

    Without an image, a cell has a whole number of pixels.
    """
    if inputs.images is None:
        height, width = inputs.features[i].shape[:2]
        scale: float = max(1, round((pixels or _SIDE) / max(height, width)))
    else:
        height, width = inputs.images[i].shape
        scale = 1 if pixels is None else pixels / max(width, height)
    return max(1, round(height * scale)), max(1, round(width * scale))


def read_picture(inputs: DenseInputs, i: int, pixels: int | None) -> npt.NDArray[np.uint8]:
    """The image of features in the shape of `picture_shape`; white if there is none."""
    shape = picture_shape(inputs, i, pixels)
    if inputs.images is None:
        return np.full((*shape, 3), 255, np.uint8)
    return inputs.images[i].read(shape)
