"""Rows with known positions, and interpolation of new rows between them."""

import numpy as np

from skcolor.neighbors._own_row import find_self
from skcolor.neighbors._row_table import RowTable

# Estimators saved by version 0.1.0 refer to the class by this name.
_RowTable = RowTable
_N_INTERPOLATED = 5


class KnownRows:
    """Rows that keep their positions, and between which new rows are placed.

    Parameters
    ----------
    neighbors : ExactNeighbors or EstimatorNeighbors
        Search in the known rows; see `find_neighbors`.
    """

    def __init__(self, neighbors):
        self.neighbors = neighbors

    def __setstate__(self, state):
        self.neighbors = state["neighbors"]  # version 0.1.0 saved other attributes, too

    @property
    def X(self):
        """The known rows."""
        return self.neighbors.X

    def place(self, X, positions, embed=None):
        """Find the positions of rows; known rows keep theirs, of equal ones the first.

        A row is known if it equals a known row, or if `find_self` identifies it with the
        nearest one. New rows get ``embed(rows)``, or, without `embed`, the mean position
        of their nearest known rows, weighted by inverse distance (Shepard, 1968).

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        positions : ndarray of shape (n_samples, n_components)
            Positions of the known rows.
        embed : callable or None, default=None
            Returns the positions of new rows.

        Returns
        -------
        ndarray of shape (n_rows, n_components)
        """
        found = np.empty((len(X), positions.shape[1]), dtype=positions.dtype)
        index = self.neighbors.find_equal(X)
        new = index < 0
        found[~new] = positions[index[~new]]
        if new.any():
            found[new] = self._place_new(X[new], positions, embed)
        return found

    def _place_new(self, X, positions, embed):
        n_neighbors = min(_N_INTERPOLATED, len(positions))
        distances, indices = self.neighbors.kneighbors(X, n_neighbors)
        own = find_self(X, distances, self.X.dtype)
        known = own >= 0
        found = np.empty((len(X), positions.shape[1]), dtype=positions.dtype)
        found[known] = positions[indices[known, own[known]]]
        if not known.all():
            found[~known] = (
                _inverse_distance_mean(positions, distances[~known], indices[~known])
                if embed is None
                else embed(X[~known])
            )
        return found


def _inverse_distance_mean(positions, distances, indices):
    # Relative to the nearest distance, to avoid overflow.
    weights = distances[:, :1] / distances
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkc->nc", weights, positions[indices])
