"""Videos, by ffmpeg."""

import subprocess
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from tempfile import TemporaryFile

import numpy as np

from skcolor._external import import_optional
from skcolor.images._rgb_bytes import Picture

# The matrix of BT.709 is what players assume, also where they do not read what is written.
# The number of threads changes the bytes.
_COLORS = (
    "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,"
    "setparams=colorspace=bt709:color_primaries=bt709:color_trc=iec61966-2-1:range=tv"
)
_ENCODING = [
    *("-vf", _COLORS, "-pix_fmt", "yuv420p"),
    *("-c:v", "libx264", "-crf", "14", "-tune", "animation", "-threads", "4"),
    *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"),
    *("-movflags", "+faststart", "-f", "mp4"),
]


def find_ffmpeg() -> str:
    """Path of ffmpeg.

    Raises
    ------
    ImportError
        If imageio-ffmpeg is not installed; the message contains the command to install it.
    """
    return str(import_optional("imageio_ffmpeg", extra="video").get_ffmpeg_exe())


def write_mp4(path: str, frames: Iterable[Picture], fps: float) -> None:
    """Write frames of one size as H.264, which all browsers and players show.

    Parameters
    ----------
    path : str
        The file to fill.
    frames : iterable of ndarray of shape (height, width, 3), uint8
        At least one frame.
    fps : float
        Frames per second.

    Raises
    ------
    OSError
        If ffmpeg fails.
    """
    frames = iter(frames)
    first = _to_even(next(frames))
    height, width = first.shape[:2]
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"]
    command = [find_ffmpeg(), "-y", "-v", "error", *given, "-r", f"{fps:.6f}", "-i", "-"]
    with (
        # A pipe that nobody reads would stop ffmpeg once it is full.
        TemporaryFile() as errors,
        subprocess.Popen(
            [*command, *_ENCODING, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        ) as ffmpeg,
    ):
        assert ffmpeg.stdin is not None
        # If the pipe breaks, ffmpeg says why.
        with suppress(BrokenPipeError), ffmpeg.stdin:
            try:
                for frame in chain([first], map(_to_even, frames)):
                    ffmpeg.stdin.write(np.ascontiguousarray(frame).data)
                    ffmpeg.stdin.flush()
            except BrokenPipeError:
                raise
            except BaseException:
                ffmpeg.kill()
                raise
        if ffmpeg.wait():
            errors.seek(0)
            reason = " ".join(errors.read().decode(errors="replace").split())
            raise OSError(f"ffmpeg failed: {reason[-300:]}")


def _to_even(frame: Picture) -> Picture:
    """Repeat the last row and column where sides are odd, which yuv420p does not allow."""
    height, width = frame.shape[:2]
    return np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
