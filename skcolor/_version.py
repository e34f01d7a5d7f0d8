"""The version of skcolor, kept with the estimators that it fits where they are saved."""

import re
import warnings

__version__ = "0.1.0.dev0"


def release_of(version):
    """The release that a version is or leads to: "0.2.0" for "0.2.0.dev0"."""
    return re.match(r"\d+(\.\d+)*", version)[0]


class VersionMixin:
    """Writes skcolor's version into what is pickled, and warns where another loads it."""

    def __getstate__(self):
        return {**super().__getstate__(), "_skcolor_version": __version__}

    def __setstate__(self, state):
        state = dict(state)
        version = state.pop("_skcolor_version", "unknown")
        # What is about to be a release gives the colors of that release. Not the other way
        # round: an early development version may have given others.
        if version not in (__version__, release_of(__version__)):
            warnings.warn(
                f"{type(self).__name__} was saved by skcolor {version} and is loaded by "
                f"{__version__}: its colors may differ. Fit it again, and align it if the "
                "colors must stay.",
                UserWarning,
                stacklevel=2,
            )
        super().__setstate__(state)
