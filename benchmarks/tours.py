"""``python -m benchmarks.tours --cache FOLDER --data FOLDER``: what three colorings tell.

Of each data set of `benchmarks._reading_data` that is named, one half is used to choose
three colorings and to fit them: one quarter for the fits to choose by, and the other to
read. A simulated reader then sees all three on the half that is left.
Prints, for each way to choose, the share of what the rows tell about neighbors on the map,
and the share of what they tell about attributes that no colorer has seen.

The ways choose from the same recipes: as `skcolor.tour` does; the same without
`best_4_to_6` and `best_7_to_9`; the three best by themselves, as `rank` sorts them; three
at random, the mean of twenty; and the best alone.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np

from benchmarks._data import halves
from benchmarks._reading_data import HELD_BACK, NAMES, load_available
from skcolor._fitted.pipelines import color_rows
from skcolor.metrics import reading_gain
from skcolor.metrics._choose_colorings import choose_colorings
from skcolor.metrics._gram_reader import GramReader
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._reading_gain import LEAST_CEILING
from skcolor.recipes._choose_tour import make_candidates

N = 3
N_RANDOM = 20
SETS = (
    *("words", "digits10k", "patches", "factors", "cells", "tokens"),
    *HELD_BACK,
)
WAYS = ("tour", "tour, plain", "best of rank", "random", "one")


def color(X, layout, fitted, colored):
    """Colors of rows by all candidates, fitted to other rows."""
    return {
        name: color_rows(one.fit(X[fitted], layout[fitted]), X[colored], layout[colored])
        for name, one in make_candidates().items()
    }


def choose(X, layout, seed):
    """Names of the recipes by each way; several choices for the random one."""
    fitted, read = halves(len(X), len(X), seed)
    colors, rows = color(X, layout, fitted, read), (X[read], layout[read])
    plain = {name: one for name, one in colors.items() if "_to_" not in name}
    gains = {name: reading_gain(rows[0], one, rows[1]).mean for name, one in colors.items()}
    ranked = sorted(gains, key=gains.get, reverse=True)
    rng = np.random.default_rng(seed)
    return {
        "tour": [[*choose_colorings(colors, *rows, N)]],
        "tour, plain": [[*choose_colorings(plain, *rows, N)]],
        "best of rank": [ranked[:N]],
        "random": [list(rng.permutation(ranked)[:N]) for _ in range(N_RANDOM)],
        "one": [ranked[:1]],
    }


class Readers:
    """Reads rows, and attributes, from several colorings at once."""

    def __init__(self, X, layout, attributes):
        self._readers = [
            kind.of(
                X,
                layout,
                what,
                n_neighbors=50,
                sample_size=None,
                random_state=np.random.RandomState(0),
            )
            for kind, what in ((GramReader, None), (Reader, attributes))
        ]
        self._ceilings = [
            reader.ceilings(X, by_regression=reader is self._readers[1])
            for reader in self._readers
        ]

    def read(self, colors):
        """Shares of the rows and of the attributes."""
        seen = np.hstack(
            [add_perceptual_noise(one, 0.02, i) for i, one in enumerate(colors)]
        )
        shares = []
        for reader, ceilings in zip(self._readers, self._ceilings, strict=True):
            is_read = ceilings > LEAST_CEILING
            gains = reader.gains(seen)[is_read]
            # Not the mean of shares: one of a small ceiling would outweigh all others.
            shares.append(
                gains.sum() / ceilings[is_read].sum() if is_read.any() else np.nan
            )
        return shares


def measure(reading_set, seed, most_rows):
    """Shares by way, and the names of the tour."""
    first, second = halves(len(reading_set.X), most_rows, seed)
    X, layout = reading_set.X, reading_set.layout
    attributes = {name: one[second] for name, one in reading_set.attributes.items()}
    readers = Readers(X[second], layout[second], attributes)
    choices = choose(X[first], layout[first], seed)
    colors = color(X, layout, first, second)
    shares = {
        way: np.mean([readers.read([colors[n] for n in names]) for names in chosen], axis=0)
        for way, chosen in choices.items()
    }
    return shares, choices["tour"][0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", required=True, type=Path, help="folder for built sets")
    parser.add_argument("--data", help="folder with the words and the digits")
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=SETS)
    parser.add_argument("--splits", type=int, default=2)
    parser.add_argument("--rows", type=int, default=4000, help="most rows of a set")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    print(f"shares of the rows / of attributes, means of {arguments.splits} splits")
    print("set |", " | ".join(WAYS), "| tour")
    shares = {"open": [], "held back": []}
    for reading_set in load_available(arguments.cache, arguments.data, arguments.sets):
        found = [measure(reading_set, s, arguments.rows) for s in range(arguments.splits)]
        means = np.mean([[one[way] for way in WAYS] for one, _ in found], axis=0)
        kind = "held back" if reading_set.held_back else "open"
        shares[kind].append(means)
        tour = ", ".join(found[0][1])
        print(f"{reading_set.name} ({kind}) | {_cells(means)} | {tour}", flush=True)
    for kind, those in shares.items():
        if those:
            print(f"mean, {kind} | {_cells(np.nanmean(those, axis=0))}")


def _cells(shares):
    return " | ".join(f"{rows:.2f} / {facts:.2f}" for rows, facts in shares)


if __name__ == "__main__":
    main()
