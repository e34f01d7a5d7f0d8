import numpy as np
import pytest

from skcolor._summaries.label_means import label_means


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_means_are_those_of_the_rows_of_each_label(dtype):
    rng = np.random.default_rng(0)
    X, labels = rng.normal(1000, 1, size=(200, 3)).astype(dtype), rng.integers(-1, 6, 200)
    labels[labels == 4] = 2
    found = label_means(labels, X, 7)
    assert found.dtype == np.float64
    for label in (0, 1, 2, 3, 5):
        expected = X[labels == label].astype(np.float64).mean(axis=0)
        np.testing.assert_allclose(found[label], expected, rtol=1e-12)
    assert np.isnan(found[[4, 6]]).all()


def test_without_labels_there_are_no_means():
    assert label_means(np.full(3, -1), np.ones((3, 2)), 0).shape == (0, 2)
