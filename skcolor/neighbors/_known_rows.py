"""Rows that have a place already, and places for other rows among them."""

import numpy as np

from skcolor.neighbors._own_row import find_self
from skcolor.neighbors._row_table import RowTable

# What version 0.1.0 saved refers to the class by this name.
_RowTable = RowTable
_N_INTERPOLATED = 5


class KnownRows:
    """Rows that keep their places, and places for other rows among them.

    Parameters
    ----------
    neighbors : ExactNeighbors or EstimatorNeighbors
        Searches the known rows; see `find_neighbors`.
    """

    def __init__(self, neighbors):
        self.neighbors = neighbors

    def __setstate__(self, state):
        self.neighbors = state["neighbors"]  # version 0.1.0 saved more

    @property
    def X(self):
        """The known rows."""
        return self.neighbors.X

    def place(self, X, places, embed=None):
        """Places of rows: a known row keeps its own, the first of several equal ones.

        A row that equals none is known, too, if `find_self` takes the nearest for it.
        Any other row gets ``embed(rows)``; without `embed`, the mean place of its
        nearest known rows, weighted by inverse distance (Shepard, 1968).

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        places : ndarray of shape (n_samples, n_components)
            Those of the known rows.
        embed : callable or None, default=None
            Gives places to rows.

        Returns
        -------
        ndarray of shape (n_rows, n_components)
        """
        found = np.empty((len(X), places.shape[1]), dtype=places.dtype)
        index = self.neighbors.find_equal(X)
        new = index < 0
        found[~new] = places[index[~new]]
        if new.any():
            found[new] = self._search(X[new], places, embed)
        return found

    def _search(self, X, places, embed):
        n_neighbors = min(_N_INTERPOLATED, len(places))
        distances, indices = self.neighbors.kneighbors(X, n_neighbors)
        own = find_self(X, distances, self.X.dtype)
        known = own >= 0
        found = np.empty((len(X), places.shape[1]), dtype=places.dtype)
        found[known] = places[indices[known, own[known]]]
        if not known.all():
            found[~known] = (
                _inverse_distance_mean(places, distances[~known], indices[~known])
                if embed is None
                else embed(X[~known])
            )
        return found


def _inverse_distance_mean(places, distances, indices):
    # Relative to the nearest, so that no scale of X overflows.
    weights = distances[:, :1] / distances
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkc->nc", weights, places[indices])


class UnkeptRows:
    """Stands for known rows that do not fit in memory: they have no place to give.

    Parameters
    ----------
    X : dask array of shape (n_samples, n_features)
        The rows.
    """

    def __init__(self, X):
        self.X = X

    def place(self, X, places, embed=None):
        """Raise a ValueError."""
        raise ValueError(
            "A colorer that was fitted to a dask array cannot place rows; pass their "
            "layout as y: transform(X, layout)."
        )
