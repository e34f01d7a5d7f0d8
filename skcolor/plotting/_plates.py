"""Numbers at marks of a map, on plates that do not cover each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation

from skcolor.paint import srgb_to_linear
from skcolor.plotting._sheet import measure

# Relative luminance, and the one that contrasts alike with black and white (WCAG 2).
_LUMINANCE, _MIDDLE = np.array([0.2126, 0.7152, 0.0722]), 0.179
# With more marks, plates next to them would hide the map.
_MOST_ASIDE = 40
_COVERED = 0.15  # largest share of a map that plates cover
_PAD = 0.2  # around a number, relative to the font size
_SIDES = ((-1, 1), (1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1))


@dataclass(frozen=True)
class Plate:
    """The place of a number at a mark, in points.

    Parameters
    ----------
    number : int
        The number, which is the index of the mark.
    shift : tuple of float
        Center of the plate, from the mark.
    """

    number: int
    shift: tuple[float, float] = (0.0, 0.0)


def find_plates(
    spots: npt.NDArray[np.floating],
    numbers: Sequence[int],
    font: float,
    *,
    mark: float,
    area: float = np.inf,
    on_marks: bool = True,
) -> list[Plate]:
    """Find plates for numbers so that none covers another.

    Parameters
    ----------
    spots : ndarray of shape (n_marks, 2)
        Positions of the marks in points.
    numbers : sequence of int
        The numbers, the most important first.
    font : float
        Font size in points.
    mark : float
        Diameter of a mark in points.
    area : float, default=inf
        Area of the map in square points, of which plates cover a small part.
    on_marks : bool, default=True
        Whether numbers can be on their marks.

    Returns
    -------
    list of Plate
        The plates. Numbers without room are left out.
    """
    boxes: list[npt.NDArray[np.floating]] = []
    plates = []
    for number in numbers:
        for plate, half in _candidates(number, font, mark, on_marks, len(numbers)):
            box = np.concatenate([spots[number] + plate.shift, half])
            if not _overlaps(box, boxes):
                boxes.append(box)
                plates.append(plate)
                break
        covered = sum(4 * float(box[2] * box[3]) for box in boxes)
        if covered > _COVERED * area:
            break
    return plates


def write_number(
    ax: Axes,
    plate: Plate,
    places: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    font: float,
    ink: str,
) -> Annotation:
    """Write a number in black or white on a plate in the color of its mark."""
    color = colors[plate.number]
    is_light = srgb_to_linear(color) @ _LUMINANCE > _MIDDLE
    plate_style = {
        "facecolor": color,
        "edgecolor": ink,
        "linewidth": 0 if any(plate.shift) else 0.1 * font,
        "boxstyle": f"round,pad={_PAD}",
    }
    return ax.annotate(
        str(plate.number),
        places[plate.number],
        xytext=plate.shift,
        textcoords="offset points",
        color="black" if is_light else "white",
        bbox=plate_style,
        size=font,
        ha="center",
        va="center_baseline",
        zorder=4,
    )


def _candidates(
    number: int, font: float, mark: float, on_marks: bool, n_numbers: int
) -> Iterator[tuple[Plate, npt.NDArray[np.floating]]]:
    """Plates for a number, the best first, and half of their widths and heights."""
    width = measure(str(number), FontProperties(), font)
    half = np.array([width / 2, font / 2]) + _PAD * font
    if on_marks:
        yield Plate(number), half
    if on_marks and n_numbers > _MOST_ASIDE:
        return
    for across, up in _SIDES:
        shift = np.array([across, up]) * (mark / 2 + half)
        yield Plate(number, (float(shift[0]), float(shift[1]))), half


def _overlaps(box: npt.NDArray[np.floating], boxes: list[npt.NDArray[np.floating]]) -> bool:
    """Whether a box, as center and half sizes, overlaps any of others."""
    if not boxes:
        return False
    others = np.array(boxes)
    apart = np.abs(others[:, :2] - box[:2])
    return bool((apart < others[:, 2:] + box[2:]).all(axis=1).any())
