"""Validation of rows."""

from sklearn import config_context
from sklearn.utils import assert_all_finite, get_tags
from sklearn.utils.validation import validate_data

from skcolor._array_api import cast, get_namespace
from skcolor._checks.arrays import check_unmasked
from skcolor._checks.explained import explained
from skcolor._checks.row_order import check_row_order
from skcolor._compat import check_same_namespace
from skcolor._compute.projected_rows import ProjectedRows


def check_rows(
    estimator, X, *, reset, min_samples=1, method="transform", layout=None, finite=True
):
    """Validate rows: float32 is kept, float16 becomes float32, the rest float64.

    Rows stay in their array library if the estimator supports it; after fit, the library
    must be the same. Otherwise, they become NumPy arrays. A data frame must have its rows
    in the order of its layout, if both have an index. Without `finite`, the caller checks
    that rows are finite, as `check_finite` does.
    """
    if getattr(layout, "ndim", None) == 2:
        check_row_order({"X": X, "layout": layout})
    if isinstance(X, ProjectedRows):
        validate_data(estimator, X, reset=reset, skip_check_array=True)
        _forget_batches(estimator, reset)
        return X
    check_unmasked(X, "X")
    tags = get_tags(estimator)
    keeps_library = tags.array_api_support
    with (
        explained(estimator, X),
        config_context(**({} if keeps_library else {"array_api_dispatch": False})),
    ):
        X = _as_floats(
            validate_data(
                estimator,
                X,
                dtype="numeric",
                reset=reset,
                ensure_min_samples=min_samples,
                ensure_all_finite=finite and _what_is_finite(tags),
            )
        )
    if keeps_library and not reset:
        attribute = _find_learned_array(estimator)
        if attribute is not None:
            check_same_namespace(X, estimator, attribute=attribute, method=method)
    _forget_batches(estimator, reset)
    return X


def _forget_batches(estimator, reset):
    if reset:  # the state of partial_fit belongs to an earlier fit
        for name in ("_summary", "_stream_began", "n_samples_seen_"):
            estimator.__dict__.pop(name, None)


def check_finite(estimator, X):
    """Raise a ValueError if validated rows have NaN or infinity."""
    name = type(estimator).__name__
    keeps_library = get_tags(estimator).array_api_support
    with config_context(**({} if keeps_library else {"array_api_dispatch": False})):
        assert_all_finite(X, estimator_name=name, input_name="X")


def _what_is_finite(tags):
    return "allow-nan" if tags.input_tags.allow_nan else True


def _as_floats(X):
    xp = get_namespace(X)
    if X.dtype in (xp.float32, xp.float64):
        return X
    is_half = X.dtype == getattr(xp, "float16", None)
    return cast(X, xp.float32 if is_half else xp.float64)


def _find_learned_array(estimator):
    """Name of a fitted array of an estimator, which shows its array library."""
    for name, value in vars(estimator).items():
        is_array = getattr(value, "ndim", 0) > 0
        if is_array and name.endswith("_") and value.dtype != object:
            return name
    return None
