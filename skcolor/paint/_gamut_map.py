"""Three coordinates into the sRGB solid, and back."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor.paint._gamut import clip_to_gamut, in_gamut
from skcolor.paint._spaces import mix, ray_polynomials

# No two colours of a screen are farther apart in OKLab than black and white.
_LONGEST = 1.0
_N_HALVINGS = 17
_ROUNDING = 1e-5


def reach(
    center: npt.NDArray[np.floating],
    directions: npt.NDArray[np.floating],
    lightness: tuple[float, float] = (0.0, 1.0),
) -> npt.NDArray[np.floating]:
    """How far the gamut reaches from a colour in it, in each direction.

    Parameters
    ----------
    center : ndarray of shape (3,)
        OKLab of a colour inside the gamut.
    directions : ndarray of shape (n, 3)
        Unit vectors in OKLab.
    lightness : tuple of two floats, default=(0.0, 1.0)
        What is darker or lighter counts as outside.

    Returns
    -------
    ndarray of shape (n,)
        Distance to where each ray leaves the gamut. Seen from its middle the gamut is
        star-shaped but for some 0.003 % of the directions, so there is one such place.
    """
    constant, *slopes = ray_polynomials(center, directions)
    low = np.zeros(len(directions), dtype=directions.dtype)
    high = np.full_like(low, _LONGEST)
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        t = middle[:, np.newaxis]
        linear = ((slopes[2] * t + slopes[1]) * t + slopes[0]) * t + constant
        inside = ((linear >= 0) & (linear <= 1)).all(axis=1)
        low = np.where(inside, middle, low)
        high = np.where(inside, high, middle)
    rise = directions[:, 0]
    border = np.where(rise > 0, lightness[1], lightness[0]) - center[0]
    with np.errstate(divide="ignore", over="ignore"):
        steps = np.where(rise == 0, np.inf, border / rise)
    return np.minimum(low, steps).astype(directions.dtype)


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
        center = self.center.astype(shift.dtype)
        if self.contrast == 0:
            lab = center + shift
            lab[:, 0] = np.clip(lab[:, 0], *self.lightness)
            return clip_to_gamut(lab)
        radius, directions = _polar(shift)
        limit = reach(center, directions, self.lightness)
        enlarged = self._enlargement * radius / limit
        bent = _bend(enlarged, 2 / self.contrast) * limit
        return center + directions * bent[:, np.newaxis]

    def to_coordinates(self, lab: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Coordinates of OKLab of shape (n, 3), as far as they were not clipped."""
        shift = lab - self.center.astype(lab.dtype)
        if self.contrast > 0:
            radius, directions = _polar(shift)
            limit = reach(self.center.astype(lab.dtype), directions, self.lightness)
            enlarged = _unbend(radius / limit, 2 / self.contrast)
            length = enlarged * limit / self._enlargement
            shift = directions * length[:, np.newaxis]
        return mix(shift, self.rotation.T / self.scale) + self.origin.astype(lab.dtype)

    def place(self, coordinates: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Where coordinates lie about the center before they are bent or clipped."""
        centered = coordinates - self.origin.astype(coordinates.dtype)
        return mix(centered, self.rotation * self.scale)

    def outside_fraction(self, coordinates: npt.NDArray[np.floating]) -> float:
        """Share of the rows of `coordinates` that lie outside before contrast."""
        lab = self.center.astype(coordinates.dtype) + self.place(coordinates)
        inside = in_gamut(lab) & (lab[:, 0] >= self.lightness[0] - _ROUNDING)
        inside &= lab[:, 0] <= self.lightness[1] + _ROUNDING
        return float(1 - inside.mean())


def _polar(shift):
    """Lengths and unit vectors; the first axis for what has no length."""
    radius = np.sqrt(shift[:, 0] ** 2 + shift[:, 1] ** 2 + shift[:, 2] ** 2)
    first = np.array([1, 0, 0], dtype=shift.dtype)
    divisor = np.where(radius > 0, radius, 1)[:, np.newaxis]
    return radius, np.where(radius[:, np.newaxis] > 0, shift / divisor, first)


def _bend(x, power):
    """``x / (1 + x**power)**(1 / power)`` for x >= 0, without overflow."""
    small, large = np.minimum(x, 1), np.maximum(x, 1)
    return np.where(
        x <= 1,
        small / (1 + small**power) ** (1 / power),
        1 / (1 + large**-power) ** (1 / power),
    ).astype(x.dtype)


def _unbend(y, power):
    """Undo `_bend`; what lies on the border comes from not quite infinity."""
    y = np.minimum(y, 1 - np.finfo(y.dtype).eps ** 0.5)
    return (y / (1 - y**power) ** (1 / power)).astype(y.dtype)
