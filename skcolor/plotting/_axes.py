"""What pictures of maps share: the check of their data, and bare axes."""

from sklearn.utils.validation import check_array

from skcolor._row_colors import check_row_colors


def check_map(layout, colors=None):
    """Validate a 2-D layout, and colours for its rows.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Where the points are.
    colors : array-like of shape (n_samples, 3) or None, default=None
        sRGB in [0, 1].

    Returns
    -------
    layout, colors : ndarray
        The same as arrays.

    Raises
    ------
    ValueError
        If either is not what it should be.
    """
    layout = check_array(layout, input_name="layout")
    if layout.shape[1] != 2:
        raise ValueError(f"layout has {layout.shape[1]} columns; a picture needs 2.")
    if colors is None:
        return layout, None
    return layout, check_row_colors(colors, len(layout), of="layout")


def new_axes():
    """Axes of a new square figure, as scikit-learn's displays make them."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(6, 6), layout="constrained")[1]


def clear_axes(ax):
    """Leave nothing on the axes but what is drawn: a layout has no units."""
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="box")
    ax.margins(0.02)
