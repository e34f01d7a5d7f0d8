"""``python -m benchmarks.frames [N_FRAMES]``: colors of a stream whose features drift.

The stream is synthetic: the left of each frame never changes; on the right, three kinds of
pixels move, and their features drift away. For the left, it prints the flicker, its worst
frame, and the mean ΔE from the first frame in each quarter of the stream.
"""

import sys

import numpy as np
from scipy.ndimage import gaussian_filter
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, align
from skcolor.images import GridColorer, color_frames, flicker
from skcolor.paint import delta_e

HEIGHT, WIDTH, N_FEATURES, N_STILL = 8, 12, 16, 4


def drifting(n_frames):
    """Frames, and which of their pixels do not change."""
    rng = np.random.default_rng(0)
    kinds = rng.normal(size=(6, N_FEATURES)) * 2
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    still = kinds[down * 3 // HEIGHT] + rng.normal(size=(HEIGHT, WIDTH, N_FEATURES)) * 0.3
    there, away = rng.normal(size=(2, N_FEATURES)) * 6 / np.sqrt(N_FEATURES)
    frames = []
    for t in range(n_frames):
        noise = rng.normal(size=still.shape)
        frame = kinds[3 + (across + down // 2 + t // 3) // 5 % 3]
        frame = frame + gaussian_filter(noise, (1, 1, 0))
        frame += there * np.sin(2 * np.pi * t / 400) + away * t / 1000
        frame[:, :N_STILL] = still[:, :N_STILL]
        frames.append(frame.astype(np.float32))
    return frames, across < N_STILL


def refitted(frames, pipeline, is_aligned):
    """Colors of a fit to each frame, aligned or not to the frame before."""
    last = None
    for frame in frames:
        rows = frame.reshape(-1, N_FEATURES)
        colorer = pipeline().fit(rows)
        if is_aligned and last is not None:
            align(colorer, *last)
        last = rows, colorer.transform(rows)
        yield last[1].reshape(HEIGHT, WIDTH, 3)


def main(n_frames=1000):
    """Print the table."""
    frames, still = drifting(n_frames)

    def pipeline():
        return make_pipeline(CovariancePCA(3), ChannelColorer())

    grid = GridColorer(pipeline(), layout=None)
    ways = {
        "one fit": grid.fit(frames).transform(frames),
        "refit": refitted(frames, pipeline, False),
        "refit, align to the frame before": refitted(frames, pipeline, True),
        "color_frames": color_frames(grid, frames),
        "color_frames, n_kept=24": color_frames(grid, frames, n_kept=24),
    }
    print("| colors | flicker | worst frame | from the first frame, by quarter |")
    print("|---|---|---|---|")
    for name, colors in ways.items():
        colors = np.array(list(colors))
        each = delta_e(colors[1:, still], colors[:-1, still]).mean(axis=1)
        away = delta_e(colors[:, still], colors[0, still]).mean(axis=1)
        quarters = ", ".join(f"{part.mean():.3f}" for part in np.array_split(away, 4))
        mean = flicker(colors, still)
        print(f"| {name} | {mean:.4f} | {each.max():.3f} | {quarters} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
