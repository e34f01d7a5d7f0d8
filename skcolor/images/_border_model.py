"""A model of what the border of images is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans

from skcolor._array_api import to_numpy
from skcolor._compute.chunks import spread_rows
from skcolor._compute.linear_algebra import project, single_threaded
from skcolor.images._bands import finite_rows, flatten, read_bands
from skcolor.images._border import border_sides
from skcolor.images._pixels import Images
from skcolor.reducers._covariance_pca import CovariancePCA

# How finely kinds of pixels are told apart: once for each of these numbers of kinds.
_NUMBERS_OF_KINDS = (2, 3, 4, 6, 8)
_N_COMPONENTS = 4
_MOST_IMAGES = 64
_MOST_PIXELS = 8192
# Percentiles of a feature. Values further out than once their distance are clipped, so
# that a few wild pixels do not decide what kinds there are.
_PERCENTILES = (0.5, 99.5)
_ROUNDING = 1e-6


@dataclass(frozen=True)
class BorderModel:
    """Kinds of pixels, and how frequent each is along the border.

    Attributes
    ----------
    low, high : ndarray of shape (n_features,)
        Features are clipped to this range.
    mean : ndarray of shape (n_features,)
        Their mean.
    weights : ndarray of shape (n_features, n_components)
        From features to principal components of standardized features.
    centers : list of ndarray of shape (n_kinds, n_components)
        The kinds, in each number of kinds.
    ratios : list of ndarray of shape (n_kinds,)
        How frequent each kind is along the border, relative to the image; at most 1.
    """

    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    mean: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    centers: list[npt.NDArray[np.float64]]
    ratios: list[npt.NDArray[np.float64]]

    def components(self, rows: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Principal components of pixels."""
        return project(np.clip(rows, self.low, self.high), self.weights, self.mean)

    def score_samples(self, rows: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """How frequent the kinds of pixels are along the border, on average.

        Parameters
        ----------
        rows : ndarray of shape (n_pixels, n_features)
            Finite features.

        Returns
        -------
        ndarray of shape (n_pixels,)
            From 0, never at the border, to 1, as often as in the image or more.
        """
        components = self.components(rows)
        pairs = zip(self.centers, self.ratios, strict=True)
        return np.mean([ratio[_nearest(components, one)] for one, ratio in pairs], axis=0)


def fit_border_model(
    images: Images, masks: Sequence[npt.NDArray[np.bool_]] | None
) -> tuple[BorderModel, npt.NDArray[np.float64]] | None:
    """Learn what the border of images is made of.

    Parameters
    ----------
    images : Images
        The images; at most 64, evenly spaced, are looked at.
    masks : sequence of ndarray of shape (height, width), bool, or None
        Which pixels to use; those with NaN or infinity are left out.

    Returns
    -------
    model : BorderModel
        The model.
    rows : ndarray of shape (n_pixels, n_features)
        The pixels that it was fitted to. None instead of both if no pixel is used.
    """
    samples = _sample(images, masks)
    if not samples:
        return None
    rows, border, sides, image_of = map(np.concatenate, zip(*samples, strict=True))
    low, high = np.percentile(rows, _PERCENTILES, axis=0)
    low, high = low - (high - low), high + (high - low)
    mean, weights = _standard_components(np.clip(rows, low, high))
    model = BorderModel(low, high, mean, weights, [], [])
    components, at_border = model.components(rows), model.components(border)
    for centers in _kinds(components):
        n_kinds = len(centers)
        counts = np.bincount(_nearest(components, centers), minlength=n_kinds)
        kinds = _nearest(at_border, centers)
        share = _border_shares(kinds, sides, image_of, n_kinds)
        model.centers.append(centers)
        model.ratios.append(np.minimum(1, share * len(rows) / np.maximum(1, counts)))
    return model, rows


def _standard_components(rows):
    """Mean and weights of the first principal components of standardized features."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    varies = deviation > _ROUNDING * np.abs(mean)
    unit = np.divide(1.0, deviation, out=np.zeros_like(deviation), where=varies)
    pca = CovariancePCA(min(_N_COMPONENTS, *rows.shape)).fit((rows - mean) * unit)
    return mean, np.ascontiguousarray(pca.components_.T * unit[:, np.newaxis])


def _kinds(components):
    """Yield the centers of kinds, for each number of them."""
    most = len(np.unique(components, axis=0))
    for n_kinds in sorted({min(most, n) for n in _NUMBERS_OF_KINDS}):
        with single_threaded(user_api=None):
            yield KMeans(n_kinds, n_init=4, random_state=0).fit(components).cluster_centers_


def _sample(images, masks):
    """Of some images: pixels, border pixels, their sides, and numbers of their images."""
    chosen = spread_rows(len(images.parts), _MOST_IMAGES)
    n_most = max(1, _MOST_PIXELS // len(chosen))
    samples = []
    for number, i in enumerate(chosen):
        rows = flatten(images.parts[i])
        bands = [to_numpy(finite_rows(band)) for _, band in read_bands([images.parts[i]])]
        used = np.concatenate(bands)
        if masks is not None:
            used = used & masks[i].ravel()
        sides = border_sides(used.reshape(images.sizes[i])).ravel()
        pixels, border = np.flatnonzero(used), np.flatnonzero(sides >= 0)
        if not len(border):
            continue
        pixels = pixels[spread_rows(len(pixels), n_most)]
        border = border[spread_rows(len(border), n_most)]
        samples.append(
            (
                _take(rows, pixels),
                _take(rows, border),
                sides[border],
                np.full(len(border), number),
            )
        )
    return samples


def _take(rows, indices):
    return to_numpy(rows[indices]).astype(np.float64)


def _border_shares(kinds, sides, image_of, n_kinds):
    """Share of each kind along the border, with objects that touch one side left out.

    In each image, the side along which a kind is most frequent counts as the second of
    them does: background is rarely at a single side.
    """
    n_images = image_of[-1] + 1
    cells = (image_of * 4 + sides) * n_kinds + kinds
    counts = np.bincount(cells, minlength=n_images * 4 * n_kinds)
    counts = counts.reshape(n_images, 4, n_kinds)
    lengths = counts.sum(axis=2, keepdims=True)
    shares = counts / np.maximum(lengths, 1)
    second = np.sort(shares, axis=1)[:, -2:-1]
    kept = np.minimum(shares, second) * lengths
    return kept.sum(axis=(0, 1)) / len(kinds)


def _nearest(
    components: npt.NDArray[np.float64], centers: npt.NDArray[np.float64]
) -> npt.NDArray[np.intp]:
    """Index of the center that is nearest to each row."""
    closeness = project(components, 2 * centers.T) - (centers**2).sum(axis=1)
    return closeness.argmax(axis=1)
