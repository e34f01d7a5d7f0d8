"""Every optional library comes in through here."""

from importlib import import_module
from types import ModuleType


def import_optional(module: str, *, extra: str) -> ModuleType:
    """Import a library that is not a dependency, or say how to install it.

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
        If it is not installed; the message holds the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{module.partition('.')[0]} is needed here; install it with "
            f'pip install "skcolor[{extra}]"'
        ) from error
