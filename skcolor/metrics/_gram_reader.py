"""A reader of rows, for many colorings of the same rows."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import single_threaded
from skcolor.metrics._reader import Reader


class GramReader(Reader):
    """Guesses all columns of X as one attribute, at a cost that is independent of them.

    The error of a guess is a quadratic form of the weights of the neighbors. Its matrices,
    one per row, are computed once: the inner products of the differences from the row.
    """

    @cached_property
    def _grams(self) -> npt.NDArray[np.float32]:
        """Inner products, of shape (n_rows, n_neighbors, n_neighbors)."""
        table, k = self.attributes, self.others.shape[1]

        def multiply(
            rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
        ) -> npt.NDArray[np.floating]:
            steps = table.take(others) - table.take(rows)[:, np.newaxis]
            products: npt.NDArray[np.floating] = steps @ steps.transpose(0, 2, 1)
            return products

        row_bytes = 8 * k * (len(table.owners) + k)
        with single_threaded():
            return map_rows(multiply, self.rows, self.others, row_bytes=row_bytes)

    def _errors(
        self, order: npt.NDArray[np.intp], weights: npt.NDArray[np.floating]
    ) -> npt.NDArray[np.floating]:
        def guess(
            order: npt.NDArray[np.intp], grams: npt.NDArray[np.floating]
        ) -> npt.NDArray[np.floating]:
            shares = weights[:, np.argsort(order, axis=1)].transpose(1, 0, 2)
            squares: npt.NDArray[np.floating] = ((shares @ grams) * shares).sum(axis=2)
            return squares[:, :, np.newaxis]

        row_bytes = 24 * order.shape[1] * len(weights)
        with single_threaded():
            return map_rows(guess, order, self._grams, row_bytes=row_bytes)
