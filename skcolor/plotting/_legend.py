"""The legend of a colored map."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from skcolor._checks.arrays import check_unmasked
from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import check_texts
from skcolor._compat import _num_samples
from skcolor._fitted.pipelines import (
    before_last_step,
    faded_colorer,
    has_labels,
    has_values,
    last_step,
)
from skcolor._keys.bivariate_key import is_bivariate
from skcolor._keys.channel_key import ChannelKey
from skcolor._keys.label_key import LabelKey
from skcolor._keys.value_key import ValueKey
from skcolor.metrics._attributes import check_attributes
from skcolor.plotting._axes import new_axes
from skcolor.plotting._bivariate_directions import make_bivariate_key
from skcolor.plotting._channel_directions import make_channel_key
from skcolor.plotting._channel_legend import ChannelLegend
from skcolor.plotting._division import Drawing
from skcolor.plotting._explorer_data import check_images
from skcolor.plotting._label_legend import LabelLegend, make_label_key
from skcolor.plotting._noted import NotedDrawing
from skcolor.plotting._pictures import as_rgb
from skcolor.plotting._room import LegendPlace, find_room
from skcolor.plotting._themes import apply_theme
from skcolor.plotting._value_legend import ValueLegend, make_value_key

# In points (1/72 inch): sides of a map, gap and margin of its figure, and margin around a
# legend alone.
_MAP, _BESIDE, _MARGIN = 432.0, 24.0, 9.0


_DRAWINGS: dict[type, Callable[[Any], Drawing]] = {
    ValueKey: ValueLegend,
    LabelKey: LabelLegend,
    ChannelKey: ChannelLegend,
}


class ColoringLegend:
    """Legend that explains the colors of a colorer.

    Create one with `from_estimator`, then draw it with `plot` or pass it to
    :meth:`ColoringDisplay.from_colors`.

    - Values: a color bar in data units, and the color of missing values if there are any.
    - Labels: colors, names, counts and exemplars, the most frequent label first. If not
      all fit, the legend says how many more there are.
    - Channels: the colors along each of three directions and along two at a time. The
      ends of a direction are described by `attributes`; otherwise, if the last transformer
      is linear (it has ``components_``), by the features with the largest loadings; and by
      the nearest rows. The directions are the first three input columns of the colorer.
      For colorers that do not use these, they are the axes of OKLab: lightness, green to
      red, and blue to yellow.
    - Pairs of values: the colors along either value, along both at once, and of all pairs.

    Parameters
    ----------
    key : object
        The content of the legend.
    note : str, default=""
        A sentence below it.

    Attributes
    ----------
    ax_ : matplotlib.axes.Axes
        Axes with the legend.
    figure_ : matplotlib.figure.Figure
        The figure that contains the axes.

    See Also
    --------
    ColoringDisplay : A map in its colors.
    HistogramDisplay : Histogram of the values or labels.

    Examples
    --------
    >>> from skcolor import ClusterColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import ColoringLegend
    >>> digits = load_digits_layout()
    >>> colorer = ClusterColorer().fit(digits.data)
    >>> legend = ColoringLegend.from_estimator(colorer, digits.data)
    >>> [text.get_text() for text in legend.plot().ax_.texts][:2]
    ['label', 'rows']
    """

    def __init__(self, key: Any, *, note: str = "") -> None:
        self.key = key
        self.note = note
        make_drawing = _DRAWINGS.get(type(key))
        self._drawing: Drawing = key if make_drawing is None else make_drawing(key)
        if note:
            self._drawing = NotedDrawing(self._drawing, note)

    def plot(
        self,
        ax: Axes | None = None,
        *,
        beside: bool = False,
        below: bool = False,
        max_height: float | None = None,
        theme: str | None = None,
    ) -> Self:
        """Draw the legend.

        Its font size, from 6 points, follows the size of the axes. It is adapted again
        whenever the figure is drawn in another size.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None, default=None
            Axes to draw on; None makes a figure the size of the legend.
        beside : bool, default=False
            Whether to take room for the legend from `ax`, at its right, instead of drawing
            it in its upper left corner.
        below : bool, default=False
            Whether to take the room below.
        max_height : float or None, default=None
            Available height in points (1/72 inch); None uses that of `ax`, or 6 inches.
        theme : {"light", "dark"} or None, default=None
            Background of the figure, with a matching text color. None leaves the background
            unchanged.

        Returns
        -------
        ColoringLegend
            The legend, with its artists as attributes.

        Raises
        ------
        ValueError
            If `beside` or `below` is set without `ax`.
        """
        if ax is None and (beside or below):
            raise ValueError("beside and below need axes to draw next to; got ax=None.")
        drawing, room = self._drawing, np.inf if max_height is None else max_height
        place: dict[str, Any] = {"max_height": room}
        if ax is None:
            ax = _make_axes(*drawing.fit(_MAP, min(room, _MAP))[:2])
            place = {"scale": 1.0}
        self.figure_ = ax.figure
        ink = apply_theme(self.figure_, theme)
        if beside or below:
            side = "beside" if beside else "below"
            self.ax_ = find_room(ax).add_legend(drawing, ink, side=side, **place)
        else:
            ax.set_axis_off()
            self.ax_ = LegendPlace(ax, drawing, ink, **place).start()
        return self

    def _plot_for(self, ax: Axes, legend_ax: Axes | None, theme: str | None) -> None:
        """Draw the legend of a map: in its own axes, or where the map stays largest."""
        if legend_ax is not None:
            self.plot(legend_ax, theme=theme)
            return
        self.figure_ = ax.figure
        ink = apply_theme(self.figure_, theme)
        self.ax_ = find_room(ax).add_legend(self._drawing, ink)

    def _numbers(self, n_exemplars: int) -> list[int]:
        """Numbers of the labels that have exemplars, if there are as many, in order."""
        lines = self.key.lines if isinstance(self.key, LabelKey) else []
        numbers = [int(line.number) for line in lines if line.number]
        return numbers if len(numbers) == n_exemplars else []

    def _new_axes(self) -> Axes:
        """Axes for a map in a new figure, with room for the legend."""
        width = self._drawing.fit(_MAP, _MAP)[0]
        ax: Axes = new_axes(_MAP + _BESIDE + width)
        return ax

    @classmethod
    def from_estimator(
        cls,
        colorer: Any,
        X: npt.ArrayLike | None = None,
        layout: npt.ArrayLike | None = None,
        *,
        feature_names: npt.ArrayLike | None = None,
        label_names: npt.ArrayLike | None = None,
        row_names: npt.ArrayLike | None = None,
        images: npt.ArrayLike | None = None,
        attributes: Any = None,
    ) -> Self:
        """Make the legend of a fitted colorer.

        Parameters
        ----------
        colorer : estimator
            A fitted colorer, or a pipeline or search that ends in one.
        X : array-like of shape (n_samples, n_features) or None, default=None
            The rows of the map. Without them there are no exemplars, and the only counts
            are those of clusters of the training rows.
        layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the rows, for colorers that use it.
        feature_names : array-like of str or None, default=None
            Names of the input features of the last transformer of a pipeline, or of the
            columns of X for a colorer alone. None uses those that the steps know: columns
            of data frames, words of a vectorizer; if only the input of several linear
            steps has names, these.
        label_names : array-like of str or None, default=None
            Names of the labels; None uses those of the clusterer, or numbers.
        row_names : array-like of shape (n_samples,) or None, default=None
            A text for each row, which names exemplars.
        images : array-like of shape (n_samples, height, width[, 3]) or None, default=None
            A thumbnail of each row, with which exemplars are shown: gray or sRGB, integers
            from 0 to 255 or floats in [0, 1].
        attributes : array-like, data frame or mapping of names to them, default=None
            Numbers, booleans or categories of each row, as for
            :func:`skcolor.metrics.reading_gain`. For channels, the attributes that differ
            most at an end of a direction name it, as "length high", if the difference is
            clear.

        Returns
        -------
        ColoringLegend
            The legend, not yet drawn.

        Raises
        ------
        ValueError
            If the number of names, images or attributes is wrong, or they are given without
            X.

        Notes
        -----
        The rows at an end are 2 percent of all rows, at least 20, but at most a quarter. An
        attribute names an end if it differs clearly between these rows and the others: it
        must be larger, or smaller, in three of four pairs of rows, and by four standard
        errors. A category must have a share there that is larger by half of all rows than
        among the others. An attribute that is alike at both ends names neither.
        """
        check_unmasked(X, "X")
        if X is None and not all(one is None for one in (row_names, images, attributes)):
            raise ValueError(
                "row_names, images and attributes describe rows and need X; got X=None."
            )
        given = {"row_names": row_names, "attributes": attributes}
        check_row_order({"X": X, "layout": layout, **given})
        n_rows = 0 if X is None else _num_samples(X)
        table = None if attributes is None else check_attributes(attributes, n_rows)
        texts = pictures = names = None
        if row_names is not None:
            texts = check_texts(row_names, "row_names", n_rows, of="X")
        if images is not None:
            pictures = as_rgb(check_images(images, n_rows))
        inside = faded_colorer(colorer)
        if inside is not None:
            legend = cls.from_estimator(
                inside,
                None if X is None else before_last_step(colorer, X, layout),
                layout,
                feature_names=feature_names,
                label_names=label_names,
                row_names=row_names,
                images=images,
                attributes=attributes,
            )
            notes = last_step(colorer).note_, legend.note
            return cls(legend.key, note=" ".join(filter(None, notes)))
        if has_values(colorer):
            note = getattr(last_step(colorer), "note_", "")
            return cls(make_value_key(colorer, X, layout), note=note)
        if is_bivariate(last_step(colorer)):
            note = getattr(last_step(colorer), "note_", "")
            pairs = make_bivariate_key(
                colorer, X, layout, row_names=texts, images=pictures, attributes=table
            )
            return cls(pairs, note=note)
        if has_labels(colorer):
            if label_names is not None:
                n_labels = len(last_step(colorer).palette_)
                names = check_texts(label_names, "label_names", n_labels, of="the palette")
            key = make_label_key(
                colorer, X, layout, label_names=names, row_names=texts, images=pictures
            )
            return cls(key)
        return cls(
            make_channel_key(
                colorer,
                X,
                layout,
                feature_names=feature_names,
                row_names=texts,
                images=pictures,
                attributes=table,
            )
        )


def _make_axes(width: float, height: float) -> Axes:
    import matplotlib.pyplot as plt

    width, height = width + 2 * _MARGIN, height + 2 * _MARGIN
    figure = plt.figure(figsize=(width / 72, height / 72))
    x, y = _MARGIN / width, _MARGIN / height
    return figure.add_axes((x, y, 1 - 2 * x, 1 - 2 * y))
