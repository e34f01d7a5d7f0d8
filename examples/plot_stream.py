"""
Rows that arrive in batches
===========================

If rows do not fit in memory, or have not all arrived yet, ``partial_fit`` learns from one
batch at a time. Between batches it keeps only sums and a quantile sketch. After the last
batch it has learned what ``fit`` would have learned, without storing the rows.
"""

import numpy as np

from skcolor import ChannelColorer, CovariancePCA
from skcolor.datasets import load_digits_layout
from skcolor.paint import delta_e
from skcolor.plotting import plot_gallery

digits = load_digits_layout()
X, layout = digits.data, digits.layout
batches = np.array_split(X[np.random.default_rng(0).permutation(len(X))], 9)

# %%
# First, learn the components. Their signs and order depend only on the rows, so they do not
# flip from one batch to the next.

pca = CovariancePCA(3)
for batch in batches:
    pca.partial_fit(batch)

# %%
# Then learn the colors in a second pass. After each batch, all rows can be colored. The
# more batches have arrived, the closer the colors are to those of a fit to all rows.

target = ChannelColorer().fit_transform(CovariancePCA(3).fit_transform(X))
colorer, colorings, distances = ChannelColorer(), {}, {}
for number, batch in enumerate(batches, start=1):
    colorer.partial_fit(pca.transform(batch))
    if number in (1, 3, 9):
        name = f"batches: {number}"
        colorings[name] = colorer.transform(pca.transform(X))
        distances[name] = {"mean ΔE": delta_e(colorings[name], target).mean()}

figure = plot_gallery(
    {**colorings, "all at once": target}, layout, scores=distances, n_cols=4
)
figure.savefig("stream.png", dpi=100)
