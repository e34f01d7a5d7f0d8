"""How much colors change where features do not."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array
from skcolor.paint._difference import delta_e, get_space
from skcolor.paint._spaces import check_srgb


def flicker(
    frames: npt.NDArray[Any] | Sequence[Any],
    still: npt.ArrayLike | None = None,
    *,
    space: str = "oklab",
) -> float:
    r"""Mean color difference of consecutive frames where nothing changes.

    Parameters
    ----------
    frames : array-like of shape (n_frames, ..., 3), or sequence of arrays of one shape
        Colors of at least two frames, sRGB in [0, 1].
    still : array-like of bool of shape (...) or (n_frames - 1, ...), or None, default=None
        Which pixels do not change, in all frames or between frames i and i + 1: for example
        ``(X[1:] == X[:-1]).all(axis=-1)``. None means all.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which distance is measured.

    Returns
    -------
    float
        Mean ΔE. In OKLab, one just noticeable difference is 0.02.

    Raises
    ------
    ValueError
        If there are fewer than two frames, they are not sRGB colors of one shape, or
        `still` does not fit them or holds no pixel.

    Notes
    -----
    With :math:`S_i`, the pixels that do not change between frames i and i + 1, and their
    colors :math:`c_i(p)`:

    .. math:: \frac{\sum_i \sum_{p \in S_i} \Delta E(c_i(p), c_{i+1}(p))}{\sum_i |S_i|}

    Examples
    --------
    >>> from skcolor.images import flicker
    >>> black, white = [[0, 0, 0]], [[1, 1, 1]]
    >>> round(flicker([black, white, white]), 3)
    0.5
    """
    get_space(space)
    if not hasattr(frames, "__len__"):
        raise TypeError(f"frames must be an array or a sequence; got {frames!r:.60}.")
    frames = [check_srgb(frame, name=f"frames[{i}]") for i, frame in enumerate(frames)]
    shapes = [frame.shape for frame in frames]
    if len(shapes) < 2 or len(set(shapes)) > 1:
        raise ValueError(
            "frames must be at least two frames of one shape; got "
            f"{len(shapes)} of shapes {sorted(set(shapes))!s:.60}."
        )
    stills = _check_still(still, len(shapes) - 1, shapes[0][:-1])
    total, count = 0.0, 0
    for (before, after), keep in zip(pairwise(frames), stills, strict=True):
        total += float(delta_e(before, after, space=space)[keep].sum(dtype=np.float64))
        count += int(keep.sum())
    if count == 0:
        raise ValueError("still must hold a pixel that does not change; got none.")
    return total / count


def _check_still(still, n_pairs, shape):
    """Which pixels are still, for each pair of consecutive frames."""
    if still is None:
        return np.broadcast_to(True, (n_pairs, *shape))
    still = as_array(still, "still")
    if still.dtype != bool or still.shape not in (shape, (n_pairs, *shape)):
        raise ValueError(
            f"still must be bool of shape {shape} or {(n_pairs, *shape)}; got "
            f"{still.dtype} of shape {still.shape}."
        )
    return np.broadcast_to(still, (n_pairs, *shape))
