import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageSequence
from threadpoolctl import threadpool_limits

from skcolor.images import save_frames
from skcolor.paint import delta_e

RNG = np.random.default_rng(0)
FRAMES = RNG.integers(0, 256, (5, 6, 8, 3), dtype=np.uint8)
ENDINGS = [".gif", ".webp", ".mp4"]


def smooth_frames(n=8, height=32, width=40):
    """A gradient of very many colors that moves, over a part that stays."""
    x = np.linspace(0, 1, width)[np.newaxis, :] * np.ones((height, 1))
    y = np.linspace(0, 1, height)[:, np.newaxis] * np.ones((1, width))
    frames = []
    for t in range(n):
        frame = np.stack([x, y, 0.5 + 0.5 * np.sin(6 * (x + y) + t)], axis=2)
        frame[height // 2 :] = np.stack([x, y, x * y], axis=2)[height // 2 :]
        frames.append(frame)
    return frames


def read(path):
    with Image.open(path) as image:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


def durations(path):
    with Image.open(path) as image:
        return [
            image.load() and frame.info["duration"]
            for frame in ImageSequence.Iterator(image)
        ]


def read_mp4(path):
    """What ffmpeg says of a video, and its frames."""
    exe = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    command = [exe, "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    about = re.search(r"Video: (.+)", done.stderr.decode())[1]
    width, height = map(int, re.search(r", (\d+)x(\d+)", about).groups())
    return about, [*np.frombuffer(done.stdout, np.uint8).reshape(-1, height, width, 3)]


def skip_without(ending):
    if ending == ".mp4":
        pytest.importorskip("imageio_ffmpeg")


def test_a_folder_of_exact_pictures(tmp_path):
    files = save_frames(tmp_path / "a" / "frames", iter(FRAMES))
    assert [file.name for file in files] == [f"{i:06d}.png" for i in range(5)]
    for file, frame in zip(files, FRAMES, strict=True):
        np.testing.assert_array_equal(read(file)[0], frame)


def test_webp_has_the_exact_colors(tmp_path):
    (file,) = save_frames(str(tmp_path / "a.webp"), FRAMES / 255)
    np.testing.assert_array_equal(read(file), FRAMES)


def test_gif_has_the_exact_colors_if_these_are_few(tmp_path):
    palette = RNG.integers(0, 64, (200, 3), dtype=np.uint8) * 4 + 2
    frames = palette[RNG.integers(0, 200, (6, 20, 30))]
    (file,) = save_frames(tmp_path / "a.gif", frames)
    np.testing.assert_array_equal(read(file), frames)


def test_gif_comes_close_to_many_colors_and_does_not_flicker(tmp_path):
    frames = smooth_frames()
    (file,) = save_frames(tmp_path / "a.gif", frames)
    found = np.array(read(file))
    assert delta_e(found / 255, np.array(frames)).mean() < 0.025
    for before, after in pairwise(found[:, 16:]):
        np.testing.assert_array_equal(before, after)


def test_a_small_part_keeps_its_color_in_a_gif(tmp_path):
    frames = smooth_frames()
    frames[3][:2, :2] = [1, 0, 0]
    (file,) = save_frames(tmp_path / "a.gif", frames)
    assert delta_e(read(file)[3][:2, :2] / 255, frames[3][:2, :2]).max() < 0.04


def test_mp4_has_about_the_colors_in_even_sides(tmp_path):
    pytest.importorskip("imageio_ffmpeg")
    palette = RNG.integers(0, 256, (4, 5, 3), dtype=np.uint8)
    frame = palette.repeat(16, axis=0).repeat(16, axis=1)[:63, :79]
    (file,) = save_frames(tmp_path / "a.mp4", [frame] * 6, fps=12.5)
    about, found = read_mp4(file)
    assert about.startswith("h264")
    assert "yuv420p(tv, bt709/bt709/iec61966-2-1" in about
    assert " 80x64" in about
    assert " 12.5" in about
    assert len(found) == 6
    # In the middle of patches, where neighbors do not mix.
    assert delta_e(found[3][8::16, 8::16] / 255, palette / 255).max() < 0.02


@pytest.mark.parametrize("fps", [3, 7, 24, 30, 50])
def test_the_time_of_all_frames_is_right(fps, tmp_path):
    (gif,) = save_frames(tmp_path / "a.gif", RNG.random((50, 4, 4)), fps=fps)
    (webp,) = save_frames(tmp_path / "a.webp", RNG.random((50, 4, 4)), fps=fps)
    for path, step in ((gif, 10), (webp, 1)):
        times = durations(path)
        assert abs(sum(times) - 50_000 / fps) <= step / 2
        assert max(times) - min(times) <= step
        assert min(times) > 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_equal_frames_give_equal_files(ending, tmp_path):
    skip_without(ending)
    a, b = (
        save_frames(tmp_path / f"{name}{ending}", smooth_frames(4))[0].read_bytes()
        for name in "ab"
    )
    assert a == b


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("shape", [(1, 1), (3, 7), (20, 31, 3)])
def test_one_frame_of_any_size_is_enough(ending, shape, tmp_path):
    skip_without(ending)
    (file,) = save_frames(tmp_path / f"a{ending}", [np.full(shape, 0.5)])
    found = read_mp4(file)[1] if ending == ".mp4" else read(file)
    assert len(found) == 1
    assert np.abs(found[0].astype(int) - 128).max() <= 2


@pytest.mark.parametrize("ending", [*ENDINGS, ""])
def test_what_fails_leaves_nothing_behind(ending, tmp_path):
    skip_without(ending)

    def failing():
        yield from FRAMES[:2]
        raise RuntimeError("the network went away")

    (tmp_path / "a.gif").write_bytes(b"before")
    with pytest.raises(RuntimeError, match="went away"):
        save_frames(tmp_path / f"a{ending}", failing())
    others = {path.name for path in tmp_path.iterdir()} - {"a.gif"}
    assert others == ({"a"} if not ending else set())  # the folder of whole pictures
    assert (tmp_path / "a.gif").read_bytes() == b"before"


@pytest.mark.parametrize(
    ("path", "frames", "more", "message"),
    [
        ("a.avi", FRAMES, {}, "path must end in one of .gif, .webp, .mp4"),
        ("a.png", FRAMES, {}, "have no ending for a folder of .png files; got 'a.png'"),
        ("a.gif", [], {}, "frames must be at least one image; got none"),
        ("a.gif", 3, {}, "frames must be images; got 3"),
        ("a.gif", "abc", {}, "frames must be images; got 'abc'"),
        ("a.gif", [FRAMES[0], FRAMES[1][:5]], {}, r"frames\[1\] has shape \(5, 8, 3\)"),
        ("a.webp", [FRAMES[0], 2.0 * FRAMES[1]], {}, r"frames\[1\] must lie in \[0, 1\]"),
        ("a.gif", FRAMES[..., :2], {}, r"frames\[0\] must be an image"),
        ("a.gif", FRAMES, {"fps": 60}, "fps must be from 0.01 to 50 for .gif; got 60"),
        ("a.webp", FRAMES, {"fps": 0}, "fps must be from 0.01 to 1000; got 0"),
        ("a.webp", FRAMES, {"fps": "10"}, "fps must be a finite number; got '10'"),
    ],
)
def test_what_cannot_be_used_is_refused(path, frames, more, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=message):
        save_frames(path, frames, **more)
    assert list(tmp_path.iterdir()) == []


def test_mp4_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(ImportError, match=r'pip install "skcolor\[video\]"'):
        save_frames(tmp_path / "a.mp4", FRAMES)
    assert list(tmp_path.iterdir()) == []


def test_mp4_says_why_ffmpeg_failed(tmp_path, monkeypatch):
    ffmpeg = pytest.importorskip("imageio_ffmpeg")
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", lambda: sys.executable)
    with pytest.raises(OSError, match="ffmpeg failed: "):
        save_frames(tmp_path / "a.mp4", FRAMES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("n_threads", [1, 4])
def test_the_bytes_of_a_gif_do_not_depend_on_threads(n_threads, tmp_path):
    (expected,) = save_frames(tmp_path / "a.gif", smooth_frames())
    with threadpool_limits(n_threads):
        (found,) = save_frames(tmp_path / "b.gif", smooth_frames())
    assert found.read_bytes() == expected.read_bytes()
