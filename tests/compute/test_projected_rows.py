import numpy as np

from skcolor._compute.linear_algebra import project
from skcolor._compute.projected_rows import (
    ProjectedRows,
    ask_for_projected_rows,
    is_asked,
)


def test_slices_have_the_bytes_of_the_whole_table():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5000, 7)).astype(np.float32)
    weights, shift = rng.normal(size=(7, 3)).astype(np.float32), X.mean(axis=0)
    rows, whole = ProjectedRows(X, weights, shift), project(X, weights, shift)
    assert rows.shape == whole.shape
    assert rows.ndim == 2
    assert len(rows) == 5000
    assert rows.dtype == np.float32
    np.testing.assert_allclose(whole, (X - shift) @ weights, atol=1e-5)
    np.testing.assert_array_equal(np.asarray(rows), whole)
    np.testing.assert_array_equal(rows[13:2013], whole[13:2013])
    np.testing.assert_array_equal(rows[::7, :2], whole[::7, :2])
    assert np.asarray(rows, dtype=np.float64).dtype == np.float64


def test_only_the_reducer_in_question_is_asked():
    first, second = object(), object()
    assert not is_asked(first)
    with ask_for_projected_rows(first):
        assert is_asked(first)
        assert not is_asked(second)
        with ask_for_projected_rows(second):
            assert is_asked(second)
            assert not is_asked(first)
        assert is_asked(first)
    assert not is_asked(first)
