"""The same rows give the same bytes on any number of threads, in turn or at once."""

import json
import os
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.configurations import LONG, configured
from tests.thread_bytes import digest, rows_of


def start(n_threads):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.thread_bytes"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "OPENBLAS_NUM_THREADS": n_threads, "MKL_NUM_THREADS": n_threads},
    )


@pytest.mark.slow
def test_all_that_is_learned_and_given_is_the_same_on_one_blas_thread_and_on_more():
    processes = [start(n_threads) for n_threads in ("1", "2")]
    one, two = (json.loads(process.communicate()[0]) for process in processes)
    assert len(one) > 50
    assert {name for name in one if one[name] != two[name]} == set()


def test_fits_at_once_in_threads_learn_and_give_what_they_do_in_turn():
    X, layout = rows_of((90, 11), "float32")
    # Those that learn long would be alone at the end.
    estimators = [e for e in configured() if type(e).__name__ not in LONG]
    barrier = Barrier(3)

    def color_all(start):
        barrier.wait()
        # Each thread begins with another, and all do the same work beside each other.
        order = [*range(start, len(estimators)), *range(start)]
        return {i: digest(estimators[i], X, layout) for i in order}

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        alone = {i: digest(e, X, layout) for i, e in enumerate(estimators)}
        with ThreadPoolExecutor(3) as pool:
            at_once = list(pool.map(color_all, (0, 9, 18)))
    for found in at_once:
        assert {str(estimators[i]) for i in alone if found[i] != alone[i]} == set()
