"""Attributes of rows, as columns for a simulated reader to guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse

from skcolor._checks.texts import name_labels, read_entries
from skcolor._summaries.moments import column_means

# Each category takes a column; with more, they are probably names of rows.
_MOST_CATEGORIES = 256
# Smaller tables are scaled once, larger ones where rows are taken, without a copy.
_MOST_SCALED = 2**22
_NUMBERS = (bool, int, float, np.bool_, np.number)


@dataclass(frozen=True)
class AttributeTable:
    """Columns of numbers to guess: one or more for each attribute.

    Attributes
    ----------
    names : list of str
        Names of the attributes.
    columns : ndarray or csr_array of shape (n_samples, n_columns)
        Numbers in units of their standard deviation, and one-hot encoded categories. NaN
        where a value is missing. Sparse if they are the columns of a sparse X.
    owners : ndarray of shape (n_columns,), int
        Index of the attribute that each column belongs to.
    ends : list of tuple of two str
        Names of the low and the high end of each column, as "length low" and "length high";
        "" for the absence of a category.
    center, unit : float or ndarray of shape (n_columns,), and float
        Offset and divisor, applied when rows are taken, so that large tables need no scaled
        copy.
    """

    names: list[str]
    columns: npt.NDArray[np.floating] | csr_array
    owners: npt.NDArray[np.intp]
    ends: list[tuple[str, str]] = field(default_factory=list)
    center: npt.NDArray[np.floating] | float = 0.0
    unit: float = 1.0

    @classmethod
    def of_rows(cls, X: npt.NDArray[np.floating] | csr_array) -> "AttributeTable":
        """Treat the columns of X as one attribute, with one unit for all."""
        if issparse(X):
            unit = float(np.abs(X.data).max(initial=0)) or 1.0
            return cls(["X"], X, np.zeros(X.shape[1], dtype=np.intp), unit=unit)
        center = column_means(X)
        unit = max(
            np.abs(X.max(axis=0) - center).max(), np.abs(X.min(axis=0) - center).max()
        )
        owners = np.zeros(X.shape[1], dtype=np.intp)
        table = cls(["X"], X, owners, center=center, unit=float(unit) or 1.0)
        if X.size > _MOST_SCALED:
            return table
        return cls(["X"], table.take(np.arange(len(X))), owners)

    def take_sparse(self, rows: npt.NDArray[np.intp]) -> csr_array:
        """Take sparse columns of rows; the center stays, because it would fill them."""
        return self.columns[rows].astype(np.float32) / np.float32(self.unit)

    def take(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        """Take the columns of rows; the indices may have any shape."""
        values = self.columns[rows]
        if self.unit != 1.0:
            values = (values - self.center) / self.unit
        return values.astype(np.float32, copy=False)


def check_attributes(attributes: Any, n_rows: int) -> AttributeTable:
    """Convert a column, a table, or columns by name to attributes.

    Parameters
    ----------
    attributes : array-like of shape (n_rows,) or (n_rows, m), data frame, or mapping
        Numbers, booleans or categories; missing values are None, NaN or NA.
    n_rows : int
        Required number of rows.

    Returns
    -------
    table : AttributeTable
        The columns to guess.

    Raises
    ------
    ValueError
        If there are no attributes, or one has the wrong number of rows, infinite values, or
        more than 256 categories.
    """
    table = columns_by_name(attributes)
    if not table:
        raise ValueError("attributes must contain at least one attribute; got none.")
    parts = [_to_columns(table[name], name, n_rows) for name in table]
    columns = [part for part, _ in parts]
    owners = np.repeat(np.arange(len(parts)), [part.shape[1] for part in columns])
    ends = [pair for _, pairs in parts for pair in pairs]
    return AttributeTable(list(map(str, table)), np.hstack(columns), owners, ends)


def attribute_label(name: Any) -> str:
    """Name of an attribute for use in a text, even if it is a number."""
    return f"attribute {name}" if str(name).isdigit() else str(name)


def columns_by_name(attributes: Any) -> dict[Any, Any]:
    """Columns of a table, a mapping, or a single column, by name."""
    if isinstance(attributes, Mapping):
        return dict(attributes)
    if hasattr(attributes, "columns"):
        return {name: attributes[name] for name in attributes.columns}
    if getattr(attributes, "ndim", None) != 1 and np.ndim(attributes) == 2:
        return dict(enumerate(np.asarray(attributes).T))
    name = getattr(attributes, "name", None)
    return {"attribute" if name is None else name: attributes}


def _to_columns(
    values: Any, key: Any, n_rows: int
) -> tuple[npt.NDArray[np.float32], list[tuple[str, str]]]:
    """One column of numbers, or one per category, and the names of their ends."""
    name = f"attributes[{key!r}]"
    called = attribute_label(key)
    entries = read_entries(values, name, n_rows, of="X")
    known = [entry for entry in entries if entry is not None]
    has_categories = hasattr(getattr(values, "dtype", None), "categories")
    if not has_categories and all(isinstance(entry, _NUMBERS) for entry in known):
        numbers = np.array([np.nan if e is None else e for e in entries], dtype=np.float64)
        if np.isinf(numbers).any():
            raise ValueError(f"{name} must be finite or missing; got infinity.")
        is_flag = bool(known) and all(isinstance(e, bool | np.bool_) for e in known)
        ends = f"not {called}", called
        ends = ends if is_flag else (f"{called} low", f"{called} high")
        return _standardize(numbers)[:, np.newaxis], [ends]
    names, codes = name_labels(values, name, n_rows, of="X")
    if len(names) > _MOST_CATEGORIES:
        raise ValueError(
            f"{name} must have at most {_MOST_CATEGORIES} categories; got {len(names)}."
        )
    columns = (codes[:, np.newaxis] == np.arange(len(names))).astype(np.float32)
    columns[codes < 0] = np.nan
    return columns, [("", f"{called} {category}") for category in names]


def _standardize(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        return numbers.astype(np.float32)
    # Divide by the largest value first, so that squares do not overflow.
    center = float(known.mean())
    size = float(np.abs(known - center).max()) or 1.0
    scale = float(size * (np.std((known - center) / size) or 1.0))
    return ((numbers - center) / scale).astype(np.float32)
