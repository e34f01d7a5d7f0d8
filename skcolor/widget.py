"""The explorer as a widget of Jupyter, marimo, VS Code and Colab.

It needs anywidget: ``pip install "skcolor[widget]"``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import as_text
from skcolor._external import import_optional
from skcolor.plotting._explorer_content import color_bytes, explorer_content
from skcolor.plotting._explorer_layouts import layout_names
from skcolor.plotting._explorer_legend import legend_list
from skcolor.plotting._explorer_page import fill_markup, join_modules

if TYPE_CHECKING:
    import anywidget
    import traitlets
else:
    anywidget = import_optional("anywidget", extra="widget")
    traitlets = import_optional("traitlets", extra="widget")

__all__ = ["ColoringWidget"]

_VISIONS = ("", "protan", "deutan", "tritan", "gray")


def _trait_of(coloring: int) -> str:
    """Name of the trait that holds the colors of a coloring."""
    return f"_colors_{coloring}"


def _check_known(trait: str, name: str, what: str, names: Sequence[str]) -> str:
    if name not in names:
        known = ", ".join(map(repr, names))
        raise ValueError(f"{trait} must be one of the {what} {known}; got {name!r}.")
    return name


class _Numbers(traitlets.List):
    """A list of numbers, which arrays may set."""

    def validate(self, obj: Any, value: Any) -> Any:
        return super().validate(obj, np.asarray(value).tolist())


class ColoringWidget(anywidget.AnyWidget):
    """An interactive map in a notebook, whose selection Python can read and set.

    It is the page of :func:`skcolor.plotting.save_html` as a widget: readers pan, zoom and
    search the map, switch between colorings, and select points with a lasso.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or dict of str to array-like
        Positions of the points; or several layouts of the same rows by name, the first of
        which is shown first.
    colorings : dict of str to array-like of shape (n_samples, 3)
        Colorings by name, sRGB in [0, 1]; the first is shown first.
    hover, labels, images, columns, legends, neighbors, X
        Texts, groups, thumbnails, further columns, legends and nearest rows, as in
        :func:`skcolor.plotting.save_html`.
    title : str, default="Map"
        Title above the map.
    height : int, default=560
        Height in CSS pixels.

    Attributes
    ----------
    selection : list of int
        Indices of the selected rows that no filter hides. Set it to select others, in the
        notebook too; a mask with one bool per row can be set as well.
    coloring : str
        Name of the coloring that is shown.
    layout_name : str
        Name of the layout that is shown; empty if `layout` is an array. When it changes,
        the points move.
    vision : {"", "protan", "deutan", "tritan", "gray"}
        Whose color vision is simulated, as by :func:`skcolor.paint.simulate_cvd`, or
        grayscale; empty for none.
    camera : list of float
        The view: the horizontal and the vertical position of its center, in units of the
        layout that is shown, and its magnification; 1 shows the whole map. The center is
        that of what the tools do not cover. Empty before the map is shown.
    hovered : int
        The row under the pointer, or -1.
    pinned : int
        The row of which all is shown, or -1.

    Raises
    ------
    ImportError
        If anywidget is not installed.
    ValueError
        If an argument does not have one valid entry for each row of `layout`.

    See Also
    --------
    skcolor.plotting.save_html : The same as a file.

    Notes
    -----
    All attributes are traits: ``widget.observe(function, "selection")`` calls a function
    at each change. The names are those of jupyter-scatter, where it has the same.

    Examples
    --------
    >>> from skcolor import ChannelColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.widget import ColoringWidget
    >>> digits = load_digits_layout()
    >>> colors = ChannelColorer().fit_transform(digits.data)
    >>> widget = ColoringWidget(digits.layout, {"channels": colors})
    >>> widget.selection = [3, 14, 15]
    >>> widget.set_colors("channels", 1 - colors)
    """

    _esm = join_modules("widget.js")
    _markup = traitlets.Unicode().tag(sync=True)
    _content = traitlets.Dict().tag(sync=True)
    _legends: Any = traitlets.List().tag(sync=True)
    height = traitlets.Int(560).tag(sync=True)
    selection = _Numbers(traitlets.Int()).tag(sync=True)
    coloring = traitlets.Unicode().tag(sync=True)
    layout_name = traitlets.Unicode().tag(sync=True)
    vision = traitlets.Unicode().tag(sync=True)
    camera = _Numbers(traitlets.Float()).tag(sync=True)
    hovered = traitlets.Int(-1).tag(sync=True)
    pinned = traitlets.Int(-1).tag(sync=True)

    def __init__(
        self,
        layout: npt.ArrayLike | dict[str, Any],
        colorings: dict[str, Any],
        *,
        hover: npt.ArrayLike | None = None,
        labels: npt.ArrayLike | None = None,
        images: npt.ArrayLike | None = None,
        columns: Any = None,
        legends: dict[str, Any] | None = None,
        neighbors: npt.ArrayLike | None = None,
        X: npt.ArrayLike | None = None,
        title: str = "Map",
        height: int = 560,
    ) -> None:
        content = explorer_content(
            layout,
            colorings,
            hover=hover,
            labels=labels,
            images=images,
            columns=columns,
            neighbors=neighbors,
            X=X,
        )
        # Traits, unlike messages, also reach a notebook that has not loaded the script yet.
        colors = {_trait_of(i): content.pop(f"colors-{i}") for i in range(len(colorings))}
        self.add_traits(**{name: traitlets.Bytes().tag(sync=True) for name in colors})
        self._n_rows = len(next(iter(colors.values()))) // 3
        self._names = [as_text(name) for name in colorings]
        self._layout_names = layout_names(layout) or [""]
        super().__init__(
            _markup=fill_markup(title),
            _content=content,
            _legends=legend_list(legends, colorings),
            coloring=self._names[0],
            layout_name=self._layout_names[0],
            height=height,
            **colors,
        )

    def set_colors(self, name: str, colors: npt.ArrayLike, *, legend: Any = None) -> None:
        """Replace the colors of a coloring, in all views of the widget.

        Parameters
        ----------
        name : str
            Name of the coloring.
        colors : array-like of shape (n_samples, 3)
            sRGB in [0, 1].
        legend : default=None
            Legend of the new colors, as in `legends`; if None, they have none.

        Raises
        ------
        ValueError
            If there is no such coloring, or not one color for each row.
        """
        _check_known("name", name, "colorings", self._names)
        packed = color_bytes(colors, self._n_rows, "colors")
        given = None if legend is None else {name: legend}
        (shown,) = legend_list(given, {name: colors})
        coloring = self._names.index(name)
        with self.hold_sync():
            setattr(self, _trait_of(coloring), packed)
            legends = list(self._legends)
            legends[coloring] = shown
            self._legends = legends

    @traitlets.validate("selection")
    def _check_selection(self, proposal: Any) -> list[int]:
        rows: list[int] = proposal["value"]
        if rows and isinstance(rows[0], bool):
            if len(rows) != self._n_rows:
                raise ValueError(
                    "selection must contain row indices, or one bool for each of the "
                    f"{self._n_rows} rows of layout; got {len(rows)} bools."
                )
            return [i for i, is_selected in enumerate(rows) if is_selected]
        if any(not 0 <= row < self._n_rows for row in rows):
            raise ValueError(
                f"selection must contain integers from 0 to {self._n_rows - 1}, rows of "
                f"layout; got {rows!r:.60}."
            )
        return list(dict.fromkeys(rows))

    @traitlets.validate("hovered", "pinned")
    def _check_row(self, proposal: Any) -> int:
        row: int = proposal["value"]
        if not -1 <= row < self._n_rows:
            raise ValueError(
                f"{proposal['trait'].name} must be a row of layout, from 0 to "
                f"{self._n_rows - 1}, or -1 for none; got {row}."
            )
        return row

    @traitlets.validate("camera")
    def _check_camera(self, proposal: Any) -> list[float]:
        camera: list[float] = proposal["value"]
        if camera and not (
            len(camera) == 3 and np.isfinite(camera).all() and camera[2] > 0
        ):
            raise ValueError(
                "camera must be the two coordinates of the center and a positive "
                f"magnification; got {camera}."
            )
        return camera

    @traitlets.validate("coloring")
    def _check_coloring(self, proposal: Any) -> str:
        return _check_known("coloring", proposal["value"], "colorings", self._names)

    @traitlets.validate("layout_name")
    def _check_layout_name(self, proposal: Any) -> str:
        names = self._layout_names
        return _check_known("layout_name", proposal["value"], "layouts", names)

    @traitlets.validate("vision")
    def _check_vision(self, proposal: Any) -> str:
        return _check_known("vision", proposal["value"], "visions", _VISIONS)
