"""Names of the columns of colors."""

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skcolor._compat import _check_feature_names_in


class ColorNamesMixin:
    """For estimators whose `transform` returns colors."""

    def get_feature_names_out(self, input_features=None):
        """Get the names of the output columns.

        Parameters
        ----------
        input_features : array-like of str or None, default=None
            Only checked against the names seen in fit.

        Returns
        -------
        feature_names_out : ndarray of str objects
            ``["red", "green", "blue"]``.
        """
        check_is_fitted(self)
        _check_feature_names_in(self, input_features)
        return np.array(["red", "green", "blue"], dtype=object)
