"""Palettes of maximally distinct colors."""

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from skcolor._checks.arguments import check_choice, check_count, check_range
from skcolor.paint._cam16 import srgb_to_cam02ucs, srgb_to_cam16ucs
from skcolor.paint._cvd import CVD_KINDS, simulate_cvd
from skcolor.paint._repulsion import (
    ColorRange,
    View,
    repel_colors,
    smallest_distance,
    view_coordinates,
)
from skcolor.paint._spaces import check_colors, srgb_to_oklab

# The greedy search runs on an sRGB grid with steps of 1/28, which keeps it fast.
_GRID = 29
_FEW = 64
# One unit in OKLab equals this many in CAM16-UCS. At 155 the sRGB solid has the same volume
# in both; the value is a little larger because CAM16-UCS fits measured differences better.
_UNIT = 180.0
_SPACES: dict[str, tuple[View, ...]] = {
    "oklab": (srgb_to_oklab,),
    "cam16ucs": (
        lambda colors: srgb_to_cam16ucs(colors) / _UNIT,
        lambda colors: srgb_to_cam02ucs(colors) / _UNIT,
    ),
}


def distinct_palette(
    n: int,
    *,
    lightness: tuple[float, float] = (0.3, 0.93),
    chroma: tuple[float, float] = (0.04, 0.4),
    background: str | tuple[float, float, float] | None = "white",
    cvd: str | tuple[str, ...] | None = None,
    seed_colors: npt.ArrayLike | None = None,
    space: str | tuple[str, ...] = ("oklab", "cam16ucs"),
) -> npt.NDArray[np.float64]:
    """Generate maximally distinct colors.

    Parameters
    ----------
    n : int
        Number of colors.
    lightness : tuple of two floats, default=(0.3, 0.93)
        Range of OKLab lightness, within [0, 1].
    chroma : tuple of two floats, default=(0.04, 0.4)
        Range of OKLCH chroma; 0 is gray, and no sRGB color exceeds 0.33.
    background : str, tuple of three floats or None, default="white"
        Any matplotlib color; the palette stays away from it.
    cvd : {"protan", "deutan", "tritan"}, tuple of these or None, default=None
        Color-vision deficiencies under which the colors must stay distinct, too.
    seed_colors : array-like of shape (m, 3) or None, default=None
        sRGB colors that start the palette, unchanged. They count toward `n`.
    space : {"oklab", "cam16ucs"} or tuple of both, default=("oklab", "cam16ucs")
        Color space in which distance is measured. With both, distance is the smaller of the
        two, where 1 in OKLab equals 180 in CAM16-UCS.

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB in [0, 1]; deterministic. The first colors differ most.

    Raises
    ------
    ValueError
        If no color lies in the ranges, or an argument is invalid.

    Notes
    -----
    Starting from the background, the algorithm repeatedly adds the grid color farthest from
    all chosen ones (the idea of Glasbey et al. [1]_). Then it moves all colors apart
    together, by a repulsion that in the end acts only between the closest pairs. Small
    palettes are optimized from two starts. With `cvd`, distance is the smallest over normal
    and deficient vision.

    Color difference formulas disagree most in blue and violet, where none is reliable. So
    "cam16ucs" takes the smaller of the distances in CAM16-UCS and in its predecessor
    CAM02-UCS, and the default includes OKLab: colors that are distinct here are distinct by
    all three.

    References
    ----------
    .. [1] C. Glasbey, G. van der Heijden, V. F. K. Toh and A. Gray, "Color displays for
       categorical images", Color Research and Application 32, 2007.

    Examples
    --------
    >>> from skcolor.paint import delta_e, distinct_palette
    >>> palette = distinct_palette(8)
    >>> pairs = delta_e(palette[:, None], palette)
    >>> bool(pairs[pairs > 0].min() > 0.2)
    True
    """
    check_count("n", n, least=0)
    check_range("lightness", lightness)
    check_range("chroma", chroma)
    allowed = ColorRange(lightness, chroma)
    candidates = _candidates(allowed)
    seeds = check_colors(
        np.empty((0, 3)) if seed_colors is None else seed_colors, name="seed_colors"
    )
    if seeds.ndim != 2 or seeds.min(initial=0) < 0 or seeds.max(initial=0) > 1:
        raise ValueError(
            f"seed_colors must be sRGB in [0, 1] of shape (m, 3); got shape {seeds.shape} "
            f"with values from {seeds.min(initial=1):.3g} to {seeds.max(initial=0):.3g}."
        )
    if n > len(seeds) + len(candidates):
        raise ValueError(
            f"n must be at most {len(seeds) + len(candidates)}, the number of colors "
            f"available in these ranges; got {n}."
        )
    if len(seeds) >= n:
        return seeds[:n].astype(np.float64)
    apart = _check_background(background)
    fixed = np.vstack([apart, seeds])
    views = _views(space, cvd)
    # With few colors the result depends on the start: take the better of two.
    starts = [fixed, fixed[:0]] if n <= _FEW and len(fixed) else [fixed]
    ends = [
        repel_colors(
            _farthest_first(start, candidates, n - len(seeds), views), fixed, views, allowed
        )
        for start in starts
    ]
    moved = max(ends, key=lambda end: smallest_distance(end, fixed, views))
    return np.vstack([seeds, _farthest_first(fixed, moved, len(moved), views)])


def _check_background(background):
    """Take one color as an array of shape (1, 3), or (0, 3) without one."""
    if background is None:
        return np.empty((0, 3))
    try:
        return np.array([to_rgb(background)])
    except (TypeError, ValueError):
        raise ValueError(
            f"background must be a matplotlib color or None; got {background!r}."
        ) from None


def _candidates(allowed):
    levels = np.linspace(0, 1, _GRID)
    colors = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1)
    colors = colors.reshape(-1, 3)
    kept = allowed.holds(colors)
    if not kept.any():
        raise ValueError(
            "lightness and chroma must leave at least one sRGB color; got "
            f"lightness={allowed.lightness} and chroma={allowed.chroma}."
        )
    return colors[kept]


def _views(space, cvd):
    """Views in which colors are compared: each space, for each kind of vision."""
    converts = [view for name in _names("space", space, _SPACES) for view in _SPACES[name]]
    kinds = () if cvd is None else _names("cvd", cvd, CVD_KINDS)

    def seen(kind, convert):
        return lambda colors: convert(simulate_cvd(colors, kind))

    return converts + [seen(kind, convert) for kind in kinds for convert in converts]


def _names(argument, value, choices):
    names = value if isinstance(value, tuple | list) else (value,)
    if argument == "space" and not len(names):
        raise ValueError(f"space must name at least one color space; got {value!r}.")
    for name in names:
        check_choice(argument, name, choices)
    return names


def _farthest_first(fixed, colors, n, views):
    """Choose `n` colors, each as far as possible from the fixed and the previous ones."""
    places = view_coordinates(np.vstack([fixed, colors]), views).astype(np.float32)

    def distances(index):
        apart = places - places[:, :, index : index + 1]
        apart *= apart
        return np.minimum.reduce(apart[:, 0] + apart[:, 1] + apart[:, 2])

    nearest = np.full(places.shape[2], np.inf, dtype=np.float32)
    for index in range(len(fixed)):
        np.minimum(nearest, distances(index), out=nearest)
    chosen = []
    if n and not len(fixed):  # start as if the background were gray
        middle = places[0].mean(axis=1, keepdims=True)
        chosen.append(int(np.argmax(((places[0] - middle) ** 2).sum(axis=0))))
        nearest = distances(chosen[0])
    while len(chosen) < n:
        chosen.append(len(fixed) + int(np.argmax(nearest[len(fixed) :])))
        np.minimum(nearest, distances(chosen[-1]), out=nearest)
    return colors[np.array(chosen, dtype=int) - len(fixed)]
