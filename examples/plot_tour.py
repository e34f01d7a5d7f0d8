"""
Three colorings that tell most together
=======================================

The best colorings by themselves show nearly the same directions. ``skcolor.tour`` chooses
recipes that add to each other: together, these three tell almost twice as much about the
pixels of a digit, beyond the map, as the first alone.
"""

from skcolor import tour
from skcolor.datasets import load_digits_layout
from skcolor.plotting import plot_gallery
from skcolor.recipes import TITLES

digits = load_digits_layout()
found = tour(digits.data, digits.layout, 3)

titles = {name: f"{i}. {TITLES[name]}" for i, name in enumerate(found.colorers, 1)}
figure = plot_gallery(
    {titles[name]: colorer for name, colorer in found.colorers.items()},
    digits.layout,
    X=digits.data,
    scores={titles[name]: {"read so far": share} for name, share in found.shares.items()},
    n_cols=3,
)
figure.savefig("tour.png", dpi=120)
