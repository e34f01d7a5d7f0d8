"""Chance level of a measure."""

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
    """Estimate the chance level of a measure: colors unrelated to the rows.

    Evaluates the measure repeatedly with randomly permuted colors; without colors, with
    permuted labels; with a palette, with permuted palette colors.

    Parameters
    ----------
    metric : callable
        A measure: a function with an argument named ``colors``, ``labels`` or ``palette``
        that returns a number; if it returns several, the first counts.
    *args : tuple
        Arguments of `metric`.
    n_permutations : int, default=100
        Number of permutations; the smallest possible p-value is ``1 / (n_permutations +
        1)``.
    random_state : int, RandomState instance or None, default=0
        Controls the permutations. The measure keeps its own default seed; change it with
        :func:`functools.partial`.
    n_jobs : int or None, default=None
        Number of threads.
    **kwargs : dict
        Keyword arguments of `metric`.

    Returns
    -------
    mean : float
        Mean of the measure over the permutations.
    std : float
        Its standard deviation.
    p_value : float
        Share of permutations, the given colors included, in which the measure is at least
        as large as for the given colors [1]_. All three are attributes of the result.

    Raises
    ------
    ValueError
        If the measure has no argument by these names, or `n_permutations` is less than 2.

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
        raise ValueError(
            f"metric must be a function that measures colors or labels; got {metric!r}."
        )
    signature = inspect.signature(metric)
    given = signature.bind(*args, **kwargs).arguments
    name = next((name for name in _PERMUTED if name in given), None)
    if name is None:
        raise ValueError(
            "metric must be given an argument named colors, labels or palette; got "
            f"{metric!r} with {', '.join(given) or 'no arguments'}."
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
