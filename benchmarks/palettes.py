"""``python -m benchmarks.palettes LAYOUT``: palettes, and the colors of touching labels.

The smallest ΔE of `distinct_palette` and, where it is installed, of glasbey; and the worst
ΔE of two touching clusters of a map with colors in order, at random and arranged.
"""

import argparse
import time
from importlib.util import find_spec

import numpy as np
from matplotlib.colors import to_rgb
from sklearn.cluster import MiniBatchKMeans

from skcolor.paint import arrange_palette, delta_e, distinct_palette
from skcolor.paint._arrange import LEAST_SHARE
from skcolor.paint._palettes import get_palette
from skcolor.paint._touching import touching


def smallest(palette):
    return delta_e(palette[:, np.newaxis], palette)[np.triu_indices(len(palette), 1)].min()


def compare_palettes():
    print("smallest ΔE           distinct_palette    glasbey")
    for n in (8, 30, 128, 256):
        start = time.perf_counter()
        ours = smallest(distinct_palette(n))
        line = f"{n:4d} colors        {ours:.3f}  {time.perf_counter() - start:5.2f} s"
        if find_spec("glasbey"):
            import glasbey

            start = time.perf_counter()
            theirs = np.array([to_rgb(c) for c in glasbey.create_palette(n)])
            seconds = time.perf_counter() - start
            line += f"    {smallest(theirs):.3f}  {seconds:5.2f} s"
        print(line, flush=True)


def compare_arrangements(layout):
    rng = np.random.default_rng(0)
    print("worst touching ΔE         in order   random, mean   random, best   arranged")
    for n in (10, 30, 60, 100):
        labels = MiniBatchKMeans(n, n_init=1, random_state=0).fit_predict(layout)
        touch = touching(labels, layout, n) > LEAST_SHARE
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
