"""Validation of rows."""

import numpy as np
from sklearn.utils.validation import validate_data


def check_rows(estimator, X, *, reset, min_samples=1):
    """Validate rows; float32 stays float32, float16 becomes it, all else is float64."""
    X = validate_data(
        estimator, X, dtype="numeric", reset=reset, ensure_min_samples=min_samples
    )
    if reset:  # what partial_fit has seen belongs to an earlier fit
        for name in ("_summary", "n_samples_seen_"):
            estimator.__dict__.pop(name, None)
    if X.dtype in (np.float32, np.float64):
        return X
    return X.astype(np.float32 if X.dtype == np.float16 else np.float64)
