"""Parse arguments, run the command, and turn errors into exit codes."""

import argparse
import contextlib
import difflib
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any, NoReturn

from skcolor._version import __version__
from skcolor.cli import _color, _demo, _dense, _explore, _make_layout, _rank, _serve
from skcolor.cli._table import InputError, one_line
from skcolor.recipes import RECIPES


class _Parser(argparse.ArgumentParser):
    """Prints errors in one line, as all other errors of the command line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: error: {message}; see {self.prog} --help\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = list(action.choices or ())
        if not choices or value in choices:
            return
        near = difflib.get_close_matches(str(value), choices, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise argparse.ArgumentError(
            action, f"invalid choice: {value!r}; {hint}wanted one of {', '.join(choices)}"
        )


def run(argv: Sequence[str] | None) -> int:
    """Run the command in the arguments; see `skcolor.__main__.main`."""
    _print_all(sys.stdout)
    arguments = _make_parser().parse_args(argv)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = _print_warning
        try:
            code = arguments.run(arguments)
            sys.stdout.flush()
        except InputError as error:
            print(f"skcolor: error: {error}", file=sys.stderr)
            return 2
        except BrokenPipeError:  # for example, head has read enough
            _drop_output()
            return 0
        except OSError as error:
            print(f"skcolor: error: cannot continue ({error})", file=sys.stderr)
            _drop_output()
            return 2
        return code


def _print_help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="skcolor",
        description="Color the points of a map from the high-dimensional rows behind it.",
    )
    parser.add_argument("--version", action="version", version=f"skcolor {__version__}")
    parser.set_defaults(run=lambda arguments: _print_help(parser))
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, module, usage, text in (
        ("demo", _demo, "", "take a tour of colorings, on handwritten digits"),
        ("color", _color, "VECTORS --out FILE ", "color the rows of a file"),
        (
            "explore",
            _explore,
            "VECTORS --out FILE ",
            "write an interactive map of the rows of a file as an HTML page",
        ),
        (
            "dense",
            _dense,
            "FEATURES --out PATH ",
            "color features of images, as pictures or a video",
        ),
        ("rank", _rank, "VECTORS ", "find the best recipes for the rows of a file"),
        (
            "layout",
            _make_layout,
            "VECTORS --out FILE ",
            "make a 2-D layout of the rows of a file",
        ),
        ("serve", _serve, "FOLDER ", "show a folder of tiles in a browser"),
    ):
        # argparse would list some 25 options, the required one among the last.
        command = _add_command(commands, name, f"{usage}[options]", text)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    recipes = _add_command(commands, "recipes", "", "print the names of the recipes")
    recipes.set_defaults(run=_print_recipes)
    return parser


def _add_command(commands: Any, name: str, usage: str, text: str) -> _Parser:
    parser: _Parser = commands.add_parser(
        name,
        usage=f"skcolor {name} {usage}".rstrip(),
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
    )
    return parser


def _print_all(stream: Any) -> None:
    """Escape characters that a terminal cannot print, as standard error does."""
    if getattr(stream, "errors", None) == "strict":
        stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Discard pending output, which the interpreter would otherwise flush at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _print_recipes(arguments: argparse.Namespace) -> int:
    print("\n".join(RECIPES))
    return 0


def _print_warning(message, category, filename, lineno, file=None, line=None):
    with contextlib.suppress(OSError):
        print(f"skcolor: warning: {one_line(message)}", file=sys.stderr)
