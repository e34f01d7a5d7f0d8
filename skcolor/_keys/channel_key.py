"""The key of channels: what each direction means, and which colors lie between."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class End:
    """What lies at an end of a direction.

    Parameters
    ----------
    value : float
        Where it is.
    place : str
        That in words, for directions of which nothing else is known.
    told : tuple of str
        What attributes tell of the rows there.
    features : tuple of str
        Features that are large there.
    names, images : tuple
        The rows that are nearest.
    """

    value: float
    place: str = ""
    told: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    images: tuple[Any, ...] = ()

    def meaning(self) -> tuple[str, ...]:
        """Lines on what it means: by attributes, else features, else by where it is."""
        return self.told or self.features or ((self.place,) if self.place else ())

    def in_brief(self) -> "End":
        """The same in one line or picture."""
        if self.meaning():
            told, features = self.told[:1], self.features[:1]
            return replace(self, told=told, features=features, names=(), images=())
        images = () if self.names else self.images[:1]
        return replace(self, names=self.names[:1], images=images)


@dataclass(frozen=True)
class Direction:
    """A direction in the rows that reach the colorer.

    Parameters
    ----------
    name : str
        Its number.
    title : str
        What it is about.
    strip : ndarray of shape (n, 3)
        The colors along it, sRGB in [0, 1].
    low, high : End
        Its ends.
    share : str
        Of what it holds how much, as "34% of the variance"; "" where that is not known.
    """

    name: str
    title: str
    strip: npt.NDArray[np.floating]
    low: End
    high: End
    share: str = ""

    def in_brief(self) -> "Direction":
        """The same with its ends in one line or picture each."""
        return replace(self, low=self.low.in_brief(), high=self.high.in_brief())


@dataclass(frozen=True)
class ChannelKey:
    """The colors of a channel colorer.

    Parameters
    ----------
    slices : dict of tuple of two ints to ndarray of shape (n, n, 3)
        The colors of two directions at a time, the others in the middle; the first grows
        to the right, the second upwards.
    directions : list of Direction
        Each direction alone.
    """

    slices: dict[tuple[int, int], npt.NDArray[np.floating]]
    directions: list[Direction]
