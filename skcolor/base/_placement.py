"""Where rows lie in the layout, and their neighbors there."""

from functools import cached_property

from skcolor._checks.layout import check_layout
from skcolor._fitting.fit_layout import embed
from skcolor.neighbors._exact import ExactNeighbors, neighbor_distances
from skcolor.neighbors._own_row import find_self


class Placement:
    """The rows of a fit with their layout, and places for other rows among them.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout of the rows.
    known_rows : KnownRows or None
        The rows. None where they are not kept.
    embedder : estimator or None
        Fitted; made the layout.
    """

    def __init__(self, layout, known_rows, embedder):
        self.layout = layout
        self.known_rows = known_rows
        self.embedder = embedder

    @property
    def X(self):
        """The rows of the fit."""
        return self.known_rows.X

    @property
    def among_rows(self):
        """Finds the nearest of them in X."""
        return self.known_rows.neighbors

    @cached_property
    def in_layout(self):
        """Finds the nearest of them in the layout."""
        return ExactNeighbors(self.layout)

    def find(self, X, y):
        """Layout of rows: `y`; else that of the fit, of rows that were in it.

        Other rows are placed by the embedder, if it has ``transform``; else among their
        nearest rows, as `KnownRows` does.
        """
        layout = check_layout(y, len(X), n_columns=self.layout.shape[1])
        if layout is not None:
            return layout
        if self.known_rows is None:
            raise ValueError(
                "A colorer that keeps no rows cannot place others; pass their layout as y: "
                "transform(X, layout)."
            )
        if not hasattr(self.embedder, "transform"):
            return self.known_rows.place(X, self.layout)
        return self.known_rows.place(X, self.layout, lambda new: embed(self.embedder, new))

    def neighbor_distances(self, X, layout, n_neighbors):
        """How far rows are, in X, from the nearest rows in the layout.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        layout : ndarray of shape (n_rows, n_components)
            Their layout.
        n_neighbors : int
            How many of the nearest.

        Returns
        -------
        distances : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances in X.
        own : ndarray of shape (n_rows,), int
            Position of the row itself among its neighbors, or -1, the last, where it is
            not among them.
        """
        apart, indices = self.in_layout.kneighbors(layout, n_neighbors)
        distances = neighbor_distances(X, self.X, indices)
        return distances, find_self(X, distances, self.X.dtype, projected=apart == 0)
