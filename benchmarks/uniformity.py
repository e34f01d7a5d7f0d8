"""``python -m benchmarks.uniformity``: perceptual uniformity of color spaces.

Takes steps of one just noticeable difference along lightness, chroma and hue of OKLab and
of CAM16-UCS, from colors throughout the sRGB gamut. Measures them by the other space and by
CIEDE2000. Prints the 5th, 50th and 95th percentiles, and the ratio of the last to the
first. Needs colour-science.
"""

import colour
import numpy as np

from skcolor.paint import srgb_to_linear
from skcolor.paint._difference import SPACES
from skcolor.paint._spaces import XYZ_FROM_LINEAR

AXES = ("lightness", "chroma", "hue")
# Hue is undefined near gray, and the formulas are unreliable for dark colors.
LEAST_CHROMA, LEAST_LIGHTNESS = 0.02, 0.1


def middles(n=24):
    levels = (np.arange(n) + 0.5) / n
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)


def to_lab(colors):
    return colour.XYZ_to_Lab(srgb_to_linear(colors) @ XYZ_FROM_LINEAR.T)


def measures(colors, others):
    found = {
        name: np.linalg.norm(space.from_srgb(colors) - space.from_srgb(others), axis=1)
        for name, space in SPACES.items()
    }
    lab = to_lab(colors), to_lab(others)
    return found | {"CIEDE2000": colour.delta_E(*lab, method="CIE 2000")}


def steps(coordinates, size):
    """Yield colors one step away in lightness, in chroma and in hue."""
    chroma = np.linalg.norm(coordinates[:, 1:], axis=1, keepdims=True)
    out = np.hstack([np.zeros_like(chroma), coordinates[:, 1:] / chroma])
    around = np.column_stack([out[:, 0], -out[:, 2], out[:, 1]])
    for direction in (np.array([1.0, 0, 0]), out, around):
        yield coordinates + size * direction


def main():
    colors = middles()
    oklab = SPACES["oklab"].from_srgb(colors)
    kept = (np.linalg.norm(oklab[:, 1:], axis=1) > LEAST_CHROMA) & (
        oklab[:, 0] > LEAST_LIGHTNESS
    )
    colors = colors[kept]
    print("steps of one JND          by             5 %     50 %     95 %    ratio")
    for name, space in SPACES.items():
        every = {}
        for axis, moved in zip(
            AXES, steps(space.from_srgb(colors), space.jnd), strict=True
        ):
            for measure, sizes in measures(colors, space.to_srgb(moved)).items():
                if measure == name:
                    continue
                every.setdefault(measure, []).append(sizes)
                report(f"{name}, {axis}", measure, sizes)
        for measure, sizes in every.items():
            report(f"{name}, all", measure, np.concatenate(sizes))


def report(step, measure, sizes):
    low, middle, high = np.percentile(sizes, [5, 50, 95])
    print(f"{step:22s}    {measure:10s}{low:9.3f}{middle:9.3f}{high:9.3f}{high / low:9.1f}")


if __name__ == "__main__":
    main()
