"""The optimization of t-SNE, in stages."""

from functools import partial
from typing import NamedTuple

import numpy as np

from skcolor.reducers._iteration_progress import REPORT_EVERY

# From this number of rows, a grid is faster than Barnes-Hut. Cells of width 2, where
# openTSNE has 1, take a fraction of the time and cost 2 to 3 percent of the preserved
# neighbors.
_FEWEST_FOR_GRID = 2000
_GRID = {"ints_in_interval": 2, "min_num_intervals": 20}


class Stage(NamedTuple):
    """Iterations with the same settings, from a map of some size if given."""

    n_iter: int
    exaggeration: float = 1
    momentum: float = 0.8
    learning_rate: float | str = "auto"
    size: float | None = None


def grow(n_iter, n_rows, size):
    """Stages that spread rows, placed in a coarse map, over a map of another size.

    A map of all rows is larger than one of landmarks. Growth takes most iterations if left
    to the forces. But in a small map, rows get faster to where they belong, so they go
    there first. A learning rate of 3 per row, where 1 is usual, keeps more neighbors, and
    8 fewer. docs/benchmarks.md has the figures.
    """
    before = n_iter // 3
    rate = 3 * n_rows
    return [
        Stage(before, learning_rate=rate),
        Stage(n_iter - before, learning_rate=rate, size=size),
    ]


def spread(places):
    """The size of a map: the mean standard deviation of its coordinates."""
    return np.asarray(places).std(axis=0).mean()


def optimize(start, affinities, stages, progress, n_jobs, random_state):
    """Move rows from their start, and return their places.

    Parameters
    ----------
    start : ndarray of shape (n_rows, n_components)
        Where rows are at first.
    affinities : openTSNE.affinity.Affinities
        How strongly rows attract each other.
    stages : list of Stage
        What to run.
    progress : IterationProgress
        Hears of the iterations, and may stop them.
    n_jobs : int
        Number of threads.
    random_state : RandomState instance
        Source of random numbers.

    Returns
    -------
    openTSNE.TSNEEmbedding of shape (n_rows, n_components)
    """
    from openTSNE import TSNEEmbedding

    on_grid = start.shape[1] < 3 and len(start) >= _FEWEST_FOR_GRID
    begin = partial(
        TSNEEmbedding,
        affinities=affinities,
        negative_gradient_method="fft" if on_grid else "bh",
        n_jobs=n_jobs,
        random_state=random_state,
    )
    embedding = begin(start)
    for stage in stages:
        if not stage.n_iter or progress.stopped:
            continue
        if stage.size is not None:
            embedding = begin(np.asarray(embedding) * (stage.size / spread(embedding)))
        embedding = embedding.optimize(
            stage.n_iter,
            exaggeration=stage.exaggeration,
            momentum=stage.momentum,
            learning_rate=stage.learning_rate,
            callbacks=progress,
            callbacks_every_iters=REPORT_EVERY,
            **(_GRID if on_grid else {}),
        )
        progress.finish(stage.n_iter)
    return embedding
