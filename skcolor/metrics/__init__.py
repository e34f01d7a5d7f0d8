"""How good a colouring is."""

from skcolor.metrics._local_fidelity import local_fidelity

__all__ = ["local_fidelity"]
