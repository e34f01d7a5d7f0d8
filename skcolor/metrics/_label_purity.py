"""Whether labels form regions on a map."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import number_labels
from skcolor.metrics._sample import require_layout, sample_rows, sampled_others


def label_purity(
    layout: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    n_neighbors: int = 10,
    sample_size: int | None = 5000,
    random_state: int | np.random.RandomState | None = 0,
) -> float:
    r"""Measure how often neighbors in the layout share a label.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    labels : array-like of shape (n_samples,)
        Label of each row: an integer or a name. Negative or missing (None, NaN, NA) means
        no label; such a row shares its label with no other.
    n_neighbors : int, default=10
        Number of nearest rows in the layout, not counting the row itself.
    sample_size : int or None, default=5000
        Number of rows to compare with their neighbors; None means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample.

    Returns
    -------
    purity : float
        At most 1, if all neighbors share a label. 0 for random labels, and if all rows have
        the same label.

    Raises
    ------
    ValueError
        If the arguments are inconsistent, or there is only one row.

    Warns
    -----
    UserWarning
        If there are at most `n_neighbors` rows; all other rows are then neighbors.

    See Also
    --------
    neighbor_contrast : Contrast between the colors of touching labels.

    Notes
    -----
    The share s of neighbors with the same label is the neighborhood hit [1]_. It grows with
    fewer labels, so it is corrected for chance. With c, the share of all pairs of rows that
    have the same label, the purity is

    .. math:: \frac{s - c}{1 - c}

    as in the assortativity of labels in a graph [2]_, here the graph of nearest neighbors.

    References
    ----------
    .. [1] F. V. Paulovich et al., "Least square projection: a fast high-precision
       multidimensional projection technique and its application to document mapping",
       IEEE TVCG 14, 2008.
    .. [2] M. E. J. Newman, "Mixing patterns in networks", Physical Review E 67, 2003.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import label_purity
    >>> rng = np.random.default_rng(0)
    >>> layout = rng.random((1000, 2))
    >>> label_purity(layout, (layout[:, 0] > 0.5).astype(int)) > 0.9
    True
    >>> abs(label_purity(layout, rng.integers(2, size=1000))) < 0.05
    True
    """
    check_row_order({"layout": layout, "labels": labels})
    layout = require_layout(layout)
    labels = number_labels(labels, "labels", len(layout), names_too=True)
    rows = sample_rows(len(layout), sample_size, check_random_state(random_state))
    others = sampled_others(
        layout, rows, n_neighbors, sample_size=sample_size, seed=random_state
    )
    has_label = labels[rows, np.newaxis] >= 0
    alike = (has_label & (labels[others] == labels[rows, np.newaxis])).mean()
    counts = np.unique(labels[labels >= 0], return_counts=True)[1]
    chance = counts @ (counts - 1) / (len(labels) * (len(labels) - 1))
    return float((alike - chance) / (1 - chance)) if chance < 1 else 0.0
