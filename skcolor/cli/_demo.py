"""``python -m skcolor demo``: a tour of colorings, on handwritten digits."""

import argparse
from pathlib import Path

from skcolor.cli._output_files import check_folder
from skcolor.cli._table import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        default="skcolor-demo",
        help="output folder (default: skcolor-demo)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Create the output folder and fill it."""
    out = Path(arguments.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out}: cannot create this folder ({error.strerror})") from None
    check_folder(out)
    from skcolor.cli._digits import fill_demo

    return fill_demo(out)
