"""``python -m benchmarks.imports``: how long ``from skcolor import *`` takes.

Measures processor seconds of new processes, alternating with one that imports only the
parts of scikit-learn that every pipeline needs. Warnings are errors. Prints the median
ratio of the pairs, and the extremes.
"""

import argparse
import resource
import statistics
import subprocess
import sys

OURS = "from skcolor import *"
THEIRS = "import sklearn.pipeline, sklearn.decomposition"


def measure(code):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    arguments = parser.parse_args()
    pairs = [(measure(OURS), measure(THEIRS)) for _ in range(arguments.pairs)]
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    seconds = [statistics.median(times) for times in zip(*pairs, strict=True)]
    print(f"skcolor {seconds[0]:.2f} s, scikit-learn {seconds[1]:.2f} s, ratio ", end="")
    print(f"{ratios[0]:.2f} / {statistics.median(ratios):.2f} / {ratios[-1]:.2f}")


if __name__ == "__main__":
    main()
