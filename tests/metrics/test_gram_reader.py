import numpy as np
import pytest

from skcolor.metrics._gram_reader import GramReader
from skcolor.metrics._reader import Reader


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [1, 3, 70])
def test_it_reads_what_the_other_reader_does(dtype, n_columns):
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(300, n_columns)) + 5).astype(dtype)
    layout = rng.normal(size=(300, 2))
    ours, theirs = (
        kind.of(
            X,
            layout,
            None,
            n_neighbors=12,
            sample_size=200,
            random_state=np.random.RandomState(0),
        )
        for kind in (GramReader, Reader)
    )
    colors = rng.random((300, 3)) + X[:, :1]
    np.testing.assert_allclose(ours.base, theirs.base, rtol=1e-5)
    np.testing.assert_allclose(ours.error_by(colors), theirs.error_by(colors), rtol=1e-5)
    np.testing.assert_allclose(ours.gains(X), theirs.gains(X), rtol=1e-4)


def test_equal_rows_give_no_gain():
    layout = np.random.default_rng(0).normal(size=(60, 2))
    reader = GramReader.of(
        np.ones((60, 4)),
        layout,
        None,
        n_neighbors=5,
        sample_size=None,
        random_state=np.random.RandomState(0),
    )
    assert reader.gains(layout) == 0
