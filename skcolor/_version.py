"""The version of skcolor, kept with the estimators that it fits where they are saved."""

import warnings

__version__ = "0.1.0"


class VersionMixin:
    """Writes skcolor's version into what is pickled, and warns where another loads it."""

    def __getstate__(self):
        return {**super().__getstate__(), "_skcolor_version": __version__}

    def __setstate__(self, state):
        state = dict(state)
        version = state.pop("_skcolor_version", "unknown")
        if version != __version__:
            warnings.warn(
                f"{type(self).__name__} was saved by skcolor {version} and is loaded by "
                f"{__version__}: its colors may differ. Fit it again, and align it if the "
                "colors must stay.",
                UserWarning,
                stacklevel=2,
            )
        super().__setstate__(state)
