"""
Select, refit, color again
==========================

One coloring of a whole map spends most of its colors on the differences between groups, and
few on those within a group. In a notebook, draw a lasso around a group, read
``widget.selection``, fit the colorer to these rows alone, and color them again. It needs
``pip install "skcolor[widget]"``.
"""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import GamutColorer
from skcolor.datasets import load_digits_layout
from skcolor.metrics import reading_gain
from skcolor.plotting import plot_gallery
from skcolor.widget import ColoringWidget

digits = load_digits_layout()
X, layout = digits.data, digits.layout
colorer = make_pipeline(PCA(3, random_state=0), GamutColorer())
colors = colorer.fit_transform(X)
widget = ColoringWidget(
    layout, {"all": colors, "selection": colors}, hover=digits.target, title="Digits"
)
widget  # noqa: B018

# %%
# Draw a lasso on the map. No one can draw on this page, so it selects from Python: the
# ones, which lie in several places.
widget.selection = digits.target == 1
rows = widget.selection
print(f"{len(rows)} rows")

# %%
# The other rows become gray. The map in the notebook changes at once, without a reload.
again = np.full_like(colors, 0.8)
again[rows] = colorer.fit_transform(X[rows])
widget.set_colors("selection", again)
widget.coloring = "selection"
for name, shown in {"all": colors, "selection": again}.items():
    gain = reading_gain(X[rows], shown[rows], layout[rows])
    print(f"{name}: a reader gains {gain.mean:.0%} within the selection")
plot_gallery({"fitted to all": colors, "fitted to the selection": again}, layout)
