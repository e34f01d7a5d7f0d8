"""The key of a bivariate scale: each value by itself, and both together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._keys.channel_key import ChannelKey, Direction, End
from skcolor._keys.column_key import channel_key
from skcolor.paint._bivariate import paint_pairs

_BOTH = "both"


class BivariateSpace:
    """Pairs of values, and the colors that a bivariate colorer assigns to them.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer with ``corner_colors_``, ``vmax_`` and ``value_names_``.
    """

    def __init__(self, colorer: Any) -> None:
        self._colorer = colorer
        self.titles: Sequence[str] = colorer.value_names_
        # Colors along one direction are those where the other value is 0.
        self.limits: npt.NDArray[np.floating] = np.stack(
            [np.zeros(2), np.zeros(2), colorer.vmax_]
        )

    def name_ends(self, j: int, strip: npt.NDArray[np.floating]) -> Sequence[str]:
        """Name the ends of a direction by their values."""
        return "0", f"{self.limits[2, j]:.2g} or more"

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Colors of pairs of values."""
        return paint_pairs(rows, self.limits[2], self._colorer.corner_colors_)


def bivariate_key(space: BivariateSpace) -> ChannelKey:
    """Colors along either value and along both at once, and of all pairs.

    Parameters
    ----------
    space : BivariateSpace
        The pairs.

    Returns
    -------
    ChannelKey
        Its third direction is that of both values.
    """
    key = channel_key(space)
    pairs = np.linspace(space.limits[0], space.limits[2], len(key.directions[0].strip))
    both = Direction("", _BOTH, space.paint(pairs), End(0.0), End(1.0))
    return replace(key, directions=[*key.directions, both])


def is_bivariate(colorer: Any) -> bool:
    """Whether a fitted colorer paints pairs of values."""
    return hasattr(colorer, "corner_colors_")
