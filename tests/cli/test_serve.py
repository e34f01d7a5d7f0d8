"""The server of folders of tiles."""

import http.client
import socket
import subprocess
import sys
import threading

import numpy as np
import pytest

from skcolor.__main__ import main
from skcolor.cli._serve import make_server
from skcolor.plotting import save_tiles
from tests.cli.refusals import is_refused


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    save_tiles(tmp_path / "map", rng.random((9, 2)), {"a": rng.random((9, 3))})
    return tmp_path / "map"


@pytest.fixture
def server(folder):
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(server, path, **headers):
    connection = http.client.HTTPConnection(*server.server_address, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_files_of_the_folder_are_served_as_they_are(server, folder):
    for name in (
        "index.html",
        "about.json",
        next(folder.glob("*/layout/*")).relative_to(folder).as_posix(),
    ):
        answer, content = get(server, f"/{name}")
        assert (answer.status, content) == (200, (folder / name).read_bytes())
        assert answer.headers["Content-Encoding"] is None
        assert answer.headers["Cache-Control"] == "no-cache"
    assert get(server, "/")[1] == (folder / "index.html").read_bytes()


@pytest.mark.parametrize("path", ["/tiles/", "/../secret", "/%2e%2e/secret", "/none"])
def test_nothing_else_is_served(server, folder, path):
    (folder.parent / "secret").write_text("secret")
    assert get(server, path)[0].status == 404


def test_only_this_machine_is_answered_and_only_by_its_own_name(server):
    assert server.server_address[0] == "127.0.0.1"
    port = server.server_port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "localhost"):
        assert get(server, "/about.json", Host=host)[0].status == 200
    for host in (f"evil.example:{port}", "evil.example", "127.0.0.1.evil.example"):
        assert get(server, "/about.json", Host=host)[0].status == 403


def test_the_command_says_where_the_map_is_and_ends_by_an_interrupt(folder):
    command = [sys.executable, "-m", "skcolor", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert "shown at http://127.0.0.1:" in process.stdout.readline()
        process.terminate()
        process.wait(30)


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize(
    ("name", "port", "words"),
    [
        ("map", "taken", "choose another"),
        ("map", 70_000, "from 0 to 65535"),
        (".", 0, "no folder of tiles"),
        ("none", 0, "no folder of tiles"),
    ],
)
def test_what_cannot_be_served_is_refused(name, port, words, folder, taken, capfd):
    before = sorted(folder.parent.iterdir())
    port = taken if port == "taken" else port
    code = main(["serve", str(folder.parent / name), "--port", str(port)])
    assert words in is_refused(code, folder.parent, before, capfd)
