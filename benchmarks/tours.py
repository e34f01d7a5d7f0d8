"""``python -m benchmarks.tours --cache FOLDER --data FOLDER``: what three colorings tell.

Of each data set of `benchmarks._reading_data` that is named, one half is used to choose
three colorings and to fit them. A simulated reader then sees all three on the other half.
Prints, for each way to choose, the share of what the rows tell about neighbors on the map,
and the share of what they tell about attributes that no colorer has seen.

The ways choose from the same recipes: `skcolor.tour`; the same without `best_4_to_6` and
`best_7_to_9`; the three best by `rank_colorers`; three at random, the mean of twenty; and
the best alone.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import ShuffleSplit

from benchmarks._data import halves
from benchmarks._reading_data import HELD_BACK, NAMES, load_available
from skcolor._fitted.pipelines import color_rows
from skcolor.metrics import rank_colorers
from skcolor.metrics._gram_reader import GramReader
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._reading_gain import LEAST_CEILING
from skcolor.recipes._choose_tour import choose_tour, make_candidates

N = 3
N_RANDOM = 20
SETS = (
    *("words", "digits10k", "patches", "factors", "cells", "tokens"),
    *HELD_BACK,
)
WAYS = ("tour", "tour, plain", "best of rank", "random", "one")


def choose(X, layout, seed):
    """Names of the recipes by each way; several choices for the random one."""
    candidates = make_candidates()
    plain = {name: one for name, one in candidates.items() if "_to_" not in name}
    cv = ShuffleSplit(1, test_size=0.5, random_state=seed)
    table = rank_colorers(
        candidates, X, layout, cv=cv, metrics=["reading_gain"], as_frame=False
    )
    ranked = list(table["colorer"])
    rng = np.random.default_rng(seed)
    return {
        "tour": [[*choose_tour(X, layout, N, random_state=seed)]],
        "tour, plain": [[*choose_tour(X, layout, N, colorers=plain, random_state=seed)]],
        "best of rank": [ranked[:N]],
        "random": [list(rng.permutation([*candidates])[:N]) for _ in range(N_RANDOM)],
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
            shares.append(np.mean(gains / ceilings[is_read]) if is_read.any() else np.nan)
        return shares


def measure(reading_set, seed, most_rows):
    """Shares by way, and the names of the tour."""
    first, second = halves(len(reading_set.X), most_rows, seed)
    X, layout = reading_set.X, reading_set.layout
    attributes = {name: one[second] for name, one in reading_set.attributes.items()}
    readers = Readers(X[second], layout[second], attributes)
    choices = choose(X[first], layout[first], seed)
    colors = {}
    for name, one in make_candidates().items():
        fitted = clone(one).fit(X[first], layout[first])
        colors[name] = color_rows(fitted, X[second], layout[second])
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
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--rows", type=int, default=6000, help="most rows of a set")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    print(f"shares of the rows / of attributes, means of {arguments.splits} splits")
    print("set |", " | ".join(WAYS), "| tour")
    all_shares = []
    for reading_set in load_available(arguments.cache, arguments.data, arguments.sets):
        found = [measure(reading_set, s, arguments.rows) for s in range(arguments.splits)]
        shares = np.mean([[one[way] for way in WAYS] for one, _ in found], axis=0)
        all_shares.append(shares)
        cells = [f"{rows:.2f} / {facts:.2f}" for rows, facts in shares]
        name = reading_set.name + (" (held back)" if reading_set.held_back else "")
        print(name, *cells, ", ".join(found[0][1]), sep=" | ", flush=True)
    means = np.nanmean(all_shares, axis=0)
    print("mean", *(f"{rows:.2f} / {facts:.2f}" for rows, facts in means), sep=" | ")


if __name__ == "__main__":
    main()
