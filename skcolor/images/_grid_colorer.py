"""A meta-estimator that colors images of features."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, MetaEstimatorMixin, clone
from sklearn.utils.validation import check_is_fitted

from skcolor._blocks import image_blocks
from skcolor._blocks.dask_arrays import is_dask
from skcolor._checks.arguments import check_count
from skcolor._version import VersionMixin
from skcolor.images._color_pixels import color_images, color_pixels
from skcolor.images._foreground import find_foreground, fit_foreground
from skcolor.images._labeled_arrays import label_like, values_of
from skcolor.images._pixel_sample import PixelSample
from skcolor.images._pixel_weights import learn, split_weights, weighted_mask
from skcolor.images._pixels import Images, as_images, features_last, flat_mask
from skcolor.images._training_rows import new_sample, sampled_rows, training_rows
from skcolor.paint._palettes import check_color

_LAYOUTS = ("grid", "time", None)


class GridColorer(VersionMixin, MetaEstimatorMixin, BaseEstimator):
    """Color the pixels of images, or the cells of other grids, by their features.

    All pixels of all images are rows of one fit, so the same features have the same color
    in every image, frame and tile.

    Parameters
    ----------
    colorer : estimator
        A colorer, or a pipeline that ends in one.
    layout : {"grid", "time"} or None, default="grid"
        The layout that a fit passes to steps that use one, such as
        :class:`~skcolor.ResidualPCA`. ``"grid"``: where a pixel is in its image; pixels of
        two images are never neighbors. ``"time"``: images are frames of a video, and
        neighbors may be in the frames before and after. None passes none.
    channel_axis : int, default=-1
        The axis that holds the features: 0 for images of shape ``(d, height, width)``, 1
        for ``(n, d, height, width)``.
    grid_shape : tuple of two ints or None, default=None
        Rows and columns of the grid that tokens of shape ``(n, n_tokens, d)`` make up, as
        those of a vision transformer do.
    foreground : {"auto", "border"}, callable or None, default=None
        Which pixels to fit and to color, if no mask tells. None: all. ``"border"``: those
        that differ from what the border of the images is made of. ``"auto"``: the same if
        it is clear, else all. A callable gets one image, and returns an array of bool of
        shape ``(height, width)``. See Notes.
    missing_color : color, default="gray"
        Color of pixels outside of a mask or the foreground, and of those with NaN or
        infinity.
    max_samples : int or None, default=None
        Most pixels that the colorer is fitted to, so that images may be larger than memory.
        They are spread over all images, in blocks of 16 x 16 pixels if a step uses the
        layout (larger for more than 64 neighbors, 8 x 8 in 8 frames in time), and of 4 x 4
        if none does. They are the same each time. None means all.
    n_jobs : int or None, default=None
        Number of threads in `transform`; it does not change the colors.

    Attributes
    ----------
    colorer_ : estimator
        The fitted colorer.
    n_features_in_ : int
        Number of features of a pixel.
    missing_color_ : ndarray of shape (3,)
        Color of missing pixels.
    foreground_ : ndarray of bool, or list of ndarray
        The foreground of the images that were fitted, in their shape without features.
        Only if `foreground` is not None.
    n_samples_seen_ : int
        Number of pixels seen by `partial_fit`.

    Raises
    ------
    ValueError
        If X does not hold images, a mask does not fit them, or no pixel is left.

    Warns
    -----
    UserWarning
        If an image has so few pixels that steps find neighbors in other images, or the
        foreground is not clear.

    See Also
    --------
    ResidualPCA : Directions in which pixels differ from those around them.
    align : The same colors after a refit.

    Notes
    -----
    Fitted on the foreground alone, colors tell parts apart that a fit on all pixels spends
    few colors on: pass ``mask=``. With ``layout="grid"``, ``ResidualPCA`` does much of this
    without a mask, because it looks only at differences among nearby pixels.

    ``foreground="border"`` divides pixels into 2, 3, 4, 6 and 8 kinds, by k-means on four
    principal components of standardized features. A kind that is along the border less
    than 0.6 times as often as in the images, on average over the five divisions, is
    foreground. The side of an image along which a kind is most frequent counts as much as
    the second side, so an object may touch one side. The foreground is clear if its kinds
    are along the border at most 0.2 times as often as in the images. In `transform`, a
    pixel has the kind with the nearest center, so its color depends on no other pixel.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.pipeline import make_pipeline
    >>> from skcolor import GamutColorer, ResidualPCA
    >>> from skcolor.images import GridColorer
    >>> frames = np.random.default_rng(0).normal(size=(4, 20, 30, 8))
    >>> grid = GridColorer(make_pipeline(ResidualPCA(3), GamutColorer())).fit(frames)
    >>> grid.transform(frames).shape
    (4, 20, 30, 3)
    """

    n_samples_seen_: int
    _sample: PixelSample

    def __init__(
        self,
        colorer: Any,
        *,
        layout: str | None = "grid",
        channel_axis: int = -1,
        grid_shape: tuple[int, int] | None = None,
        foreground: Any = None,
        missing_color: Any = "gray",
        max_samples: int | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.colorer = colorer
        self.layout = layout
        self.channel_axis = channel_axis
        self.grid_shape = grid_shape
        self.foreground = foreground
        self.missing_color = missing_color
        self.max_samples = max_samples
        self.n_jobs = n_jobs

    def fit(
        self, X: Any, y: Any = None, *, mask: Any = None, sample_weight: Any = None
    ) -> Self:
        """Fit the colorer to the pixels of images.

        Parameters
        ----------
        X : array-like of shape (height, width, n_features), (n_images, height, width, \
n_features) or (n_images, n_tokens, n_features), or list of images
            The images. A memory-mapped array stays on disk, a tensor on its device.
        y : None
            Ignored: where a pixel is, is its layout.
        mask : None, array-like of bool, or list of such arrays, default=None
            Pixels to fit, in the shape of X without its features.
        sample_weight : None, array-like, or list of arrays, default=None
            How often each pixel counts, in the shape of X without its features; 0 leaves a
            pixel out. All steps that take weights get them.

        Returns
        -------
        GridColorer
            The fitted estimator.
        """
        del y
        missing_color = self._check_parameters()
        images = self._as_images(values_of(X))
        mask, weights = split_weights(images, mask, sample_weight)
        mask = self._fit_foreground(images, mask)
        self.colorer_ = self._fit(images, mask, weights)
        self.n_features_in_ = images.n_features
        self.missing_color_ = missing_color
        for name in ("n_samples_seen_", "_sample"):  # of an earlier stream
            self.__dict__.pop(name, None)
        return self

    def partial_fit(
        self, X: Any, y: Any = None, *, mask: Any = None, sample_weight: Any = None
    ) -> Self:
        """Learn from more images, such as the next frames of a video.

        With `max_samples`, this extends the sample of pixels, and fits the colorer again if
        the sample changed. The result is that of `fit` to all images at once (with
        ``layout="time"``, if batches have a multiple of 8 frames). A few large batches are
        faster than many small ones. Without `max_samples`, the colorer itself must have
        ``partial_fit``, and a pipeline has none. The border of the first batch decides what
        is foreground in all.

        Parameters
        ----------
        X, y, mask, sample_weight
            As in `fit`.

        Returns
        -------
        GridColorer
            Fitted to all images since the first, or since the last call of `fit`.
        """
        del y
        missing_color = self._check_parameters()
        images = self._as_images(values_of(X))
        first = not hasattr(self, "n_samples_seen_")
        if not first:
            self._check_features(images)
        mask, weights = split_weights(images, mask, sample_weight, together=False)
        mask = self._fit_foreground(images, mask, is_known=not first)
        add = self._fit_batch if self.max_samples is None else self._extend_sample
        self.colorer_ = add(images, mask, weights, first=first)
        self.n_features_in_ = images.n_features
        self.missing_color_ = missing_color
        self.n_samples_seen_ = images.n_pixels + (0 if first else self.n_samples_seen_)
        return self

    def transform(self, X: Any, *, mask: Any = None) -> Any:
        """Color the pixels of images.

        Parameters
        ----------
        X : array-like or list of images
            Images with as many features as in fit, of any size and number.
        mask : None, array-like of bool, or list of such arrays, default=None
            Pixels to color; others have the color of missing pixels, as has all that is
            not foreground.

        Returns
        -------
        ndarray of shape (..., 3), or list of ndarray of shape (height, width, 3)
            sRGB in [0, 1], in the shape of X with three channels last. A dask array is
            colored lazily, in its blocks; a tensor on its device, if all steps can. An
            xarray.DataArray keeps its dimensions and coordinates.
        """
        check_is_fitted(self)
        values = values_of(X)
        images = self._as_images(values)
        self._check_features(images)
        if is_dask(images.parts):
            colors = self._color_in_blocks(values, mask)
        else:
            keep = flat_mask(images, self._find_foreground(images, mask))
            colors = images.pictures(
                color_images(
                    self.colorer_, images, keep, self.missing_color_, n_jobs=self.n_jobs
                )
            )
        return label_like(colors, X, self.channel_axis)

    def fit_transform(
        self, X: Any, y: Any = None, *, mask: Any = None, sample_weight: Any = None
    ) -> Any:
        """Fit the colorer to the pixels of images, and color them.

        Parameters
        ----------
        X, y, mask, sample_weight
            As in `fit`.

        Returns
        -------
        ndarray or list of ndarray
            As from `transform`.
        """
        fitted = self.fit(X, y, mask=mask, sample_weight=sample_weight)
        return fitted.transform(X, mask=mask)

    def _check_parameters(self) -> npt.NDArray[np.floating]:
        if self.layout not in _LAYOUTS:
            raise ValueError(f"layout must be one of {_LAYOUTS}; got {self.layout!r}.")
        check_count("max_samples", self.max_samples, none_too=True)
        return check_color(self.missing_color, "missing_color")

    def _as_images(self, X: Any) -> Images:
        if isinstance(X, Images):  # files, of which parts are read
            return X
        return as_images(X, channel_axis=self.channel_axis, grid_shape=self.grid_shape)

    def _check_features(self, images: Images) -> None:
        if images.n_features != self.n_features_in_:
            raise ValueError(
                f"X has {images.n_features} features; GridColorer was fitted to "
                f"{self.n_features_in_}."
            )

    def _fit_foreground(self, images: Images, mask: Any, is_known: bool = False) -> Any:
        """Learn how to find the foreground, unless that is known, and find it."""
        if not is_known:
            self._foreground = fit_foreground(self.foreground, images, mask)
        self.__dict__.pop("foreground_", None)
        mask = self._find_foreground(images, mask)
        if self.foreground is not None:
            self.foreground_ = mask
        return mask

    def _find_foreground(self, images: Images, mask: Any) -> Any:
        if self.foreground is None:
            return mask
        return find_foreground(self._foreground, images, mask)

    def _fit(self, images: Images, mask: Any, weights: Any) -> Any:
        """A colorer fitted to images."""
        if self.max_samples is None:
            found = training_rows(images, mask, self.colorer, self.layout, weights)
        else:
            sample = self._new_sample()
            sample.add(images, weighted_mask(images, mask, weights))
            found = sampled_rows(sample, self.layout)
        return learn(clone(self.colorer), "fit", *found)

    def _new_sample(self) -> PixelSample:
        return new_sample(self.max_samples, self.colorer, self.layout)

    def _fit_batch(self, images: Images, mask: Any, weights: Any, *, first: bool) -> Any:
        """The colorer after it learned from another batch of images."""
        colorer = clone(self.colorer) if first else self.colorer_
        if not hasattr(colorer, "partial_fit"):
            raise TypeError(
                f"{type(colorer).__name__} has no partial_fit: set max_samples, so that it "
                "is fitted to a sample of the pixels of all batches."
            )
        found = training_rows(images, mask, self.colorer, self.layout, weights)
        return learn(colorer, "partial_fit", *found)

    def _extend_sample(
        self, images: Images, mask: Any, weights: Any, *, first: bool
    ) -> Any:
        """The colorer after another batch of images extended its sample."""
        sample = self._new_sample() if first else self._sample.copy()
        has_changed = sample.add(images, weighted_mask(images, mask, weights))
        if has_changed or first:
            found = sampled_rows(sample, self.layout)
            colorer = learn(clone(self.colorer), "fit", *found)
        else:
            colorer = self.colorer_
        self._sample = sample
        return colorer

    def _color_in_blocks(self, X: Any, mask: Any) -> Any:
        X = features_last(X, self.channel_axis, "X")
        few = np.zeros((1, X.shape[-1]), X.dtype)

        def paint(colorer: Any, rows: Any, keep: Any) -> Any:
            return color_pixels(colorer, rows, keep, self.missing_color_)

        dtype = paint(self.colorer_, few, None).dtype
        return image_blocks.color(X, mask, paint, self.colorer_, dtype)
