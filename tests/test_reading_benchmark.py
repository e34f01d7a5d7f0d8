import json
import sys

import numpy as np
import pytest

from benchmarks import _reading_data, reading
from benchmarks._reading_figures import ratios, summarize
from benchmarks._reading_measures import (
    INTRINSIC,
    NOISES,
    HeldOut,
    Readings,
    centered_similarity,
    grams,
    nearest_of,
    neighbor_recovery,
)
from benchmarks._reading_tables import write_tables
from skcolor.metrics import reading_gain
from skcolor.metrics._sample import nearest_others


@pytest.fixture
def rows():
    """Three columns, of which a map shows two."""
    X = np.random.default_rng(0).random((400, 3))
    return X, X[:, :2], {"hidden": X[:, 2], "half": np.where(X[:, 0] > 0.5, "a", "b")}


@pytest.mark.parametrize("noise", NOISES.values(), ids=NOISES)
def test_gains_are_those_of_reading_gain(rows, noise):
    X, layout, attributes = rows
    colors = X[:, ::-1]
    for of in (attributes, None):
        gains = Readings(X, layout, of, sample_size=300).gains(colors, **noise)
        told = reading_gain(X, colors, layout, attributes=of, sample_size=300, **noise)
        assert gains == {name: (told.gains[name], told.ceilings[name]) for name in gains}
        assert list(gains) == list(told.gains)


def test_centered_similarity_by_hand():
    # Two points each way about the middle, which is the row itself.
    X = np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]], dtype=float)
    where = np.array([0]), np.array([[1, 2, 3, 4]])
    of_rows = grams(X, *where)

    def similarity(colors):
        return centered_similarity(of_rows, grams(colors, *where))

    turned = 7 + 0.3 * X @ np.array([[0.6, 0.8], [-0.8, 0.6]])
    assert similarity(turned) == pytest.approx(1)
    assert similarity(X[:, :1]) == pytest.approx(1 / np.sqrt(2))
    assert similarity(np.ones((5, 3))) == 0
    # How far from the middle: all neighbors alike. With rows of one side it would be 1.
    assert similarity(np.hypot(*X.T)[:, np.newaxis]) == pytest.approx(0, abs=1e-6)


def test_neighbors_are_recovered_from_colors_like_the_rows_and_not_by_chance(rows):
    X, layout, _ = rows
    looked_at = np.arange(len(X))
    others = nearest_others(layout, looked_at, 50)
    nearest = nearest_of(X, looked_at, others)
    assert (nearest.sum(axis=1) == 10).all()
    assert neighbor_recovery(nearest, nearest_of(0.5 * X, looked_at, others)) == 1
    chance = nearest_of(np.random.default_rng(1).random(X.shape), looked_at, others)
    assert abs(neighbor_recovery(nearest, chance)) < 0.03


def test_every_measure_tells_colors_like_the_rows_from_chance(rows):
    held_out = HeldOut(*rows)
    like = held_out.measure(rows[0], **NOISES["one JND"])
    chance = held_out.measure(rows[0][::-1], **NOISES["one JND"])
    assert like["gains"]["hidden"][0] > 0.8
    for measure in INTRINSIC:
        assert like[measure] > chance[measure] + 0.3, measure


def _record(set_name, coloring, split, gains, measure=0.5):
    """One attribute of each name with a gain; X gains 0.5, or 0.1 in the second split."""
    of_rows = 0.5 if split == 0 else 0.1
    figures = {
        "gains": {name: (gain, of_rows) for name, gain in gains.items()}
        | {"unseen": (5.0, 0.001)},
        **dict.fromkeys(INTRINSIC, measure),
    }
    head = {"set": set_name, "split": split, "coloring": coloring, "fit_seconds": 1.0}
    return head | dict.fromkeys(NOISES, figures)


def test_shares_are_gains_of_all_splits_by_those_of_the_rows():
    records = [
        _record("words", "pca", 0, {"length": 0.25, "rank": 0.1}),
        _record("words", "pca", 1, {"length": 0.05, "rank": -0.1}),
    ]
    told = summarize(records, "words")["pca"]["one JND"]
    assert told["mean"] == pytest.approx(0.25)  # (0.3 / 0.6 + 0) / 2
    assert told["spread"] == pytest.approx(0.1 / 0.3)
    assert told["worst"] == pytest.approx(0)
    assert told["worst_attribute"] == "rank"


def test_ratios_are_to_the_best_of_the_notebook_and_have_a_floor():
    means = {"pca": 0.2, "ica": 0.1, "kmeans": -0.3, "random colors": 0.4}
    of_set = {name: {"one JND": {"mean": mean}} for name, mean in means.items()}
    expected = {"pca": 1, "ica": 0.5, "kmeans": 0.05, "random colors": 2}
    assert ratios(of_set, "one JND") == pytest.approx(expected)


def test_tables_mark_what_leads_what_is_held_back_and_what_was_left_out():
    late = "tsne_perceptual"
    records = [
        _record("words", "pca", 0, {"length": 0.10}, measure=0.1),
        _record("words", "best", 0, {"length": 0.20}, measure=0.3),
        _record("words", "random colors", 0, {"length": 0.0}, measure=0.2),
        _record("segments", "pca", 0, {"length": 0.1}, measure=0.1),
        _record("segments", "best", 0, {"length": 0.05}, measure=0.3),
        _record("segments", "random colors", 0, {"length": 0.0}, measure=0.2),
        {"set": "words", "split": 0, "coloring": late, "left_out": "takes too long"},
        _record("segments", late, 0, {"length": 0.15}, measure=0.4),
    ]
    page = write_tables(records, {"words": (12, 3), "segments": (1200, 4)})
    lines = page.splitlines()
    assert "## words: 12 rows, 3 columns" in lines
    assert "## segments (held back): 1,200 rows, 4 columns" in lines
    assert "Left out: `tsne_perceptual` (takes too long)." in lines
    best, left_out = (
        next(line for line in lines if line.startswith(f"| {name} |"))
        for name in ("best", f"{late} (on 1 of 2)")
    )
    assert best == (
        "| best | **2.00** | 0.50 | **2.00** | 0.50 | **0.40** | 0.10 | 1 + 1 |  |"
    )
    assert left_out == f"| {late} (on 1 of 2) |  | 1.50 |  | 1.50 |  | 0.30 |  | 1 + 1 |"
    # Of three colorings 1, 3, 2 against 2, 3, 1; of four 1, 3, 2, 4 against 3, 2, 1, 4.
    local = next(line for line in lines if line.startswith("| local_fidelity |"))
    assert local == "| local_fidelity | **0.50** | **0.40** | **0.50** | **0.40** |"
    assert "| best | **0.400** ± 0.000 | **0.40** length |" in page


def test_what_was_measured_is_kept_and_not_measured_again(tmp_path, monkeypatch):
    monkeypatch.setattr(_reading_data, "embed", lambda X: X[:, :2])
    monkeypatch.setitem(reading.MOST_ROWS, "tsne", 10)
    page = tmp_path / "page.md"
    command = f"reading --cache {tmp_path} --sets few_rows --splits 1 --jobs 1 --out {page}"
    arguments = [*command.split(), "--recipes", "pca", "tsne", "the layout as color"]
    monkeypatch.setattr(sys, "argv", arguments)
    reading.main()
    first = page.read_text()
    assert "Left out: `tsne` (takes too long for 75 rows)." in first
    assert first.count("| the layout as color |") == 2
    results = (tmp_path / "reading.jsonl").read_text()
    assert [json.loads(line)["coloring"] for line in results.splitlines()] == arguments[-3:]

    monkeypatch.setattr(reading, "measure", None)
    reading.main()
    assert page.read_text() == first
    monkeypatch.setattr(reading, "measure", lambda *_: {"left_out": "fails"})
    monkeypatch.setattr(sys, "argv", [*arguments, "--again", "pca"])
    reading.main()
    assert "`pca` (fails)" in page.read_text()
