"""The few of many colorings that together let most be read."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse
from sklearn.utils import check_random_state

from skcolor.metrics._gram_reader import GramReader
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._reading_gain import LEAST_CEILING


def choose_colorings(
    colorings: Mapping[str, npt.NDArray[np.floating]],
    X: Any,
    layout: npt.NDArray[np.floating],
    n_colorings: int,
    *,
    attributes: Any = None,
    n_neighbors: int = 50,
    jnd: float = 0.02,
    mark_size: float | None = None,
    random_state: int | np.random.RandomState | None = 0,
) -> dict[str, float]:
    """Choose colorings one after another, each the one that adds most to those before it.

    Parameters
    ----------
    colorings : mapping of str to ndarray of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1], by name.
    X : ndarray or csr_array of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        Their layout.
    n_colorings : int
        Number to choose, at most; there are fewer if no other adds anything.
    attributes, n_neighbors, jnd, mark_size, random_state
        As for `reading_gain`.

    Returns
    -------
    dict of str to float
        By name, in this order, the share of what X tells about neighbors that is read from
        the coloring and all before it. Empty if X tells next to nothing about them.
    """
    rng = check_random_state(random_state)
    kind = Reader if issparse(X) or attributes is not None else GramReader
    reader = kind.of(
        X, layout, attributes, n_neighbors=n_neighbors, sample_size=None, random_state=rng
    )
    ceilings = reader.ceilings(X, by_regression=attributes is not None)
    is_readable = ceilings > LEAST_CEILING
    if not is_readable.any():
        return {}
    seen = {
        name: add_perceptual_noise(colors, jnd, rng, mark_size=mark_size)
        for name, colors in colorings.items()
    }

    def read(names: list[str]) -> float:
        gains = reader.gains(np.hstack([seen[name] for name in names]))
        return float(np.mean(gains[is_readable] / ceilings[is_readable]))

    shares: dict[str, float] = {}
    while len(shares) < min(n_colorings, len(seen)):
        found = {name: read([*shares, name]) for name in seen if name not in shares}
        best = max(found, key=lambda name: found[name])
        if found[best] <= max(shares.values(), default=-np.inf):
            break
        shares[best] = found[best]
    return shares
