"""Palettes whose colors are as far apart as the gamut allows."""

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from skcolor._arguments import check_choice, check_count, check_range
from skcolor.paint._cvd import CVD_KINDS, simulate_cvd
from skcolor.paint._spaces import check_colors, srgb_to_oklab

# Candidates: sRGB in steps of 1/28, so that greedy search and exchanges stay quick.
_GRID = 29
_MAX_EXCHANGES = 200


def distinct_palette(
    n: int,
    *,
    lightness: tuple[float, float] = (0.3, 0.93),
    chroma: tuple[float, float] = (0.04, 0.4),
    background: str | tuple[float, float, float] | None = "white",
    cvd: str | tuple[str, ...] | None = None,
    seed_colors: npt.ArrayLike | None = None,
) -> npt.NDArray[np.float64]:
    """Colors that are told apart as well as can be.

    Parameters
    ----------
    n : int
        How many colors.
    lightness : tuple of two floats, default=(0.3, 0.93)
        Range of OKLab lightness, within [0, 1].
    chroma : tuple of two floats, default=(0.04, 0.4)
        Range of OKLCH chroma; 0 is gray, and no color of a screen has more than 0.33.
    background : str, tuple of three floats or None, default="white"
        A color, as matplotlib takes it, that all others keep away from.
    cvd : {"protan", "deutan", "tritan"}, tuple of these or None, default=None
        Color-vision deficiencies with which the colors are to be told apart, too.
    seed_colors : array-like of shape (m, 3) or None, default=None
        sRGB colors that the palette begins with; they count among the `n` and are not
        changed.

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB in [0, 1]: the same every time. The first colors differ most.

    Raises
    ------
    ValueError
        If a range holds no color, or the arguments are something else.

    Notes
    -----
    Starting from the background, the color farthest from all chosen ones is added (the
    idea of Glasbey et al.); then, as long as it moves the closest two colors apart, one
    of them is exchanged for the best other. Distance is ΔE in OKLab, with `cvd` the
    smallest that anyone sees.

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
    candidates = _candidates(lightness, chroma)
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
            f"n must be at most {len(seeds) + len(candidates)}, as many colors as there "
            f"are in these ranges; got {n}."
        )
    if len(seeds) >= n:
        return seeds[:n].astype(np.float64)
    apart = _check_background(background)
    # One list of colors: fixed ones first, then all that may be chosen.
    colors = np.vstack([apart, seeds, candidates])
    n_fixed = len(apart) + len(seeds)
    views = _views(colors, cvd)
    chosen = _greedy(views, n_fixed, n_fixed + n - len(seeds))
    chosen = _exchange(views, chosen, n_fixed)
    return colors[chosen[len(apart) :]]


def _check_background(background):
    """One color as an array, or none."""
    if background is None:
        return np.empty((0, 3))
    try:
        return np.array([to_rgb(background)])
    except (TypeError, ValueError):
        raise ValueError(
            f"background must be one color, as matplotlib takes it, or None; got "
            f"{background!r}."
        ) from None


def _candidates(lightness, chroma):
    levels = np.linspace(0, 1, _GRID)
    colors = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1)
    colors = colors.reshape(-1, 3)
    lab = srgb_to_oklab(colors)
    strength = np.hypot(lab[:, 1], lab[:, 2])
    light = lab[:, 0].clip(0, 1)  # that of white is more than 1 by rounding
    kept = (light >= lightness[0]) & (light <= lightness[1])
    kept &= (strength >= chroma[0]) & (strength <= chroma[1])
    if not kept.any():
        raise ValueError(
            f"no color of a screen has lightness in {lightness} and chroma in {chroma}."
        )
    return colors[kept]


def _views(colors, cvd):
    """OKLab of the colors, and of what is seen with each deficiency."""
    kinds = () if cvd is None else cvd if isinstance(cvd, (tuple, list)) else (cvd,)
    for kind in kinds:
        check_choice("cvd", kind, CVD_KINDS)
    seen = [colors, *(simulate_cvd(colors, kind) for kind in kinds)]
    return [srgb_to_oklab(view).astype(np.float32) for view in seen]


def _distances(views, index):
    """Distance of every color to color `index`: the smallest in any view."""
    return np.min([np.linalg.norm(lab - lab[index], axis=1) for lab in views], axis=0)


def _greedy(views, n_fixed, n_total):
    chosen = list(range(n_fixed))
    nearest = np.full(len(views[0]), np.inf, dtype=np.float32)
    for index in chosen:
        nearest = np.minimum(nearest, _distances(views, index))
    if not chosen:  # as from a gray background
        lab = views[0]
        nearest = np.linalg.norm(lab - lab[n_fixed:].mean(axis=0), axis=1)
    while len(chosen) < n_total:
        index = n_fixed + int(np.argmax(nearest[n_fixed:]))
        chosen.append(index)
        nearest = np.minimum(nearest, _distances(views, index))
    return chosen


def _exchange(views, chosen, n_fixed):
    """Move one of the closest two colors away, as long as that parts the closest two."""
    chosen = list(chosen)
    table = np.stack([_distances(views, index) for index in chosen])
    for _ in range(_MAX_EXCHANGES):
        among = table[:, chosen].copy()
        np.fill_diagonal(among, np.inf)
        closest = among.min()
        pair = np.unravel_index(np.argmin(among), among.shape)
        best = (closest, -1, -1)
        for position in pair:
            if position < n_fixed:
                continue
            others = np.delete(table, position, axis=0)
            nearest = others[:, n_fixed:].min(axis=0, initial=np.inf)
            candidate = int(np.argmax(nearest))
            gain = nearest[candidate]
            if gain > best[0]:
                best = (gain, position, n_fixed + candidate)
        if best[1] < 0:
            break
        chosen[best[1]] = best[2]
        table[best[1]] = _distances(views, best[2])
    return chosen
