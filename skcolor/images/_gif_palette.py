"""One palette of 256 colors for all frames of a GIF."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._compute.linear_algebra import single_threaded
from skcolor.images._rgb_bytes import Picture
from skcolor.paint._spaces import linear_to_srgb, oklab_to_linear, srgb_to_oklab

_N_COLORS = 256
_BITS = 6  # of each channel; colors that differ less are one to the eye
_N_BINS = 1 << 3 * _BITS


class GifPalette:
    """The colors that stand for those of all frames.

    One palette for all frames, and no dithering, because what does not change must not
    flicker. Colors are counted in bins. If these are too many, they are grouped by k-means
    in OKLab, by the square root of their counts, so that small parts keep their colors.

    Parameters
    ----------
    frames : iterable of ndarray of shape (height, width, 3), uint8
        The frames.

    Attributes
    ----------
    colors : ndarray of shape (n_colors, 3), uint8
        The palette.
    """

    def __init__(self, frames: Iterable[Picture]) -> None:
        counts, sums = np.zeros(_N_BINS), np.zeros((_N_BINS, 3))
        for frame in frames:
            codes = _find_bins(frame).ravel()
            counts += np.bincount(codes, minlength=_N_BINS)
            for i in range(3):
                sums[:, i] += np.bincount(codes, frame[..., i].ravel(), _N_BINS)
        used = np.flatnonzero(counts)
        means: npt.NDArray[np.floating] = sums[used] / counts[used, np.newaxis]
        groups: npt.NDArray[Any] = np.arange(len(used))
        if len(used) > _N_COLORS:
            means, groups = _group(means, counts[used])
        self.colors: Picture = np.rint(means).astype(np.uint8)
        self._groups = np.zeros(_N_BINS, np.uint8)
        self._groups[used] = groups

    def apply(self, frame: Picture) -> npt.NDArray[np.uint8]:
        """Indices of the colors of a frame."""
        return self._groups[_find_bins(frame)]


def _find_bins(frame: Picture) -> npt.NDArray[np.int32]:
    red, green, blue = np.moveaxis(frame >> (8 - _BITS), 2, 0).astype(np.int32)
    bins: npt.NDArray[np.int32] = (red << 2 * _BITS) | (green << _BITS) | blue
    return bins


def _group(
    means: npt.NDArray[np.floating], counts: npt.NDArray[np.floating]
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.int32]]:
    from sklearn.cluster import KMeans

    kmeans = KMeans(_N_COLORS, n_init=1, max_iter=20, random_state=0)
    with single_threaded(user_api=None):
        kmeans.fit(srgb_to_oklab(means / 255), sample_weight=np.sqrt(counts))
    centers = linear_to_srgb(np.clip(oklab_to_linear(kmeans.cluster_centers_), 0, 1))
    return 255 * centers, kmeans.labels_
