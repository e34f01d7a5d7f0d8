"""All optional libraries are imported here."""

from importlib import import_module
from types import ModuleType

# `pip install umap` installs something else.
_INSTALLED_AS = {"imageio_ffmpeg": "imageio-ffmpeg", "umap": "umap-learn"}


def import_optional(module: str, *, extra: str) -> ModuleType:
    """Import an optional library, or say how to install it.

    Parameters
    ----------
    module : str
        Name of the module.
    extra : str
        The extra of skcolor that installs it.

    Returns
    -------
    module
        The module.

    Raises
    ------
    ImportError
        If it is not installed; the message contains the command to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise ImportError(
            f"{_INSTALLED_AS.get(package, package)} is required here; install it with "
            f'pip install "skcolor[{extra}]"'
        ) from error
