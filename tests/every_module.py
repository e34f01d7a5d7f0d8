"""All modules of the package, for tests that hold for each of them."""

import importlib
import pkgutil

import skcolor


def import_all():
    """Import all modules, except those whose optional library is missing."""
    for found in pkgutil.walk_packages(skcolor.__path__, "skcolor."):
        if found.name == "skcolor.__main__":
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError as error:
            if "install it with" not in str(error):
                raise
        else:
            yield module
