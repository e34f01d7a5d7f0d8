"""``python -m skcolor demo``: every recipe on the handwritten digits."""

import argparse
from pathlib import Path

from skcolor.cli._files import check_folder
from skcolor.cli._table import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "--out", metavar="DIR", default="skcolor-demo", help="where to (skcolor-demo)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the folder, then fill it."""
    out = Path(arguments.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out}: cannot be made a folder ({error.strerror})") from None
    check_folder(out)
    from skcolor.cli._digits import draw_demo

    return draw_demo(out)
