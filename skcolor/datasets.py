"""Data sets for examples, available offline."""

from importlib.resources import as_file, files

import numpy as np
from sklearn.datasets import load_digits
from sklearn.utils import Bunch


def load_digits_layout() -> Bunch:
    """Load scikit-learn's handwritten digits with a t-SNE layout.

    Returns
    -------
    sklearn.utils.Bunch
        With ``data`` (1797, 64) float64, one image per row; ``layout`` (1797, 2) float32,
        from ``LandmarkTSNE(2, random_state=0).fit_transform(data)``; ``target`` (1797,)
        int, the digit, which no colorer needs; and ``images`` (1797, 8, 8), the rows as
        images with values from 0 to 16.

    Examples
    --------
    >>> from skcolor.datasets import load_digits_layout
    >>> digits = load_digits_layout()
    >>> digits.data.shape, digits.layout.shape
    ((1797, 64), (1797, 2))
    """
    digits = load_digits()
    with as_file(files("skcolor") / "_data" / "digits_layout.npy") as path:
        layout = np.load(path)
    return Bunch(
        data=digits.data, layout=layout, target=digits.target, images=digits.images
    )
