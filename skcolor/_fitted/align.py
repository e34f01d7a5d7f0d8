"""Keep the same colors after a refit."""

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor._compat import _num_samples
from skcolor._compute.linear_algebra import single_threaded
from skcolor._fitted.pipelines import before_last_step, last_step
from skcolor.base import BaseColorer


def align(colorer, X, colors, *, layout=None):
    """Adjust a fitted colorer to match reference colors.

    A colorer that is refitted, to other rows or with another version of a library, may
    rotate, mirror or renumber its colors. This function undoes that: channels are rotated,
    labels get the colors of the labels with which they share most rows, and values run in
    the same direction over the same range. What the colorer has learned about rows does not
    change.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer, or a pipeline or search that ends in one. It is changed in place.
    X : array-like of shape (n_samples, n_features)
        Rows whose colors are known; more rows, and more varied ones, give a better match.
    colors : array-like of shape (n_samples, 3)
        Reference colors of the rows, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3) or None, default=None
        Layout of the rows, for colorers that use it.

    Returns
    -------
    estimator
        `colorer`.

    Raises
    ------
    NotFittedError
        If the colorer is not fitted.
    TypeError
        If it is not a colorer.
    ValueError
        If there is not one sRGB color for each row of X, or data frames have their rows in
        different orders.

    See Also
    --------
    skcolor.paint.delta_e : Perceived difference of colors.

    Notes
    -----
    Channels are matched by orthogonal Procrustes analysis, with a range for each channel or
    one scale for all. Bits use the columns, or their opposites, that agree most often with
    the bits of `colors`. Labels get the assignment of colors with the smallest sum of ΔE.
    Values get the limits of the colormap by least squares.

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
            "colorer must be a skcolor colorer, or a pipeline or fitted search that ends "
            f"in one; got {last!r:.60}."
        )
    check_is_fitted(colorer)
    check_row_order({"X": X, "colors": colors, "layout": layout})
    rows = before_last_step(colorer, X, layout)
    colors = check_row_colors(colors, _num_samples(rows))
    with single_threaded():
        last._align_rows(rows, layout, colors.astype(np.float64))
    return colorer
