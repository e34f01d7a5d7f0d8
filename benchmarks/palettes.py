"""``python -m benchmarks.palettes LAYOUT``: palettes, and the colors of touching labels.

Prints the smallest distance between two colors of `distinct_palette` and, if installed, of
glasbey, in OKLab, CAM16-UCS and CAM02-UCS. Also prints the smallest ΔE between touching
clusters of a map, with colors in order, at random and arranged.
"""

import argparse
import time
from importlib.util import find_spec

import numpy as np
from matplotlib.colors import to_rgb
from scipy.spatial.distance import pdist
from sklearn.cluster import MiniBatchKMeans

from skcolor.paint import (
    arrange_palette,
    delta_e,
    distinct_palette,
    srgb_to_cam16ucs,
    srgb_to_oklab,
)
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import LEAST_SHARE
from skcolor.paint._cam16 import srgb_to_cam02ucs
from skcolor.paint._palettes import get_palette

MEASURES = (srgb_to_oklab, srgb_to_cam16ucs, srgb_to_cam02ucs)


def glasbey_palette(n):
    import glasbey

    return np.array([to_rgb(color) for color in glasbey.create_palette(n)])


def compare_palettes():
    """Compare with glasbey's defaults.

    Its lightness J and its chroma go from 10 to 90 in CIECAM02, which corresponds to OKLab
    lightness from 0.25 to 0.94 and chroma from 0.014. Our ranges are narrower, 0.3 to 0.93
    and from 0.04. Our palettes also keep away from white. glasbey starts from white and
    black, but then optimizes without them.
    """
    ways = {
        "oklab": lambda n: distinct_palette(n, space="oklab"),
        "cam16ucs": lambda n: distinct_palette(n, space="cam16ucs"),
        "both (default)": distinct_palette,
    }
    if find_spec("glasbey"):
        ways["glasbey"] = glasbey_palette
    print("smallest distance           OKLab  CAM16-UCS  CAM02-UCS  from white, OKLab")
    for n in (8, 12, 30, 64, 128, 256):
        for name, make in ways.items():
            start = time.perf_counter()
            palette = make(n)
            seconds = time.perf_counter() - start
            oklab, cam16, cam02 = (pdist(space(palette)).min() for space in MEASURES)
            white = delta_e(palette, [1, 1, 1]).min()
            print(
                f"{n:4d} colors, {name:14s}{oklab:7.4f}{cam16:11.2f}{cam02:11.2f}"
                f"{white:11.3f}   {seconds:5.2f} s",
                flush=True,
            )


def compare_arrangements(layout):
    rng = np.random.default_rng(0)
    print("smallest touching ΔE      in order   random, mean   random, best   arranged")
    for n in (10, 30, 60, 100):
        labels = MiniBatchKMeans(n, n_init=1, random_state=0).fit_predict(layout)
        touch = label_adjacency(labels, layout, n) > LEAST_SHARE
        for name in ("hsv", "distinct"):
            palette = get_palette(name, n)
            random = [rng.permutation(palette) for _ in range(100)]
            start = time.perf_counter()
            arranged = arrange_palette(palette, labels, layout)
            seconds = time.perf_counter() - start
            worst = [
                delta_e(colors[:, np.newaxis], colors)[touch].min()
                for colors in (palette, arranged, *random)
            ]
            print(
                f"{n:4d} clusters, {name:10s}{worst[0]:9.3f}{np.mean(worst[2:]):15.3f}"
                f"{np.max(worst[2:]):15.3f}{worst[1]:11.3f}   {seconds:.2f} s",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layout")
    compare_palettes()
    compare_arrangements(np.load(parser.parse_args().layout))


if __name__ == "__main__":
    main()
