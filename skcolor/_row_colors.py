"""The check of colours that a user gives for rows."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_array


def check_row_colors(colors, n_rows: int, *, of: str = "X") -> npt.NDArray[np.floating]:
    """Validate sRGB colours, one for each row.

    Parameters
    ----------
    colors : array-like of shape (n_rows, 3)
        sRGB in [0, 1].
    n_rows : int
        How many there must be.
    of : str, default="X"
        Name of the argument whose rows they belong to.

    Returns
    -------
    ndarray of shape (n_rows, 3)
        float32 stays float32; all else is float64.

    Raises
    ------
    ValueError
        If the shape is another, or colours leave [0, 1] or are not finite.
    """
    colors = check_array(colors, dtype=[np.float64, np.float32], input_name="colors")
    if colors.shape != (n_rows, 3):
        raise ValueError(
            f"colors has shape {colors.shape}; wanted ({n_rows}, 3), one sRGB colour for "
            f"each row of {of}."
        )
    if colors.min() < 0 or colors.max() > 1:
        raise ValueError(
            f"colors must lie in [0, 1]; got values from {colors.min():.3g} to "
            f"{colors.max():.3g}."
        )
    return colors
