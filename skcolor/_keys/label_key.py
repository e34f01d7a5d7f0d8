"""Key of label colorers: colors, names, exemplars and counts of labels."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import shorten
from skcolor.paint._palettes import MISSING_COLOR

_LONGEST = 80  # longest text, in characters


@dataclass(frozen=True)
class Line:
    """A label of a key.

    Parameters
    ----------
    color : array-like of shape (3,)
        Its color, sRGB in [0, 1].
    texts : tuple of str
        A text for each column.
    count : int
        Number of rows.
    image : ndarray or None
        Image of its exemplar.
    number : str
        Its number, which marks its exemplar on maps; "" if it has none.
    """

    color: Any
    texts: tuple[str, ...]
    count: int = 0
    image: Any = None
    number: str = ""


@dataclass(frozen=True)
class LabelKey:
    """A table of labels with column heads, the most frequent label first."""

    heads: tuple[str, ...]
    lines: list[Line]


def label_key(
    colorer: Any,
    labels: npt.NDArray[np.integer] | None = None,
    *,
    label_names: Sequence[str] | None = None,
    exemplar_names: Sequence[str] | None = None,
    images: Sequence[Any] | None = None,
) -> LabelKey:
    """Make the key of a fitted label colorer.

    Parameters
    ----------
    colorer : estimator
        Estimator with ``palette_``.
    labels : ndarray of shape (n_samples,), int, or None, default=None
        Labels of the rows that are counted; None takes those of the rows that it was
        fitted to, where it has kept them.
    label_names : sequence of str or None, default=None
        Names of the labels; None uses those of the colorer, or numbers.
    exemplar_names, images : sequence or None, default=None
        Name and image of the exemplar of each label.

    Returns
    -------
    LabelKey
        The key.
    """
    n_labels = len(colorer.palette_)
    if labels is None:
        labels = getattr(colorer, "labels_", None)
    numbers = [str(label) for label in range(n_labels)]
    if label_names is None:
        label_names = getattr(colorer, "label_names_", None)
    has_exemplars = hasattr(colorer, "exemplar_indices_")
    if label_names is None:
        label_names = numbers
    # One entry per label, then one for rows without a label.
    columns = {"label": [*(shorten(name, _LONGEST) for name in label_names), "none"]}
    if exemplar_names is not None:
        names = [*exemplar_names, ""]
        columns["exemplar"] = [shorten(name, _LONGEST) for name in names]
    counts = [0] * (n_labels + 1)
    if labels is not None:
        counted = np.where(labels < 0, n_labels, labels)
        counts = np.bincount(counted, minlength=n_labels + 1).tolist()
        columns["rows"] = [f"{count:,}" for count in counts]
    missing_color = getattr(colorer, "missing_color_", MISSING_COLOR)
    colors, texts = [*colorer.palette_, missing_color], zip(*columns.values(), strict=True)
    pictures = [*([None] * n_labels if images is None else images), None]
    shown = [*(numbers if has_exemplars else [""] * n_labels), ""]
    *lines, without = itertools.starmap(
        Line, zip(colors, texts, counts, pictures, shown, strict=True)
    )
    lines.sort(key=lambda line: -line.count)
    return LabelKey(tuple(columns), [*lines, without] if without.count else lines)
