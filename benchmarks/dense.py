"""``python -m benchmarks.dense [--peers FOLDER]``: colors of images of features.

The first table is of videos: other visualizers of features, and what their users write with
skcolor; FOLDER is where ``pip install --no-deps --target FOLDER depth-anything-3 dinotool``
put them. The second is of the photographs: what the choice of pixels and of a layout does.
Figures are ΔE: the smallest and the mean between the mean colors of parts, and flicker, the
mean between the colors of the same place in consecutive frames. Each is a mean over
photographs. ``--pictures FOLDER`` draws the photographs in the colors of the second table.
A network takes minutes; ``--features FILE.npz`` keeps its features, or reads those kept.
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
from benchmarks._dense_ways import (
    CHOICES,
    SKCOLOR,
    each_frame,
    find_foreground,
    peers,
    radio_method,
)
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


def compute(photos, n_frames, path=None):
    """Features by kind and photograph: of the photograph, and of frames of its video."""
    if path is not None and path.exists():
        kept = np.load(path)
        return {key: kept[key] for key in kept.files}
    features = {}
    for kind, extract in (("texture", texture_features), ("network", network_features())):
        for name, photo in photos.items() if extract is not None else ():
            windows = pan(photo, n_frames)
            frames = [extract(crop(photo.pixels, window)) for window in windows]
            features[f"{kind} {name}"] = extract(photo.pixels)
            features[f"{kind} {name} video"] = np.stack(frames)
    if path is not None:
        np.savez(path, **features)
    return features


def compare_uses(photos, features, kind, folder):
    """Print the first table."""
    ways = {"PCA of each frame": each_frame}
    ways |= peers(folder) if folder else {}
    ways |= {"RADIO's method": radio_method} | SKCOLOR
    print(f"{'':42s}smallest    mean  flicker  CPU s")
    for name, way in ways.items():
        figures = [
            measure_video(way, photo, features[f"{kind} {k} video"])
            for k, photo in photos.items()
        ]
        smallest, mean, change, spent = np.mean(figures, axis=0)
        print(f"{name:42s}{smallest:8.3f}{mean:8.3f}{change:9.4f}{spent:7.2f}", flush=True)


def compare_choices(photos, features, kind):
    """Print the second table; give the colors of each photograph."""
    print(f"{'':42s}smallest    mean  flicker")
    pictures = {}
    for choice_name, choice in CHOICES.items():
        figures = []
        for name, photo in photos.items():
            both = features[f"{kind} {name}"], features[f"{kind} {name} video"]
            pictures[name, choice_name], found = measure_photo(choice, photo, *both)
            figures.append(found)
        smallest, mean, change = np.mean(figures, axis=0)
        print(f"{choice_name:42s}{smallest:8.3f}{mean:8.3f}{change:9.4f}", flush=True)
    return pictures


def report_foregrounds(photos, features, kind):
    """Print how well ``foreground="border"`` finds the foreground of each photograph."""
    for name, photo in photos.items():
        found, is_sure = find_foreground(features[f"{kind} {name}"])
        given = photo.foreground()
        overlap = (found & given).sum() / (found | given).sum()
        print(f"foreground of {name}: IoU {overlap:.2f}{'' if is_sure else ', not sure'}")


def draw(path, photos, pictures):
    """Draw each photograph, and its colors by the first choices, in a row."""
    choices = list(CHOICES)[:4]
    n_cols = 1 + len(choices)
    size = (2.6 * n_cols, 1.8 * len(photos) + 0.2)
    figure, axs = plt.subplots(len(photos), n_cols, figsize=size, layout="constrained")
    for row, (name, photo) in zip(axs, photos.items(), strict=True):
        images = [photo.pixels] + [pictures[name, choice] for choice in choices]
        for ax, image in zip(row, images, strict=True):
            ax.imshow(image)
            ax.set_axis_off()
    for ax, name in zip(axs[0], ["photograph", *choices], strict=True):
        ax.set_title(name)
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="FOLDER", type=Path)
    parser.add_argument("--pictures", metavar="FOLDER", type=Path)
    parser.add_argument("--features", metavar="FILE.npz", type=Path)
    parser.add_argument("--frames", type=int, default=8)
    arguments = parser.parse_args()
    photos = load_photos()
    features = compute(photos, arguments.frames, arguments.features)
    for kind in sorted({key.partition(" ")[0] for key in features}, reverse=True):
        for names, title in (
            (
                [name for name in photos if name not in HELD_BACK],
                "settings chosen on these",
            ),
            (HELD_BACK, "held back"),
        ):
            print(f"\n{kind} features of {', '.join(names)}: {title}")
            some = {name: photos[name] for name in names}
            compare_uses(some, features, kind, arguments.peers)
            pictures = compare_choices(some, features, kind)
            report_foregrounds(some, features, kind)
            if arguments.pictures:
                draw(arguments.pictures / f"{kind}-{names[0]}.png", some, pictures)


if __name__ == "__main__":
    main()
