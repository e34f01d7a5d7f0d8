"""Contrast between the colors of labels that touch on a map."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import number_labels
from skcolor.metrics._sample import require_layout
from skcolor.paint import delta_e
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import LEAST_SHARE
from skcolor.paint._difference import get_space
from skcolor.paint._spaces import check_srgb


class NeighborContrast(NamedTuple):
    """Smallest and mean ΔE between touching labels."""

    smallest: float
    mean: float


def neighbor_contrast(
    layout: npt.ArrayLike,
    labels: npt.ArrayLike,
    palette: npt.ArrayLike,
    *,
    space: str = "oklab",
) -> NeighborContrast:
    """Measure the color difference between labels that touch in the layout.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    labels : array-like of shape (n_samples,), int
        Label of each row, an index into `palette`; negative or missing means no label.
    palette : array-like of shape (n_labels, 3)
        Color of each label, sRGB in [0, 1].
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which ΔE is measured.

    Returns
    -------
    smallest : float
        ΔE of the two touching labels that are hardest to distinguish. In OKLab, one just
        noticeable difference is 0.02 [1]_, and from black to white is 1; in CAM16-UCS, 3.1
        and 100. Small marks need several times as much [2]_. 0 if no labels touch.
    mean : float
        Mean ΔE over all pairs of touching labels. Both are attributes of the result.

    Raises
    ------
    ValueError
        If the arguments are inconsistent.

    See Also
    --------
    skcolor.paint.arrange_palette : Assigns dissimilar colors to touching labels.

    Notes
    -----
    Take the 10 nearest neighbors of the rows of one label, and of these the rows with a
    different label. The label touches another if more than 1 percent of them have that
    label; one direction is enough. An isolated label touches the labels across the gap.

    References
    ----------
    .. [1] W3C, "CSS Color Module Level 4", on color difference in OKLab.
    .. [2] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import neighbor_contrast
    >>> layout = np.random.default_rng(0).random((900, 2))
    >>> labels = (3 * layout[:, 0]).astype(int)  # three stripes: 0, 1 and 2
    >>> black, gray, white = np.zeros(3), np.full(3, 0.5), np.ones(3)
    >>> contrast = neighbor_contrast(layout, labels, [black, gray, white])
    >>> round(contrast.smallest, 2), round(contrast.mean, 2)
    (0.4, 0.5)
    >>> contrast = neighbor_contrast(layout, labels, [gray, black, white])
    >>> round(contrast.smallest, 2), round(contrast.mean, 2)
    (0.6, 0.8)
    """
    check_row_order({"layout": layout, "labels": labels})
    layout = require_layout(layout)
    labels = number_labels(labels, "labels", len(layout))
    palette = check_srgb(palette, name="palette")
    if palette.ndim != 2 or labels.max() >= len(palette):
        raise ValueError(
            f"palette must have a color for each label, up to {labels.max()}; got shape "
            f"{palette.shape}."
        )
    get_space(space)
    touch = label_adjacency(labels, layout, len(palette)) > LEAST_SHARE
    first, second = np.nonzero(np.triu(touch))
    if not len(first):
        return NeighborContrast(0.0, 0.0)
    apart = delta_e(palette[first], palette[second], space=space)
    return NeighborContrast(float(apart.min()), float(apart.mean()))
