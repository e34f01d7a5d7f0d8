"""Colors of a stream of frames that follow its drift without flicker."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.linear_model import Ridge

from skcolor._array_api import to_numpy
from skcolor._checks.arguments import check_count
from skcolor._checks.arrays import as_array
from skcolor._compute.linear_algebra import single_threaded
from skcolor._fitted.align import align
from skcolor._fitted.pipelines import last_step
from skcolor.base import BaseChannelColorer
from skcolor.images._foreground import find_foreground
from skcolor.images._grid_colorer import GridColorer
from skcolor.images._pixels import Images, as_images
from skcolor.paint._spaces import oklab_to_srgb, srgb_to_oklab

# Penalty of the regression, for standardized features and one row.
_RIDGE = 0.01


@dataclass(frozen=True)
class _Kept:
    """A frame, the pixels that it has, and the colors in which they were shown."""

    number: int
    image: npt.NDArray[Any]
    used: npt.NDArray[np.bool_]
    colors: npt.NDArray[np.floating]


def color_frames(
    colorer: GridColorer,
    frames: Iterable[Any],
    *,
    n_kept: int = 8,
    refit_every: int = 1,
) -> Iterator[npt.NDArray[np.floating]]:
    """Color a stream of frames whose features drift.

    The colorer is fitted again as frames come, to a few that are kept, and aligned to the
    colors in which these were shown. Use it only if later frames have what a single fit
    cannot know. Otherwise, fit a `GridColorer` to a sample of the frames: then nothing
    flickers.

    Parameters
    ----------
    colorer : GridColorer
        What to fit; it does not change. `max_samples` bounds the work for each frame.
        Foreground without a mask is decided by the first frame.
    frames : iterable of array-like
        One image at a time, of any size, in the form that `colorer` takes.
    n_kept : int, default=8
        Number of frames kept: the first one, the last one, and others spread between them.
        More frames give less flicker, and cost more.
    refit_every : int, default=1
        Number of frames from one fit to the next.

    Yields
    ------
    ndarray of shape (height, width, 3)
        Colors of each frame, sRGB in [0, 1]; of tokens, shape ``(n_tokens, 3)``.

    Raises
    ------
    TypeError
        If `colorer` is not a `GridColorer`, or `frames` cannot be iterated over.
    ValueError
        If a frame is not one image, or the others have other features.

    See Also
    --------
    flicker : How much colors change where features do not.
    skcolor.align : The same colors after a refit.

    Notes
    -----
    A fit to the latest frame, aligned to the frame before, flickers with the noise of each
    frame, and its errors add up. Kept frames stand for the whole stream, so consecutive
    fits are alike, and more so the longer it runs. They keep the colors in which they were
    shown, and the first frame is always among them, so errors do not add up. Of three
    channels, what alignment leaves is corrected by a ridge regression on the features.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.pipeline import make_pipeline
    >>> from skcolor import ChannelColorer, CovariancePCA
    >>> from skcolor.images import GridColorer, color_frames
    >>> stream = (np.random.default_rng(i).normal(size=(8, 9, 5)) + i for i in range(3))
    >>> grid = GridColorer(make_pipeline(CovariancePCA(3), ChannelColorer()))
    >>> [colors.shape for colors in color_frames(grid, stream)]
    [(8, 9, 3), (8, 9, 3), (8, 9, 3)]
    """
    if not isinstance(colorer, GridColorer):
        raise TypeError(f"colorer must be a GridColorer; got {colorer!r:.60}.")
    check_count("n_kept", n_kept, least=2)
    check_count("refit_every", refit_every)
    if isinstance(frames, str) or not isinstance(frames, Iterable):
        raise TypeError(f"frames must give one image after another; got {frames!r:.60}.")
    return _color(colorer, frames, n_kept, refit_every)


def _color(colorer, frames, n_kept, refit_every):
    kept: list[_Kept] = []
    grid = clone(colorer).set_params(channel_axis=-1, grid_shape=None)
    for number, frame in enumerate(frames):
        images = _as_image(colorer, frame, number)
        if kept and images.n_features != kept[0].image.shape[-1]:
            raise ValueError(
                f"frames[{number}] has {images.n_features} features; wanted "
                f"{kept[0].image.shape[-1]}, as many as the first frame."
            )
        image = np.array(to_numpy(images.parts[0]))  # a reader may use its buffer again
        if number == 0:
            grid.fit(image)
            grid.set_params(foreground=_fixed_foreground(grid))
        elif number % refit_every == 0:
            grid = _refit(grid, kept, image)
        used = find_foreground(grid.foreground, as_images(image), None)
        colors = grid.transform(image)
        if kept and hasattr(grid, "_shift"):
            colors[used] = grid._shift(image[used], colors[used])
        kept = _forget([*kept, _Kept(number, image, used, colors)], n_kept)
        yield images.pictures(colors.reshape(-1, 3))


def _fixed_foreground(grid):
    """The foreground that a fit found, as a callable for frames to come."""
    model = grid._foreground
    if model is None or callable(model):
        return model
    return lambda image: find_foreground(model, as_images(image), None)


def _as_image(colorer, frame, number) -> Images:
    if isinstance(frame, (list, tuple)):  # not a list of images
        frame = as_array(frame, f"frames[{number}]")
    images = as_images(
        frame,
        channel_axis=colorer.channel_axis,
        grid_shape=colorer.grid_shape,
        name=f"frames[{number}]",
    )
    if len(images.parts) != 1:
        raise ValueError(
            f"frames must give one image at a time; got {len(images.parts)} in frame "
            f"{number}."
        )
    return images


def _refit(last, kept, image):
    """Fit to a frame and to those that are kept, and give these their colors."""
    grid = clone(last).fit([*(one.image for one in kept), image])
    rows = np.concatenate([one.image[one.used] for one in kept])
    colors = np.concatenate([one.colors[one.used] for one in kept])
    if len(rows):
        align(grid.colorer_, rows, colors)
        if isinstance(last_step(grid.colorer_), BaseChannelColorer):
            grid._shift = _learn_shift(rows, grid.colorer_.transform(rows), colors)
    return grid


def _learn_shift(rows, colors, wanted):
    """Learn what is left between colors and those wanted, as linear in the features.

    Ridge regression leaves directions alone that the rows do not have, so what is new in a
    frame has the colors of the latest fit.
    """
    deviation = rows.std(axis=0, dtype=np.float64)
    unit = np.where(deviation > 0, deviation, 1.0)
    ridge = Ridge(alpha=_RIDGE * len(rows))
    with single_threaded():
        ridge.fit(rows / unit, srgb_to_oklab(wanted) - srgb_to_oklab(colors))

    def shift(rows, colors):
        if not len(rows):
            return colors
        with single_threaded():
            lab = srgb_to_oklab(colors) + ridge.predict(rows / unit)
        return np.clip(oklab_to_srgb(lab), 0, 1)

    return shift


def _forget(kept, n_kept):
    """Leave out a frame between the first and the last, where they are densest."""
    if len(kept) <= n_kept:
        return kept
    numbers = np.array([one.number for one in kept])
    gaps = numbers[2:] - numbers[:-2]
    return [one for i, one in enumerate(kept) if i != 1 + gaps.argmin()]
