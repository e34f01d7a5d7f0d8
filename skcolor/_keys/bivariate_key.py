"""The two directions of a bivariate scale."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.paint._bivariate import paint_pairs


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
        return f"{self.limits[0, j]:.3g}", f"{self.limits[2, j]:.3g} or more"

    def paint(self, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Colors of pairs of values."""
        return paint_pairs(rows, self.limits[2], self._colorer.corner_colors_)


def is_bivariate(colorer: Any) -> bool:
    """Whether a fitted colorer paints pairs of values."""
    return hasattr(colorer, "corner_colors_")
