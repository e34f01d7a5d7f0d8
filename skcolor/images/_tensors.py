"""Tensors of PyTorch and whatever else becomes a NumPy array."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array


def as_numpy(X: Any, name: str) -> npt.NDArray[Any]:
    """Convert images to a NumPy array, also a tensor with a gradient or in bfloat16.

    Parameters
    ----------
    X : array-like
        The images.
    name : str
        Name for errors.

    Returns
    -------
    ndarray
        The array; bfloat16, which NumPy lacks, becomes float32.

    Raises
    ------
    ValueError
        If a tensor is not in main memory.
    """
    if hasattr(X, "detach"):
        X = X.detach()
        if X.device.type != "cpu":
            raise ValueError(
                f"{name} is a tensor on {X.device}; pass {name}.cpu(), or call "
                "sklearn.set_config(array_api_dispatch=True) to let it stay there."
            )
        X = X.float() if str(X.dtype) == "torch.bfloat16" else X
    X = as_array(X, name)
    return X.astype(np.float32) if X.dtype.name == "bfloat16" else X
