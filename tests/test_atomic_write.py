"""Files that are written whole or not at all."""

import os
import stat
import threading

import pytest

from skcolor import _atomic_write
from skcolor._atomic_write import (
    remove_unfinished,
    write_atomically,
    write_folder_atomically,
)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_of_two_writers_at_once_the_last_to_finish_wins(tmp_path):
    path = tmp_path / "out"
    first_is_open, second_is_done = threading.Event(), threading.Event()

    def write_slowly(file):
        file.write(b"first")
        first_is_open.set()
        assert second_is_done.wait(10)

    first = threading.Thread(target=write_atomically, args=(path, write_slowly))
    first.start()
    assert first_is_open.wait(10)
    write_atomically(path, lambda file: file.write(b"second"))
    assert path.read_bytes() == b"second"
    second_is_done.set()
    first.join()
    assert path.read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["out"]


def test_a_writer_that_fails_leaves_the_file_of_another_alone(tmp_path):
    path = tmp_path / "out"

    def fail(file):
        write_atomically(path, lambda other: other.write(b"other"))
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_atomically(path, fail)
    assert path.read_bytes() == b"other"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_whatever_ends_a_write_leaves_nothing(error, tmp_path):
    def fail(file):
        raise error

    with pytest.raises(error):
        write_atomically(tmp_path / "out", fail)
    assert not os.listdir(tmp_path)
    assert not _atomic_write._unfinished


def test_what_is_half_written_can_be_removed_without_an_exception(tmp_path):
    def look(file):
        file.write(b"half")
        assert len(os.listdir(tmp_path)) == 1
        remove_unfinished()
        assert not os.listdir(tmp_path)
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        write_atomically(tmp_path / "out", look)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_mode(umask, tmp_path):
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "new", lambda file: file.write(b"x"))
        (tmp_path / "old").touch()
        (tmp_path / "old").chmod(0o640)
        write_atomically(tmp_path / "old", lambda file: file.write(b"x"))
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o666 & ~umask
    assert mode(tmp_path / "old") == 0o640


@pytest.mark.parametrize("target_exists", [True, False])
def test_links_are_followed(target_exists, tmp_path):
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    if target_exists:
        target.write_bytes(b"before")
    link.symlink_to(target)
    write_atomically(link, lambda file: file.write(b"after"))
    assert link.is_symlink()
    assert target.read_bytes() == b"after"
    assert os.listdir(tmp_path / "folder") == ["target"]


def test_the_longest_names_can_be_written(tmp_path):
    write_atomically(tmp_path / ("x" * 255), lambda file: file.write(b"x"))
    assert os.listdir(tmp_path) == ["x" * 255]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_atomically(path, lambda file: file.write(b"through"))
    reader.join()
    assert read == [b"through"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_folder_is_refused_and_stays(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "folder", lambda file: file.write(b"x"))
    assert os.listdir(tmp_path) == ["folder"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, OSError])
@pytest.mark.parametrize("before", [None, "old"])
def test_whatever_ends_the_write_of_a_folder_leaves_it_as_it_was(error, before, tmp_path):
    path = tmp_path / "out"
    if before:
        path.mkdir()
        (path / "file").write_text(before)

    def fail(folder):
        (folder / "part").mkdir()
        (folder / "part" / "file").write_text("new")
        raise error

    with pytest.raises(error):
        write_folder_atomically(path, fail, lambda folder: True)
    assert os.listdir(tmp_path) == (["out"] if before else [])
    assert not before or (path / "file").read_text() == before
    assert not _atomic_write._unfinished


def test_a_folder_of_someone_else_that_appears_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "out"

    def write(folder):
        path.mkdir()
        (path / "file").write_text("other")

    with pytest.raises(FileExistsError, match="was not written by skcolor"):
        write_folder_atomically(path, write, lambda folder: False)
    assert (path / "file").read_text() == "other"
    assert os.listdir(tmp_path) == ["out"]


def test_an_unfinished_folder_is_removed_at_exit(tmp_path):
    def write(folder):
        (folder / "file").write_text("new")
        remove_unfinished()
        assert not folder.exists()
        folder.mkdir()

    write_folder_atomically(tmp_path / "out", write, lambda folder: True)
    assert os.listdir(tmp_path) == ["out"]
