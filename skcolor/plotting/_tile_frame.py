"""The frame of a large map: its bulk, and the steps in which its places are stored."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._checks.tables import check_table
from skcolor.plotting._axes import check_extent, check_is_flat
from skcolor.plotting._tile_plan import rank_rows
from skcolor.plotting._tile_rows import chunks_of, name_rows, take_rows
from skcolor.plotting._view import choose_box, count_outside, find_near

Place = npt.NDArray[np.float64]
Box = tuple[Place, Place]

_N_STEPS = 65_535  # along the longer side of the bulk
_FINEST = 64  # parts of a step; with them, places are exact in float32
_FARTHEST = 1e30  # steps; within float32, and so are the products in drawing
_N_SAMPLED = 200_000


class Frame(NamedTuple):
    """Where the points of a map are.

    Attributes
    ----------
    n_rows : int
        Number of points.
    bulk, whole : tuple of two ndarrays
        Corners of the box without outlying points, and with them.
    n_outside : int
        Number of outlying points.
    """

    n_rows: int
    bulk: Box
    whole: Box
    n_outside: int

    @property
    def unit(self) -> float:
        """Length of a step, in units of the layout."""
        return float((self.bulk[1] - self.bulk[0]).max()) / _N_STEPS

    def to_steps(self, layout: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Places in steps from the lower left corner of the bulk."""
        steps = np.zeros(layout.shape)
        if self.unit > 0:
            steps = np.clip((layout - self.bulk[0]) / self.unit, -_FARTHEST, _FARTHEST)
        return (np.rint(steps * _FINEST) / _FINEST).astype(np.float32)


def layout_chunk(layout: Any, rows: slice) -> npt.NDArray[np.floating]:
    """Some rows of a layout, validated."""
    name = name_rows("layout", rows, len(layout))
    chunk = check_table(take_rows(layout, rows), name)
    check_is_flat(chunk.shape[1])
    return chunk


def find_frame(layout: Any) -> Frame:
    """Find the frame of a layout, in chunks.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Positions of the points.

    Returns
    -------
    Frame
        The box of the bulk is that of `find_bulk`, except that what is outlying is decided
        by a sample of the points, if there are many.

    Raises
    ------
    ValueError
        If the layout is not a finite array of two columns of usable size.
    """
    n_rows = len(layout)
    share = min(_N_SAMPLED / max(n_rows, 1), 1.0)
    sample = []
    whole = _empty()
    for rows in chunks_of(n_rows):
        chunk = layout_chunk(layout, rows)
        whole = _extend(whole, chunk)
        sample.append(chunk[rank_rows(np.arange(rows.start, rows.stop)) < share * 2.0**64])
    check_extent(*whole)
    bulk = whole
    if n_rows >= 10:
        low, high = find_near(np.concatenate(sample))
        near = _empty()
        for rows in chunks_of(n_rows):
            chunk = layout_chunk(layout, rows)
            near = _extend(near, chunk[((chunk >= low) & (chunk <= high)).all(axis=1)])
        bulk = choose_box(whole, near)
    n_outside = 0
    if bulk is not whole:
        n_outside = _sum(layout, lambda chunk: count_outside(chunk, *bulk))
    return Frame(n_rows, bulk, whole, n_outside)


def _empty() -> Box:
    return np.full(2, np.inf), np.full(2, -np.inf)


def _extend(box: Box, points: npt.NDArray[np.floating]) -> Box:
    if not len(points):
        return box
    low, high = points.min(axis=0), points.max(axis=0)
    return np.minimum(box[0], low), np.maximum(box[1], high)


def _sum(layout: Any, measure: Callable[[npt.NDArray[np.floating]], int]) -> int:
    return sum(measure(layout_chunk(layout, rows)) for rows in chunks_of(len(layout)))
