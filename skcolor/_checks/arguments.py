"""Checks of numeric and string arguments, without scikit-learn."""

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any


def check_count(
    name: str, value: Any, *, least: int | None = 1, none_too: bool = False
) -> None:
    """Check that an argument is an integer, and at least `least` if given.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : object
        Value of the argument.
    least : int or None, default=1
        Smallest allowed value; None allows all.
    none_too : bool, default=False
        Whether None is allowed.

    Raises
    ------
    ValueError
        If the value is invalid; a bool does not count as an integer.
    """
    if value is None and none_too:
        return
    # scikit-learn's check_scalar takes a bool for a count, and NaN for a number in range.
    is_integer = isinstance(value, Integral) and not isinstance(value, bool)
    other = " or None" if none_too else ""
    if not is_integer:
        raise ValueError(f"{name} must be an integer{other}; got {value!r}.")
    if least is not None and value < least:
        raise ValueError(f"{name} must be at least {least}{other}; got {value!r}.")


def check_number(
    name: str, value: Any, *, most: float = math.inf, zero_too: bool = True
) -> None:
    """Check that an argument is a finite number from 0 to `most`.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : object
        Value of the argument.
    most : float, default=infinity
        Largest allowed value.
    zero_too : bool, default=True
        Whether 0 is allowed.

    Raises
    ------
    ValueError
        If the value is invalid.
    """
    if not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number; got {value!r}.")
    value = float(value)
    if not 0 <= value <= most or (value == 0 and not zero_too):
        allowed = "at least 0" if most == math.inf else f"from 0 to {most}"
        allowed = allowed if zero_too else "more than 0"
        raise ValueError(f"{name} must be {allowed}; got {value!r}.")


def check_choice(
    name: str, value: Any, choices: Iterable[str], *, none_too: bool = False
) -> None:
    """Check that an argument is one of several strings.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : object
        Value of the argument.
    choices : iterable of str
        The allowed strings.
    none_too : bool, default=False
        Whether None is allowed.

    Raises
    ------
    ValueError
        If the value is invalid.
    """
    if value is None and none_too:
        return
    if not (isinstance(value, str) and value in choices):
        allowed = [*map(repr, choices), *(["None"] if none_too else [])]
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r:.60}.")


def check_range(name: str, value: Any, *, most: float = 1) -> tuple[float, float]:
    """Return two increasing numbers from 0 to `most` as floats.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : object
        Value of the argument.
    most : float, default=1
        Largest allowed value.

    Returns
    -------
    low, high : float
        The range.

    Raises
    ------
    ValueError
        If the value is invalid.
    """
    try:
        low, high = (float(number) for number in value)
    except (TypeError, ValueError):
        low, high = 1.0, 0.0
    if not 0 <= low < high <= most:
        raise ValueError(
            f"{name} must be two increasing numbers from 0 to {most}; got {value!r}."
        )
    return low, high
