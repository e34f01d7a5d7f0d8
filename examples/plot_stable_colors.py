"""
Stable colors
=============

Refit a colorer to a different sample, or on another day, and its colors may be rotated,
mirrored or permuted, although the data show the same structure. :func:`skcolor.align`
restores the colors that readers already know.
"""

from sklearn.cluster import MiniBatchKMeans
from sklearn.pipeline import make_pipeline

from skcolor import ClusterColorer, GamutColorer, ResidualPCA, align
from skcolor.datasets import load_digits_layout
from skcolor.paint import delta_e
from skcolor.plotting import plot_gallery

digits = load_digits_layout()
X, layout = digits.data, digits.layout
monday, tuesday = slice(0, None, 2), slice(1, None, 2)


def compare(make_colorer):
    """Plot a colorer fitted to Monday's rows, to Tuesday's, and the latter aligned."""
    first = make_colorer(0).fit(X[monday], layout[monday])
    second = make_colorer(1).fit(X[tuesday], layout[tuesday])
    known = first.transform(X[monday])
    colorings = {
        "fitted on Monday": first.transform(X),
        "fitted on Tuesday": second.transform(X),
        "Tuesday, aligned": align(second, X[monday], known).transform(X),
    }
    today = list(colorings.values())
    for name, colors in colorings.items():
        print(f"{name}: mean ΔE {delta_e(colors, today[0]).mean():.3f}")
    return plot_gallery(colorings, layout, n_cols=3)


# %%
# Each cluster gets the color of the known cluster with which it shares the most rows.

figure = compare(
    lambda seed: ClusterColorer(MiniBatchKMeans(12, random_state=seed), palette="distinct")
)
figure.savefig("stable_clusters.png", dpi=120)

# %%
# Channels are rotated and mirrored. One just noticeable difference is a ΔE of 0.02.

figure = compare(lambda seed: make_pipeline(ResidualPCA(3), GamutColorer()))
figure.savefig("stable_channels.png", dpi=120)
