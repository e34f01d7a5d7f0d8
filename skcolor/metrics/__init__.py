"""How good a colouring is."""

from skcolor.metrics._global_fidelity import global_fidelity
from skcolor.metrics._local_fidelity import local_fidelity

__all__ = ["global_fidelity", "local_fidelity"]
