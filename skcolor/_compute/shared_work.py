"""Work on rows and layout that several colorers, or measures of colorings, share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import RLock
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


class SharedWork:
    """Remembers what is computed from the same rows and layout.

    It holds results, not the arrays that they were computed from, so that several threads
    can use it, each with its own copy of the same rows.
    """

    def __init__(self) -> None:
        self._results: dict[Any, Any] = {}
        self._lock = RLock()

    @contextmanager
    def of(self, *arrays: Any) -> Iterator[None]:
        """Share the work on these arrays, which are the same in every call."""
        token = _current.set((self, arrays))
        try:
            yield
        finally:
            _current.reset(token)

    def get(self, key: Any, compute: Callable[[], T]) -> T:
        """Result of ``compute()`` for the first call with this key."""
        with self._lock:
            if key not in self._results:
                self._results[key] = compute()
            result: T = self._results[key]
            return result


_current: ContextVar[tuple[SharedWork, tuple[Any, ...]] | None]
_current = ContextVar("_current", default=None)


def shared(
    compute: Callable[[], T], key: tuple[Any, ...], *arrays: Any, seed: Any = 0
) -> T:
    """Result of ``compute()``, which may come from an earlier coloring of the same rows.

    Parameters
    ----------
    compute : callable
        Computes the result from `arrays`. Nobody may change the result.
    key : tuple
        What is computed, and all parameters that it depends on.
    *arrays : array-like or None
        The arrays that the result depends on. It is shared only if all of them are among
        those of `SharedWork.of`, as the same objects, or in the same memory.
    seed : int, RandomState instance or None, default=0
        The state of a generator cannot be compared, so only an int is shared.

    Returns
    -------
    object
        The result.
    """
    current = _current.get()
    if current is None or not isinstance(seed, int):
        return compute()
    places = _find_places(current[1], arrays)
    if None in places:
        return compute()
    return current[0].get((*key, seed, *places), compute)


def is_shared(*arrays: Any) -> bool:
    """Whether results of these arrays are shared, so that nobody may change them."""
    current = _current.get()
    return current is not None and None not in _find_places(current[1], arrays)


def _find_places(known: tuple[Any, ...], arrays: tuple[Any, ...]) -> list[int | None]:
    return [
        next((place for place, one in enumerate(known) if _is_same(one, array)), None)
        for array in arrays
    ]


def _is_same(one: Any, other: Any) -> bool:
    """Whether two are one object, or arrays in the same memory, as of a mapped file."""
    if one is other:
        return True
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return False
    first, second = (array.__array_interface__ for array in (one, other))
    return all(first[key] == second[key] for key in ("data", "shape", "strides", "typestr"))
