"""Find the key of a single fitted colorer."""

from typing import Any

from skcolor._keys.bivariate_key import BivariateSpace, bivariate_key, is_bivariate
from skcolor._keys.channel_key import ChannelKey
from skcolor._keys.column_key import (
    ColumnSpace,
    channel_key,
    column_titles,
    goes_by_columns,
)
from skcolor._keys.label_key import LabelKey, label_key
from skcolor._keys.value_key import ValueKey, value_key


def find_key(colorer: Any) -> ValueKey | LabelKey | ChannelKey | None:
    """Key of a fitted colorer, as far as it is known without rows.

    Parameters
    ----------
    colorer : estimator
        A fitted colorer.

    Returns
    -------
    ValueKey, LabelKey, ChannelKey or None
        The key; None if it depends on rows.
    """
    if hasattr(colorer, "colormap_table_"):
        return value_key(colorer)
    if hasattr(colorer, "palette_"):
        return label_key(colorer)
    if is_bivariate(colorer):
        return bivariate_key(BivariateSpace(colorer))
    if goes_by_columns(colorer):
        names = list(getattr(colorer, "feature_names_in_", ()))
        return channel_key(ColumnSpace(colorer, column_titles(names)))
    return None
