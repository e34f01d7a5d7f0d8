"""Convert colors to the formats of other libraries.

matplotlib, and libraries built on it, take colors as they are (``c=colors``). `to_hex` is
for plotly, datamapplot, Bokeh, Altair, HoloViews and FiftyOne, `to_jscatter` for
jupyter-scatter, `to_anndata` for scanpy and other tools that use AnnData.
"""

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor._checks.texts import name_labels
from skcolor._external import import_optional
from skcolor.paint._spaces import oklab_to_srgb, srgb_to_oklab

__all__ = ["to_anndata", "to_hex", "to_jscatter"]

_N_HALVINGS = 16


def to_hex(colors: Any, *, max_colors: int | None = None) -> Any:
    """Convert colors to strings like ``"#1f77b4"``.

    Parameters
    ----------
    colors : array-like of shape (n_samples, 3)
        sRGB in [0, 1].
    max_colors : int or None, default=None
        Largest number of distinct colors; similar colors are merged into their mean. None
        keeps all. datamapplot draws a glow for each color, and maps of more than 100,000
        points once per color, so use at most a few dozen then.

    Returns
    -------
    ndarray or pandas.Series of shape (n_samples,), str
        One string per row. For a pandas DataFrame, a Series with its index, so that a table
        to which it is added matches the rows by their names.

    Raises
    ------
    ValueError
        If `colors` are not sRGB colors, or `max_colors` is not positive.

    See Also
    --------
    to_jscatter : Convert colors for jupyter-scatter.

    Examples
    --------
    >>> from skcolor.export import to_hex
    >>> to_hex([[1, 0, 0], [0.2, 0.4, 0.6]])
    array(['#ff0000', '#336699'], dtype='<U7')

    With plotly: ``go.Scattergl(x=x, y=y, marker={"color": to_hex(colors)})``; with
    datamapplot:
    ``create_plot(layout, marker_color_array=to_hex(colors), add_glow=False)``.
    """
    hexes = _hexes(check_row_colors(colors, of="the map"), max_colors)
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(colors, pandas.DataFrame):
        return hexes
    return pandas.Series(hexes, index=colors.index, name="color")


def to_jscatter(colors: npt.ArrayLike, *, max_colors: int = 1024) -> dict:
    """Convert colors to arguments of jupyter-scatter's ``Scatter.color``.

    jupyter-scatter colors categories, not points, so each color becomes a category.

    Parameters
    ----------
    colors : array-like of shape (n_samples, 3)
        sRGB in [0, 1].
    max_colors : int, default=1024
        Largest number of distinct colors; similar colors are merged into their mean.

    Returns
    -------
    dict
        ``by``, the color of each row as a string, and ``map``, from these strings to
        colors.

    Raises
    ------
    ValueError
        If `colors` are not sRGB colors, or `max_colors` is not positive.

    See Also
    --------
    to_hex : Convert colors for plotly, datamapplot, Bokeh and Altair.

    Examples
    --------
    >>> from skcolor.export import to_jscatter
    >>> to_jscatter([[1.0, 0, 0], [0, 0, 1], [1, 0, 0]])["map"]
    {'#0000ff': '#0000ff', '#ff0000': '#ff0000'}

    Use it as ``jscatter.Scatter(x=x, y=y).color(**to_jscatter(colors))``.
    """
    by = _hexes(check_row_colors(colors, of="the map"), max_colors)
    return {"by": by, "map": {color: color for color in np.unique(by).tolist()}}


def to_anndata(
    adata: Any,
    colors: npt.ArrayLike,
    *,
    labels: Any = None,
    key: str = "skcolor",
    max_colors: int | None = 1024,
) -> None:
    """Store colors in an AnnData object so that scanpy draws cells in them.

    Parameters
    ----------
    adata : anndata.AnnData
        Annotated data, changed in place. ``adata.obsm[key]`` gets the colors,
        ``adata.obs[key]`` the categories that scanpy draws, and
        ``adata.uns[key + "_colors"]`` the color of each category.
    colors : array-like of shape (n_obs, 3)
        sRGB in [0, 1].
    labels : array-like of shape (n_obs,) or None, default=None
        Labels from a colorer's ``predict``, or other names of the colors, which become the
        categories. Missing labels (None, NaN, NA) become missing categories. The categories
        of a pandas Categorical keep their order; others are sorted. None makes each color a
        category with a name like ``"#1f77b4"``.
    key : str, default="skcolor"
        Name under which to store them.
    max_colors : int or None, default=1024
        Without labels, the largest number of categories; similar colors are merged into
        their mean. None keeps all colors, but AnnData is slow to subset tens of thousands
        of categories. ``adata.obsm[key]`` always has the exact colors.

    Raises
    ------
    ValueError
        If there is not one color and one label for each observation, or a label has several
        colors, or `max_colors` is not positive.
    TypeError
        If `adata` is not an AnnData object.

    Notes
    -----
    ``scanpy.pl.umap(adata, color=key, legend_loc=None)`` shows the colors. Without labels,
    always pass ``legend_loc=None``: a legend would have one entry per color.

    ``adata.obsm[key]`` gives the colors back. They survive subsetting and `.h5ad` files.
    ``anndata.concat`` drops ``adata.uns``; call ``to_anndata(joined, joined.obsm[key])``
    then, with ``labels=joined.obs[key]`` if there were labels.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> from skcolor.export import to_anndata
    >>> obs = pd.DataFrame(index=["a", "b"])
    >>> adata = SimpleNamespace(n_obs=2, obs=obs, obsm={}, uns={})
    >>> to_anndata(adata, [[1.0, 0, 0], [0, 0, 1]], labels=[1, 0])
    >>> adata.uns["skcolor_colors"]
    ['#0000ff', '#ff0000']
    """
    if not hasattr(adata, "n_obs"):
        raise TypeError(f"adata must be an AnnData object; got {type(adata).__name__}.")
    check_row_order({"adata.obs": adata.obs, "colors": colors, "labels": labels})
    colors = check_row_colors(colors, adata.n_obs, of="adata")
    if labels is None:
        shown, codes = np.unique(_hexes(colors, max_colors), return_inverse=True)
        palette = names = shown.tolist()
    else:
        names, codes = name_labels(labels, "labels", adata.n_obs, of="adata")
        palette = _hexes(_one_color_each(colors, names, codes), None).tolist()
    pandas = import_optional("pandas", extra="pandas")
    ordered = bool(getattr(getattr(labels, "dtype", None), "ordered", False))
    adata.obs[key] = pandas.Categorical.from_codes(codes, names, ordered=ordered)
    adata.uns[f"{key}_colors"] = palette
    adata.obsm[key] = colors


def _hexes(colors, max_colors):
    check_count("max_colors", max_colors, none_too=True)
    steps = np.rint(colors * 255).astype(int)
    packed, codes = np.unique(steps @ (65536, 256, 1), return_inverse=True)
    if max_colors is not None:
        packed = _merge(packed, np.bincount(codes), max_colors)
    return np.array([f"#{color:06x}" for color in packed.tolist()], dtype="<U7")[codes]


def _one_color_each(colors, names, codes):
    """The color of each label, which all its rows must share."""
    has_label = codes >= 0
    first = np.unique(codes[has_label], return_index=True)[1]
    palette = colors[has_label][first]  # in the order of names, since all of them occur
    is_other = (palette[codes[has_label]] != colors[has_label]).any(axis=1)
    if is_other.any():
        name = names[codes[has_label][is_other][0]]
        raise ValueError(f"labels must have one color each; got {name!r} with several.")
    return palette


def _merge(packed, counts, max_colors):
    """Replace each color by the mean color of its cell in an OKLab grid.

    The grid is as fine as `max_colors` allows; colors are weighted by their counts.
    """
    if len(packed) <= max_colors:
        return packed
    lab = srgb_to_oklab((packed[:, np.newaxis] >> (16, 8, 0) & 255) / 255)
    fine, coarse = 0.0, 2.0  # a cell of size 2 contains all colors
    for _ in range(_N_HALVINGS):
        step = (fine + coarse) / 2
        is_too_fine = _cells(lab, step).max() >= max_colors
        fine, coarse = (step, coarse) if is_too_fine else (fine, step)
    cells = _cells(lab, coarse)
    weights = np.bincount(cells, counts)
    means = [np.bincount(cells, counts * column) / weights for column in lab.T]
    mixed = np.clip(oklab_to_srgb(np.column_stack(means)), 0, 1)
    return (np.rint(mixed * 255).astype(int) @ (65536, 256, 1))[cells]


def _cells(lab, step):
    """Index of the cell of each color, numbered without gaps."""
    cells = ((lab - lab.min(axis=0)) / step).astype(np.int64)
    numbers = np.ravel_multi_index(cells.T, cells.max(axis=0) + 1)
    return np.unique(numbers, return_inverse=True)[1]
