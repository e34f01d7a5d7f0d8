import numpy as np
import pytest

from skcolor._compute.projected_rows import ProjectedRows
from skcolor._summaries.medians import add_where_above_medians
from skcolor._summaries.selection import sample_size

N = 30_000
# The first column adds 4 to the first sum, the second 1 to it, the third 2 to the other.
WEIGHTS = np.array([[4, 0], [1, 0], [0, 2]], dtype=np.uint8)


def rows(dtype, n_rows=N):
    X = np.random.default_rng(0).lognormal(size=(n_rows, 5)) - [0, 1e4, 5, 0, 0]
    return X.astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_rows", [N, N + 1])
def test_they_are_numpys_and_sums_are_those_of_columns_above(dtype, n_rows):
    X = rows(dtype, n_rows)
    medians, largest, sums = add_where_above_medians(X, WEIGHTS)
    expected = np.median(X[:, :3].astype(np.float64), axis=0)
    np.testing.assert_allclose(medians, expected, rtol=1e-15)
    np.testing.assert_array_equal(sums, (X[:, :3] > medians) @ WEIGHTS)
    assert sums.dtype == np.uint8
    assert (largest <= X[:, :3].max(axis=0)).all()
    assert (largest > medians).all()


def test_projected_rows_are_never_all_there():
    X, turn = rows(np.float64), np.random.default_rng(1).normal(size=(5, 3))
    projected = ProjectedRows(X, turn, X.mean(axis=0))
    medians, _, sums = add_where_above_medians(projected, WEIGHTS)
    whole = np.asarray(projected)
    np.testing.assert_allclose(medians, np.median(whole, axis=0), rtol=1e-15)
    np.testing.assert_array_equal(sums, (whole > medians) @ WEIGHTS)


@pytest.mark.parametrize("case", ["many equal", "sample misleads"])
def test_where_there_is_no_way_the_caller_takes_another(case):
    X = rows(np.float64)
    if case == "many equal":
        X[: N // 2 + 9, 1] = 7
    else:
        X[:: N // sample_size(N)] = 1e9
    assert add_where_above_medians(X, WEIGHTS) is None
