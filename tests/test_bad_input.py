"""Every public function and estimator against every kind of bad argument.

A message names the argument, says what came and what was wanted. Where scikit-learn, numpy
or the system checks an argument, their words stand in the table beside the values.
"""

import importlib
import inspect
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.base import clone
from sklearn.decomposition import PCA

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    KNNDistanceColorer,
    align,
    export,
    images,
    metrics,
    paint,
    plotting,
    tour,
    transform_in_chunks,
)
from tests.bad_values import (
    COLOR_TABLES,
    COLORS,
    COORDINATES,
    COUNTS,
    JOBS,
    LABEL_ARRAYS,
    LABELS,
    LAYOUT,
    LAYOUTS,
    N_ROWS,
    NUMBERS,
    OPTIONAL_COUNTS,
    PALETTE,
    PALETTES,
    RANGES,
    ROW_COLORS,
    ROWS,
    SEEDS,
    SRGB,
    TABLES,
    X,
    not_refused,
    with_mask,
)
from tests.configurations import AROUND_ANOTHER, ESTIMATORS

# Anything that is shown, or a switch that any value turns on or off.
FREE = {"name", "title", "xlabel", "key", "verbose", "exemplars", "ax", "kwargs", "args"}
FREE |= {"parameters", "legend", "feature_names"}
REMEDY = r"must|wanted|needs|give|pass\b|did you mean|which is (not|none)"

LABELER = ArgmaxColorer().fit(X)
CHANNELS = ChannelColorer().fit(X)
KNN = KNNDistanceColorer().fit(X, LAYOUT)
LEGEND = plotting.ColoringLegend.from_estimator(LABELER, X)
ADATA = {
    "adata": SimpleNamespace(n_obs=N_ROWS, obs={}, obsm={}, uns={}),
}

SEED = (SEEDS, "(?i)seed")
ROWS_OF_AN_ESTIMATOR = (
    {name: bad for name, bad in TABLES.items() if name != "too few rows"},
    "(?i)array|data|float|input|sequence|convert|X",
)
NO_COLORERS = {"None": None, "string": "pca", "class": ChannelColorer, "number": 3}
TEXTS = {
    "number": 3,
    "string": "abc",
    "too few": ["a"],
    "2-D": [["a"]] * N_ROWS,
    "of lists": [["a"], ["a", "b"]] * (N_ROWS // 2),
    "dict": dict.fromkeys(range(N_ROWS), "a"),
    "set": {*range(N_ROWS)},
    "masked": with_mask(LABELS),
    "bytes": [b"\xff"] * N_ROWS,
}
IMAGES = {
    "number": 3,
    "string": "abc",
    "too few": np.zeros((3, 4, 4)),
    "flat": np.zeros((N_ROWS, 16)),
    "from 0 to 255": np.full((N_ROWS, 2, 2), 255.0),
    "NaN": np.full((N_ROWS, 2, 2), np.nan),
    "strings": np.full((N_ROWS, 2, 2), "a"),
    "of unequal rows": [*np.zeros((N_ROWS - 1, 2, 2)), np.zeros((3, 3))],
    "masked": with_mask(np.zeros((N_ROWS, 2, 2))),
}
DENSE = np.full((3, 4, 5, 3), 0.5)
FEATURES = np.random.default_rng(1).normal(size=(3, 4, 5, 6))
# What no cells of a grid are, but one or several pictures.
PICTURES = {"2-D", "of several", "of one channel"}
CELLS = {
    "None": None,
    "number": 3,
    "string": "x",
    "2-D": DENSE[0, 0],
    "of several": DENSE,
    "from 0 to 255": DENSE[0] * 255.0,
    "negative": -DENSE[0],
    "strings": np.full((4, 5, 3), "a"),
    "complex": DENSE[0] + 1j,
    "objects": np.full((4, 5, 3), object()),
    "of unequal rows": [[[0.5] * 3] * 2, [[0.5] * 3] * 3],
    "masked": with_mask(DENSE[0]),
    "empty": DENSE[0, :0],
    "of one channel": DENSE[0, ..., :1],
}
DENSE_MASKS = np.ones((3, 4, 5), bool)
COLORINGS = {
    "None": None,
    "empty": {},
    "array": COLORS,
    "list": [COLORS],
    **{f"{name} in a dict": {"a": bad} for name, bad in ROW_COLORS.items()},
}
CHOICES = {"unknown": "red", "number": 3, "list": [], "array": COLORS}
NO_CHOICES = {**CHOICES, "None": None}
# Of measures whose colors are seen.
SEEN = {
    "jnd": NUMBERS,
    "mark_size": {n: bad for n, bad in NUMBERS.items() if n != "None"} | {"0": 0},
    "space": NO_CHOICES,
}
MEASURED = {
    "n_neighbors": COUNTS,
    **SEEN,
    "sample_size": OPTIONAL_COUNTS,
    "random_state": SEED,
}
ATTRIBUTES = {
    "number": 3,
    "string": "abc",
    "none": {},
    "too few": {"a": [1, 2]},
    "infinity": np.full(len(X), np.inf),
    "3-D": np.zeros((len(X), 2, 2)),
    "of lists": {"a": [[1]] * len(X)},
}
NO_METRICS = {"None": None, "string": "trust", "number": 3}
SCORED = {
    "estimator": (NO_COLORERS, "estimator"),
    "X": ROWS_OF_AN_ESTIMATOR,
    "y": ({n: bad for n, bad in LAYOUTS.items() if n not in ("None", "1-D")}, "layout"),
}

# What works, and what does not in its place: by function, then by argument.
MAP_COLUMNS = {
    "number": 3,
    "list": [1] * N_ROWS,
    "too few entries": {"a": [1] * (N_ROWS - 1)},
    "a table as an entry": {"a": np.ones((N_ROWS, 2))},
    "masked": {"a": with_mask(np.zeros(N_ROWS))},
}

TABLE = {
    "align": (
        align,
        {"colorer": clone(CHANNELS).fit(X), "X": X, "colors": COLORS, "layout": LAYOUT},
        {
            "colorer": NO_COLORERS | {"reducer": PCA().fit(X)},
            "X": ROWS_OF_AN_ESTIMATOR,
            "colors": ROW_COLORS,
            "layout": SCORED["y"],
        },
    ),
    "transform_in_chunks": (
        transform_in_chunks,
        {"estimator": KNN, "X": X, "layout": LAYOUT},
        {
            "estimator": NO_COLORERS,
            "X": ROWS_OF_AN_ESTIMATOR,
            "layout": SCORED["y"],
            "n_jobs": JOBS,
            "out": {"of other rows": COLORS[:-1].copy(), "of two columns": LAYOUT.copy()},
        },
    ),
    "export.to_hex": (
        export.to_hex,
        {"colors": COLORS},
        {"colors": COLOR_TABLES, "max_colors": OPTIONAL_COUNTS},
    ),
    "export.to_jscatter": (
        export.to_jscatter,
        {"colors": COLORS},
        {"colors": COLOR_TABLES, "max_colors": OPTIONAL_COUNTS},
    ),
    "export.to_anndata": (
        export.to_anndata,
        {**ADATA, "colors": COLORS},
        {
            "adata": {"None": None, "array": X},
            "colors": ROW_COLORS,
            "labels": {
                "too few": LABELS[:-1],
                "2-D": [LABELS],
                "of several colors": LABELS,
                **TEXTS,
            },
            "max_colors": OPTIONAL_COUNTS,
        },
    ),
    "images.color_frames": (
        lambda colorer, frames, n_kept=2, refit_every=1: list(
            images.color_frames(colorer, frames, n_kept=n_kept, refit_every=refit_every)
        ),
        {"colorer": images.GridColorer(ChannelColorer()), "frames": FEATURES},
        {
            "colorer": NO_COLORERS | {"of rows": CHANNELS},
            "frames": {
                "None": None,
                "number": 3,
                "string": "x",
                "1-D": FEATURES[0, 0, 0],
                "2-D": FEATURES[0, 0],
                "5-D": FEATURES[np.newaxis, np.newaxis],
                "of several images": [FEATURES, FEATURES],
                "strings": np.full(FEATURES.shape, "a"),
                "complex": FEATURES + 1j,
                "objects": np.full(FEATURES.shape, object()),
                "of unequal rows": [[[[0.5] * 3] * 2, [[0.5] * 3] * 3]],
                "of other features": [FEATURES[0], FEATURES[1, ..., :4]],
            },
            "n_kept": COUNTS | {"1": 1},
            "refit_every": COUNTS,
        },
    ),
    "images.flicker": (
        images.flicker,
        {"frames": DENSE},
        {
            "frames": {
                **{n: bad for n, bad in CELLS.items() if n not in ("of several", "2-D")},
                "of one": DENSE[:1],
                "generator": (frame for frame in DENSE),
            },
            "still": {
                "number": 3,
                "string": "x",
                "floats": DENSE_MASKS[0].astype(float),
                "other shape": np.ones((5, 4), bool),
                "none": np.zeros((4, 5), bool),
            },
            "space": NO_CHOICES,
        },
    ),
    "images.overlay": (
        images.overlay,
        {"colors": DENSE[0], "image": np.zeros((8, 10))},
        {
            "colors": CELLS,
            "image": {n: bad for n, bad in CELLS.items() if n != "2-D"} | {"1-D": [1, 2]},
            "alpha": NUMBERS | {"2": 2},
            "interpolation": NO_CHOICES,
            "mask": {
                "number": 3,
                "string": "x",
                "floats": DENSE_MASKS[0].astype(float),
                "other shape": np.ones((5, 4), bool),
                "of unequal rows": [[True], [True, False]],
            },
            "gray": {"string": "yes", "number": 3, "None": None},
        },
    ),
    "images.save_frames": (
        images.save_frames,
        {"path": "colors.gif", "frames": DENSE},
        {
            "path": (
                {"None": None, "number": 3.5, "unknown": "colors.xyz"},
                "PathLike|path",
            ),
            "frames": {
                **{n: bad for n, bad in CELLS.items() if n not in PICTURES},
                "of other sizes": [DENSE[0], DENSE[0, :2]],
            },
            "fps": NUMBERS | {"0": 0},
        },
    ),
    "images.upsample": (
        images.upsample,
        {"colors": DENSE[0], "shape": (8, 10)},
        {
            "colors": CELLS,
            "shape": {
                "None": None,
                "number": 3,
                "string": "ab",
                "one": (3,),
                "three": (3, 4, 5),
                "0": (0, 4),
                "float": (2.5, 4),
                "bool": (True, 4),
            },
            "interpolation": NO_CHOICES,
        },
    ),
    "metrics.color_coherence": (
        metrics.color_coherence,
        {"layout": LAYOUT, "colors": COLORS},
        {"layout": LAYOUTS, "colors": ROW_COLORS, **MEASURED},
    ),
    "metrics.color_trustworthiness": (
        metrics.color_trustworthiness,
        {"X": X, "colors": COLORS},
        {"X": ROWS, "colors": ROW_COLORS, **MEASURED},
    ),
    "metrics.effective_colors": (
        metrics.effective_colors,
        {"colors": COLORS},
        {"colors": COLOR_TABLES, "jnd": NUMBERS | {"0": 0}},
    ),
    "metrics.global_fidelity": (
        metrics.global_fidelity,
        {"X": X, "colors": COLORS, "n_pairs": 100},
        {
            "X": ROWS | {"one row": X[:1]},
            "colors": ROW_COLORS,
            **SEEN,
            "n_pairs": COUNTS | {"1": 1},
            "random_state": SEED,
        },
    ),
    "metrics.label_purity": (
        metrics.label_purity,
        {"layout": LAYOUT, "labels": LABELS},
        {
            "layout": LAYOUTS,
            "labels": {n: bad for n, bad in LABEL_ARRAYS.items() if n != "strings"},
            **{name: bad for name, bad in MEASURED.items() if name not in SEEN},
        },
    ),
    "metrics.local_fidelity": (
        metrics.local_fidelity,
        {"X": X, "colors": COLORS, "layout": LAYOUT, "n_neighbors": 5},
        {"X": ROWS, "colors": ROW_COLORS, "layout": LAYOUTS, **MEASURED},
    ),
    "metrics.make_color_scorer": (
        metrics.make_color_scorer,
        {"metric": metrics.effective_colors},
        {"metric": NO_METRICS | {"of no colors": np.mean}},
    ),
    "metrics.neighbor_contrast": (
        metrics.neighbor_contrast,
        {"layout": LAYOUT, "labels": LABELS, "palette": PALETTE},
        {
            "layout": LAYOUTS,
            "labels": LABEL_ARRAYS,
            "palette": PALETTES | {"too few for the labels": PALETTE[:2]},
            "space": NO_CHOICES,
        },
    ),
    "metrics.permutation_null": (
        lambda metric, **parameters: metrics.permutation_null(metric, COLORS, **parameters),
        {"metric": metrics.effective_colors, "n_permutations": 2},
        {
            "metric": NO_METRICS | {"of no colors": len},
            "n_permutations": COUNTS | {"1": 1},
            "random_state": SEED,
            "n_jobs": JOBS,
        },
    ),
    "metrics.rank_colorers": (
        metrics.rank_colorers,
        {
            "colorers": {"a": ChannelColorer()},
            "X": X,
            "layout": LAYOUT,
            "cv": [(np.arange(N_ROWS), np.arange(N_ROWS))],  # enough rows to have neighbors
            "metrics": ["reading_gain"],
        },
        {
            "colorers": (
                NO_COLORERS
                | {"empty": {}, "list": [CHANNELS], "of numbers": {"a": 3}}
                | {"that fail": {"a": KNNDistanceColorer(1)}},
                "colorers must be|colorer 'a' failed: .*(n_neighbors|does not seem to be)",
            ),
            "X": ROWS_OF_AN_ESTIMATOR,
            "layout": LAYOUTS,
            "cv": ({"1": 1, "string": "a", "float": 0.5}, "cv|cross-validation"),
            "metrics": {"unknown": ["a"], "string": "a", "empty": [], "number": {"a": 3}},
            "attributes": ATTRIBUTES,
            "n_jobs": JOBS,
            "error_score": {"string": "stop", "None": None},
            "as_frame": {"string": "pandas", "number": 3},
        },
    ),
    "tour": (
        tour,
        {"X": X, "layout": LAYOUT, "colorers": {"a": ChannelColorer()}, "n_neighbors": 5},
        {
            "X": ROWS_OF_AN_ESTIMATOR,
            "layout": LAYOUTS,
            "n_colorings": COUNTS,
            "colorers": {"empty": {}, "list": [CHANNELS], "number": 3},
            "attributes": ATTRIBUTES,
            **{name: bad for name, bad in MEASURED.items() if name != "space"},
        },
    ),
    "metrics.reading_gain": (
        metrics.reading_gain,
        {"X": X, "colors": COLORS, "layout": LAYOUT, "n_neighbors": 5},
        {
            "X": ROWS,
            "colors": ROW_COLORS,
            "layout": LAYOUTS,
            "attributes": ATTRIBUTES,
            **MEASURED,
        },
    ),
    "paint.arrange_palette": (
        paint.arrange_palette,
        {"palette": PALETTE, "labels": LABELS, "layout": LAYOUT},
        {
            "palette": PALETTES,
            "labels": {
                name: bad for name, bad in LABEL_ARRAYS.items() if "few" not in name
            },
            "layout": {name: bad for name, bad in LAYOUTS.items() if "column" not in name},
            "objective": NO_CHOICES,
            "space": NO_CHOICES,
        },
    ),
    "paint.delta_e": (
        paint.delta_e,
        {"a": COLORS, "b": COLORS},
        {
            "a": SRGB | {"other": COLORS[:5]},
            "b": SRGB | {"other": COLORS[:5]},
            "space": NO_CHOICES,
        },
    ),
    "paint.distinct_palette": (
        paint.distinct_palette,
        {"n": 3},
        {
            "n": {k: v for k, v in COUNTS.items() if k != "0"} | {"too many": 10**6},
            "lightness": RANGES,
            "chroma": RANGES,
            "background": {"unknown": "no color", "number": 3, "short": (0, 1)},
            "cvd": {"unknown": "red", "number": 3, "one unknown": ("protan", "red")},
            "seed_colors": {n: bad for n, bad in SRGB.items() if n != "None"},
            "space": NO_CHOICES | {"none": (), "one unknown": ("oklab", "lab")},
        },
    ),
    "paint.in_gamut": (
        paint.in_gamut,
        {"lab": COLORS},
        {"lab": COORDINATES, "tolerance": NUMBERS},
    ),
    "paint.simulate_cvd": (
        paint.simulate_cvd,
        {"colors": COLORS, "kind": "protan"},
        {"colors": SRGB, "kind": NO_CHOICES, "severity": NUMBERS | {"2": 2}},
    ),
    "paint.visual_angle": (
        paint.visual_angle,
        {"size": 5},
        {
            "size": NUMBERS | {"0": 0},
            "unit": NO_CHOICES,
            "dpi": NUMBERS | {"0": 0},
            "distance": NUMBERS | {"0": 0},
        },
    ),
    "paint.noticeable_difference": (
        paint.noticeable_difference,
        {"mark_size": 0.2},
        {"mark_size": NUMBERS | {"0": 0}, "share": NUMBERS | {"2": 2}},
    ),
    "paint.noise_scale": (
        paint.noise_scale,
        {},
        {
            "mark_size": {n: bad for n, bad in NUMBERS.items() if n != "None"} | {"0": 0},
            "jnd": {n: bad for n, bad in NUMBERS.items() if n != "None"},
            "space": NO_CHOICES,
        },
    ),
    **{
        f"paint.{name}": (getattr(paint, name), {of: COLORS}, {of: COORDINATES})
        for name, of in {
            "cam16ucs_to_srgb": "jab",
            "clip_to_gamut": "lab",
            "linear_to_srgb": "colors",
            "oklab_to_linear": "lab",
            "oklab_to_oklch": "lab",
            "oklab_to_srgb": "lab",
            "oklch_to_oklab": "lch",
            "srgb_to_cam16ucs": "colors",
            "srgb_to_linear": "colors",
            "srgb_to_oklab": "colors",
        }.items()
    },
    "plotting.ColoringDisplay": (
        plotting.ColoringDisplay.from_colors,
        {"layout": LAYOUT, "colors": COLORS},
        {
            "layout": LAYOUTS,
            "colors": ROW_COLORS,
            "exemplar_indices": {
                "too large": [N_ROWS],
                "negative": [-1],
                "far below": [-1000],
                "floats": [0.5],
                "bools": [True],
                "masked": with_mask(LABELS),
            },
            "images": IMAGES,
            "legend": {"string": "legend", "bool": True},
            "legend_ax": {"without a legend": Figure().subplots()},
            "random_state": SEED,
            "s": {name: bad for name, bad in NUMBERS.items() if name != "None"},
            "theme": CHOICES,
            "raster": {"string": "yes", "number": 3},
            "whole": {"string": "yes", "number": 3, "None": None},
        },
    ),
    "plotting.ColoringLegend": (
        plotting.ColoringLegend.from_estimator,
        {"colorer": LABELER, "X": X},
        {
            "colorer": NO_COLORERS,
            "X": (
                {n: bad for n, bad in ROWS_OF_AN_ESTIMATOR[0].items() if n != "None"},
                ROWS_OF_AN_ESTIMATOR[1],
            ),
            "layout": SCORED["y"],
            "label_names": {"number": 3, "string": "abc", "too few": ["a"]},
            "row_names": TEXTS,
            "images": IMAGES,
            "attributes": ATTRIBUTES,
        },
    ),
    "plotting.HistogramDisplay": (
        plotting.HistogramDisplay.from_estimator,
        {"colorer": KNN, "X": X, "layout": LAYOUT},
        {
            "colorer": NO_COLORERS | {"of channels": CHANNELS},
            "X": ROWS_OF_AN_ESTIMATOR,
            "layout": SCORED["y"],
            "bins": COUNTS,
        },
    ),
    "plotting.plot_dense": (
        plotting.plot_dense,
        {"colors": DENSE, "images": [*np.zeros((3, 8, 10))], "mask": [*DENSE_MASKS]},
        {
            "colors": {
                "None": None,
                "string": "red",
                "rows": COLORS,
                "empty": [],
                "of one channel": DENSE[..., :1],
                "from 0 to 255": 255 * DENSE,
                "masked": with_mask(DENSE),
                "without X": images.GridColorer(CHANNELS),
                "colorer": CHANNELS,
                "other number": DENSE[:2],
            },
            "images": {**IMAGES, "too few": np.zeros((2, 4, 4))},
            "mask": {
                "number": 3,
                "too few": DENSE_MASKS[:2],
                "floats": DENSE_MASKS.astype(float),
                "other shape": np.ones((3, 4, 4), bool),
            },
            "X": {"with colors": DENSE},
            "panels": {
                "empty": [],
                "string": "overlay",
                "unknown": ["image", "picture"],
                "number": 3,
            },
            "alpha": NUMBERS | {"2": 2},
            "gray": {"string": "yes", "number": 3, "None": None},
            "interpolation": CHOICES,
            "names": TEXTS,
            "n_cols": OPTIONAL_COUNTS,
            "panel_size": NUMBERS | {"0": 0},
            "theme": CHOICES,
            "axes": {"too few": Figure().subplots(), "numbers": [1, 2, 3, 4, 5, 6]},
        },
    ),
    "plotting.plot_gallery": (
        plotting.plot_gallery,
        {"colorings": {"a": COLORS}, "layout": LAYOUT},
        {
            "colorings": COLORINGS | {"without X": {"a": CHANNELS}},
            "layout": LAYOUTS,
            "scores": {"number": 3, "of another": {"b": 1}, "string": {"a": "x"}},
            "images": IMAGES,
            "n_cols": OPTIONAL_COUNTS,
            "panel_size": NUMBERS | {"0": 0},
            "theme": CHOICES,
            "random_state": SEED,
            "X": {},
        },
    ),
    "plotting.save_html": (
        plotting.save_html,
        {
            "path": "map.html",
            "layout": LAYOUT,
            "colorings": {"a": COLORS},
            "neighbors": 2,
            "X": X,
        },
        {
            "path": ({"None": None, "number": 3.5}, "PathLike"),
            "layout": {
                **LAYOUTS,
                "empty": {},
                **{f"{n} in a dict": {"a": LAYOUT, "b": x} for n, x in LAYOUTS.items()},
            },
            "colorings": COLORINGS,
            "hover": TEXTS,
            "labels": TEXTS,
            "images": IMAGES,
            "columns": MAP_COLUMNS,
            "legends": {
                "list": [LEGEND],
                "of another": {"b": LEGEND},
                "string": {"a": "x"},
            },
            "neighbors": {
                **{name: bad for name, bad in OPTIONAL_COUNTS.items() if name != "list"},
                "more than rows": N_ROWS,
                "floats": np.full((N_ROWS, 2), 0.5),
                "too few rows": np.zeros((N_ROWS - 1, 2), int),
                "unknown rows": np.full((N_ROWS, 2), N_ROWS),
                "negative rows": np.full((N_ROWS, 2), -1),
                "1-D": np.zeros(N_ROWS, int),
                "masked": with_mask(np.zeros((N_ROWS, 2), int)),
            },
            "X": ROWS,
        },
    ),
    "plotting.save_tiles": (
        plotting.save_tiles,
        {"path": "tiles", "layout": LAYOUT, "colorings": {"a": COLORS}},
        {
            "path": ({"None": None, "number": 3.5}, "PathLike"),
            "layout": LAYOUTS,
            "colorings": COLORINGS,
            "hover": TEXTS,
            "labels": TEXTS,
            "columns": MAP_COLUMNS,
            "legends": {
                "list": [LEGEND],
                "of another": {"b": LEGEND},
                "string": {"a": "x"},
            },
            "n_jobs": JOBS,
        },
    ),
    **{
        f"metrics.{name}": (
            getattr(metrics, name),
            {"estimator": LABELER, "X": X, "y": LAYOUT},
            SCORED,
        )
        for name in metrics.__all__
        if name.endswith("_scorer") and name != "make_color_scorer"
    },
}


PARTS = ["", "export", "images", "metrics", "paint", "plotting"]
# Tested where their files are made.
ELSEWHERE = {"GridColorer", "color_raster"}


@pytest.mark.parametrize("part", PARTS)
def test_every_export_and_each_of_its_arguments_is_in_the_table(part):
    module = importlib.import_module(f"skcolor.{part}".rstrip("."))
    for export_name in {*module.__all__} - {*ESTIMATORS, *AROUND_ANOTHER} - ELSEWHERE:
        function, _, bad = TABLE[f"{part}.{export_name}".lstrip(".")]
        names = set(inspect.signature(function).parameters)
        assert names - FREE <= set(bad), export_name


@pytest.mark.filterwarnings("ignore:n_neighbors=50")  # of measures, on few rows
@pytest.mark.parametrize("name", TABLE)
def test_what_is_right_is_taken(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    function, good, _ = TABLE[name]
    function(**good)


@pytest.mark.parametrize(
    ("name", "argument"), [(name, key) for name, (*_, bad) in TABLE.items() for key in bad]
)
def test_bad_arguments(name, argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    function, good, bad = TABLE[name]
    # A message of our own is one to mend the argument by.
    values, words = bad[argument], [rf"\b{argument}\b", REMEDY, r"(?s)\A.{1,499}\Z"]
    if isinstance(values, tuple):
        values, words = values[0], values[1:]
    calls = {k: partial(function, **{**good, argument: v}) for k, v in values.items()}
    assert not_refused(calls, *words) == {}
    assert list(tmp_path.iterdir()) == []
