"""Write the page of tables for `benchmarks.reading`."""

import numpy as np

from benchmarks._reading_data import HELD_BACK, NAMES
from benchmarks._reading_figures import (
    LEAST_SHARE,
    correlations,
    geometric_mean,
    mean,
    over_sets,
    ratios,
    summarize,
)
from benchmarks._reading_measures import INTRINSIC, NOISES
from skcolor.metrics._reading_gain import LEAST_CEILING

_SHOWN = ("local_fidelity", "global_fidelity", "color_coherence")
_INTRO = """\
# Every coloring, measured

`python -m benchmarks.reading --cache FOLDER --data FOLDER` writes this page. Each recipe
is fitted to a random half of the rows of a data set and evaluated on the other half.
There are {n_splits} such splits.

**What is measured.** Each data set has attributes that no colorer sees: the length of a
word, the slant of a digit, the type of a cell. A simulated reader guesses the attribute
of a point from its 50 neighbors on the map, and gives more weight to those that look more
alike. A figure is the share of the readable information that the colors convey
(`skcolor.metrics.reading_gain`): 0 if color helps no more than chance, 1 if it conveys
all that X reveals about neighbors. Figures are means over the attributes of a set; the
worst attribute is shown beside them. The share of an attribute is its gain over all
splits divided by that of X. An attribute counts if X explains at least {least:.0%} of its
differences among neighbors. ± is the standard deviation of this mean over the splits.

**Noise.** Every color is seen with noise. *One JND* is one just noticeable difference for
large areas, in OKLab. *Small dots* are 5 pixels wide on a 96 dpi screen at 60 cm, and
need differences several times as large (Stone, Szafir and Setlur, 2014); they are
evaluated in CAM16-UCS. Using two color spaces keeps a coloring from winning through the
flaws of one.

**Held-back sets.** Sixteen of the data sets are open: parameters and defaults may be tuned
on them. Eight are held back: no recipe, default or metric was chosen on them, and their
names were fixed before the present `best` was tried. Eight of the open sets (tokens,
text, digits10k, wine, cells, hubs, gradients, few rows) were held back until a first
version of `best` had been measured on them, and lost. Trust the figures for the held-back
sets.

**Limitations.** The reader is a formula, not a person. The attributes are those that were
known or could be computed; yours may differ. Attributes of one set are related (ink and
thickness of a digit), so a mean over them is not a mean over independent questions. Small
sets have large spreads: keep those in mind when you compare. K-Means and argmax show
groups, which you may want for other reasons (`label_purity`, `neighbor_contrast`). Fit
times are means over the splits, each on one core, measured on different days under
different load: only their order of magnitude counts.
"""
_SUMMARY = """\
## Summary

*Ratio*: the share that a coloring conveys, divided by that of the notebook's best recipe
on the same set; geometric mean over sets. Shares below {least} count as {least}. *Worst
attribute*: the lowest share of any attribute, averaged over sets and both noise levels.
*Sets led*: the number of sets on which no other coloring conveys more, for one JND + for
small dots. If a coloring was left out on some sets, its name is followed by the number of
sets that it covers; its figures are for those sets only and are not comparable with
others.
"""
_CORRELATIONS = """\
## Which metrics agree with the reading gain?

These metrics need no attributes. They use the same noise as the simulated reader. Figures
are Spearman rank correlations, over the colorings of a set, between the metric and the
mean share above, averaged over sets. *reading_gain of the rows* uses the columns of X as
attributes. *Centered similarity* is the correlation between the double-centered Gram
matrices of X and of seen colors, computed per neighborhood. *Neighbor recovery* is the
share of the 10 nearest rows in X, among 50 neighbors on the map, that are among the 10
that look most alike: 0 for chance, 1 for all.
"""


def write_tables(records, shapes):
    """Format all figures as Markdown.

    Parameters
    ----------
    records : list of dict
        Results of `benchmarks.reading` for each set, split and coloring.
    shapes : dict of str to tuple of two ints
        Rows and columns of each set.

    Returns
    -------
    str
    """
    figures = {name: summarize(records, name) for name in NAMES if name in shapes}
    n_splits = len({record["split"] for record in records})
    parts = [
        _INTRO.format(n_splits=n_splits, least=LEAST_CEILING),
        _SUMMARY.format(least=LEAST_SHARE),
        summary_table(figures),
        _CORRELATIONS,
        correlation_table(figures),
    ]
    for name, of_set in figures.items():
        rows, columns = shapes[name]
        held_back = " (held back)" if name in HELD_BACK else ""
        parts += [
            f"## {name}{held_back}: {rows:,} rows, {columns:,} columns\n",
            set_table(of_set),
        ]
        left_out = {
            record["coloring"]: record["left_out"]
            for record in records
            if record["set"] == name and "left_out" in record
        }
        parts += [f"Left out: {_list_reasons(left_out)}.\n"] if left_out else []
    return "\n".join(parts)


def _list_reasons(left_out):
    return "; ".join(
        f"{', '.join(f'`{name}`' for name, why in left_out.items() if why == reason)} "
        f"({reason})"
        for reason in dict.fromkeys(left_out.values())
    )


def summary_table(figures):
    """One row per coloring, over all sets: best first, incomplete ones last."""
    sides = _sides(figures)
    names = dict.fromkeys(name for of_set in figures.values() for name in of_set)
    ratio = {
        f"ratio, {noise}, {side}": over_sets(
            names, [ratios(of_set, noise) for of_set in sets], geometric_mean
        )
        for noise in NOISES
        for side, sets in sides.items()
    }
    worst = {
        f"worst attribute, {side}": over_sets(
            names,
            [
                {n: f[noise]["worst"] for n, f in s.items()}
                for s in sets
                for noise in NOISES
            ],
            mean,
        )
        for side, sets in sides.items()
    }
    columns = ratio | worst
    n_sets = {name: sum(name in of_set for of_set in figures.values()) for name in names}
    complete = {name for name in names if n_sets[name] == len(figures)}
    best = {
        key: max((values[name] for name in complete), default=np.nan)
        for key, values in columns.items()
    }
    score = over_sets(names, list(ratio.values()), geometric_mean)
    lines = []
    for name in sorted(names, key=lambda n: (n in complete, score[n]), reverse=True):
        cells = [
            _cell(_number(values[name]), name in complete and values[name] == best[key])
            for key, values in columns.items()
        ]
        cells += [_count_led(sets, name) for sets in sides.values()]
        left_out = "" if name in complete else f" (on {n_sets[name]} of {len(figures)})"
        lines.append([name + left_out, *cells])
    return _table(["", *columns, *(f"sets led, {side}" for side in sides)], lines)


def _sides(figures):
    """The open and the held-back sets; a side without sets is left out."""
    sides = {"open": [], "held back": []}
    for name, of_set in figures.items():
        sides["held back" if name in HELD_BACK else "open"].append(of_set)
    return {side: sets for side, sets in sides.items() if sets}


def _count_led(sets, name):
    """Number of sets on which a coloring conveys the most, for each noise level."""
    counts = [
        sum(
            name in of_set
            and of_set[name][noise]["mean"]
            == max(f[noise]["mean"] for f in of_set.values())
            for of_set in sets
        )
        for noise in NOISES
    ]
    return " + ".join(map(str, counts)) if any(counts) else ""


def set_table(of_set):
    """One row per coloring of a set, best first."""
    order = sorted(
        of_set, key=lambda name: -sum(of_set[name][noise]["mean"] for noise in NOISES)
    )
    best = {
        (noise, key): max(f[noise][key] for f in of_set.values())
        for noise in NOISES
        for key in ("mean", "worst")
    }
    lines = []
    for name in order:
        cells = []
        for noise in NOISES:
            f = of_set[name][noise]
            read = _cell(f"{f['mean']:.3f}", f["mean"] == best[noise, "mean"])
            worst = _cell(f"{f['worst']:.2f}", f["worst"] == best[noise, "worst"])
            cells += [f"{read} ± {f['spread']:.3f}", f"{worst} {f['worst_attribute']}"]
        cells += [f"{of_set[name]['one JND'][measure]:.2f}" for measure in _SHOWN]
        lines.append([name, *cells, f"{of_set[name]['fit_seconds']:.2f} s"])
    heads = [head for noise in NOISES for head in (noise, "worst attribute")]
    return _table(["", *heads, *_SHOWN, "fit"], lines)


def correlation_table(figures):
    """One row per metric: mean correlation over sets with at least three colorings."""
    columns = {
        (noise, side): over_sets(
            INTRINSIC, [correlations(s, noise) for s in sets if len(s) > 2], mean
        )
        for noise in NOISES
        for side, sets in _sides(figures).items()
    }
    lines = []
    for measure in INTRINSIC:
        cells = [
            _cell(f"{values[measure]:.2f}", values[measure] == max(values.values()))
            for values in columns.values()
        ]
        lines.append([measure, *cells])
    return _table(["", *(f"{noise}, {side}" for noise, side in columns)], lines)


def _number(value):
    return f"{value:.2f}" if np.isfinite(value) else ""


def _cell(text, is_best):
    return f"**{text}**" if is_best else text


def _table(heads, lines):
    rows = [heads, ["---"] * len(heads), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
