"""Whether labels side by side on a map have colors that can be told apart."""

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
    """Smallest and mean ΔE of labels that touch."""

    smallest: float
    mean: float


def neighbor_contrast(
    layout: npt.ArrayLike,
    labels: npt.ArrayLike,
    palette: npt.ArrayLike,
    *,
    space: str = "oklab",
) -> NeighborContrast:
    """Measure how far apart the colors of labels are that touch in the layout.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    labels : array-like of shape (n_samples,), int
        Label of each row, an index into `palette`; a negative or missing one is no label.
    palette : array-like of shape (n_labels, 3)
        Color of each label, sRGB in [0, 1].
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where ΔE is measured.

    Returns
    -------
    smallest : float
        ΔE of the two touching labels that are hardest to tell apart. In OKLab, one just
        noticeable difference is 0.02 [1]_, and black and white are 1 apart; in CAM16-UCS,
        3.1 and 100. Small marks need several times as much [2]_. 0 where no labels touch.
    mean : float
        Mean ΔE over all pairs of touching labels. Both have these names as attributes.

    Raises
    ------
    ValueError
        If the arguments do not fit together.

    See Also
    --------
    skcolor.paint.arrange_palette : Gives touching labels colors far apart.

    Notes
    -----
    Two labels touch if, of all rows with another label among the nearest 10 of the rows
    of one of them, more than one in a hundred has the other. A label that is an island
    touches those across the water.

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
