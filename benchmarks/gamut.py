"""``python -m benchmarks.gamut``: what colors in the gamut cost, exact and by a table.

Prints the processor time of a row, the ratio of both ways in the same run, the largest
and the mean ΔE between them, and the seconds to recolor 100,000 rows after the contrast
changed, as a slider does.
"""

import time

import numpy as np

from skcolor import GamutColorer
from skcolor.paint import delta_e

N_ROWS = 200_000
SHAPES = {
    "normal": lambda rng: rng.normal(size=(N_ROWS, 3)) * [3, 2, 1],
    "skewed": lambda rng: rng.exponential(size=(N_ROWS, 3)),
    "heavy tails": lambda rng: rng.standard_t(2, size=(N_ROWS, 3)),
}


def measure(work, n=5):
    """Least processor time of a call, in seconds."""
    times = []
    for _ in range(n):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main():
    rng = np.random.default_rng(0)
    print("rows | contrast | exact | table | ratio | largest ΔE | mean ΔE")
    for name, make in SHAPES.items():
        X = make(rng).astype(np.float32)
        for contrast in (0, 0.5, 1):
            colorer = GamutColorer(contrast=contrast).fit(X[:5000])
            fast = colorer.transform(X)
            table = measure(lambda: colorer.transform(X))  # noqa: B023
            colorer.set_params(exact=True)
            away = delta_e(colorer.transform(X), fast)
            exact = measure(lambda: colorer.transform(X))  # noqa: B023
            micro = [f"{seconds / N_ROWS * 1e6:.2f} µs" for seconds in (exact, table)]
            print(
                name,
                contrast,
                *micro,
                f"{exact / table:.1f}",
                f"{away.max():.6f}",
                f"{away.mean():.7f}",
                sep=" | ",
            )
    colorer = GamutColorer().fit(X[:5000])
    few = X[:100_000]
    colorer.transform(few[:1])
    contrasts = iter(np.linspace(0.1, 0.9, 5))
    slide = measure(lambda: colorer.set_params(contrast=next(contrasts)).transform(few))
    print(f"100,000 rows at another contrast: {slide * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
