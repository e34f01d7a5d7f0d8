"""What colorers by the neighbors of a row share."""

from numbers import Integral

from skcolor._compat import HasMethods
from skcolor.base import BaseValueColorer
from skcolor.neighbors._count import NeighborCountMixin


class BaseNeighborColorer(NeighborCountMixin, BaseValueColorer, abstract=True):
    """Base of colorers whose values are found among the neighbors of a row."""

    _min_samples = 2
    _parameter_constraints = {
        **BaseValueColorer._parameter_constraints,
        "neighbors": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
    }

    def _fit(self, X, layout):
        self._count_others(len(X))
