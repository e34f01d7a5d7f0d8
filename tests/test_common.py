"""scikit-learn's own checks over everything exported: no failure is expected."""

import pytest
from sklearn.base import clone
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from tests.configurations import configured, constructed

pytestmark = [
    pytest.mark.filterwarnings("ignore:.* got no layout and takes:UserWarning"),
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


@parametrize_with_checks(configured())
def test_scikit_learn_checks(estimator, check):
    check(estimator)


@parametrize_with_checks(constructed(quick=True))
def test_scikit_learn_checks_of_estimators_as_constructed(estimator, check):
    check(estimator)


@pytest.mark.slow
@parametrize_with_checks(constructed(quick=False))
def test_scikit_learn_checks_of_estimators_that_learn_long(estimator, check):
    check(estimator)


@pytest.mark.parametrize("check", OTHER_CHECKS)
@pytest.mark.parametrize("estimator", [*configured(), *constructed(quick=True)], ids=str)
def test_checks_left_out_of_check_estimator(estimator, check):
    getattr(estimator_checks, check)(type(estimator).__name__, clone(estimator))
