"""The division of images into blocks of pixels next to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import get_namespace
from skcolor._blocks.dask_arrays import compute_all, is_dask
from skcolor.images._pixels import Images

# Number of frames in a block in time.
_N_FRAMES = 8
# Least sides of blocks: small if no step looks around a pixel, so that blocks are many.
_SIDE, _SIDE_IN_TIME, _SIDE_OF_SCATTERED = 16, 8, 4


@dataclass(frozen=True)
class BlockShape:
    """The size of blocks, in which nearly all pixels have their neighbors.

    Parameters
    ----------
    n_neighbors : int
        Number of neighbors; 0 if none are needed.
    in_time : bool
        Whether neighbors may be in the frames before and after.
    """

    n_neighbors: int
    in_time: bool

    @property
    def depth(self) -> int:
        """Number of frames."""
        return _N_FRAMES if self.in_time and self.n_neighbors else 1

    @property
    def side(self) -> int:
        """Number of rows and columns, about."""
        if not self.n_neighbors:
            return _SIDE_OF_SCATTERED
        if self.in_time:
            return max(_SIDE_IN_TIME, int(np.ceil(2 * np.cbrt(self.n_neighbors))))
        return max(_SIDE, int(np.ceil(2 * np.sqrt(self.n_neighbors))))

    @property
    def n_pixels(self) -> int:
        """Number of pixels, about."""
        return self.depth * self.side**2


@dataclass(frozen=True)
class _Stack:
    """Images of one size, divided into blocks of nearly equal size."""

    first: int
    n_images: int
    size: tuple[int, int]
    counts: tuple[int, ...]

    def span(self, number: int) -> tuple[slice, slice, slice]:
        place = np.unravel_index(number, self.counts)
        lengths = self.n_images, *self.size
        frames, rows, columns = (
            slice(int(i) * length // n, (int(i) + 1) * length // n)
            for i, n, length in zip(place, self.counts, lengths, strict=True)
        )
        return slice(self.first + frames.start, self.first + frames.stop), rows, columns


class PixelBlocks:
    """Blocks of images, counted from the first block of the first image.

    Parameters
    ----------
    images : Images
        The images.
    shape : BlockShape
        Size of the blocks.
    """

    def __init__(self, images: Images, shape: BlockShape) -> None:
        self._images = images
        self._stacks = []
        first = 0
        for size, same in groupby(images.sizes):
            n_images = len(list(same))
            sides = shape.depth, shape.side, shape.side
            counts = [
                max(1, round(length / side))
                for length, side in zip((n_images, *size), sides, strict=True)
            ]
            self._stacks.append(_Stack(first, n_images, size, tuple(counts)))
            first += n_images
        self._ends = np.cumsum([np.prod(stack.counts) for stack in self._stacks])

    def __len__(self) -> int:
        """Count the blocks."""
        return int(self._ends[-1])

    def in_file_order(self, numbers: npt.NDArray[np.intp]) -> list[int]:
        """Sort blocks by their place in files, which are read in larger blocks."""
        if not isinstance(self._images.parts, Sequence):
            return sorted(numbers.tolist())

        def place(number: int) -> tuple[int, ...]:
            images, rows, columns = self._span(number)
            part = self._images.parts[images.start]
            down, across = getattr(part, "block_shape", (1, part.shape[1]))
            return images.start, rows.start // down, columns.start // across, number

        return sorted(numbers.tolist(), key=place)

    def read(self, numbers: Sequence[int], masks: Any) -> Iterator[tuple[Any, Any]]:
        """Yield arrays of shape (n_images, height, width, d), and their masks or None."""
        spans = [self._span(number) for number in numbers]
        for span, block in zip(spans, self._read(spans), strict=True):
            yield block, None if masks is None else _cut_out(masks, span)

    def _read(self, spans: Sequence[tuple[slice, slice, slice]]) -> Iterator[Any]:
        parts: Any = self._images.parts
        if is_dask(parts):
            return iter(compute_all([parts[span] for span in spans]))
        return (_cut_out(parts, span) for span in spans)

    def _span(self, number: int) -> tuple[slice, slice, slice]:
        i = int(np.searchsorted(self._ends, number, side="right"))
        return self._stacks[i].span(number - (self._ends[i - 1] if i else 0))


def _cut_out(parts: Any, span: tuple[slice, slice, slice]) -> Any:
    if not isinstance(parts, Sequence):
        return parts[(*span, ...)]
    images, rows, columns = span
    blocks = [part[rows, columns] for part in parts[images]]
    return get_namespace(blocks[0]).stack(blocks)
