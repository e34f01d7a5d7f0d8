import numpy as np
from sklearn.manifold import trustworthiness

from skcolor.datasets import load_digits_layout


def test_layout_belongs_to_the_digits():
    digits = load_digits_layout()
    assert digits.layout.dtype == np.float32
    assert (
        len(digits.data) == len(digits.layout) == len(digits.target) == len(digits.images)
    )
    assert trustworthiness(digits.data, digits.layout) > 0.98
