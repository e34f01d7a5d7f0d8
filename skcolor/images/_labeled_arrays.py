"""Images with named dimensions: those of xarray."""

from typing import Any

import numpy as np


def is_labeled(X: Any) -> bool:
    """Whether X is an `xarray.DataArray`, without an import of xarray."""
    return type(X).__name__ == "DataArray" and type(X).__module__.startswith("xarray.")


def values_of(X: Any) -> Any:
    """The array in a DataArray, with NaN where it equals its fill value; all else as is.

    Lists may hold DataArrays.
    """
    if isinstance(X, (list, tuple)):
        return [values_of(part) for part in X]
    if not is_labeled(X):
        return X
    fill = X.attrs.get("_FillValue", X.attrs.get("nodata"))
    if fill is None or np.isnan(fill):
        return X.data
    return X.where(fill != X).data


def label_like(colors: Any, X: Any, channel_axis: int) -> Any:
    """Colors of a DataArray as another, with its other dimensions and coordinates.

    Parameters
    ----------
    colors : array of shape (..., 3)
        The colors, channels last.
    X : array-like or list
        What they are the colors of.
    channel_axis : int
        Axis of the features in X, and of the channels in the result.

    Returns
    -------
    array-like or list
        A DataArray for each that X holds; otherwise the colors as they are.
    """
    if isinstance(X, (list, tuple)) and isinstance(colors, list):
        return [
            label_like(part, like, channel_axis)
            for part, like in zip(colors, X, strict=True)
        ]
    if not is_labeled(X):
        return colors
    channel = X.dims[channel_axis]
    kept = {name: at for name, at in X.coords.items() if channel not in at.dims}
    kept[channel] = ["red", "green", "blue"]
    order = [*(dim for dim in X.dims if dim != channel), channel]
    return type(X)(colors, dims=order, coords=kept, name="colors").transpose(*X.dims)
