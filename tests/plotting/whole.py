"""Check that nothing in a figure is cut or overlaps."""

import itertools

from matplotlib.text import Text
from matplotlib.transforms import Bbox


def parts_of(ax):
    """Boxes of the map, title and legends of axes, by name."""
    parts = {"map": ax.get_window_extent()} if ax.has_data() else {}
    if ax.get_title():
        parts["title"] = ax.title.get_window_extent()
    for i, sheet in enumerate(ax.child_axes):
        parts[f"legend {i}"] = box_of_legend(sheet)
    return parts


def box_of_legend(sheet):
    """Box of all that is drawn on the axes of a legend."""
    artists = [*sheet.texts, *sheet.patches, *sheet.images]
    boxes = [artist.get_window_extent() for artist in artists]
    return Bbox.union([*boxes, *(bar.get_tightbbox() for bar in sheet.child_axes)])


def assert_whole(figure, smallest=6.0):
    """Draw a figure and check that all is inside, apart, and legible.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    smallest : float, default=6.0
        Smallest allowed font size in points.
    """
    figure.draw_without_rendering()
    page = figure.bbox
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible() and text.axes and text.axes.axison:
            assert text.get_fontsize() >= smallest - 1e-6, text
    boxes = {}
    for i, ax in enumerate(figure.findobj(lambda artist: artist in figure.axes)):
        boxes |= {f"{name} of panel {i}": box for name, box in parts_of(ax).items()}
        for sheet in ax.child_axes:
            assert_apart({str(text): text.get_window_extent() for text in sheet.texts})
    for name, box in boxes.items():
        assert page.x0 - 1 <= box.x0, name
        assert box.x1 <= page.x1 + 1, name
        assert page.y0 - 1 <= box.y0, name
        assert box.y1 <= page.y1 + 1, name
    assert_apart(boxes)


def assert_apart(boxes):
    """Check that no two boxes, by name, overlap by more than a pixel."""
    for one, other in itertools.combinations(boxes, 2):
        common = Bbox.intersection(boxes[one], boxes[other])
        overlap = 0 if common is None else min(common.width, common.height)
        assert overlap <= 1, f"{one} and {other} overlap by {overlap:.1f} pixels"
