"""What a channel colorer does along each direction of its rows."""

import warnings
from itertools import combinations, product

import numpy as np

from skcolor._apply import before_last_step, color_rows, last_step, steps_of
from skcolor._quantiles import move_apart
from skcolor._texts import check_texts
from skcolor.paint import clip_to_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.plotting._channel_key import ChannelKey, Direction, End

# What colorers have that go by their columns in order: scales of these, or a way back.
_OF_COLUMNS = ("inverse_transform", "thresholds_", "vmin_")
_RANGE = (2, 50, 98)  # percentiles of the rows: low end, middle, high end
_SAMPLE = 20_000
_N_COLORS = 48
_N_SHOWN = 3  # of features, and of rows, at an end
_LEAST = 0.1  # share of the largest loading that is worth showing


def make_channel_key(colorer, X, layout, *, feature_names, row_names, images):
    """The key of a fitted channel colorer, or of a pipeline that ends in one.

    Parameters
    ----------
    colorer : estimator
        Where the last step goes by its first three columns, they are the directions;
        else lightness, green to red and blue to yellow are.
    X : array-like or None
        The rows; without them, directions end where the scales of the colorer do.
    layout : array-like or None
        Their layout, for colorers that look at it.
    feature_names : list of str or None
        Names of what the last transformer takes, where it is linear; None takes those
        seen in fit.
    row_names : list of str or None
        A text for each row, of which those nearest the ends are shown.
    images : ndarray of shape (n_samples, height, width, 3) or None
        A picture for each row, of which those nearest the ends are shown.

    Returns
    -------
    ChannelKey
        The key.
    """
    if any(hasattr(last_step(colorer), name) for name in _OF_COLUMNS):
        space = _ColumnSpace(colorer, X, layout)
        features = _find_features(colorer, feature_names)
    else:
        space, features = _ColorSpace(colorer, X, layout), {}

    def make_end(j, side):
        near = _find_nearest(space.rows, space.limits, j, side)
        return End(
            value=float(space.limits[side, j]),
            features=features.get((j, side), ()),
            names=() if row_names is None else tuple(row_names[row] for row in near),
            images=() if images is None else tuple(images[row] for row in near),
        )

    used = range(min(3, space.limits.shape[1]))
    directions = [
        Direction(space.names[j], _colors_along(space, j), make_end(j, 0), make_end(j, 2))
        for j in used
    ]
    slices = {pair: _colors_along(space, *pair) for pair in combinations(used, 2)}
    return ChannelKey(slices, directions)


class _ColumnSpace:
    """The columns that reach a colorer, and the colors that it gives them."""

    names = "123"

    def __init__(self, colorer, X, layout):
        self.last = last_step(colorer)
        self.rows = X if X is None else np.asarray(before_last_step(colorer, X, layout))
        self.limits = _scale_limits(self.last) if X is None else _percentiles(self.rows)

    def paint(self, rows):
        with warnings.catch_warnings():  # of columns that had names in fit
            warnings.filterwarnings("ignore", "X does not have valid feature names")
            return np.asarray(self.last.transform(rows))


class _ColorSpace:
    """OKLab, for colorers that are not known to go by their first columns."""

    names = "Lab"

    def __init__(self, colorer, X, layout):
        if X is None:
            name = type(last_step(colorer)).__name__
            raise TypeError(f"the legend of {name} needs the rows X.")
        self.rows = srgb_to_oklab(color_rows(colorer, X, layout))
        self.limits = _percentiles(self.rows)

    def paint(self, rows):
        return np.clip(oklab_to_srgb(clip_to_gamut(rows)), 0, 1)


def _percentiles(rows):
    """Low end, middle and high end of each column; if they are equal, the next values."""
    sample = rows[:: -(-len(rows) // _SAMPLE)].astype(np.float64)
    limits = np.percentile(sample, _RANGE, axis=0)
    limits[::2, :3] = move_apart(rows[:, :3], limits[0, :3], limits[2, :3])
    return limits


def _scale_limits(last):
    """The same, where there are no rows, from the scales of a colorer."""
    if hasattr(last, "inverse_transform"):
        corners = last.inverse_transform(np.array([*product([0.25, 0.75], repeat=3)]))
        known = corners.min(axis=0), corners.mean(axis=0), corners.max(axis=0)
    elif hasattr(last, "thresholds_"):
        known = last.thresholds_ - 1, last.thresholds_, last.thresholds_ + 1
    else:
        known = last.vmin_, (last.vmin_ + last.vmax_) / 2, last.vmax_
    limits = np.zeros((3, last.n_features_in_))
    n_known = min(len(known[0]), last.n_features_in_)
    limits[:, :n_known] = np.stack(known)[:, :n_known]
    return limits


def _colors_along(space, *directions):
    """Colors from the low to the high end of one direction, or of two."""
    limits = space.limits
    grid = np.meshgrid(*[np.linspace(0, 1, _N_COLORS)] * len(directions), copy=False)
    rows = np.tile(limits[1], (grid[0].size, 1))
    for j, position in zip(directions, grid, strict=True):
        rows[:, j] = limits[0, j] + position.ravel() * (limits[2, j] - limits[0, j])
    return space.paint(rows).reshape(*grid[0].shape, 3)


def _find_nearest(rows, limits, j, side):
    """The rows nearest an end of a direction, in the first three columns, scaled."""
    if rows is None:
        return ()
    low, middle, high = limits[:, :3]
    end = np.where(np.arange(len(middle)) == j, limits[side, j], middle)
    spread = np.where(high > low, high - low, 1.0)
    distance = np.linalg.norm((rows[:, :3] - end) / spread, axis=1)
    return np.argsort(distance, kind="stable")[:_N_SHOWN]


def _find_features(colorer, names):
    """Names of the largest features at each end (direction, 0 or 2), if they are known."""
    loadings = _find_loadings(colorer)
    if loadings is None:
        return {}
    if names is None:
        names = getattr(steps_of(colorer)[0], "feature_names_in_", ())
        if len(names) != loadings.shape[1]:
            return {}
    of = "what the last transformer takes"
    names = check_texts(names, "feature_names", loadings.shape[1], of=of)
    features = {}
    for j, row in enumerate(loadings[:3]):
        largest = np.argsort(-np.abs(row), kind="stable")
        least = _LEAST * np.abs(row[largest[0]])
        for side, sign in ((0, -1), (2, 1)):
            shown = [i for i in largest if sign * row[i] > least][:_N_SHOWN]
            features[j, side] = tuple(names[i] for i in shown)
    return features


def _find_loadings(colorer):
    """How much of each feature a direction has, (n_directions, n_features), if linear."""
    *before, last = steps_of(colorer)
    if not before:
        return np.eye(last.n_features_in_)
    mixing = getattr(before[-1], "mixing_", None)
    return getattr(before[-1], "components_", None) if mixing is None else mixing.T
