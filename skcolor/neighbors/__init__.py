"""Neighbor searches, exact and approximate, and what is built on them."""

import sys

from skcolor.neighbors import _exact, _known_rows
from skcolor.neighbors._approximate import MRPTNeighbors, PyNNDescentNeighbors
from skcolor.neighbors._ivf import IVFNeighbors

__all__ = ["IVFNeighbors", "MRPTNeighbors", "PyNNDescentNeighbors"]

# Estimators saved by version 0.1.0 refer to these modules.
sys.modules["skcolor._neighbors"] = _exact
sys.modules["skcolor._known_rows"] = _known_rows
