"""What a measure gives by chance."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_count
from skcolor._checks.arrays import check_unmasked
from skcolor._compute.chunks import run_all
from skcolor.metrics._scorer import first_value

_PERMUTED = ("palette", "colors", "labels")


class PermutationNull(NamedTuple):
    """Mean and standard deviation of a measure by chance, and a p-value."""

    mean: float
    std: float
    p_value: float


def permutation_null(
    metric: Callable[..., Any],
    *args: Any,
    n_permutations: int = 100,
    random_state: int | np.random.RandomState | None = 0,
    n_jobs: int | None = None,
    **kwargs: Any,
) -> PermutationNull:
    """Find what a measure gives where colors have nothing to do with the rows.

    The measure is taken again and again with the colors dealt out to the rows at random;
    without colors, the labels to the rows; with a palette, its colors to the labels.

    Parameters
    ----------
    metric : callable
        A measure: a function with an argument named ``colors``, ``labels`` or
        ``palette`` that returns a number; of several, the first counts.
    *args : tuple
        Arguments of `metric`.
    n_permutations : int, default=100
        How often the measure is taken; the smallest p-value is one in one more.
    random_state : int, RandomState instance or None, default=0
        Draws the permutations. The measure has its own, always the same unless it is set
        by :func:`functools.partial`.
    n_jobs : int or None, default=None
        Number of threads.
    **kwargs : dict
        More arguments of `metric`, by name.

    Returns
    -------
    mean : float
        Mean of the measure over the permutations.
    std : float
        Its standard deviation.
    p_value : float
        Share of permutations, the colors as they are counted as one, in which the
        measure is at least as large as for those [1]_. The three have these names as
        attributes.

    Raises
    ------
    ValueError
        If the measure has no argument of these names, or `n_permutations` is less than 2.

    References
    ----------
    .. [1] B. Phipson and G. K. Smyth, "Permutation p-values should never be zero",
       Statistical Applications in Genetics and Molecular Biology 9, 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import global_fidelity, permutation_null
    >>> X = np.random.default_rng(0).random((500, 3))
    >>> null = permutation_null(global_fidelity, X, X, n_permutations=19, n_pairs=2000)
    >>> abs(null.mean) < 0.02, null.std < 0.05, null.p_value
    (True, True, 0.05)
    """
    if not callable(metric):
        raise ValueError(f"metric must be a function, a measure; got {metric!r}.")
    signature = inspect.signature(metric)
    given = signature.bind(*args, **kwargs).arguments
    name = next((name for name in _PERMUTED if name in given), None)
    if name is None:
        raise ValueError(
            f"metric must get colors, labels or palette by that name; got {metric!r} with "
            f"{', '.join(given) or 'nothing'}."
        )
    check_count("n_permutations", n_permutations, least=2)
    check_count("n_jobs", n_jobs, least=None, none_too=True)
    check_unmasked(given[name], name)
    values = np.asarray(given[name])

    def measure_permuted(seed: int) -> float:
        bound = signature.bind(*args, **kwargs)
        bound.arguments[name] = check_random_state(seed).permutation(values)
        return first_value(metric(*bound.args, **bound.kwargs))

    seeds = check_random_state(random_state).randint(2**31 - 1, size=n_permutations)
    null = np.array(run_all(measure_permuted, seeds, n_jobs=n_jobs))
    n_as_large = np.count_nonzero(null >= first_value(metric(*args, **kwargs)))
    p_value = float((1 + n_as_large) / (1 + n_permutations))
    return PermutationNull(float(null.mean()), float(null.std(ddof=1)), p_value)
