"""The first look at the rows of a fit."""

from skcolor._checks.rows import check_finite, check_rows
from skcolor._checks.weights import check_weights
from skcolor._fitting.stream import as_keyword


def survey_rows(estimator, X, y, sample_weight):
    """Validate the rows of a fit, their layout and weights.

    An estimator may have a method ``_survey(X)``, which finds in one pass over rows without
    weights the moments that its hooks get. They also show whether rows are finite. It
    returns None if no moments are needed.

    Returns
    -------
    rows : array of shape (n_samples, n_features)
        The rows.
    given : dict
        Keyword arguments of hooks: ``weights`` if there are any, and ``moments`` of rows
        without weights if the estimator surveys them.
    """
    survey = estimator._survey if sample_weight is None else None
    least = estimator._min_samples
    rows = check_rows(
        estimator, X, reset=True, min_samples=least, layout=y, finite=survey is None
    )
    given = as_keyword(check_weights(sample_weight, X, least=least))
    if survey is not None:
        given["moments"] = survey(rows)
        if given["moments"] is None or not given["moments"].is_finite:
            check_finite(estimator, rows)
    return rows, given
