import numpy as np
import pytest

from skcolor import ConditionalTSNE, KNNDistanceColorer, ResidualPCA
from skcolor._checks.layout import check_layout

ESTIMATORS = [ConditionalTSNE(max_iter=2), KNNDistanceColorer(), ResidualPCA(2)]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_layout_whose_squared_distances_overflow_is_an_error(estimator):
    X = np.random.default_rng(0).normal(size=(80, 3))
    layout = X[:, :2].copy()
    layout[7, 1] = -1e200
    with pytest.raises(ValueError, match=r"layout .* squared distances .* got 1e\+200"):
        estimator.fit(X, layout)
    layout[7, 1] = -1e140
    estimator.fit(X, layout)


def test_large_float32_coordinates_stay():
    layout = np.full((3, 2), 1e38, dtype=np.float32)
    assert check_layout(layout, 3) is layout
