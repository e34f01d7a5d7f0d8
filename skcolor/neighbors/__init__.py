"""Searches for neighbors: those to choose from, and what looks at what they find."""

import sys

from skcolor.neighbors import _exact, _known_rows
from skcolor.neighbors._approximate import MRPTNeighbors, PyNNDescentNeighbors

__all__ = ["MRPTNeighbors", "PyNNDescentNeighbors"]

# Estimators that 0.1.0 saved name these modules.
sys.modules["skcolor._neighbors"] = _exact
sys.modules["skcolor._known_rows"] = _known_rows
