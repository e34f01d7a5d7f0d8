"""The progress bar on terminals of several kinds, and where nobody looks at it."""

import io

import pytest

from skcolor._progress import ProgressBar


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding, *, is_terminal):
        super().__init__(io.BytesIO(), encoding=encoding, errors="backslashreplace")
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal

    def text(self):
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize(
    ("encoding", "bar"),
    [
        ("utf-8", "work ███████████████··············· 1/2"),
        ("cp437", "work ███████████████··············· 1/2"),
        ("ascii", "work ###############............... 1/2"),
        ("latin-1", "work ###############............... 1/2"),
    ],
)
def test_a_bar_takes_characters_that_the_terminal_has(encoding, bar, monkeypatch):
    for is_terminal in (True, False):
        stream = Terminal(encoding, is_terminal=is_terminal)
        monkeypatch.setattr("sys.stderr", stream)
        with ProgressBar(2, "work") as progress:
            progress.advance()
        assert bar in stream.text()
        assert "\\u" not in stream.text()


@pytest.mark.parametrize(("is_terminal", "left"), [(True, "\n"), (False, "")])
def test_after_an_interrupt_a_log_gets_no_bar(is_terminal, left, monkeypatch):
    stream = Terminal("utf-8", is_terminal=is_terminal)
    monkeypatch.setattr("sys.stderr", stream)
    with pytest.raises(KeyboardInterrupt), ProgressBar(2, "work"):
        raise KeyboardInterrupt
    assert stream.text().endswith(left)
    assert stream.text().count("\n") == len(left)


def test_work_goes_on_where_the_bar_cannot_be_printed(monkeypatch):
    class Closed(Terminal):
        def write(self, text):
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Closed("utf-8", is_terminal=True))
    with ProgressBar(1, "work") as progress:
        progress.advance()
