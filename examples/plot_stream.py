"""
Rows that come in batches
=========================

Where rows do not fit into memory, or have not all come yet, ``partial_fit`` learns from one
batch at a time. What it keeps between batches are sums and a sketch of quantiles, so after
the last it knows what ``fit`` knows, and nobody needs to keep the rows.
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
# The components first: their signs and order are fixed by the rows, so that they do not
# flip from one batch to the next.

pca = CovariancePCA(3)
for batch in batches:
    pca.partial_fit(batch)

# %%
# Then the colors, in a second pass. After each batch all rows can be colored; the more
# have come, the nearer are colors to those of a fit to all rows at once.

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
