"""Conversion of `n_neighbors` to a number of other rows."""

from skcolor._warn import warn_user


def count_others(
    n_neighbors: int, n_rows: int, *, itself_counted: bool = False, most: int | None = None
) -> int:
    """Convert `n_neighbors` to a number of other rows; too large a number warns.

    Parameters
    ----------
    n_neighbors : int
        The requested number.
    n_rows : int
        Total number of rows.
    itself_counted : bool, default=False
        Whether `n_neighbors` includes the row itself, as in scikit-learn's ``kneighbors``.
    most : int or None, default=None
        The largest usable number of other rows; None means all.

    Returns
    -------
    int
        Number of other rows, at least 1 and at most `most`.

    Raises
    ------
    ValueError
        If there are too few rows for a single neighbor.
    """
    n_others = n_neighbors - itself_counted
    most = n_rows - 1 if most is None else most
    if most < 1:
        raise ValueError(
            f"n_neighbors={n_neighbors} needs more rows to find neighbors among; got "
            f"n_samples={n_rows}."
        )
    if n_others > most:
        warn_user(
            f"n_neighbors={n_neighbors}, {'in' if itself_counted else 'ex'}cluding the row "
            f"itself, is more than {n_rows} rows allow; {most + itself_counted} "
            f"{'is' if most + itself_counted == 1 else 'are'} used.",
        )
    return min(n_others, most)


class NeighborCountMixin:
    """Sets ``n_neighbors_`` from `n_neighbors`, which may exceed the number of rows."""

    _itself_counted = False

    def _count_others(self, n_rows):
        """Set ``n_neighbors_``; return the number of other rows."""
        n_others = count_others(
            self.n_neighbors, n_rows, itself_counted=self._itself_counted
        )
        self.n_neighbors_ = n_others + self._itself_counted
        return n_others

    def __setstate__(self, state):
        super().__setstate__(state)
        # Version 0.1.0 did not save it, and used the requested number.
        if "n_features_in_" in state:
            vars(self).setdefault("n_neighbors_", self.n_neighbors)
