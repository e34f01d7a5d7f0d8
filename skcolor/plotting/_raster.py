"""Rasterize many points: mean color and opacity of each pixel."""

import numpy as np
import numpy.typing as npt

from skcolor.paint import linear_to_srgb, srgb_to_linear

# Points, and pixels, processed together: about 50 MB each.
_CHUNK = 2**18
_BAND = 2**21
_FAR = 2**40  # pixels
_POINT = np.ones((1, 1), dtype=np.float32)


def rasterize(
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    extent: tuple[float, float, float, float],
    shape: tuple[int, int],
    *,
    diameter: float = 1.0,
    alpha: float = 0.7,
) -> npt.NDArray[np.uint8]:
    """Rasterize points so that none hides another.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.
    colors : ndarray of shape (n_samples, 3)
        Colors of the points, sRGB in [0, 1].
    extent : tuple of four floats
        Left, right, bottom and top edge of the image, in units of `layout`. Points outside
        are dropped; those on an edge belong to the last pixel inside.
    shape : tuple of two ints
        Rows and columns of the image.
    diameter : float, default=1.0
        Diameter of a point in pixels; less than 1 is drawn as 1.
    alpha : float, default=0.7
        Opacity of a single point.

    Returns
    -------
    ndarray of shape (n_rows, n_columns, 4), uint8
        sRGB and alpha, not premultiplied; the first row is at the top.

    Notes
    -----
    A pixel has the mean color of the points that cover it, in linear light: what the eye
    would see from a distance. With n points its opacity is

        min(n, 1) * (alpha + (1 - alpha) * log(max(n, 1)) / log(N))

    and at most 1, where N is exceeded in 1 % of the covered pixels. Neither depends on the
    order of the points.
    """
    n_rows, n_columns = shape
    disk = _disk(diameter)
    # Stamp the disks of few points one by one; for many, convolve the sums once.
    few = len(layout) < n_rows * n_columns
    image = np.zeros((n_rows, n_columns, 4), dtype=np.uint8)
    counts = np.empty(shape, dtype=np.float32)
    step = max(1, _BAND // n_columns)
    bands = [slice(row, min(row + step, n_rows)) for row in range(0, n_rows, step)]
    for band in bands:
        if few:
            sums = _add_up(layout, colors, extent, shape, band, disk)
        else:
            sums = _add_up(layout, colors, extent, shape, band, _POINT, len(disk) // 2)
            sums = _spread(sums, disk)
        *light, counts[band] = sums
        covered = counts[band] > 0
        mean = np.stack(light, axis=-1)[covered] / counts[band][covered, np.newaxis]
        image[band, :, :3][covered] = _to_bytes(linear_to_srgb(mean))
    dense = _dense_count(counts)
    for band in bands:
        image[band, :, 3] = _to_bytes(_opacity(counts[band], alpha, dense))
    return image


def _disk(diameter: float) -> npt.NDArray[np.float32]:
    """Coverage of each pixel around a point."""
    radius = max(diameter / 2, 0.5)
    reach = int(np.ceil(radius - 0.5))
    offset = np.arange(-reach, reach + 1)
    distance = np.hypot(offset[:, np.newaxis], offset)
    return np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32)


def _add_up(
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    extent: tuple[float, float, float, float],
    shape: tuple[int, int],
    band: slice,
    stamp: npt.NDArray[np.float32],
    margin: int = 0,
) -> npt.NDArray[np.float32]:
    """Sums of linear light, and counts, in each pixel of a band of rows and its margin."""
    left, right, bottom, top = extent
    reach = len(stamp) // 2
    margin += 2 * reach  # for points outside, and for the parts that they cover
    n_rows = band.stop - band.start + 2 * margin
    n_columns = shape[1] + 2 * margin
    rows, columns = np.nonzero(stamp)
    offsets = (rows - reach) * n_columns + columns - reach
    stamp = stamp[rows, columns]
    sums = np.zeros((4, n_rows * n_columns))
    step = max(1, _CHUNK // len(stamp))
    for start in range(0, len(layout), step):
        chunk = slice(start, start + step)
        column = _pixels(layout[chunk, 0], left, right, shape[1]) + margin
        row = _pixels(layout[chunk, 1], top, bottom, shape[0]) - band.start + margin
        inside = (column >= reach) & (column < n_columns - reach)
        inside &= (row >= reach) & (row < n_rows - reach)
        pixels = (row * n_columns + column)[inside, np.newaxis] + offsets
        light = srgb_to_linear(colors[chunk][inside].astype(np.float32))
        for total, channel in zip(sums, (*light.T, np.ones(len(light))), strict=True):
            weights = channel[:, np.newaxis].astype(np.float64) * stamp
            np.add.at(total, pixels.ravel(), weights.ravel())
    sums = sums.reshape(4, n_rows, n_columns).astype(np.float32)
    return sums[:, 2 * reach : n_rows - 2 * reach, 2 * reach : n_columns - 2 * reach]


def _pixels(
    values: npt.NDArray[np.floating], first: float, last: float, n_pixels: int
) -> npt.NDArray[np.intp]:
    """Index of the pixel, between two edges, that contains each value."""
    # In float64: float32 could move values across an edge.
    position = (values.astype(np.float64) - first) * (n_pixels / (last - first))
    pixel = np.where(position == n_pixels, n_pixels - 1, np.floor(position))
    # Positions beyond the range of integers are outside, too.
    return np.clip(pixel, -_FAR, _FAR).astype(np.intp)


def _spread(
    sums: npt.NDArray[np.float32], kernel: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Convolve sums with a kernel and drop the margin."""
    margin = len(kernel) // 2
    n_rows, n_columns = (size - 2 * margin for size in sums.shape[1:])
    spread = np.zeros((4, n_rows, n_columns), dtype=np.float32)
    for (i, j), weight in np.ndenumerate(kernel):
        if weight > 0:
            spread += weight * sums[:, i : i + n_rows, j : j + n_columns]
    return spread


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
