import pytest

from skcolor.cli._output_files import check_output, write_output
from skcolor.cli._table import InputError


def test_a_failed_write_leaves_nothing_and_keeps_what_was_there(tmp_path):
    path = tmp_path / "out.npy"
    path.write_bytes(b"before")

    def fail(file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"cannot be written \(No space left on device\)"):
        write_output(path, fail)
    assert path.read_bytes() == b"before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.npy"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.jpg", "cannot write '.jpg' files; use one of .npy, .png"),
        ("none/x.npy", "no folder"),
        ("folder.npy", "is a folder"),
    ],
)
def test_outputs_are_checked_before_the_work(name, message, tmp_path):
    (tmp_path / "folder.npy").mkdir()
    with pytest.raises(InputError, match=message):
        check_output(str(tmp_path / name), (".npy", ".png"))
