"""Base class of colorers that use neighbors."""

from numbers import Integral

from skcolor._compat import HasMethods
from skcolor.base import BaseValueColorer
from skcolor.neighbors._count import NeighborCountMixin


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
