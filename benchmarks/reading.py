"""``python -m benchmarks.reading --cache FOLDER``: what each coloring conveys to readers.

Every recipe and every baseline is fitted to a random half of each data set of
`benchmarks._reading_data` and evaluated on the other half, for five such splits. Eight of
the sets are held back: nothing was tuned on them, and nothing may be.

Results are appended to a JSON Lines file. Those that it already contains are not measured
again, except for the colorings named by ``--again``. The Markdown tables are written from
this file.
"""

import argparse
import json
import time
import warnings
from functools import partial
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

from benchmarks._baselines import BASELINES
from benchmarks._data import halves
from benchmarks._reading_data import NAMES, load, load_available
from benchmarks._reading_measures import NOISES, HeldOut
from benchmarks._reading_tables import write_tables
from skcolor import ChannelColorer, CovariancePCA, OrderedICA
from skcolor._fitted.pipelines import color_rows
from skcolor.recipes import RECIPES

# The notebook uses min-max scaling; our recipes of the same names clip two percent.
MIN_MAX = {
    f"{name}, min-max": make_pipeline(reducer, ChannelColorer(quantile_range=(0, 100)))
    for name, reducer in (("pca", CovariancePCA(3)), ("ica", OrderedICA(3)))
}
COLORINGS = [*RECIPES, *MIN_MAX, *BASELINES]
# With more rows, each of the five fits takes minutes.
MOST_ROWS = {
    "tsne": 1500,
    "tsne_perceptual": 1500,
    "ica_argmax_128": 5000,
    "ica_kmeans": 5000,
    "neighbor_overlap": 5000,
    "local_dimension": 5000,
}


def make_colorer(name):
    """Create a colorer by its name in the tables."""
    if name in RECIPES:
        return RECIPES[name]()
    return clone((MIN_MAX | BASELINES)[name])


def take(reading_set, rows):
    """Select X, layout and attributes of some rows."""
    attributes = {name: values[rows] for name, values in reading_set.attributes.items()}
    return reading_set.X[rows], reading_set.layout[rows], attributes


def measure_split(reading_set, split, names):
    """Fit colorers to one half and evaluate them on the other.

    Parameters
    ----------
    reading_set : ReadingSet
        Rows, layout and attributes.
    split : int
        Seed of the random halves.
    names : list of str
        Names of the colorings.

    Returns
    -------
    list of dict
        For each coloring, its figures for each noise level, or why it was left out.
    """
    fitted, read = halves(len(reading_set.X), len(reading_set.X), split)
    X, layout, _ = take(reading_set, fitted)
    held_out = HeldOut(*take(reading_set, read))
    records = []
    for name in names:
        record = {"set": reading_set.name, "split": split, "coloring": name}
        if len(X) > MOST_ROWS.get(name, len(X)):
            record["left_out"] = f"takes too long for {len(X):,} rows"
        else:
            record |= measure(make_colorer(name), X, layout, held_out)
        records.append(record)
    return records


def measure(colorer, X, layout, held_out):
    """Time a fit, and compute the figures for each noise level."""
    with warnings.catch_warnings():
        # Recipes warn if a small set has too few rows for their components or clusters.
        warnings.simplefilter("ignore")
        start = time.process_time()
        colorer.fit(X, layout)
        seconds = time.process_time() - start
        colors = color_rows(colorer, held_out.X, held_out.layout)
        figures = {
            noise: held_out.measure(colors, **keywords)
            for noise, keywords in NOISES.items()
        }
    return {"fit_seconds": seconds, **figures}


def read_results(path):
    """Read the file of results; the last of duplicate results counts."""
    if not path.exists():
        return []
    records = map(json.loads, path.read_text().splitlines())
    return list({_key(record): record for record in records}.values())


def _key(record):
    return record["set"], record["split"], record["coloring"]


def run(arguments, path):
    """Measure what is missing, and append it to the file per set and split."""
    done = {
        _key(record)
        for record in read_results(path)
        if record["coloring"] not in arguments.again
    }
    print(f"{path} has {len(done)} results that are not measured again", flush=True)
    tasks = []
    for name in arguments.sets:
        for split in range(arguments.splits):
            missing = [c for c in arguments.recipes if (name, split, c) not in done]
            if missing:
                tasks.append((name, split, missing))
    # Build missing sets once, before the worker processes start.
    needed = dict.fromkeys(name for name, _, _ in tasks)
    found = {s.name for s in load_available(arguments.cache, arguments.data, needed)}
    path.parent.mkdir(parents=True, exist_ok=True)
    work = partial(_load_and_measure, arguments.cache)
    jobs = Parallel(n_jobs=arguments.jobs, return_as="generator_unordered")
    with path.open("a") as file:
        for records in jobs(delayed(work)(*task) for task in tasks if task[0] in found):
            file.write("".join(f"{json.dumps(record)}\n" for record in records))
            file.flush()
            print(f"{records[0]['set']}, split {records[0]['split']}", flush=True)


def _load_and_measure(cache, name, split, names):
    return measure_split(load(name, cache), split, names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", required=True, type=Path, help="folder for built sets")
    parser.add_argument("--data", help="folder with the words and the digits")
    parser.add_argument("--sets", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--recipes", nargs="+", choices=COLORINGS, default=COLORINGS)
    parser.add_argument("--again", nargs="+", choices=COLORINGS, default=[])
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2, help="number of processes")
    parser.add_argument("--results", type=Path, help="default: reading.jsonl in the cache")
    parser.add_argument("--out", type=Path, default=Path("docs/colorings.md"))
    parser.add_argument("--only-write", action="store_true", help="measure nothing")
    arguments = parser.parse_args()
    path = arguments.results or arguments.cache / "reading.jsonl"
    if not arguments.only_write:
        run(arguments, path)
    records = [
        record
        for record in read_results(path)
        if record["set"] in arguments.sets and record["coloring"] in arguments.recipes
    ]
    shapes = {
        name: np.shape(load(name, arguments.cache, arguments.data).X)
        for name in dict.fromkeys(record["set"] for record in records)
    }
    arguments.out.write_text(write_tables(records, shapes))


if __name__ == "__main__":
    main()
