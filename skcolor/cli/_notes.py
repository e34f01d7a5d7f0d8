"""Notes: warnings and errors of several recipes, each text once."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from skcolor._warn import warning_subjects
from skcolor.cli._table import one_line


class Notes:
    """Texts, with the names of the recipes that they are about."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}

    def add(self, text: str, names: Sequence[str]) -> None:
        """Add a text about some recipes."""
        known = self._names.setdefault(one_line(text), [])
        known += [name for name in names if name not in known]

    @contextmanager
    def of_warnings(self) -> Iterator[None]:
        """Add all warnings, from any thread."""

        def show(message: Warning | str, *where: Any, **options: Any) -> None:
            self.add(str(message), warning_subjects())

        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = show
            yield

    def lines(self, order: Sequence[str] = ()) -> list[str]:
        """One line per text, after the names, in an order that is given or as they came."""
        place = {name: n for n, name in enumerate(order)}
        named = {
            text: ", ".join(sorted(names, key=lambda name: place.get(name, 0)))
            for text, names in self._names.items()
        }
        return [f"{names}: {text}" if names else text for text, names in named.items()]
