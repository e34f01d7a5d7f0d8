"""Three coordinates into the sRGB solid, and back."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor.paint._gamut import clip_to_gamut, share_of_reach
from skcolor.paint._spaces import mix

_ROUNDING = 1e-9


@dataclass(frozen=True)
class GamutMap:
    """A rotation, shift and scale of coordinates into the sRGB solid, then contrast.

    Attributes
    ----------
    origin : ndarray of shape (3,)
        The coordinates that get the colour `center`.
    rotation : ndarray of shape (3, 3)
        Orthogonal; turns coordinates into OKLab.
    center : ndarray of shape (3,)
        OKLab of a colour in the gamut.
    scale : float
        OKLab units for one unit of the coordinates, at contrast 0.
    contrast : float
        0 keeps distances and clips what lies outside at constant lightness and hue.
        Above, each ray from the center is enlarged ``1 + 5 * contrast**2`` times and bent
        so that it never leaves the gamut: by ``x / (1 + x**p)**(1 / p)``, with x in
        units of the gamut's reach and ``p = 2 / contrast``.
    lightness : tuple of two floats
        Range of lightness that is used.
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
        """OKLab, in the gamut, of coordinates of shape (n, 3)."""
        shift = self.place(coordinates)
        if self.contrast == 0:
            lab = self.center + shift
            lab[:, 0] = np.clip(lab[:, 0], *self.lightness)
            return clip_to_gamut(lab)
        # Where x is enlarged and bent, x / share is what its ray is multiplied with.
        power, x = 2 / self.contrast, self._enlargement * self.share(shift)
        small, large = np.minimum(x, 1), np.maximum(x, 1)
        bent = np.where(x <= 1, 1 + small**power, 1 + large**-power) ** (-1 / power)
        return self.center + shift * (self._enlargement * bent / large)[:, np.newaxis]

    def to_coordinates(self, lab: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Coordinates of OKLab of shape (n, 3), as far as they were not clipped."""
        shift = lab - self.center
        if self.contrast > 0:
            # What lies on the border comes from not quite infinity.
            share = np.minimum(self.share(shift), 1 - np.finfo(lab.dtype).eps ** 0.5)
            power = 2 / self.contrast
            bent = (1 - share**power) ** (1 / power)
            shift /= (self._enlargement * bent)[:, np.newaxis]
        return mix(shift, self.rotation.T / self.scale) + self.origin

    def place(self, coordinates: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Where coordinates lie about the center before they are bent or clipped."""
        return mix(coordinates - self.origin, self.rotation * self.scale)

    def share(self, shift: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Share of the way from the center to the border at which each shift ends."""
        rise = shift[:, 0]
        way = np.where(rise > 0, self.lightness[1], self.lightness[0]) - self.center[0]
        return np.maximum(share_of_reach(self.center, shift), rise / way)

    def outside_fraction(self, coordinates: npt.NDArray[np.floating]) -> float:
        """Share of the rows of `coordinates` that lie outside before contrast."""
        return float((self.share(self.place(coordinates)) > 1 + _ROUNDING).mean())
