"""The key of a bivariate colorer, with rows that have large values."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor._keys.bivariate_key import BivariateSpace, bivariate_key
from skcolor._keys.channel_key import ChannelKey, Direction
from skcolor.metrics._attributes import AttributeTable
from skcolor.plotting._attribute_differences import attribute_differences

_CORNERS = ((1, 0), (0, 1), (1, 1))  # of each direction, as shares of the largest values
_N_SHOWN = 3  # rows shown at an end


def make_bivariate_key(
    colorer: Any,
    X: npt.ArrayLike | None,
    layout: npt.ArrayLike | None,
    *,
    row_names: list[str] | None = None,
    images: npt.NDArray[np.uint8] | None = None,
    attributes: AttributeTable | None = None,
) -> ChannelKey:
    """Make the key of a fitted bivariate colorer, or of a pipeline that ends in one.

    Parameters
    ----------
    colorer : estimator
        The colorer.
    X : array-like or None
        The rows.
    layout : array-like or None
        Layout of the rows.
    row_names : list of str or None, default=None
        A text for each row; those nearest the high ends are shown.
    images : ndarray of shape (n_samples, height, width, 3) or None, default=None
        An image for each row; those nearest the high ends are shown.
    attributes : AttributeTable or None, default=None
        Attributes of the rows; those that differ clearly describe the high ends.

    Returns
    -------
    ChannelKey
        The key.
    """
    space = BivariateSpace(last_step(colorer))
    key = bivariate_key(space)
    if X is None or all(one is None for one in (row_names, images, attributes)):
        return key
    values = value_rows(colorer, X, layout)
    found = {}
    if attributes is not None:
        found = attribute_differences(values, space.limits, attributes)

    def describe(direction: Direction, j: int) -> Direction:
        near = _find_nearest(values, space.limits[2], np.array(_CORNERS[j]))
        high = replace(
            direction.high,
            attributes=tuple(one.text for one in found.get((j, 2), ())),
            names=() if row_names is None else tuple(row_names[row] for row in near),
            images=() if images is None else tuple(images[row] for row in near),
        )
        return replace(direction, high=high)

    directions = [describe(one, j) for j, one in enumerate(key.directions)]
    return replace(key, directions=directions)


def _find_nearest(
    values: npt.NDArray[np.floating],
    vmax: npt.NDArray[np.floating],
    corner: npt.NDArray[np.integer],
) -> npt.NDArray[np.intp]:
    """Rows nearest a corner of the scale; of those in it, the ones farthest beyond."""
    shares = values / np.where(vmax > 0, vmax, np.inf)
    distances = np.linalg.norm(np.minimum(shares, 1) - corner, axis=1)
    return np.lexsort([-shares @ corner, distances])[:_N_SHOWN]
