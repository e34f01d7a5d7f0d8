"""False and missing neighbors: where a map and the rows behind it disagree."""

from typing import NamedTuple

import numpy as np

from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._own_row import find_self, leave_out

_N_OTHERS = 32  # rows that stand for any row
_STRATUM, _MOST_STRATA = 500, 10  # rows of about equal density, and how many such groups
_N_DRAWS = 2000  # least number of rows at random places, for each group


class Neighborhoods(NamedTuple):
    """The nearest reference rows of some rows, in X and on the map.

    Parameters
    ----------
    in_X, on_map : ndarray of shape (n_rows, n_neighbors), int
        Indices of reference rows, without the row itself.
    distances : ndarray of shape (n_rows, n_neighbors)
        Distances in X to the neighbors on the map.
    radius, map_radius : ndarray of shape (n_rows,)
        Distance to the farthest neighbor, in X and on the map.
    place_radius : ndarray of shape (n_rows,)
        Distance on the map to the farthest neighbor there, where the row itself, at
        distance 0, counts as a neighbor if it is among the others.
    """

    in_X: np.ndarray
    on_map: np.ndarray
    distances: np.ndarray
    radius: np.ndarray
    map_radius: np.ndarray
    place_radius: np.ndarray


class MapErrors:
    """Measures false and missing neighbors among reference rows.

    Parameters
    ----------
    in_X, on_map : ExactNeighbors or EstimatorNeighbors
        Searches among the reference rows, in X and in their layout.
    n_neighbors : int
        Number of neighbors, without the row itself.
    """

    def __init__(self, in_X, on_map, n_neighbors):
        self.in_X = in_X
        self.on_map = on_map
        self.n_neighbors = n_neighbors
        n_rows = on_map.X.shape[0]
        self._others = np.sort(np.random.RandomState(0).permutation(n_rows)[:_N_OTHERS])
        # One unit for the whole map: a group that is moved far away is far from all rows.
        self._map_unit = self._to_others(on_map.X, on_map.X).mean(dtype=np.float64)

    def find(self, X, layout):
        """Find the `Neighborhoods` of rows."""
        k, known = self.n_neighbors, self.in_X.X
        distances, in_X = self.in_X.kneighbors(X, k + 1)
        own = find_self(X, distances, known.dtype)
        apart, on_map = self.on_map.kneighbors(layout, k + 1)
        across = neighbor_distances(X, known, on_map)
        own_on_map = find_self(X, across, known.dtype, projected=apart == 0)
        return Neighborhoods(
            leave_out(own, in_X),
            leave_out(own_on_map, on_map),
            leave_out(own_on_map, across),
            leave_out(own, distances)[:, -1],
            leave_out(own_on_map, apart)[:, -1],
            apart[:, k - 1],
        )

    def measure(self, X, layout, found=None):
        """Measure rows where they are.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        layout : ndarray of shape (n_rows, n_components)
            Their layout.
        found : Neighborhoods or None, default=None
            What `find` returned for them; None searches.

        Returns
        -------
        ndarray of shape (n_rows, 3)
            False and missing neighbors: 0 if there are none, 1 if they are as many and as
            far as at a random place. Then the ``place_radius``.
        """
        found = self.find(X, layout) if found is None else found
        torn = neighbor_distances(layout, self.on_map.X, found.in_X)
        false = self._excess_in_X(X, found.distances, found.radius)
        missing = self._excess_on_map(false, torn, found.map_radius)
        return np.column_stack([false, missing, found.place_radius])

    def measure_at_random(self, found, random):
        """Measure reference rows at random places where the map is about as dense.

        Parameters
        ----------
        found : Neighborhoods
            Those of the reference rows.
        random : RandomState instance
            Draws the places.

        Returns
        -------
        values : ndarray of shape (n_strata, n_draws, 2)
            False and missing neighbors, each sorted, of one stratum of density after
            another.
        edges : ndarray of shape (n_strata - 1,)
            Distances to the farthest neighbor on the map that part the strata.
        """
        radius = found.place_radius
        order = np.argsort(radius, kind="stable")
        n_strata = int(np.clip(len(order) // _STRATUM, 1, _MOST_STRATA))
        strata = order[: len(order) // n_strata * n_strata].reshape(n_strata, -1)
        values = np.stack([self._exchange(rows, found, random) for rows in strata])
        return np.sort(values, axis=1), radius[strata[1:, 0]]

    def _exchange(self, rows, found, random):
        """Measure rows of one stratum, each at the place of another."""
        rows = random.permutation(rows)
        n_rounds = int(np.clip(-(-_N_DRAWS // len(rows)), 1, max(1, len(rows) - 1)))
        places = np.tile(rows, n_rounds)
        rows = np.concatenate([np.roll(rows, i + 1) for i in range(n_rounds)])
        X, layout = self.in_X.X, self.on_map.X
        across = neighbor_distances(X[rows], X, found.on_map[places])
        torn = neighbor_distances(layout[places], layout, found.in_X[rows])
        false = self._excess_in_X(X[rows], across, found.radius[rows])
        missing = self._excess_on_map(false, torn, found.map_radius[places])
        return np.column_stack([false, missing])

    def _excess_in_X(self, X, distances, radius):
        at_random = self._to_others(X, self.in_X.X)
        unit = (at_random / at_random.shape[1]).sum(axis=1) - radius
        # If most rows are as near as the neighbors, only the others count.
        others = _excess(at_random, radius, np.ones(len(X)))
        return _excess(distances, radius, np.where(unit > 0, unit, others))

    def _excess_on_map(self, false, distances, radius):
        missing = _excess(distances, radius, np.full(len(radius), self._map_unit))
        # Without a false neighbor, those on the map are nearest in X, if tied with others.
        return np.where(false > 0, missing, 0)

    def _to_others(self, X, known):
        """Distances to the rows that stand for any row."""
        others = np.broadcast_to(self._others, (X.shape[0], len(self._others)))
        return neighbor_distances(X, known, others)


def _excess(distances, radius, unit):
    """Mean excess of distances over the radius, in a unit for each row."""
    outside = np.maximum(distances - radius[:, np.newaxis], 0)
    # Where no row that stands for any is outside, one that is outside is as far as can be.
    has_unit = unit > 0
    unit = np.where(has_unit, unit, 1)[:, np.newaxis]
    excess = (outside / (outside.shape[1] * unit)).sum(axis=1)
    return np.where(has_unit, excess, np.sign(excess))


def p_values(values, at_random, strata):
    """Share of rows at random places that have values as small.

    Parameters
    ----------
    values : ndarray of shape (n_rows, 2)
        Values of rows where they are.
    at_random : ndarray of shape (n_strata, n_draws, 2)
        Sorted values of rows at random places.
    strata : ndarray of shape (n_rows,), int
        Stratum of each row.

    Returns
    -------
    ndarray of shape (n_rows, 2)
        In (0, 1]: ``(1 + number as small) / (1 + number of draws)``.
    """
    n_as_small = np.zeros(values.shape, dtype=np.intp)
    for stratum, draws in enumerate(at_random):
        here = strata == stratum
        for side in range(2):
            n_as_small[here, side] = np.searchsorted(
                draws[:, side], values[here, side], side="right"
            )
    return (1 + n_as_small) / (1 + at_random.shape[1])
