"""scikit-learn's own checks over everything exported: no failure is expected."""

import pytest
from sklearn.base import clone
from sklearn.utils import estimator_checks

from tests.configurations import ESTIMATORS, configured, constructed

pytestmark = [
    pytest.mark.filterwarnings("ignore:.* got no layout, so it uses:UserWarning"),
    pytest.mark.filterwarnings("ignore:n_components=.* is more than X:UserWarning"),
    # Scikit-learn's checks fit ten to thirty rows, fewer than most count as neighbors.
    pytest.mark.filterwarnings("ignore:n_neighbors=.* is more than:UserWarning"),
    # The set_output checks fit frames and transform arrays, and the other way round.
    pytest.mark.filterwarnings("ignore:X .* feature names, but:UserWarning"),
    # Twenty rows of noise have no independent components to converge to.
    pytest.mark.filterwarnings("ignore:FastICA did not converge"),
]

# What scikit-learn runs over its own estimators and check_estimator leaves out.
OTHER_CHECKS = [
    "check_dataframe_column_names_consistency",
    "check_transformer_get_feature_names_out",
    "check_transformer_get_feature_names_out_pandas",
    "check_get_feature_names_out_error",
    "check_set_output_transform",
    "check_set_output_transform_pandas",
    "check_set_output_transform_polars",
    "check_global_output_transform_pandas",
    "check_global_set_output_transform_polars",
    "check_param_validation",
    "check_inplace_ensure_writeable",
]


# Fifteen rows of noise in thirty columns never converge: after fifty iterations, a
# difference in the last bit is one in the third digit. tests/test_weights.py has fewer.
KNOWN = {
    "OrderedICA": {
        "check_sample_weight_equivalence_on_dense_data": "no components to converge to"
    }
}


def known_failures(estimator):
    if getattr(estimator, "embedder", None) is not None and hasattr(estimator, "robust"):
        reason = "the embedder takes no weights"
        return {"check_sample_weight_equivalence_on_dense_data": reason}
    return KNOWN.get(type(estimator).__name__, {})


def run_checks(estimator):
    """All that scikit-learn checks, and every failure at once."""
    results = estimator_checks.check_estimator(
        estimator,
        on_skip=None,
        on_fail=None,
        expected_failed_checks=known_failures(estimator),
    )
    failures = [found["exception"] for found in results if found["status"] == "failed"]
    if failures:
        raise ExceptionGroup(f"checks of {estimator}", failures)


FIRST = [configured([name])[0] for name in ESTIMATORS]
OTHERS = [estimator for name in ESTIMATORS for estimator in configured([name])[1:]]


@pytest.mark.parametrize("estimator", [*FIRST, *constructed(quick=True)], ids=str)
def test_scikit_learn_checks(estimator):
    run_checks(estimator)


@pytest.mark.slow
@pytest.mark.parametrize("estimator", [*OTHERS, *constructed(quick=False)], ids=str)
def test_scikit_learn_checks_of_other_parameters(estimator):
    run_checks(estimator)


@pytest.mark.parametrize("estimator", FIRST, ids=str)
def test_checks_left_out_of_check_estimator(estimator):
    for check in OTHER_CHECKS:
        getattr(estimator_checks, check)(type(estimator).__name__, clone(estimator))
