"""A simulated map reader, who guesses attributes from neighbors that look alike."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse
from sklearn.linear_model import RidgeCV

from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import single_threaded
from skcolor._compute.shared_work import shared
from skcolor.metrics._attributes import AttributeTable, check_attributes
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._sparse import entry_bytes

# Decay of the weight of a neighbor with its rank; with the last, all weights are equal.
_WIDTHS = np.array([0.5, 1, 2, 4, 8, 16, 32, np.inf])
_ALPHAS = np.logspace(-3, 5, 9)
# Errors that are a smaller share of an attribute's mean square are of rounding: neighbors
# do not differ.
_ROUNDING = 1e-12


class Reader:
    """Guesses attributes of rows from their neighbors in the layout.

    Parameters
    ----------
    attributes : AttributeTable
        Attributes to guess.
    rows : ndarray of shape (n_rows,)
        Indices of the rows to guess, in random order.
    others : ndarray of shape (n_rows, n_neighbors)
        Indices of their neighbors in the layout.
    """

    def __init__(
        self,
        attributes: AttributeTable,
        rows: npt.NDArray[np.intp],
        others: npt.NDArray[np.intp],
    ) -> None:
        self.attributes = attributes
        self.rows = rows
        self.others = others
        middle = len(rows) // 2
        self._halves = [(slice(middle), slice(middle, None))]
        self._halves.append(self._halves[0][::-1])
        weights = np.exp(-np.arange(others.shape[1]) / _WIDTHS[:, np.newaxis])
        self._weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)

    @classmethod
    def of(
        cls,
        X: npt.NDArray[np.floating] | csr_array,
        layout: npt.NDArray[np.floating],
        attributes: Any,
        *,
        n_neighbors: int,
        sample_size: int | None,
        random_state: np.random.RandomState,
        seed: Any = None,
    ) -> Self:
        """Create a reader who guesses `attributes`, or X if None, of a sample of rows.

        An int as `seed`, the start of `random_state`, allows sharing the neighbors.
        """
        table = (
            AttributeTable.of_rows(X)
            if attributes is None
            else check_attributes(attributes, X.shape[0])
        )
        rows = random_state.permutation(sample_rows(X.shape[0], sample_size, random_state))
        others = shared(
            lambda: nearest_others(layout, rows, n_neighbors),
            ("Reader", n_neighbors, sample_size),
            layout,
            seed=seed,
        )
        return cls(table, rows, others)

    def gains(
        self, points: npt.NDArray[np.floating] | csr_array
    ) -> npt.NDArray[np.floating]:
        """Share of the error of each attribute that seeing `points` removes."""
        return self._gains(self.error_by(points))

    def ceilings(
        self, X: npt.NDArray[np.floating] | csr_array, *, by_regression: bool
    ) -> npt.NDArray[np.floating]:
        """Share of the error that X itself removes: by similarity, or by regression."""
        looks = self.gains(X)
        if not by_regression:
            return looks
        most: npt.NDArray[np.floating]
        most = np.maximum(looks, self._gains(self.error_by_regression(X)))
        return most

    def _gains(self, error: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Share of the error without colors that is removed; 0 if there was none."""
        base = self.base
        left: npt.NDArray[np.floating]
        is_error = base > _ROUNDING * self._size
        left = np.divide(error, base, out=np.ones_like(base), where=is_error)
        return 1 - left

    @cached_property
    def _size(self) -> npt.NDArray[np.floating]:
        """Mean square of each attribute."""
        table = self.attributes
        if issparse(table.columns):
            values = table.take_sparse(self.rows)
            return np.array([(values.data**2).sum() / len(self.rows)])
        return self._mean(
            map_rows(
                lambda rows: self._by_attribute(table.take(rows) ** 2),
                self.rows,
                row_bytes=8 * len(table.owners),
            )
        )

    @cached_property
    def base(self) -> npt.NDArray[np.floating]:
        """`error_without`, computed once."""
        return self.error_without()

    def error_without(self) -> npt.NDArray[np.floating]:
        """Mean squared error of each attribute if all neighbors have equal weight."""
        in_order = np.broadcast_to(np.arange(self.others.shape[1]), self.others.shape)
        return self._mean(self._errors(in_order, self._weights[-1:])[:, 0])

    def error_by(
        self, points: npt.NDArray[np.floating] | csr_array
    ) -> npt.NDArray[np.floating]:
        """Mean squared error of each attribute if neighbors close in `points` weigh more.

        The decay of the weights is chosen for each attribute on one half of the rows and
        scored on the other.

        Parameters
        ----------
        points : ndarray or csr_array of shape (n_samples, n_dimensions)
            Where neighbors are compared: colors, or X.

        Returns
        -------
        ndarray of shape (n_attributes,)
            The errors.
        """
        distances = neighbor_distances(points[self.rows], points, self.others)
        order = np.argsort(distances, axis=1, kind="stable")
        errors = self._errors(order, self._weights)
        chosen = np.empty((len(errors), errors.shape[2]))
        for learned, scored in self._halves:
            width = self._mean(errors[learned]).argmin(axis=0)
            chosen[scored] = np.take_along_axis(
                errors[scored], width[np.newaxis, np.newaxis], axis=1
            )[:, 0]
        return self._mean(chosen)

    def error_by_regression(
        self, X: npt.NDArray[np.floating] | csr_array
    ) -> npt.NDArray[np.floating]:
        """Mean squared error of each attribute with a ridge regression on X.

        It predicts how much a row differs from the mean of its neighbors from the same
        difference in X. It is fitted on one half of the rows and scored on the other.
        """
        steps = self._row_steps(X)
        size = np.abs(steps).max() or 1.0
        steps /= size
        steps /= np.sqrt((steps * steps).mean()) or 1.0
        table = self.attributes
        wanted = self._steps(table.take, len(table.owners))
        squares = np.full(wanted.shape, np.nan)
        known, pattern = np.unique(np.isfinite(wanted), axis=1, return_inverse=True)
        for index, is_known in enumerate(known.T):
            columns = np.flatnonzero(pattern.ravel() == index)
            for learned, scored in self._halves:
                rows = is_known[learned]
                if rows.sum() < 2:
                    continue
                model = RidgeCV(_ALPHAS, fit_intercept=False, alpha_per_target=True)
                with single_threaded():
                    model.fit(steps[learned][rows], wanted[learned][rows][:, columns])
                    guess = model.predict(steps[scored]).reshape(-1, len(columns))
                squares[scored][:, columns] = (wanted[scored][:, columns] - guess) ** 2
        return self._mean(self._by_attribute(squares))

    def _row_steps(
        self, X: npt.NDArray[np.floating] | csr_array
    ) -> npt.NDArray[np.floating] | csr_array:
        """Rows of X minus the mean of their neighbors."""
        if not issparse(X):
            return self._steps(lambda rows: X[rows].astype(np.float64), X.shape[1])
        k = self.others.shape[1]
        ends = np.arange(0, self.others.size + 1, k)
        shares = np.full(self.others.size, 1 / k)
        mean = csr_array((shares, self.others.ravel(), ends), (len(ends) - 1, X.shape[0]))
        return X[self.rows] - mean @ X

    def _steps(
        self,
        take: Callable[[npt.NDArray[np.intp]], npt.NDArray[np.floating]],
        n_columns: int,
    ) -> npt.NDArray[np.floating]:
        """Rows minus the mean of their neighbors; `take` gets rows by index."""
        return map_rows(
            lambda rows, others: take(rows) - _known_mean(take(others)),
            self.rows,
            self.others,
            row_bytes=16 * n_columns * self.others.shape[1],
        )

    def _errors(
        self, order: npt.NDArray[np.intp], weights: npt.NDArray[np.floating]
    ) -> npt.NDArray[np.floating]:
        """Squared errors of shape (n_rows, n_widths, n_attributes); NaN if unknown.

        `weights`, of shape (n_widths, n_neighbors), apply to the neighbors in this order.
        """
        table = self.attributes
        ordered = np.take_along_axis(self.others, order, axis=1)
        if issparse(table.columns):
            return self._sparse_errors(ordered, weights)

        def guess(
            rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
        ) -> npt.NDArray[np.floating]:
            values: npt.NDArray[np.floating] = table.take(others)
            is_known = np.isfinite(values)
            if is_known.all():
                guesses = weights @ values
            else:
                with np.errstate(divide="ignore", invalid="ignore"):
                    guesses = weights @ np.where(is_known, values, 0)
                    guesses /= weights @ is_known.astype(np.float32)
            guesses -= table.take(rows)[:, np.newaxis]
            return self._by_attribute(guesses * guesses)

        row_bytes = 8 * len(table.owners) * (ordered.shape[1] + len(weights))
        return map_rows(guess, self.rows, ordered, row_bytes=row_bytes)

    def _sparse_errors(
        self, ordered: npt.NDArray[np.intp], weights: npt.NDArray[np.floating]
    ) -> npt.NDArray[np.floating]:
        """`_errors` for one attribute with sparse columns, all of them known."""
        table, k = self.attributes, ordered.shape[1]

        def guess(
            rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
        ) -> npt.NDArray[np.floating]:
            near = np.column_stack([rows, others])
            values, ends = (
                table.take_sparse(near.ravel()),
                np.arange(0, near.size + 1, k + 1),
            )
            squares = []
            for shares in weights:  # of the neighbors, minus the row itself
                factors = np.tile([-1, *shares], len(rows)).astype(np.float32)
                misses = csr_array((factors, np.arange(near.size), ends)) @ values
                misses.data **= 2
                squares.append(misses.sum(axis=1))
            return np.stack(squares, axis=1)[:, :, np.newaxis]

        row_bytes = k * entry_bytes(table.columns)
        return map_rows(guess, self.rows, ordered, row_bytes=row_bytes)

    def _by_attribute(self, squares: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Sum over the columns of each attribute."""
        starts = np.searchsorted(
            self.attributes.owners, np.arange(len(self.attributes.names))
        )
        sums: npt.NDArray[np.floating] = np.add.reduceat(squares, starts, axis=-1)
        return sums

    @staticmethod
    def _mean(errors: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        is_known = np.isfinite(errors)
        count = np.maximum(is_known.sum(axis=0), 1)
        sums = np.where(is_known, errors, 0).sum(axis=0, dtype=np.float64)
        means: npt.NDArray[np.float64] = sums / count
        return means


def _known_mean(values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Mean of the known values over the second axis; NaN if there are none."""
    is_known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        means: npt.NDArray[np.floating] = np.where(is_known, values, 0).sum(
            axis=1
        ) / is_known.sum(axis=1)
    return means
