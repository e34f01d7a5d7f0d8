"""Key of channel colorers: the meaning of each direction, and its colors."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class End:
    """One end of a direction.

    Parameters
    ----------
    value : float
        Position of the end.
    place : str
        The position in words, if nothing else is known.
    attributes : tuple of str
        Descriptions by attributes of the rows there.
    features : tuple of str
        Features with large values there.
    names, images : tuple
        Names and images of the nearest rows.
    """

    value: float
    place: str = ""
    attributes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    images: tuple[Any, ...] = ()

    def meaning(self) -> tuple[str, ...]:
        """Lines that describe it: by attributes, else features, else position."""
        return self.attributes or self.features or ((self.place,) if self.place else ())

    def in_brief(self) -> "End":
        """The same end reduced to one line or image."""
        if self.meaning():
            attributes, features = self.attributes[:1], self.features[:1]
            return replace(
                self, attributes=attributes, features=features, names=(), images=()
            )
        images = () if self.names else self.images[:1]
        return replace(self, names=self.names[:1], images=images)


@dataclass(frozen=True)
class Direction:
    """A direction in the input of the colorer.

    Parameters
    ----------
    name : str
        Its number.
    title : str
        Its description.
    strip : ndarray of shape (n, 3)
        Colors along the direction, sRGB in [0, 1].
    low, high : End
        Its ends.
    share : str
        What it explains, as "34% of the variance"; "" if unknown.
    """

    name: str
    title: str
    strip: npt.NDArray[np.floating]
    low: End
    high: End
    share: str = ""

    def in_brief(self) -> "Direction":
        """The same direction with its ends reduced to one line or image."""
        return replace(self, low=self.low.in_brief(), high=self.high.in_brief())


@dataclass(frozen=True)
class ChannelKey:
    """The key of a channel colorer.

    Parameters
    ----------
    slices : dict of tuple of two ints to ndarray of shape (n, n, 3)
        Colors of two directions at a time, with the others at their middle; the first
        increases to the right, the second upward.
    directions : list of Direction
        Each direction by itself.
    """

    slices: dict[tuple[int, int], npt.NDArray[np.floating]]
    directions: list[Direction]
