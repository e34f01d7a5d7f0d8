"""An interactive map in one HTML file that works offline."""

import os
from typing import Any

import numpy.typing as npt

from skcolor._atomic_write import write_atomically
from skcolor._checks.texts import as_text
from skcolor.plotting._explorer_content import explorer_content
from skcolor.plotting._explorer_data import data_element
from skcolor.plotting._explorer_page import fill_page
from skcolor.plotting._legend import ColoringLegend


def save_html(
    path: str | os.PathLike[str],
    layout: npt.ArrayLike | dict[str, Any],
    colorings: dict[str, Any],
    *,
    hover: npt.ArrayLike | None = None,
    labels: npt.ArrayLike | None = None,
    images: npt.ArrayLike | None = None,
    columns: Any = None,
    legends: dict[str, ColoringLegend] | None = None,
    neighbors: npt.ArrayLike | None = None,
    X: npt.ArrayLike | None = None,
    title: str = "Map",
) -> None:
    """Save an interactive map as one HTML file that works offline.

    In a browser, readers pan, zoom and search the map and switch between colorings and
    between layouts. The page describes the point under the pointer, filters by labels and
    columns, tells what is frequent in a selection, lists the points in a lasso, and saves
    this list and the picture. The file is self-contained: it loads and sends nothing.

    Parameters
    ----------
    path : str or pathlib.Path
        Path of the file; an existing file is replaced.
    layout : array-like of shape (n_samples, 2) or dict of str to array-like
        Positions of the points; or several layouts of the same rows by name, the first of
        which is shown first. When a reader chooses another, the points move there. Stored
        in 65,536 steps, or as float32 if these are too coarse: with outlying points, with
        one side much shorter than the other, or with groups that are small compared to
        their distances.
    colorings : dict of str to array-like of shape (n_samples, 3)
        Colorings by name, sRGB in [0, 1]; the first is shown first. Also in any opaque
        format that :class:`ColoringDisplay` takes. Stored in 8 bits per channel.
    hover : array-like of shape (n_samples,) or None, default=None
        A text for each row: shown at the pointer, listed, and searchable.
    labels : array-like of shape (n_samples,) or None, default=None
        A group for each row: shown below its text, searchable, and counted in selections.
    images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
        A thumbnail of each row, shown with its text: gray or sRGB, integers from 0 to 255
        or floats in [0, 1].
    columns : dict of str to array-like, DataFrame or None, default=None
        Further columns by name, with an entry for each row: numbers, dates, categories or
        texts. The page shows them on the card of a point, filters by them, compares
        selected rows with the others, and writes them to saved lists. Numbers and dates
        get a histogram to choose a range in; entries that repeat, as of categories, are
        counted. Times with a zone are shown in UTC. Entries may be missing.
    legends : dict of str to ColoringLegend or None, default=None
        What the colors of a coloring mean, by the name of the coloring, from
        :meth:`ColoringLegend.from_estimator`. The page shows the legend of the current
        coloring, and where in it the point under the pointer is.
    neighbors : int, array-like of shape (n_samples, n_neighbors) or None, default=None
        Indices of the nearest rows in X of each row, nearest first, or how many to find by
        Euclidean distance. The page lists those of a point that is clicked, and connects
        them to it on the map, so that what the map has torn apart is seen. Each takes up
        to 4 bytes in the file. Among more than 50,000 rows, most are found, and the page
        says how many.
    X : array-like of shape (n_samples, n_features) or None, default=None
        The rows, if `neighbors` is a number.
    title : str, default="Map"
        Title of the page.

    Raises
    ------
    ValueError
        If `colorings` or `layout` is an empty dict, or an argument does not have one valid
        entry for each row of `layout`.
    OSError
        If the file cannot be written; an existing file is then left unchanged.

    See Also
    --------
    ColoringDisplay : Plots one coloring with matplotlib.
    plot_gallery : Plots many colorings of one map with matplotlib.
    save_tiles : Saves a map of ten million points or more, as a folder for a web server.

    Notes
    -----
    Points are drawn on the GPU with WebGL, or on the CPU if there is none. They are opaque,
    in exactly their colors, and in a fixed random order, so that no group hides another.

    Names on the map follow the zoom. They are the label, or else the words of the texts,
    that most set the rows there apart from all rows: those with the largest
    ``p * log(p / q)``, where p and q are their shares among the rows there and among all.
    If hardly any word repeats, as in a list of words, the names in italics are examples
    instead: the first of the rows in dense spots of each part of the map. So order such
    rows with the most familiar first.

    What the page calls frequent in a selection has a larger share there than among all
    rows that the filters leave (p < 0.01 in a one-sided hypergeometric test, corrected for
    the number of labels or categories by Bonferroni's method).

    When the layout changes, points move there in a straight line, unless the reader's
    system asks for less motion. Colors, selection, filters and the point on the card stay.
    A map that was zoomed goes to the selected rows in the new layout, or else to the point
    on the card; without them, it shows all.

    The page starts with all points in view, except a few outlying ones that would shrink
    the rest to less than a tenth of the view. It says how many there are and shows them at
    the press of a button.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from skcolor import ChannelColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import save_html
    >>> digits = load_digits_layout()
    >>> colorings = {"channels": ChannelColorer().fit_transform(digits.data)}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "digits.html"
    ...     save_html(
    ...         path,
    ...         digits.layout,
    ...         colorings,
    ...         images=digits.images / 16,
    ...         columns={"ink": digits.data.mean(axis=1), "digit": digits.target},
    ...     )
    ...     path.stat().st_size < 300_000
    True
    """
    content = explorer_content(
        layout,
        colorings,
        hover=hover,
        labels=labels,
        images=images,
        columns=columns,
        legends=legends,
        neighbors=neighbors,
        X=X,
    )
    data = "\n".join(data_element(name, part) for name, part in content.items())
    page = fill_page(as_text(title), data).encode()
    write_atomically(path, lambda file: file.write(page))
