import numpy as np
import pytest

from skcolor.reducers._within_scatter import (
    Neighborhoods,
    deviations,
    sums_of_block,
    sums_within,
)


@pytest.mark.parametrize("with_spread", [False, True])
@pytest.mark.parametrize("robust", [False, True])
def test_sums_of_a_block_are_those_of_the_same_rows(with_spread, robust):
    rng = np.random.default_rng(0)
    X, layout = 10 + rng.exponential(size=(300, 4)), rng.normal(size=(300, 2))
    neighborhoods = Neighborhoods(layout, 6)
    rows, others = neighborhoods.find(np.arange(300))
    settings = {"with_spread": with_spread, "robust": robust}
    found = sums_of_block(X, deviations(X, rows, others), **settings)
    expected = sums_within(X, neighborhoods, **settings)
    assert found.n_rows == expected.n_rows == 300
    np.testing.assert_allclose(found.total, expected.total)
    np.testing.assert_allclose(found.scatter, expected.scatter)
    assert (found.spread is None) == (expected.spread is None) == (not with_spread)
    if with_spread:
        np.testing.assert_allclose(found.spread, expected.spread)
