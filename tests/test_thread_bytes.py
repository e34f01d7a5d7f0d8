"""The same rows give the same bytes, however many threads BLAS has."""

import json
import os
import subprocess
import sys
from pathlib import Path

LIBRARIES = ["MKL", "OMP", "OPENBLAS"]


def start(n_threads):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.thread_bytes"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {f"{name}_NUM_THREADS": n_threads for name in LIBRARIES},
    )


def test_all_that_is_learned_and_given_is_the_same_on_one_blas_thread_and_on_more():
    processes = [start(n_threads) for n_threads in ("1", "2")]
    one, two = (json.loads(process.communicate()[0]) for process in processes)
    assert len(one) > 50
    assert {name for name in one if one[name] != two[name]} == set()
