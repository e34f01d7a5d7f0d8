"""The version of skcolor, which is saved with fitted estimators."""

import re
import warnings
from inspect import signature

__version__ = "0.1.0.dev0"


def release_of(version):
    """The release of a version, also of a development version: "0.2.0" for "0.2.0.dev0"."""
    return re.match(r"\d+(\.\d+)*", version)[0]


class VersionMixin:
    """Stores skcolor's version in pickles, and warns if another version loads them."""

    def __getstate__(self):
        return {**super().__getstate__(), "_skcolor_version": __version__}

    def __setstate__(self, state):
        state = dict(state)
        version = state.pop("_skcolor_version", "unknown")
        # A development version gives the colors of its release, so it loads them without a
        # warning. The reverse may not hold for an early development version.
        if version not in (__version__, release_of(__version__)):
            warnings.warn(
                f"{type(self).__name__} was saved by skcolor {version} and is loaded by "
                f"{__version__}: its colors may differ. Refit it, and use skcolor.align "
                "to keep the old colors.",
                UserWarning,
                stacklevel=2,
            )
        for name, parameter in signature(type(self)).parameters.items():
            if parameter.default is not parameter.empty:  # newer than what was saved
                state.setdefault(name, parameter.default)
        super().__setstate__(state)
