import numpy as np
import pytest


@pytest.fixture
def colour():
    with np.printoptions():  # its import changes how numpy prints, which doctests see
        return pytest.importorskip("colour")
