"""Write pictures: one, a sequence of files, or a video."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from PIL import Image

from skcolor._atomic_write import write_atomically
from skcolor._checks.arguments import check_number
from skcolor.images._gif_palette import GifPalette
from skcolor.images._rgb_bytes import Picture, as_picture
from skcolor.images._video import find_ffmpeg, write_mp4

VIDEOS = (".gif", ".webp", ".mp4")
_SLOWEST, _FASTEST = 0.01, 1000
_FASTEST_GIF = 50  # browsers play faster ones at 10 frames per second


def save_frames(
    path: str | os.PathLike[str], frames: Iterable[Any], *, fps: float = 10
) -> list[Path]:
    """Write frames as a video or as a sequence of pictures.

    Parameters
    ----------
    path : str or path-like
        What to write. ``.gif``: plays everywhere, with the 256 colors that suit all frames
        best. ``.webp``: the exact colors. ``.mp4``: small; requires ``pip install
        "skcolor[video]"``. Without an ending: a folder of numbered ``.png`` files, which is
        made if needed.
    frames : iterable of array-like of shape (height, width, 3) or (height, width)
        sRGB or gray, floats in [0, 1] or integers from 0 to 255, all of one size in a
        video; a generator, too. One frame at a time is held in memory, but all for
        ``.webp``.
    fps : float, default=10
        Frames per second of a video.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    ValueError
        If there are no frames, one is not an image or has another size, or the ending or
        `fps` is invalid.
    ImportError
        If ``.mp4`` is asked for and imageio-ffmpeg is not installed.
    OSError
        If a file cannot be written.

    See Also
    --------
    overlay : Lays colors over an image.

    Notes
    -----
    A file is written completely or not at all. Odd sides of an ``.mp4`` are extended by a
    pixel. Its colors are those of BT.709 with half the resolution, so edges between colors
    are softer than in the frames. GIFs have at most 50 frames per second, in steps of 10
    milliseconds, which are spread so that the mean is right.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from skcolor.images import save_frames
    >>> frames = (np.full((4, 6, 3), t / 9) for t in range(10))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in save_frames(f"{folder}/gray.gif", frames)]
    ['gray.gif']
    """
    path = Path(path)
    ending = check_video(path, fps)
    first, pictures = _start(_as_pictures(frames))
    if not ending:
        return _save_sequence(path, chain([first], pictures))
    same = _of_one_size(first, pictures)
    write_atomically(path, lambda file: _WRITERS[ending](file, same, fps))
    return [path]


def check_video(path: Path, fps: float) -> str:
    """Check before any work what `save_frames` is asked for, and return the ending."""
    check_number("fps", fps)
    ending = path.suffix.lower()
    most = _FASTEST_GIF if ending == ".gif" else _FASTEST
    if not _SLOWEST <= fps <= most:
        of = f" for {ending}" if ending == ".gif" else ""
        raise ValueError(f"fps must be from {_SLOWEST} to {most}{of}; got {fps!r}.")
    if ending not in (*VIDEOS, ""):
        raise ValueError(
            f"path must end in one of {', '.join(VIDEOS)}, or have no ending for a folder "
            f"of .png files; got {str(path)!r}."
        )
    if ending == ".mp4":
        find_ffmpeg()
    return ending


def save_png(path: Path, picture: Picture) -> None:
    """Write one picture completely or not at all."""
    image = Image.fromarray(picture)
    write_atomically(path, lambda file: image.save(file, format="PNG"))


def _as_pictures(frames: Iterable[Any]) -> Iterator[Picture]:
    if isinstance(frames, (str, bytes, dict)) or not isinstance(frames, Iterable):
        raise ValueError(f"frames must be images; got {frames!r:.60}.")
    for i, frame in enumerate(frames):
        yield as_picture(frame, f"frames[{i}]")


def _start(pictures: Iterator[Picture]) -> tuple[Picture, Iterator[Picture]]:
    for first in pictures:
        return first, pictures
    raise ValueError("frames must be at least one image; got none.")


def _of_one_size(first: Picture, pictures: Iterable[Picture]) -> Iterator[Picture]:
    yield first
    for i, picture in enumerate(pictures, 1):
        if picture.shape != first.shape:
            raise ValueError(
                f"frames[{i}] has shape {picture.shape}; wanted {first.shape}, that of "
                "frames[0]: a video has one size."
            )
        yield picture


def _save_sequence(folder: Path, pictures: Iterable[Picture]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for i, picture in enumerate(pictures):
        files.append(folder / f"{i:06d}.png")
        save_png(files[-1], picture)
    return files


def _write_gif(file: IO[bytes], frames: Iterator[Picture], fps: float) -> None:
    with TemporaryFile() as kept:
        first = next(frames)

        def keep(frame: Picture) -> Picture:
            kept.write(np.ascontiguousarray(frame).data)
            return frame

        palette = GifPalette(map(keep, chain([first], frames)))
        n_frames = kept.tell() // first.nbytes
        kept.seek(0)
        images = (
            _to_indexed(
                np.frombuffer(kept.read(first.nbytes), np.uint8).reshape(first.shape),
                palette,
                duration,
            )
            for duration in _durations(n_frames, fps, 10)
        )
        _save_all(file, "GIF", next(images), images)


def _to_indexed(frame: Picture, palette: GifPalette, duration: int) -> Image.Image:
    image = Image.fromarray(palette.apply(frame))
    image.putpalette(palette.colors.tobytes())
    image.info["duration"] = duration
    return image


def _write_webp(file: IO[bytes], frames: Iterator[Picture], fps: float) -> None:
    images = [Image.fromarray(frame) for frame in frames]
    durations = _durations(len(images), fps, 1)
    _save_all(file, "WEBP", images[0], images[1:], duration=durations, lossless=True)


def _write_video(file: IO[bytes], frames: Iterator[Picture], fps: float) -> None:
    write_mp4(file.name, frames, fps)


def _save_all(
    file: IO[bytes],
    kind: str,
    first: Image.Image,
    others: Iterable[Image.Image],
    **options: Any,
) -> None:
    first.save(file, kind, save_all=True, append_images=others, loop=0, **options)


def _durations(n_frames: int, fps: float, step: int) -> list[int]:
    """Durations of frames in milliseconds, multiples of a step, whose mean is right."""
    ends = np.rint(1000 / fps / step * np.arange(n_frames + 1)).astype(int) * step
    return [int(end - start) for start, end in pairwise(ends)]


_WRITERS = {".gif": _write_gif, ".webp": _write_webp, ".mp4": _write_video}
