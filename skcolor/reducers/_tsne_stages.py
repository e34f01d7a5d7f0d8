"""The optimization of t-SNE, in stages."""

from functools import partial
from typing import NamedTuple

import numpy as np

from skcolor.reducers._iteration_progress import REPORT_EVERY
from skcolor.reducers._tsne_gradient import grid_gradient
from skcolor.reducers._tsne_repulsion import RepulsionGrid

# From this number of rows, a grid is faster than Barnes-Hut. Cells of width 2, where
# openTSNE has 1, take a fraction of the time and cost 2 to 3 percent of the preserved
# neighbors.
_FEWEST_FOR_GRID = 2000
_GRID = {"ints_in_interval": 2, "min_num_intervals": 20}

# The same in three dimensions, where openTSNE has no grid, and ours has coarse cells until
# the last iterations. The fine ones take up to ten times as long, and a few suffice: see
# docs/benchmarks.md. Up to some number of rows, Barnes-Hut takes less than twice as long as
# fine cells, and tells rows of tight groups apart, which cells do not.
_FEWEST_FOR_GRID_3D = 5000
_FEWEST_FOR_FINE_GRID = 20_000
_COARSE_CELL, _FINE_CELL = 1.5, 0.7
_FINE_ITERATIONS = 50


class Stage(NamedTuple):
    """Iterations with the same settings, from a map of some size if given.

    In three dimensions, `cell` is the distance between the nodes of the grid; 0 stands for
    Barnes-Hut.
    """

    n_iter: int
    exaggeration: float = 1
    momentum: float = 0.8
    learning_rate: float | str = "auto"
    size: float | None = None
    cell: float | None = None


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

    method, options, stages = _repulsion(start.shape, stages)
    begin = partial(
        TSNEEmbedding,
        affinities=affinities,
        negative_gradient_method=method,
        n_jobs=n_jobs,
        random_state=random_state,
    )
    embedding = begin(start)
    for stage in stages:
        if not stage.n_iter or progress.stopped:
            continue
        if stage.size is not None:
            embedding = begin(np.asarray(embedding) * (stage.size / spread(embedding)))
        if stage.cell is not None:
            method = _on_grid(stage.cell) if stage.cell else "bh"
            options = {"negative_gradient_method": method}
        embedding = embedding.optimize(
            stage.n_iter,
            exaggeration=stage.exaggeration,
            momentum=stage.momentum,
            learning_rate=stage.learning_rate,
            callbacks=progress,
            callbacks_every_iters=REPORT_EVERY,
            **options,
        )
        progress.finish(stage.n_iter)
    return embedding


def _repulsion(shape, stages):
    """How openTSNE computes repulsion, its options, and stages with cells if needed."""
    n_rows, n_components = shape
    if n_components == 3 and n_rows >= _FEWEST_FOR_GRID_3D:
        fine = _FINE_CELL if n_rows >= _FEWEST_FOR_FINE_GRID else 0
        return _on_grid(_COARSE_CELL), {}, _with_cells(stages, fine)
    if n_components < 3 and n_rows >= _FEWEST_FOR_GRID:
        return "fft", _GRID, stages
    return "bh", {}, stages


def _with_cells(stages, fine_cell):
    """Coarse cells, and fine ones for the last iterations."""
    *first, last = (stage._replace(cell=_COARSE_CELL) for stage in stages if stage.n_iter)
    n_fine = min(last.n_iter, _FINE_ITERATIONS)
    fine = last._replace(n_iter=n_fine, cell=fine_cell)
    if n_fine == last.n_iter:
        return [*first, fine]
    return [*first, last._replace(n_iter=last.n_iter - n_fine), fine._replace(size=None)]


def _on_grid(cell):
    return partial(grid_gradient, RepulsionGrid(cell))
