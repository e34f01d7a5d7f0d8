"""The check of labels that come with a map."""

import numpy as np
import numpy.typing as npt


def check_labels(labels: npt.ArrayLike, n_rows: int) -> npt.NDArray[np.integer]:
    """Validate labels, one integer for each of `n_rows` rows of a layout."""
    labels = np.asarray(labels)
    if labels.shape != (n_rows,) or labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels must be {n_rows} integers, one for each row of layout; got shape "
            f"{labels.shape} of {labels.dtype}."
        )
    return labels
