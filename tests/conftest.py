import os
import tracemalloc
from contextlib import contextmanager
from types import SimpleNamespace

# All are read when scipy, matplotlib and libraries in C are imported.
os.environ["SCIPY_ARRAY_API"] = "1"
os.environ["MPLBACKEND"] = "Agg"
# The few rows of a test are no work for threads of OpenMP, which would wait for each other.
# OpenBLAS would take the same number, but its threads are what tests are about.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# On a busy machine, threads of openTSNE that wait for each other would take all CPUs.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", str(os.cpu_count()))

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import settings

from skcolor.neighbors._inverted_file import InvertedFile

settings.register_profile("quick", max_examples=6, deadline=None)
settings.register_profile("deep", max_examples=100, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def peak_memory():
    """Context that measures the most that numpy and Python allocate in it, in bytes."""

    @contextmanager
    def measure():
        peak = SimpleNamespace(bytes=None)
        tracemalloc.start()
        try:
            yield peak
            peak.bytes = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    return measure


@pytest.fixture
def rows():
    """Sixty rows of five columns in three groups, and a layout that shows the groups."""
    rng = np.random.default_rng(0)
    centers = 8 * rng.normal(size=(3, 5))
    X = centers[np.arange(60) % 3] + rng.normal(size=(60, 5))
    return X, X @ rng.normal(size=(5, 2))


@pytest.fixture
def searched(monkeypatch):
    """List of the numbers of rows for which inverted files are searched."""
    numbers, search = [], InvertedFile.search

    def count(self, X, *args, **named):
        numbers.append(len(X))
        return search(self, X, *args, **named)

    monkeypatch.setattr(InvertedFile, "search", count)
    return numbers
