"""What `n_neighbors` counts: the one place that turns it into a number of other rows."""

from skcolor._warn import warn_user


def count_others(
    n_neighbors: int, n_rows: int, *, itself_counted: bool = False, most: int | None = None
) -> int:
    """How many other rows `n_neighbors` is, or as many as there are, with a warning.

    Parameters
    ----------
    n_neighbors : int
        What was asked for.
    n_rows : int
        Number of rows in all.
    itself_counted : bool, default=False
        Whether `n_neighbors` counts the row itself, as scikit-learn's ``kneighbors`` does.
    most : int or None, default=None
        The largest number of other rows that can be used; None is all.

    Returns
    -------
    int
        The row itself not counted; at least 1.

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
            f"n_neighbors={n_neighbors}, the row itself "
            f"{'' if itself_counted else 'not '}counted, is more than {n_rows} rows "
            f"allow; {most + itself_counted} "
            f"{'is' if most + itself_counted == 1 else 'are'} used.",
        )
    return min(n_others, most)


class NeighborCountMixin:
    """For estimators with `n_neighbors`, which may be more than there are rows."""

    _itself_counted = False

    def _count_others(self, n_rows):
        """Set ``n_neighbors_``; return how many other rows that is."""
        n_others = count_others(
            self.n_neighbors, n_rows, itself_counted=self._itself_counted
        )
        self.n_neighbors_ = n_others + self._itself_counted
        return n_others

    def __setstate__(self, state):
        super().__setstate__(state)
        # Up to version 0.1.0 as many as asked for.
        if "n_features_in_" in state:
            vars(self).setdefault("n_neighbors_", self.n_neighbors)
