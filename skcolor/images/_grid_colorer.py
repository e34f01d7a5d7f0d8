"""A meta-estimator that colors images of features."""

import warnings
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, MetaEstimatorMixin, clone
from sklearn.utils.validation import check_is_fitted

from skcolor._fitted.pipelines import steps_of
from skcolor._fitted.transform_in_chunks import transform_in_chunks
from skcolor._version import VersionMixin
from skcolor.images._pixels import Images, as_images, find_used, pixel_layout
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
    missing_color : color, default="gray"
        Color of pixels outside of a mask, and of those with NaN or infinity.
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

    Raises
    ------
    ValueError
        If X does not hold images, a mask does not fit them, or no pixel is left.

    Warns
    -----
    UserWarning
        If an image has so few pixels that steps find neighbors in other images.

    See Also
    --------
    ResidualPCA : Directions in which pixels differ from those around them.
    align : The same colors after a refit.

    Notes
    -----
    Fitted on the foreground alone, colors tell parts apart that a fit on all pixels spends
    few colors on: pass ``mask=``. With ``layout="grid"``, ``ResidualPCA`` does much of this
    without a mask, because it looks only at differences among nearby pixels.

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

    def __init__(
        self,
        colorer: Any,
        *,
        layout: str | None = "grid",
        channel_axis: int = -1,
        grid_shape: tuple[int, int] | None = None,
        missing_color: Any = "gray",
        n_jobs: int | None = None,
    ) -> None:
        self.colorer = colorer
        self.layout = layout
        self.channel_axis = channel_axis
        self.grid_shape = grid_shape
        self.missing_color = missing_color
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, *, mask: Any = None) -> Self:
        """Fit the colorer to the pixels of images.

        Parameters
        ----------
        X : array-like of shape (height, width, n_features), (n_images, height, width, \
n_features) or (n_images, n_tokens, n_features), or list of images
            The images. A memory-mapped array without missing pixels stays on disk.
        y : None
            Ignored: where a pixel is, is its layout.
        mask : None, array-like of bool, or list of such arrays, default=None
            Pixels to fit, in the shape of X without its features.

        Returns
        -------
        GridColorer
            The fitted estimator.
        """
        del y
        if self.layout not in _LAYOUTS:
            raise ValueError(f"layout must be one of {_LAYOUTS}; got {self.layout!r}.")
        missing_color = check_color(self.missing_color, "missing_color")
        images = self._as_images(X)
        used = find_used(images, mask)
        if used is not None and not any(keep.any() for keep in used):
            raise ValueError("X has no pixel to fit: all are masked, NaN or infinite.")
        colorer = clone(self.colorer)
        if self.layout is None:
            colorer.fit(images.rows(used))
        else:
            self._warn_of_few_pixels(images, used)
            places = pixel_layout(images, used, in_time=self.layout == "time")
            colorer.fit(images.rows(used), places)
        self.colorer_ = colorer
        self.n_features_in_ = images.n_features
        self.missing_color_ = missing_color
        return self

    def transform(self, X: Any, *, mask: Any = None) -> Any:
        """Color the pixels of images.

        Parameters
        ----------
        X : array-like or list of images
            Images with as many features as in fit, of any size and number.
        mask : None, array-like of bool, or list of such arrays, default=None
            Pixels to color; others have the color of missing pixels.

        Returns
        -------
        ndarray of shape (..., 3), or list of ndarray of shape (height, width, 3)
            sRGB in [0, 1], in the shape of X with three channels last.
        """
        check_is_fitted(self)
        images = self._as_images(X)
        if images.n_features != self.n_features_in_:
            raise ValueError(
                f"X has {images.n_features} features; GridColorer was fitted to "
                f"{self.n_features_in_}."
            )
        used = find_used(images, mask)
        if used is None and images.shape is not None:
            return self._color(images.rows(None)).reshape(*images.shape, 3)
        pictures = [
            self._color_image(part, None if used is None else used[i])
            for i, part in enumerate(images.parts)
        ]
        if images.shape is None:
            return pictures
        return np.stack(pictures).reshape(*images.shape, 3)

    def fit_transform(self, X: Any, y: Any = None, *, mask: Any = None) -> Any:
        """Fit the colorer to the pixels of images, and color them.

        Parameters
        ----------
        X, y, mask
            As in `fit`.

        Returns
        -------
        ndarray or list of ndarray
            As from `transform`.
        """
        return self.fit(X, y, mask=mask).transform(X, mask=mask)

    def _as_images(self, X: Any) -> Images:
        return as_images(X, channel_axis=self.channel_axis, grid_shape=self.grid_shape)

    def _color_image(
        self, image: npt.NDArray[Any], keep: npt.NDArray[np.bool_] | None
    ) -> npt.NDArray[np.floating]:
        if keep is None:
            keep = np.ones(image.shape[:2], bool)
        picture = np.empty((*image.shape[:2], 3))
        picture[:] = self.missing_color_
        if keep.any():
            colors = self._color(image[keep])
            picture = picture.astype(colors.dtype)
            picture[keep] = colors
        return picture

    def _color(self, rows: npt.NDArray[Any]) -> npt.NDArray[np.floating]:
        return np.asarray(transform_in_chunks(self.colorer_, rows, n_jobs=self.n_jobs))

    def _warn_of_few_pixels(
        self, images: Images, used: list[npt.NDArray[np.bool_]] | None
    ) -> None:
        """Warn if steps that use the layout ask for more neighbors than an image has."""
        wanted = [
            step.n_neighbors
            for step in steps_of(self.colorer)
            if getattr(step, "uses_layout", False) and hasattr(step, "n_neighbors")
        ]
        if self.layout == "time" or not wanted:
            return
        counts = [h * w for h, w in images.sizes] if used is None else map(np.sum, used)
        n_few = sum(0 < count <= max(wanted) for count in counts)
        if n_few:
            warnings.warn(
                f"{n_few} of {len(images.parts)} images have at most "
                f"{max(wanted)} pixels to fit, so that n_neighbors={max(wanted)} reaches "
                "into other images; use fewer neighbors.",
                stacklevel=3,
            )
