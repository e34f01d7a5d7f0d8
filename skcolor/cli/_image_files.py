"""Files of images and masks: found by name, and read one at a time."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import InputError, join_names, print_note

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION = 0x0112  # of EXIF
IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")
# Rounding of JPEG leaves such values around what is black.
_NOISE = 127


def list_files(folder: Path, endings: Iterable[str]) -> list[Path]:
    """Files of a folder with some endings, numbers in their names in order."""
    try:
        inside = [one for one in folder.iterdir() if one.suffix.lower() in (*endings,)]
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror})") from None
    return sorted((one for one in inside if one.name[0] != "."), key=_natural)


def find_images(
    name: str, endings: tuple[str, ...], option: str, wanted: list[str] | int, of: str
) -> list[Path]:
    """Find the file of each image: by name, or in order.

    Parameters
    ----------
    name : str
        A file, or a folder of files.
    endings : tuple of str
        The kinds of files.
    option : str
        The option that gave the name, for messages.
    wanted : list of str or int
        Names of the images, or their number if they have none.
    of : str
        The file or folder of the features, for messages.

    Returns
    -------
    list of pathlib.Path
        One file for each image.
    """
    path = Path(name)
    if not path.exists():
        raise InputError(f"{option} {path}: no such file or folder; check the path")
    found = list_files(path, endings) if path.is_dir() else [path]
    if not path.is_dir() and path.suffix.lower() not in endings:
        raise InputError(
            f"{option} {path}: cannot read '{path.suffix}' files; give one of "
            f"{', '.join(endings)}, or a folder of them"
        )
    n_wanted = wanted if isinstance(wanted, int) else len(wanted)
    if isinstance(wanted, int) or (n_wanted == 1 and len(found) == 1):
        if len(found) != n_wanted:
            raise InputError(
                f"{option} {path}: holds {len(found)} images and {of} has {n_wanted}; give "
                "one for each, in the order of their names"
            )
        return found
    return _match(found, path, option, wanted, of)


def _match(
    found: list[Path], folder: Path, option: str, wanted: list[str], of: str
) -> list[Path]:
    by_name: dict[str, Path] = {}
    for path in found:
        if path.stem in by_name and path.stem in wanted:
            raise InputError(
                f"{option} {folder}: holds both {by_name[path.stem].name} and {path.name}; "
                "keep one"
            )
        by_name[path.stem] = path
    missing = [name for name in wanted if name not in by_name]
    if missing:
        raise InputError(
            f"{option} {folder}: holds no image for {join_names(missing, 3)} of {of}; "
            "names must be equal up to their endings"
        )
    return [by_name[name] for name in wanted]


def open_image(path: Path) -> "Image":
    """Open an image file; its pixels are not read yet."""
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(path)
    except UnidentifiedImageError:
        raise InputError(f"{path}: is no image that can be read, or is damaged") from None
    except (OSError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None


@dataclass(frozen=True)
class ImageFile:
    """An image file, which is read when it is needed.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    upright : bool, default=False
        Whether to turn it as its camera has noted. If not, pixels are as they are stored.
    """

    path: Path
    upright: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        with open_image(self.path) as image:
            width, height = image.size
        return (width, height) if self.upright else (height, width)

    def read(self, shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
        """Read it as 8-bit RGB in a shape; transparent parts are white."""
        from PIL import Image, ImageOps

        with open_image(self.path) as image:
            try:
                rgb = _to_rgb(ImageOps.exif_transpose(image) if self.upright else image)
            except (OSError, SyntaxError) as error:
                raise InputError(f"{self.path}: is damaged ({error})") from None
        if shape != (rgb.height, rgb.width):
            rgb = rgb.resize((shape[1], shape[0]), Image.Resampling.LANCZOS)
        return np.asarray(rgb)


def find_turn(path: Path, cells: tuple[int, int]) -> ImageFile:
    """Find whether features are of an image as it is stored, or turned as noted in it.

    Some libraries turn photographs, and some do not. The shape of the grid of cells tells.
    """
    with open_image(path) as image:
        orientation = image.getexif().get(_ORIENTATION, 1)
        ratio, wanted = math.log(image.height / image.width), math.log(cells[0] / cells[1])
    if orientation not in range(2, 9):
        return ImageFile(path)
    if orientation < 5 or abs(ratio) < 0.01 or abs(wanted) < 0.01:
        print_note(
            f"{path}: drawn as stored, without the turn that its camera noted; if features "
            "are of the turned image, save that"
        )
        return ImageFile(path)
    return ImageFile(path, upright=abs(wanted + ratio) < abs(wanted - ratio))


def _to_rgb(image: "Image") -> "Image":
    from PIL import Image

    if image.mode[0] in "IF":  # 16 bits, or floats
        numbers = np.asarray(image, dtype=float)
        low, high = numbers.min(), numbers.max()
        scaled = 255 * (numbers - low) / max(high - low, 1e-300)
        return Image.fromarray(np.rint(scaled).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert(
            "RGB"
        )
    return image.convert("RGB")


def read_mask(path: Path) -> npt.NDArray[np.bool_]:
    """Read a mask: what is opaque in a cutout, or what is not black."""
    with open_image(path) as image:
        try:
            if image.has_transparency_data:
                return np.asarray(image.convert("RGBA"))[..., 3] > _NOISE
            least = _NOISE if image.format == "JPEG" else 0
            # Of a palette image, these are the numbers of labels, not their colors.
            values = np.asarray(image)
        except (OSError, SyntaxError) as error:
            raise InputError(f"{path}: is damaged ({error})") from None
    inside: Any = values > least
    return inside.any(axis=2) if inside.ndim == 3 else inside


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort key by which frame_2 comes before frame_10."""
    return [
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", path.name)
    ]
