"""Our best coloring, as an unfitted pipeline."""

import skcolor
from skcolor.recipes._pipeline import Recipe, make_pipeline


def best(
    n_neighbors=50,
    *,
    jnd=0.05,
    global_weight=0.1,
    max_iter=1500,
    random_state=0,
    n_jobs=None,
    verbose=False,
):
    """Colors learned for what an eye makes out of them: what the layout hides.

    Of all recipes, the one with the highest :func:`skcolor.metrics.local_fidelity` on
    rows that it has not seen, on every data set that was tried; see
    ``docs/colorings.md``.

    Parameters
    ----------
    n_neighbors : int, default=50
        Nearest rows in the layout that each row is compared with, the row itself not
        counted.
    jnd : float, default=0.05
        Standard deviation, in OKLab, of the noise with which colors are seen: larger for
        stronger contrast among neighbors.
    global_weight : float, default=0.1
        Weight of the distances of random pairs of rows, against those among neighbors.
    max_iter : int, default=1500
        Steps of learning.
    random_state : int, RandomState instance or None, default=0
        Starts and orders the learning.
    n_jobs : int or None, default=None
        Number of threads.
    verbose : bool, default=False
        Whether to show a progress bar on standard error.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    colorer = skcolor.FidelityColorer(
        n_neighbors,
        jnd=jnd,
        global_weight=global_weight,
        max_iter=max_iter,
        random_state=random_state,
        n_jobs=n_jobs,
        verbose=verbose,
    )
    return make_pipeline(skcolor.CovariancePCA(0.95), colorer)


BEST: dict[str, Recipe] = {"best": best}
