"""What every colorer shares: the base, and the three families that own the painting."""

from skcolor.base._colorer import (
    BaseChannelColorer,
    BaseColorer,
    BaseLabelColorer,
    BaseValueColorer,
)

__all__ = ["BaseChannelColorer", "BaseColorer", "BaseLabelColorer", "BaseValueColorer"]
