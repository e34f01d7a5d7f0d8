"""The same colors after another fit."""

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor._compat import _num_samples
from skcolor._compute.linear_algebra import single_threaded
from skcolor._fitted.pipelines import before_last_step, last_step
from skcolor.base import BaseColorer


def align(colorer, X, colors, *, layout=None):
    """Change a fitted colorer so that it gives rows colors as near as can be to others.

    A colorer that is fitted again, to other rows or by another version of a library, may
    turn, mirror or renumber its colors. This undoes it: channels are turned, labels get
    the colors of those that they share most rows with, values run in the same direction
    over the same range. What the colorer has learned about rows stays.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer, or a pipeline or search with one at its end. It is changed in
        place.
    X : array-like of shape (n_samples, n_features)
        Rows whose colors are known: the more and the more varied, the better.
    colors : array-like of shape (n_samples, 3)
        Their colors, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3) or None, default=None
        Their layout, for colorers that look at it.

    Returns
    -------
    estimator
        `colorer`.

    Raises
    ------
    NotFittedError
        If the colorer is not fitted.
    TypeError
        If it is no colorer.
    ValueError
        If `colors` are not one sRGB color for each row of X, or data frames have their
        rows in different orders.

    See Also
    --------
    skcolor.paint.delta_e : How far two colors are apart.

    Notes
    -----
    Channels: orthogonal Procrustes analysis, and a range for each channel or a scale for
    all. Bits: the columns, or their opposites, that agree with the bits of `colors` most
    often. Labels: the assignment of colors with the smallest sum of ΔE. Values: the end
    points of the colormap, by least squares.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.pipeline import make_pipeline
    >>> from skcolor import ChannelColorer, OrderedICA, align
    >>> from skcolor.paint import delta_e
    >>> X = load_digits().data
    >>> first, second = (
    ...     make_pipeline(OrderedICA(3), ChannelColorer()).fit(X[part])
    ...     for part in (slice(0, 900), slice(900, None))
    ... )
    >>> colors = first.transform(X)
    >>> before = delta_e(second.transform(X), colors).mean()
    >>> after = delta_e(align(second, X, colors).transform(X), colors).mean()
    >>> bool(after < before / 3)
    True
    """
    last = last_step(colorer)
    if not isinstance(last, BaseColorer):
        raise TypeError(
            "colorer must be a colorer of skcolor, or a pipeline or fitted search with one "
            f"at its end; got {last!r:.60}."
        )
    check_is_fitted(colorer)
    check_row_order({"X": X, "colors": colors, "layout": layout})
    rows = before_last_step(colorer, X, layout)
    colors = check_row_colors(colors, _num_samples(rows))
    with single_threaded():
        last._align_rows(rows, layout, colors.astype(np.float64))
    return colorer
