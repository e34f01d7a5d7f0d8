"""The map from three coordinates into the sRGB gamut, and back."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._array_api import as_like, cast, get_namespace
from skcolor.paint._spaces import mix
from skcolor.paint._srgb_gamut import clip_to_gamut, share_of_reach

_ROUNDING = 1e-9
# Rows processed together, about a kilobyte each.
_BLOCK = 1024


@dataclass(frozen=True)
class GamutMap:
    """Rotate, shift and scale coordinates into the sRGB gamut, then add contrast.

    Attributes
    ----------
    origin : ndarray of shape (3,)
        Coordinates that get the color `center`.
    rotation : ndarray of shape (3, 3)
        Orthogonal; rotates coordinates into OKLab.
    center : ndarray of shape (3,)
        OKLab of a color in the gamut.
    scale : float
        OKLab units per unit of the coordinates, at contrast 0.
    contrast : float
        0 keeps distances and clips colors outside the gamut at constant lightness and hue.
        Above 0, each ray from the center is stretched by ``1 + 5 * contrast**2``, then
        compressed so that it never leaves the gamut: by ``x / (1 + x**p)**(1 / p)``, with x
        in units of the distance to the gamut boundary and ``p = 2 / contrast``.
    lightness : tuple of two floats
        Allowed range of lightness.
    """

    origin: npt.NDArray[np.float64]
    rotation: npt.NDArray[np.float64]
    center: npt.NDArray[np.float64]
    scale: float
    contrast: float
    lightness: tuple[float, float]

    @property
    def _enlargement(self) -> float:
        return 1 + 5 * self.contrast**2

    def to_oklab(self, coordinates: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Map coordinates of shape (n, 3) to OKLab in the gamut."""
        shift = self.place(coordinates)
        xp = get_namespace(shift)
        center = as_like(self.center, shift)
        if self.contrast == 0:
            lab = center + shift
            lab[:, 0] = xp.clip(lab[:, 0], *self.lightness)
            return clip_to_gamut(lab)
        return center + shift * self.bend(self.share(shift))[:, None]

    def bend(self, share: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Factors by which contrast, above 0, multiplies steps, given their shares."""
        xp = get_namespace(share)
        power, x = 2 / self.contrast, self._enlargement * share
        small, large = xp.clip(x, None, 1), xp.clip(x, 1, None)
        bent = (1 + (small / large) ** power) ** (-1 / power)
        return self._enlargement * bent / large

    def to_coordinates(self, lab: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Map OKLab of shape (n, 3) back to coordinates, unless they were clipped."""
        xp = get_namespace(lab)
        eps = xp.finfo(lab.dtype).eps
        lab = cast(lab, xp.float64)
        shift = lab - as_like(self.center, lab)
        if self.contrast > 0:
            # Colors on the boundary map to large but finite coordinates.
            share = xp.clip(self.share(shift), None, 1 - eps**0.5)
            power = 2 / self.contrast
            bent = (1 - share**power) ** (1 / power)
            shift = shift / (self._enlargement * bent)[:, None]
        return mix(shift, self.rotation.T / self.scale) + as_like(self.origin, shift)

    def place(self, coordinates: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Offsets from the center before compression and clipping."""
        coordinates = cast(coordinates, get_namespace(coordinates).float64)
        shift = coordinates - as_like(self.origin, coordinates)
        return mix(shift, self.rotation * self.scale)

    def share(self, shift: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Length of each shift as a share of the way from the center to the boundary."""
        xp = get_namespace(shift)
        share = share_of_reach(as_like(self.center, shift), shift)
        rise, (low, high) = shift[:, 0], self.lightness
        middle = float(self.center[0])
        return xp.maximum(
            share, xp.where(rise > 0, rise / (high - middle), rise / (low - middle))
        )

    def shares(self, coordinates: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """`share` of coordinates, a block of rows at a time."""
        shares = np.empty(len(coordinates))
        for first in range(0, len(coordinates), _BLOCK):
            rows = slice(first, first + _BLOCK)
            shares[rows] = self.share(self.place(coordinates[rows]))
        return shares

    def outside_fraction(
        self,
        coordinates: npt.NDArray[np.floating],
        weights: npt.NDArray[np.float64] | None = None,
    ) -> float:
        """Share of the rows, or of their weight, outside the gamut before contrast."""
        is_outside = self.shares(coordinates) > 1 + _ROUNDING
        return float(np.average(is_outside, weights=weights))
