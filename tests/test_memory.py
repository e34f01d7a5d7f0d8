"""What fit and transform take beside the rows, which stay in a file."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    CovariancePCA,
    GamutColorer,
    KNNDistanceColorer,
    OrderedICA,
    ResidualPCA,
    ValueColorer,
)
from skcolor._compute import chunks

ESTIMATORS = [
    ArgmaxColorer(standardize=True),
    BinaryPackColorer(),
    ChannelColorer(),
    ClusterColorer(KMeans(8, n_init=1, random_state=0), max_samples=1024),
    CovariancePCA(3),
    GamutColorer(),
    KNNDistanceColorer(),
    OrderedICA(3),
    ResidualPCA(3, n_neighbors=40),
    ValueColorer(),
]


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "rows.npy"
    np.save(
        path, np.random.default_rng(0).exponential(size=(40_000, 128)).astype(np.float32)
    )
    return np.load(path, mmap_mode="r")


@pytest.mark.slow
@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda e: type(e).__name__)
def test_a_quarter_of_the_rows_is_enough(estimator, mapped, peak_memory, monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 2**17)
    layout = np.random.default_rng(1).normal(size=(len(mapped), 2)).astype(np.float32)
    estimator.fit(mapped[:3000], layout[:3000])  # imports take memory, too
    with peak_memory() as fitting:
        estimator.fit(mapped, layout)
    with peak_memory() as transform:
        estimator.transform(mapped)
    assert fitting.bytes < mapped.nbytes / 4
    assert transform.bytes < mapped.nbytes / 4
