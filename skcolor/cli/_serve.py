"""``python -m skcolor serve``: show a folder of tiles in a browser on this machine."""

import argparse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from skcolor.cli._table import InputError

_HOST = "127.0.0.1"  # no other machine can reach it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "folder", metavar="FOLDER", help="folder that skcolor.plotting.save_tiles wrote"
    )
    parser.add_argument(
        "--port",
        metavar="N",
        type=int,
        default=8000,
        help="port of the address (default: 8000; 0 takes any that is free)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve the folder until the command is interrupted."""
    from skcolor.plotting._tile_files import is_tile_folder

    if not is_tile_folder(Path(arguments.folder)):
        raise InputError(
            f"{arguments.folder}: no folder of tiles, as skcolor.plotting.save_tiles writes"
        )
    if not 0 <= arguments.port < 2**16:
        raise InputError(f"--port {arguments.port}: give a number from 0 to {2**16 - 1}")
    with make_server(Path(arguments.folder), arguments.port) as server:
        address = f"http://{_HOST}:{server.server_port}"
        print(f"{arguments.folder}: shown at {address}; Ctrl-C ends it", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the files in a folder, for browsers on this machine alone.

    Raises
    ------
    InputError
        If the port is taken or reserved.
    """
    try:
        return ThreadingHTTPServer((_HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise InputError(f"--port {port}: {error.strerror}; choose another") from None


class _Handler(SimpleHTTPRequestHandler):
    # With HTTP/1.1, a browser reads many tiles over one connection.
    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        # A foreign page could have its own name lead to this machine, and read the folder.
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host")
        if name not in (_HOST, "localhost"):
            self.send_error(403)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def end_headers(self) -> None:
        # The folder may be written anew: a browser asks whether what it knows is current.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass
