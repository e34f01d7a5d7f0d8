"""Base classes of colorers that use neighbors."""

from numbers import Integral

from skcolor._compat import HasMethods, StrOptions
from skcolor.base import BaseValueColorer
from skcolor.neighbors._count import NeighborCountMixin
from skcolor.neighbors._search import percent_found, search_all


class BaseNeighborColorer(NeighborCountMixin, BaseValueColorer, abstract=True):
    """Base class of colorers whose values depend on the neighbors of a row."""

    _min_samples = 2
    _parameter_constraints = {
        **BaseValueColorer._parameter_constraints,
        "neighbors": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
    }

    def _fit(self, X, layout):
        self._count_others(len(X))


class BaseRowNeighborColorer(BaseNeighborColorer, abstract=True):
    """Base class of colorers that search the neighbors in X of all rows."""

    _parameter_constraints = {
        **BaseNeighborColorer._parameter_constraints,
        "neighbors": [StrOptions({"auto"}), HasMethods("fit"), None],
    }

    @property
    def note_(self):
        """What a legend says about an approximate search; empty if it is exact."""
        # Those of version 0.1.0 do not know it.
        percent = percent_found(getattr(self, "recall_", None))
        return "" if percent == 100 else f"{percent}% of the neighbors in X were found."

    def _prepare(self, search):
        """Search the neighbors of all training rows, if the search can keep them."""
        self.recall_ = search_all(search, self.n_neighbors_)
