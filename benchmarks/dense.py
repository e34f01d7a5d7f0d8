"""``python -m benchmarks.dense [--peers FOLDER]``: colors of images of features.

The first table is of videos: other visualizers of features, and what their users write with
skcolor; FOLDER is where ``pip install --no-deps --target FOLDER depth-anything-3 dinotool``
put them. The second is of the photographs: what the choice of pixels and of a layout does.
Figures are ΔE: the smallest and the mean between the mean colors of parts, and flicker, the
mean between the colors of the same place in consecutive frames. Each is a mean over
photographs. ``--pictures FOLDER`` draws the photographs in the colors of the second table.
"""

import argparse
import time
from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from benchmarks._dense_data import (
    HELD_BACK,
    crop,
    load_photos,
    network_features,
    pan,
    texture_features,
)
from benchmarks._dense_ways import CHOICES, SKCOLOR, each_frame, peers, radio_method
from skcolor.paint import delta_e


def separation(colors, masks):
    """Smallest and mean ΔE between the mean colors of parts."""
    means = [colors[mask].mean(axis=0) for mask in masks if mask.any()]
    distances = [delta_e(a, b) for a, b in combinations(means, 2)]
    return min(distances), np.mean(distances)


def flicker(colors, windows):
    """Mean ΔE between consecutive frames, in places that both show."""
    distances = []
    for before, after, a, b in zip(
        windows[:-1], windows[1:], colors[:-1], colors[1:], strict=True
    ):
        step = after[1].start - before[1].start
        a, b = (a[:, step:], b[:, :-step]) if step > 0 else (a[:, :step], b[:, -step:])
        distances.append(delta_e(a, b).mean())
    return np.mean(distances)


def measure_video(way, photo, frames):
    """Smallest and mean ΔE between parts, flicker, and CPU seconds, of a video."""
    windows = pan(photo, len(frames))
    masks = [
        np.stack([mask[window] for window in windows])
        for mask in photo.part_masks().values()
    ]
    start = time.process_time()
    colors = way(frames)
    spent = time.process_time() - start
    return *separation(colors, masks), flicker(colors, windows), spent


def measure_photo(choice, photo, features, frames):
    """Colors of a photograph, and smallest and mean ΔE between its parts, and flicker."""
    foreground = photo.foreground()
    colors = choice(features[np.newaxis], foreground[np.newaxis])[0]
    windows = pan(photo, len(frames))
    video = choice(frames, np.stack([foreground[window] for window in windows]))
    parts = separation(colors, list(photo.part_masks().values()))
    return colors, (*parts, flicker(video, windows))


def compute(photos, features, n_frames):
    """Features of each photograph, and of frames of its video."""
    return {
        name: (
            features(photo.pixels),
            np.stack([features(crop(photo.pixels, part)) for part in pan(photo, n_frames)]),
        )
        for name, photo in photos.items()
    }


def compare_uses(photos, computed, folder):
    """Print the first table."""
    ways = {"PCA of each frame": each_frame}
    ways |= peers(folder) if folder else {}
    ways |= {"RADIO's method": radio_method} | SKCOLOR
    print(f"{'':42s}smallest    mean  flicker  CPU s")
    for name, way in ways.items():
        figures = [measure_video(way, photos[k], computed[k][1]) for k in photos]
        smallest, mean, change, spent = np.mean(figures, axis=0)
        print(f"{name:42s}{smallest:8.3f}{mean:8.3f}{change:9.4f}{spent:7.2f}", flush=True)


def compare_choices(photos, computed):
    """Print the second table; give the colors of each photograph."""
    print(f"{'':42s}smallest    mean  flicker")
    pictures = {}
    for name, choice in CHOICES.items():
        figures = []
        for photo_name, photo in photos.items():
            colors, found = measure_photo(choice, photo, *computed[photo_name])
            pictures[photo_name, name] = colors
            figures.append(found)
        smallest, mean, change = np.mean(figures, axis=0)
        print(f"{name:42s}{smallest:8.3f}{mean:8.3f}{change:9.4f}", flush=True)
    return pictures


def draw(path, photos, pictures):
    """Draw each photograph, and its colors by each choice, in a row."""
    figure, axs = plt.subplots(
        len(photos),
        1 + len(CHOICES),
        figsize=(3 * (1 + len(CHOICES)), 2.1 * len(photos)),
        layout="constrained",
    )
    for row, (name, photo) in zip(axs, photos.items(), strict=True):
        images = [photo.pixels] + [pictures[name, choice] for choice in CHOICES]
        for ax, image in zip(row, images, strict=True):
            ax.imshow(image)
            ax.set_axis_off()
    for ax, name in zip(axs[0], ["photograph", *CHOICES], strict=True):
        ax.set_title(name)
    figure.savefig(path, dpi=80)
    plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="FOLDER")
    parser.add_argument("--pictures", metavar="FOLDER", type=Path)
    parser.add_argument("--frames", type=int, default=8)
    arguments = parser.parse_args()
    for kind, features in (("texture", texture_features), ("network", network_features())):
        if features is None:
            print("left out: features of a network, which is not installed")
            continue
        photos = load_photos()
        computed = compute(photos, features, arguments.frames)
        for title, names in (
            ("settings were chosen on these", [k for k in photos if k not in HELD_BACK]),
            ("held back", HELD_BACK),
        ):
            print(f"\n{kind} features of {', '.join(names)}: {title}")
            some = {name: photos[name] for name in names}
            compare_uses(some, computed, arguments.peers)
            pictures = compare_choices(some, computed)
            if arguments.pictures:
                draw(arguments.pictures / f"{kind}-{title[:4]}.png", some, pictures)


if __name__ == "__main__":
    main()
