"""Color handwritten digits, and fill a folder with what a newcomer can look at and use."""

import shlex
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from sklearn.pipeline import Pipeline
from sklearn.utils import Bunch

from skcolor._fitted.align import align
from skcolor._progress import ProgressBar
from skcolor.cli._fit import fit_all, make_recipes
from skcolor.cli._output_files import write_output
from skcolor.cli._table import print_note
from skcolor.cli._tour import TOUR, draw_tour
from skcolor.datasets import load_digits_layout
from skcolor.metrics import reading_gain
from skcolor.plotting import ColoringDisplay, ColoringLegend, plot_gallery, save_html
from skcolor.recipes import RECIPES
from skcolor.recipes._recipe_titles import recipe_title, titles_for_rows

_SAVED = "best"
_TRAINING_SHARE = 5 / 6


def fill_demo(out: Path) -> int:
    """Color digits by every recipe; write pictures and files; print what comes next."""
    digits = load_digits_layout()
    X, layout = digits.data.astype(np.float32), digits.layout
    pipelines = make_recipes(_side_by_side(list(RECIPES)))
    with ProgressBar(len(pipelines) + 3, "demo") as bar:
        colorings, notes = fit_all(pipelines, X, layout, bar)
        bar.advance(0, "scores")
        scores = {
            name: float(reading_gain(X, colors, layout))
            for name, colors in colorings.items()
        }
        bar.advance(1, "pictures")
        images = 1 - digits.images / 16
        tour = draw_tour(pipelines, X, layout, images=images, scores=scores)
        _save(tour, out / "tour.png", dpi=200)
        _save(
            _draw_gallery(pipelines, X.shape, colorings, layout, scores),
            out / "gallery.png",
            dpi=120,
        )
        bar.advance(1, "files")
        _save_page(out / "digits.html", digits, pipelines, colorings)
        _save_colors(out / "colors.npz", digits, colorings)
        _save_table(out / "digits.csv", digits)
        new_rows = _color_new_rows(
            X, layout, colorings[_SAVED], saved=out / f"{_SAVED}.joblib"
        )
        _save(new_rows, out / "new_rows.png", dpi=150)
        bar.advance(1)
    for note in notes:
        print_note(note)
    print(_describe(out, len(X), len(colorings)))
    return 0


def _side_by_side(names: list[str]) -> list[str]:
    """Sort names so that each perceptual variant follows its original."""
    originals = [name.removesuffix("_perceptual") for name in names]
    return sorted(names, key=lambda name: originals.index(name.removesuffix("_perceptual")))


def _draw_gallery(
    pipelines: dict[str, Pipeline],
    shape: tuple[int, ...],
    colorings: dict[str, npt.NDArray[Any]],
    layout: npt.NDArray[Any],
    scores: dict[str, float],
) -> Figure:
    titles = titles_for_rows(pipelines, shape)
    titles = {name: f"{name}\n{title}" for name, title in titles.items()}
    return plot_gallery(
        {titles[name]: colors for name, colors in colorings.items()},
        layout,
        scores={titles[name]: {"reading": score} for name, score in scores.items()},
        n_cols=_n_columns(len(titles)),
    )


def _n_columns(n_panels: int) -> int:
    """Panels per row of a figure whose last row has few gaps."""
    most = max(6, min(9, n_panels // 4))
    return max(range(6, most + 1), key=lambda n: ((n_panels - 1) % n + 1) / n)


def _color_new_rows(
    X: npt.NDArray[Any], layout: npt.NDArray[Any], colors: npt.NDArray[Any], *, saved: Path
) -> Figure:
    """Save a pipeline fitted to a part of the rows, load it, and color the others by it."""
    order = np.random.default_rng(0).permutation(len(X))
    old, new = np.split(order, [round(_TRAINING_SHARE * len(X))])
    pipeline = make_recipes([_SAVED], n_jobs=None)[_SAVED].fit(X[old], layout[old])
    align(pipeline, X[old], colors[old])
    write_output(saved, lambda file: joblib.dump(pipeline, file))
    loaded = joblib.load(saved)
    seen = pipeline.transform(X[old])
    if not np.array_equal(loaded.transform(X[old]), seen):
        raise RuntimeError("the reloaded pipeline gives different colors")
    figure = Figure(figsize=(7.4, 4.2), facecolor="white", layout="constrained")
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    ColoringDisplay(layout[old], seen).plot(left)
    left.set_title(f"{len(old):,} digits of the fit")
    ColoringDisplay(layout[old], np.full_like(seen, 0.9)).plot(right)
    right.scatter(*layout[new].T, c=loaded.transform(X[new]), s=12, linewidths=0)
    right.set_title(f"{len(new):,} new digits")
    return figure


def _save_page(
    path: Path,
    digits: Bunch,
    pipelines: dict[str, Pipeline],
    colorings: dict[str, npt.NDArray[Any]],
) -> None:
    labels = [f"digit {digit}" for digit in digits.target]
    images = digits.images / 16
    legends = {
        recipe_title(name): ColoringLegend.from_estimator(
            pipelines[name],
            digits.data,
            digits.layout,
            images=images,
            attributes={"digit": digits.target.astype(str)},
        )
        for name in TOUR
    }
    save_html(
        path,
        digits.layout,
        {recipe_title(name): colorings[name] for name in TOUR},
        hover=[f"row {row}" for row in range(len(labels))],
        labels=labels,
        images=images,
        legends=legends,
        title="Handwritten digits",
    )


def _save_colors(path: Path, digits: Bunch, colorings: dict[str, npt.NDArray[Any]]) -> None:
    arrays = {
        "index": np.arange(len(digits.target)),
        "label": digits.target,
        "layout": digits.layout,
        **colorings,
    }
    write_output(path, lambda file: np.savez(file, **arrays))


def _save_table(path: Path, digits: Bunch) -> None:
    # Plain numbers are read without pandas.
    table = np.column_stack((digits.target, digits.layout, digits.data))
    n_pixels = digits.data.shape[1]
    header = ",".join(["label", "x", "y", *(f"pixel_{i}" for i in range(n_pixels))])
    formats = ["%d", "%.3f", "%.3f", *["%d"] * n_pixels]
    write_output(
        path,
        lambda file: np.savetxt(
            file, table, fmt=formats, delimiter=",", header=header, comments=""
        ),
    )


def _save(figure: Figure, path: Path, dpi: float) -> None:
    write_output(path, lambda file: figure.savefig(file, format="png", dpi=dpi))


def _describe(out: Path, n_rows: int, n_recipes: int) -> str:
    """Say what each file is, and what to do next."""
    table = shlex.quote(str(out / "digits.csv"))
    return f"""\
{out / "tour.png"}: {len(TOUR)} colorings of {n_rows:,} digits, and what they mean
{out / "digits.html"}: the same to explore in a browser: hover, search, select
{out / "gallery.png"}: all {n_recipes} recipes by name
{out / "new_rows.png"}: new digits in the colors of a pipeline that was saved and loaded
{out / f"{_SAVED}.joblib"}: this pipeline
{out / "colors.npz"}: all colors, with the layout, row index and label of each digit
{out / "digits.csv"}: the digits as a table

Next, color a table, and then one of your own:
  python -m skcolor color {table} --out map.png
  python -m skcolor explore {table} --label label --out map.html
  python -m skcolor rank {table}"""
