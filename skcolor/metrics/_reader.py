"""A reader of a map, who guesses what a row has from the neighbors that look like it."""

from functools import cached_property

import numpy as np
from sklearn.linear_model import RidgeCV

from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import single_threaded
from skcolor.metrics._attributes import AttributeTable, check_attributes
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.neighbors._exact import neighbor_distances

# How fast the weight of a neighbor falls with its rank; with the last, all weigh alike.
_WIDTHS = np.array([0.5, 1, 2, 4, 8, 16, 32, np.inf])
_ALPHAS = np.logspace(-3, 5, 9)


class Reader:
    """Guesses attributes of rows from those of their neighbors in the layout.

    Parameters
    ----------
    attributes : AttributeTable
        What is guessed.
    rows : ndarray of shape (n_rows,)
        Indices of the rows that are guessed, in random order.
    others : ndarray of shape (n_rows, n_neighbors)
        Indices of their neighbors in the layout.
    """

    def __init__(self, attributes, rows, others):
        self.attributes = attributes
        self.rows = rows
        self.others = others
        middle = len(rows) // 2
        self._halves = [(slice(middle), slice(middle, None))]
        self._halves.append(self._halves[0][::-1])
        weights = np.exp(-np.arange(others.shape[1]) / _WIDTHS[:, np.newaxis])
        self._weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)

    @classmethod
    def of(cls, X, layout, attributes, *, n_neighbors, sample_size, random_state):
        """A reader of some random rows: of what `attributes` are, or None for X itself."""
        table = (
            AttributeTable.of_rows(X)
            if attributes is None
            else check_attributes(attributes, len(X))
        )
        rows = random_state.permutation(sample_rows(len(X), sample_size, random_state))
        return cls(table, rows, nearest_others(layout, rows, n_neighbors))

    def gains(self, points):
        """By how much `points`, what rows look like, reduce the error of each attribute."""
        return self._gains(self.error_by(points))

    def ceilings(self, X, *, by_regression):
        """By how much X itself reduces it: by how alike rows are, or by a regression."""
        looks = self.gains(X)
        if not by_regression:
            return looks
        return np.maximum(looks, self._gains(self.error_by_regression(X)))

    def _gains(self, error):
        """Share of the error without looks that is gone; 0 where there was none."""
        base = self._base
        return 1 - np.divide(error, base, out=np.ones_like(base), where=base > 0)

    @cached_property
    def _base(self):
        return self.error_without()

    def error_without(self):
        """Mean squared error of each attribute if all neighbors count alike."""
        return self._mean(self._errors(self.others, self._weights[-1:])[:, 0])

    def error_by(self, points):
        """Mean squared error of each attribute if neighbors near in `points` count more.

        How much more is chosen on one half of the rows for the other, for each attribute.

        Parameters
        ----------
        points : ndarray of shape (n_samples, n_dimensions)
            What rows look like: their colors, or X.

        Returns
        -------
        ndarray of shape (n_attributes,)
            The errors.
        """
        distances = neighbor_distances(points[self.rows], points, self.others)
        order = np.argsort(distances, axis=1, kind="stable")
        ordered = np.take_along_axis(self.others, order, axis=1)
        errors = self._errors(ordered, self._weights)
        chosen = np.empty((len(errors), errors.shape[2]))
        for learned, scored in self._halves:
            width = self._mean(errors[learned]).argmin(axis=0)
            chosen[scored] = np.take_along_axis(
                errors[scored], width[np.newaxis, np.newaxis], axis=1
            )[:, 0]
        return self._mean(chosen)

    def error_by_regression(self, X):
        """Mean squared error of each attribute by a ridge regression on the rows X.

        How much a row differs from the mean of its neighbors is told from how much its X
        differs from theirs; learned on one half of the rows for the other.
        """
        steps = self._steps(lambda rows: X[rows].astype(np.float64), X.shape[1])
        size = np.abs(steps).max() or 1.0
        steps /= size
        steps /= np.sqrt(np.mean(steps * steps)) or 1.0
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

    def _steps(self, take, n_columns):
        """Rows less the mean of their neighbors, where `take` gives rows by index."""
        return map_rows(
            lambda rows, others: take(rows) - _known_mean(take(others)),
            self.rows,
            self.others,
            row_bytes=16 * n_columns * self.others.shape[1],
        )

    def _errors(self, ordered, weights):
        """Squared errors of shape (n_rows, n_widths, n_attributes); NaN if not known.

        The `weights`, of shape (n_widths, n_neighbors), are of neighbors in their order.
        """
        table = self.attributes

        def guess(rows, others):
            values = table.take(others)
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

    def _by_attribute(self, squares):
        """Sum over the columns of each attribute."""
        starts = np.searchsorted(
            self.attributes.owners, np.arange(len(self.attributes.names))
        )
        return np.add.reduceat(squares, starts, axis=-1)

    @staticmethod
    def _mean(errors):
        is_known = np.isfinite(errors)
        count = np.maximum(is_known.sum(axis=0), 1)
        return np.where(is_known, errors, 0).sum(axis=0, dtype=np.float64) / count


def _known_mean(values):
    """Mean over the second axis of what is known; NaN where nothing is."""
    is_known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.where(is_known, values, 0).sum(axis=1) / is_known.sum(axis=1)
