"""Rasterize many points: color and opacity of each pixel."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor.paint import linear_to_srgb, srgb_to_linear

_CHUNK = 2**16  # points processed together: few enough for the cache of a processor
_BAND = 2**21  # pixels processed together: about 100 MB
_N_GROUPS = 8
# Below this diameter in pixels, a soft edge would leave hardly anything inside.
_SHARP = 3.0
# Random numbers repeat after so many pixels; what they choose from does not.
_TILE = 2**9
# In integers, sums do not depend on the order of the points.
_LIGHT = 2**20


@dataclass(frozen=True)
class _Frame:
    """A band of rows of an image, and a margin all around it."""

    extent: tuple[float, float, float, float]
    shape: tuple[int, int]
    band: slice
    margin: int

    @property
    def padded(self) -> tuple[int, int]:
        """Rows and columns with the margin."""
        n_rows = self.band.stop - self.band.start
        return n_rows + 2 * self.margin, self.shape[1] + 2 * self.margin

    def find(
        self, layout: npt.NDArray[np.floating]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Pixels of the points inside, and which points these are."""
        left, right, bottom, top = self.extent
        n_rows, n_columns = self.padded
        column = _pixels(layout[:, 0], left, right, self.shape[1]) + self.margin
        row = _pixels(layout[:, 1], top, bottom, self.shape[0])
        row += self.margin - self.band.start
        inside = (column >= 0) & (column < n_columns) & (row >= 0) & (row < n_rows)
        pixels = row[inside].astype(np.intp)
        pixels *= n_columns
        pixels += column[inside].astype(np.intp)
        return pixels, inside


@dataclass(frozen=True)
class _Dots:
    """The points of each pixel, merged: where, how many, and in what color."""

    places: npt.NDArray[np.intp]
    numbers: npt.NDArray[np.int32]
    colors: npt.NDArray[np.uint8]


def rasterize(
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    extent: tuple[float, float, float, float],
    shape: tuple[int, int],
    *,
    diameter: float = 1.0,
    alpha: float = 0.8,
) -> npt.NDArray[np.uint8]:
    """Rasterize points so that none hides another.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.
    colors : ndarray of shape (n_samples, 3)
        Colors of the points, sRGB in [0, 1]; drawn in 8 bits per channel.
    extent : tuple of four floats
        Left, right, bottom and top edge of the image, in units of `layout`. Points outside
        are dropped; those on an edge belong to the last pixel inside.
    shape : tuple of two ints
        Rows and columns of the image.
    diameter : float, default=1.0
        Diameter of a point in pixels; less than 1 is drawn as 1.
    alpha : float, default=0.8
        Opacity of a single point.

    Returns
    -------
    ndarray of shape (n_rows, n_columns, 4), uint8
        sRGB and alpha, not premultiplied; the first row is at the top.

    Notes
    -----
    A mean of unlike colors is gray, so only like colors are averaged. The points of a pixel
    are merged into one dot: they are split into up to eight groups, by whether each channel
    is above its mean over the map; a random group gives the dot its mean color, in linear
    light. Then all dots are drawn as disks, one over another in random order. Both draws
    are weighted by numbers of points. So a share p of the points that cover an area, be it
    of a group or of a place, gets a share p of its pixels, on average. The random numbers
    depend on the pixel only: the image depends neither on a seed, nor on the order of the
    points.

    With n points, the opacity of a pixel is

        min(n, 1) * (alpha + (1 - alpha) * log(max(n, 1)) / log(N))

    and at most 1, where N is exceeded in 1 % of the covered pixels.
    """
    disk = _disk(diameter)
    middles = _mean_bytes(colors)
    draws = np.random.default_rng(0).random((2, _TILE, _TILE), dtype=np.float32)
    image = np.zeros((*shape, 4), dtype=np.uint8)
    counts = np.empty(shape, dtype=np.float32)
    step = max(1, _BAND // shape[1])
    for row in range(0, shape[0], step):
        band = slice(row, min(row + step, shape[0]))
        frame = _Frame(extent, shape, band, len(disk) // 2)
        dots = _merge(frame, layout, colors, draws[0], middles)
        codes, counts[band] = _draw(frame, dots, disk, draws[1])
        for channel in range(3):
            image[band, :, channel] = codes >> np.uint64(8 * channel) & np.uint64(255)
    dense = _dense_count(counts)
    for row in range(0, shape[0], step):
        band = slice(row, row + step)
        image[band, :, 3] = _to_bytes(_opacity(counts[band], alpha, dense))
    return image


def _disk(diameter: float) -> npt.NDArray[np.float32]:
    """Coverage of each pixel around a point."""
    radius = max(diameter / 2, 0.5)
    reach = int(np.ceil(radius - 0.5))
    offset = np.arange(-reach, reach + 1)
    inwards = radius - np.hypot(offset[:, np.newaxis], offset)
    if diameter < _SHARP:
        return (inwards >= 0).astype(np.float32)
    return np.clip(inwards + 0.5, 0, 1).astype(np.float32)


def _mean_bytes(colors: npt.NDArray[np.floating]) -> list[float]:
    """Mean of each channel."""
    totals = [0, 0, 0]
    for start in range(0, len(colors), _CHUNK):
        rgb = _to_bytes(colors[start : start + _CHUNK])
        for channel in range(3):
            totals[channel] += int(rgb[:, channel].sum(dtype=np.int64))
    return [total / max(1, len(colors)) for total in totals]


def _merge(
    frame: _Frame,
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    draws: npt.NDArray[np.float32],
    middles: list[float],
) -> _Dots:
    """Merge the points of each pixel into one dot, in the mean color of a random group."""
    points = layout, colors, middles
    numbers, chosen, sizes = _choose_groups(frame, *points, draws)
    light = np.zeros((3, len(chosen)), dtype=np.int64)
    grays = np.repeat(np.arange(256)[:, np.newaxis] / 255, 3, axis=1)
    linear = np.rint(_LIGHT * srgb_to_linear(grays)[:, 0]).astype(np.int64)
    for pixels, rgb, groups in _locate(frame, *points):
        is_chosen = groups == chosen[pixels]
        pixels, rgb = pixels[is_chosen], rgb[is_chosen]
        for channel, total in enumerate(light):
            np.add.at(total, pixels, linear[rgb[:, channel]])
    places = np.flatnonzero(numbers)
    means = np.empty((len(places), 3), dtype=np.float32)
    for channel, total in enumerate(light):
        means[:, channel] = total[places] / (_LIGHT * sizes[places].astype(np.float64))
    del light  # it is as large as all that follows
    return _Dots(places, numbers[places], _to_bytes(linear_to_srgb(means)))


def _choose_groups(
    frame: _Frame,
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    middles: list[float],
    draws: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """For each pixel, the number of points, a random group of them, and its size."""
    n_pixels = int(np.prod(frame.padded))
    members = np.zeros((_N_GROUPS, n_pixels), dtype=np.int32)
    for pixels, _, groups in _locate(frame, layout, colors, middles):
        np.add.at(members.reshape(-1), groups * n_pixels + pixels, np.int32(1))
    numbers = members.sum(axis=0, dtype=np.int32)
    limits = _spread(frame, draws) * numbers
    chosen = np.zeros(n_pixels, dtype=np.uint8)
    sizes, total = np.zeros_like(numbers), np.zeros_like(numbers)
    for group, here in enumerate(members):
        is_last = (total <= limits) & (here > 0)
        chosen[is_last] = group
        sizes[is_last] = here[is_last]
        total += here
    return numbers, chosen, sizes


def _locate(
    frame: _Frame,
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    middles: list[float],
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8], npt.NDArray[np.intp]]]:
    """Pixels, colors and groups of the points in a frame, by chunks."""
    for start in range(0, len(layout), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        pixels, inside = frame.find(layout[chunk])
        rgb = _to_bytes(colors[chunk][inside])
        bits = [(rgb[:, i] > middles[i]).view(np.uint8) << i for i in range(3)]
        yield pixels, rgb, (bits[0] | bits[1] | bits[2]).astype(np.intp)


def _spread(frame: _Frame, draws: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Random number in [0, 1) for each pixel, wherever bands begin and end."""
    rows, columns = (np.arange(length) - frame.margin for length in frame.padded)
    rows += frame.band.start
    return draws[rows[:, np.newaxis] % _TILE, columns % _TILE].ravel()


def _draw(
    frame: _Frame,
    dots: _Dots,
    disk: npt.NDArray[np.float32],
    draws: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float32]]:
    """Draw dots as disks: for each pixel, the code of the top one and the points below."""
    # The dot with the first arrival is on top: of exponential waiting times, each is the
    # shortest with a probability that is proportional to its rate.
    waits = -np.log1p(-_spread(frame, draws)[dots.places]) / dots.numbers
    codes = dots.colors.astype(np.uint64) @ np.array([1, 2**8, 2**16], dtype=np.uint64)
    margin = frame.margin
    n_rows, n_columns = (length + 2 * margin for length in frame.padded)
    places = dots.places + dots.places // frame.padded[1] * (2 * margin)
    first = np.full(n_rows * n_columns, np.uint64(2**64 - 2**32))  # last, and black
    counts = np.zeros(n_rows * n_columns, dtype=np.float32)
    for (row, column), weight in np.ndenumerate(disk):
        if weight > 0:
            near = places + (row * n_columns + column)
            first[near] = np.minimum(first[near], _pack(waits / weight, codes))
            counts[near] += weight * dots.numbers
    inner = (
        slice(2 * margin, n_rows - 2 * margin),
        slice(2 * margin, n_columns - 2 * margin),
    )
    return first.reshape(n_rows, n_columns)[inner], counts.reshape(n_rows, n_columns)[inner]


def _pack(
    waits: npt.NDArray[np.floating], codes: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Integers in the order of the waits, with codes of colors in their last bits."""
    # The bits of positive floats, as integers, have the order of the floats.
    order = waits.astype(np.float32).view(np.uint32).astype(np.uint64)
    return (order << np.uint64(32)) | codes


def _pixels(
    values: npt.NDArray[np.floating], first: float, last: float, n_pixels: int
) -> npt.NDArray[np.float64]:
    """Index of the pixel, between two edges, that contains each value; as floats."""
    # In float64: float32 could move values across an edge.
    position = values.astype(np.float64)
    position -= first
    position *= n_pixels / (last - first)
    is_last = position == n_pixels
    np.floor(position, out=position)
    position -= is_last
    return position


def _dense_count(counts: npt.NDArray[np.float32]) -> float:
    """The count that 1 percent of the covered pixels exceed, at least 2."""
    sample = counts.ravel()[:: max(1, counts.size // _BAND)]
    sample = sample[sample > 0]
    return max(2.0, float(np.percentile(sample, 99))) if len(sample) else 2.0


def _opacity(
    counts: npt.NDArray[np.float32], alpha: float, dense: float
) -> npt.NDArray[np.floating]:
    share = np.log(np.maximum(counts, 1)) / np.log(dense)
    opacity: npt.NDArray[np.floating] = np.minimum(counts, 1) * np.minimum(
        alpha + (1 - alpha) * share, 1
    )
    return opacity


def _to_bytes(numbers: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    steps: npt.NDArray[np.uint8] = np.rint(255 * np.clip(numbers, 0, 1)).astype(np.uint8)
    return steps
