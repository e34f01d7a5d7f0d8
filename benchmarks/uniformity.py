"""``python -m benchmarks.uniformity``: how even steps of a space are by other formulas.

From colors all over a screen's gamut, a step of one just noticeable difference along
lightness, chroma and hue of OKLab and of CAM16-UCS, measured by the other one and by
CIEDE2000: 5 percent, half and 95 percent of the steps are no larger, and the ratio of the
ends. Needs colour-science.
"""

import colour
import numpy as np

from skcolor.paint import srgb_to_linear
from skcolor.paint._difference import SPACES
from skcolor.paint._spaces import XYZ_FROM_LINEAR

AXES = ("lightness", "chroma", "hue")
# Near gray there is no hue; in the dark the formulas say little.
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


def steps(places, size):
    """Places one step up in lightness, out in chroma and around in hue."""
    chroma = np.linalg.norm(places[:, 1:], axis=1, keepdims=True)
    out = np.hstack([np.zeros_like(chroma), places[:, 1:] / chroma])
    around = np.column_stack([out[:, 0], -out[:, 2], out[:, 1]])
    for direction in (np.array([1.0, 0, 0]), out, around):
        yield places + size * direction


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
