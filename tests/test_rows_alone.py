"""A row gives the same bytes alone as among others, in any order, and wherever it lies."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone

from skcolor import ClusterColorer, CovariancePCA, recipes, transform_in_chunks
from tests.configurations import configured

# Labels of scikit-learn's clusterers, whose products go by batch, may change where two
# centers are equally near; embeddings take long to fit.
LEFT_OUT = {"tsne", "tsne_perceptual", "best"}
RECIPES = {k: make for k, make in recipes.RECIPES.items() if k not in LEFT_OUT}
ESTIMATORS = [e for e in configured() if not isinstance(e, ClusterColorer)]


def rows_of(dtype):
    rng = np.random.default_rng(0)
    return rng.exponential(size=(331, 23)).astype(dtype), rng.normal(size=(331, 2))


def orders(X):
    """The same rows in other memory, and back."""
    yield np.asfortranarray(X)
    yield np.repeat(X, 2, axis=1)[:, ::2]
    yield X[::-1][::-1]


@pytest.mark.parametrize(
    ("estimator", "dtype"),
    [
        *((name, np.float32) for name in RECIPES),
        *((each, dtype) for each in ESTIMATORS for dtype in (np.float32, np.float64)),
    ],
    ids=str,
)
def test_a_row_alone_has_the_bytes_that_it_has_among_others(estimator, dtype):
    X, layout = rows_of(dtype)
    estimator = RECIPES[estimator]() if isinstance(estimator, str) else clone(estimator)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = estimator.fit(X[:200], layout[:200])
    whole = fitted.transform(X)
    rng = np.random.default_rng(1)
    for n_rows in (1, 2, 3, 7, 255, 331):
        rows = rng.permutation(331)[:n_rows]
        assert fitted.transform(X[rows]).tobytes() == whole[rows].tobytes()
        for given in orders(X[rows]):
            assert fitted.transform(given).tobytes() == whole[rows].tobytes()
    assert np.asarray(transform_in_chunks(fitted, X)).tobytes() == whole.tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [1, 3, 40, 700])
def test_rows_in_a_file_and_back_have_bytes_of_their_own(n_columns, dtype, tmp_path):
    X = np.random.default_rng(0).normal(size=(900, n_columns)).astype(dtype)
    np.save(tmp_path / "rows.npy", X)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    fitted = CovariancePCA(min(n_columns, 24)).fit(X[:300])
    whole = fitted.transform(X)
    assert fitted.transform(mapped).tobytes() == whole.tobytes()
    assert fitted.transform(mapped[7:8]).tobytes() == whole[7:8].tobytes()
    back = fitted.inverse_transform(whole)
    assert fitted.inverse_transform(whole[7:8]).tobytes() == back[7:8].tobytes()
