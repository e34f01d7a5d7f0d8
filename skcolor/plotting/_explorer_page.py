"""The page of the explorer: its markup, style and scripts, joined into one file."""

import html
import re
from functools import cache
from importlib.resources import files
from string import Template

from skcolor._version import __version__

_FOLDER = files("skcolor.plotting") / "explorer"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def fill_page(title: str, data: str) -> str:
    """The page with a title, and with elements of data.

    Parameters
    ----------
    title : str
        Title of the page.
    data : str
        HTML elements with the data.

    Returns
    -------
    str
        HTML.
    """
    return _fill(title, data, "page.js", "'none'")


def fill_tile_page(title: str) -> str:
    """The page that reads tiles from its own server."""
    return _fill(title, "", "tile_page.js", "'self'")


def _fill(title: str, data: str, script: str, sources: str) -> str:
    return Template(_read("page.html")).substitute(
        title=html.escape(title),
        version=__version__,
        sources=sources,
        markup=fill_markup(title),
        data=data,
        script=join_modules(script),
    )


def fill_markup(title: str) -> str:
    """The elements of the explorer, and their style, for a shadow root."""
    return Template(_read("markup.html")).substitute(
        title=html.escape(title), style=_read("style.css")
    )


@cache
def join_modules(entry: str) -> str:
    """A module and all that it imports, as one module.

    Each module comes after those that it imports. All share one scope, so names of their
    top level must differ.

    Parameters
    ----------
    entry : str
        File name of the module in the folder of the explorer.

    Returns
    -------
    str
        JavaScript without imports.
    """
    joined: dict[str, str] = {}

    def add(name: str) -> None:
        code = _read(name)
        for imported in _IMPORT.findall(code):
            if imported not in joined:
                add(imported)
        joined[name] = _EXPORT.sub("", _IMPORT.sub("", code))

    add(entry)
    return "\n".join(joined.values())


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
