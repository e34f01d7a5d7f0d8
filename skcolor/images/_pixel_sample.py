"""A sample of pixels that stands for all images, or for a stream of them."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.utils import murmurhash3_32

from skcolor._array_api import as_like, get_namespace, is_numpy, to_numpy
from skcolor._compute.chunks import spread_rows
from skcolor.images._bands import finite_rows, flatten
from skcolor.images._pixel_blocks import BlockShape, PixelBlocks
from skcolor.images._pixels import APART, Images


@dataclass
class PixelSample:
    """At most so many pixels, in blocks of pixels next to each other.

    Blocks are ranked by a hash of their number in the stream, and the first are kept. So
    the sample is the same in however many batches the images come.

    Parameters
    ----------
    n_most : int
        Most pixels to keep.
    shape : BlockShape
        Size of the blocks.
    n_pixels : int, default=0
        Number of pixels kept.
    """

    n_most: int
    shape: BlockShape
    n_pixels: int = 0
    _n_seen: int = 0
    _limit: tuple[int, int] | None = None
    _kept: dict[
        tuple[int, int],
        tuple[Any, npt.NDArray[np.intp], npt.NDArray[np.float64] | None],
    ] = field(default_factory=dict)

    def copy(self) -> Self:
        """Copy the sample, so that it can be extended apart from this one."""
        return replace(self, _kept=dict(self._kept))

    def add(
        self,
        images: Images,
        mask: npt.NDArray[np.bool_] | npt.NDArray[np.float64] | None,
    ) -> bool:
        """Take blocks of more images; return whether that changes the sample.

        The flat mask tells which pixels may be taken, or how often each of them counts.
        """
        before = set(self._kept)
        blocks = PixelBlocks(images, self.shape)
        masks = None if mask is None else images.split(mask)
        numbers = np.arange(len(blocks))
        ranks = murmurhash3_32((self._n_seen + numbers).astype(np.int32), positive=True)
        left = np.argsort(ranks, kind="stable")
        n_wanted = self.n_most
        while len(left := left[self._are_in(ranks[left], left)]):
            n = max(1, n_wanted // self.shape.n_pixels)
            now, left = blocks.in_file_order(left[:n]), left[n:]
            for i, found in zip(now, blocks.read(now, masks), strict=True):
                self._keep((int(ranks[i]), self._n_seen + i), *found)
                if self.n_pixels > 2 * self.n_most:
                    self._cut()
            self._cut()
            n_wanted = min(2 * n_wanted, 8 * self.n_most)  # if few pixels were left
        self._n_seen += len(blocks)
        return before != set(self._kept)

    def rows(self) -> Any:
        """The features of the pixels."""
        parts = [rows for rows, _, _ in self._in_order()]
        xp = get_namespace(parts[0])
        return np.concatenate(parts) if xp is np else xp.concat(parts)

    def layout(self) -> npt.NDArray[np.float64]:
        """Where the pixels are; no pixels of two blocks are neighbors."""
        apart = 2 * APART * max(self.shape.side, self.shape.depth)
        layouts = []
        for i, (_, places, _) in enumerate(self._in_order()):
            image, down, across = places.T.astype(float)
            columns = [across + i * apart, -down, image]
            layouts.append(np.column_stack(columns[: 3 if self.shape.in_time else 2]))
        return np.concatenate(layouts)

    def weights(self) -> npt.NDArray[np.float64] | None:
        """How often each of the pixels counts; None if all count once."""
        parts = [(places, weights) for _, places, weights in self._in_order()]
        if all(weights is None for _, weights in parts):
            return None
        return np.concatenate([np.ones(len(p)) if w is None else w for p, w in parts])

    def _in_order(
        self,
    ) -> list[tuple[Any, npt.NDArray[np.intp], npt.NDArray[np.float64] | None]]:
        return [self._kept[key] for key in sorted(self._kept, key=lambda key: key[1])]

    def _are_in(self, ranks, indices):
        if self._limit is None:
            return np.ones(len(ranks), bool)
        rank, number = self._limit
        is_before = self._n_seen + indices < number
        return (ranks < rank) | ((ranks == rank) & is_before)

    def _keep(self, key: tuple[int, int], block: Any, keep: Any) -> None:
        """Keep the used pixels of a block, if enough are next to each other."""
        if self._limit is not None and key >= self._limit:
            return
        rows = flatten(block)
        used = to_numpy(finite_rows(rows))
        if keep is not None:
            used &= keep.ravel() > 0
        n_used = int(used.sum())
        if n_used == 0 or (n_used <= self.shape.n_neighbors and n_used < len(used)):
            return
        if n_used > self.n_most:
            some = np.flatnonzero(used)[spread_rows(n_used, self.n_most)]
            used = np.isin(np.arange(len(used)), some)
        is_weighted = keep is not None and keep.dtype != bool
        weights = keep.ravel()[used] if is_weighted else None
        places = np.argwhere(used.reshape(block.shape[:3]))
        rows = rows[used] if is_numpy(rows) else rows[as_like(used, finite_rows(rows))]
        self._kept[key] = rows, places, weights
        self.n_pixels += len(places)

    def _cut(self) -> None:
        """Keep the first blocks, as long as they have few enough pixels."""
        if self.n_pixels <= self.n_most:
            return
        keys = sorted(self._kept)
        n_pixels = np.cumsum([len(self._kept[key][1]) for key in keys])
        n_kept = int(np.searchsorted(n_pixels, self.n_most, side="right"))
        self._limit = keys[n_kept]
        for key in keys[n_kept:]:
            del self._kept[key]
        self.n_pixels = int(n_pixels[n_kept - 1])
