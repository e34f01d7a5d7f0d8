"""All scikit-learn names that are private or newer than the oldest supported version."""

import numpy as np
from sklearn.base import _fit_context
from sklearn.utils import _safe_indexing
from sklearn.utils._param_validation import HasMethods, Interval, RealNotInt, StrOptions
from sklearn.utils._set_output import _get_output_config
from sklearn.utils.validation import _check_feature_names_in, _num_samples

try:
    from sklearn.utils import _array_api
    from sklearn.utils._array_api import check_same_namespace, move_to
except ImportError:  # scikit-learn < 1.9: all arrays become NumPy arrays
    _array_api = None

    def check_same_namespace(X, estimator, *, attribute, method):
        """Do nothing: there is only one namespace."""

    def move_to(*arrays, xp, device):
        """Fail: with only one namespace, there is nothing to move."""
        raise NotImplementedError


def array_namespace(array):
    """Namespace that scikit-learn sees in an array; numpy itself for NumPy arrays."""
    if _array_api is None:
        return np
    xp, _ = _array_api.get_namespace(array)
    return np if _array_api._is_numpy_namespace(xp) else xp


HAS_ARRAY_API = _array_api is not None

try:
    from sklearn.callback import CallbackSupportMixin
except ImportError:  # scikit-learn < 1.9 has no callbacks

    class CallbackSupportMixin:  # type: ignore[no-redef]
        """Stand-in for scikit-learn's mixin if there are no callbacks."""


__all__ = [
    "HAS_ARRAY_API",
    "CallbackSupportMixin",
    "HasMethods",
    "Interval",
    "RealNotInt",
    "StrOptions",
    "_check_feature_names_in",
    "_fit_context",
    "_get_output_config",
    "_num_samples",
    "_safe_indexing",
    "array_namespace",
    "check_same_namespace",
    "move_to",
]
