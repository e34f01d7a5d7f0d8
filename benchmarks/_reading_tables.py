"""The page of tables that `benchmarks.reading` writes."""

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
from skcolor.metrics._reading_gain import _LEAST_CEILING

_SHOWN = ("local_fidelity", "global_fidelity", "color_coherence")
_INTRO = """\
# Every coloring, measured

`python -m benchmarks.reading --cache FOLDER --data FOLDER` writes this page. Each recipe
is fitted to a random half of the rows of a set and read on the other half; there are
{n_splits} such splits.

**What is read.** Each set has attributes that no colorer sees: the length of a word, the
slant of a digit, the type of a cell. A reader guesses the attribute of a point from its
50 neighbors on the map, and trusts those more that look more alike. The figure is the
share of what could be read that is read (`skcolor.metrics.reading_gain`): 0 if color
helps no more than chance, 1 if it tells all that X tells about neighbors. A figure is the
mean over the attributes of a set; beside it stands the attribute that is read worst. The
share of an attribute is the gain over all splits by that of X; an attribute counts where
X tells at least {told:.0%} of what differs among neighbors. ± is the standard deviation
of the mean over the splits.

**How colors are seen.** Each color is seen with noise. *One JND* is one just noticeable
difference of large areas, in OKLab. *Small dots* are 5 pixels wide on a screen of 96 dpi,
60 cm away, and need differences several times as large (Stone, Szafir and Setlur, 2014);
these are judged in CAM16-UCS. The spaces differ so that no coloring wins by the faults of
one.

**What is held back.** The sets come in pairs of one kind. One of each pair is open:
parameters and defaults may be chosen on it. The other is held back: since the pairs were
drawn up, no recipe, default or measure was chosen on it, with two exceptions. The
neighborhood of `residual_pca` and the contrast of `GamutColorer` had been chosen on words
and on the digits of *digits10k* before. And `total_share` of `best` was set to 0.5 after
its map of the cells, and its ratios on the held-back sets without it (0.68 and 0.90), had
been seen. Trust the figures of the held-back sets.

**Limits.** A reader is a formula, not a person. The attributes are those that could be
computed or were known; yours may be others. Attributes of one set go together (ink and
thickness of a digit), so a mean over them is no mean over independent questions. Small
sets have wide spreads: compare differences with them. K-Means and argmax show groups,
which one may want for other reasons (`label_purity`, `neighbor_contrast`). Fit times are
means over the splits, each on one core.
"""
_SUMMARY = """\
## In short

*Ratio*: what a coloring reads, divided by what the best recipe of the notebook reads on
the same set; the geometric mean over sets. Shares below {least} count as {least}. *Worst
attribute*: the share of the attribute that is read worst, averaged over sets and both
noises. *Sets led*: on how many sets no other coloring reads more, with one JND + with
small dots. Where a coloring was left out on some sets, the number of the others stands
beside its name, and its figures, of those sets alone, compare with no other.
"""
_CORRELATIONS = """\
## Which measure orders colorings as reading does

Measures that need no attributes, each with the same noise as the reading. Within each
set, Spearman's rank correlation over colorings of the measure with the mean reading; the
mean over sets. *reading_gain of the rows* reads the columns of X. *Centered similarity*
is the correlation of the double-centered Gram matrices of X and of seen colors,
neighborhood by neighborhood. *Neighbor recovery* is how many of the 10 nearest in X among
50 neighbors on the map are among the 10 that look most alike: 0 for chance, 1 for all.
"""


def write_tables(records, shapes):
    """Markdown of all figures.

    Parameters
    ----------
    records : list of dict
        What `benchmarks.reading` measures: for each set, split and coloring.
    shapes : dict of str to tuple of two ints
        Rows and columns of each set.

    Returns
    -------
    str
    """
    figures = {name: summarize(records, name) for name in NAMES if name in shapes}
    n_splits = len({record["split"] for record in records})
    parts = [
        _INTRO.format(n_splits=n_splits, told=_LEAST_CEILING),
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
    """One row a coloring, over all sets; the best first, those left out somewhere last."""
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
    """The open sets and those held back, whichever there are."""
    sides = {"open": [], "held back": []}
    for name, of_set in figures.items():
        sides["held back" if name in HELD_BACK else "open"].append(of_set)
    return {side: sets for side, sets in sides.items() if sets}


def _count_led(sets, name):
    """On how many sets a coloring reads most, with each noise."""
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
    """One row a coloring of a set; that which reads most first."""
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
    """One row a measure: mean correlation over sets of three colorings or more."""
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
