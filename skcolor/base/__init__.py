"""Base class of all colorers, and the three families that do the painting."""

from skcolor.base._channel_family import BaseChannelColorer
from skcolor.base._colorer import BaseColorer
from skcolor.base._label_family import BaseLabelColorer
from skcolor.base._value_family import BaseValueColorer

__all__ = ["BaseChannelColorer", "BaseColorer", "BaseLabelColorer", "BaseValueColorer"]
