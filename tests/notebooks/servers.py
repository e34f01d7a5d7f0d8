"""Servers of notebooks on this machine, and pages that they serve."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 40  # seconds until a server or a page that does not come is a failure
ROOT = Path(__file__).parent.parent.parent


@contextmanager
def serve(command: list[str], folder: Path):
    """Run a server, with a folder as its home, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    homes = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    environment = {
        **os.environ,
        **{name: str(folder / "home") for name in homes},
        "PYTHONPATH": str(ROOT),
        "MPLBACKEND": "Agg",
    }
    (folder / "home").mkdir()
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, f"--port={port}"],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _await_server(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _await_server(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no server: {log.read_text(encoding='utf-8')[-2000:]}")


def write_notebook(path: Path, cells: list[str]) -> None:
    """Write a notebook of Jupyter."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": [{**code, "id": f"c{i}", "source": cell} for i, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


def until(what, *, of=lambda: ""):
    """Wait for a true value, and give it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := what():
            return value
        time.sleep(0.05)
    pytest.fail(f"not in time: {of()}")
