"""Compute attributes of words and images that colorers do not see."""

import re
import unicodedata

import numpy as np
from scipy import ndimage
from sklearn.preprocessing import StandardScaler

_ENDINGS = ("ing", "ed", "s", "ly", "er", "tion", "y")
# A pixel counts as drawn if its ink exceeds this share of the darkest.
_DRAWN = 0.4


def spelling(words):
    """Compute spelling features: counts, character classes, endings.

    Parameters
    ----------
    words : sequence of str
        Words that contain no spaces.

    Returns
    -------
    dict of str to ndarray of shape (n_words,)
        Float64; conditions are coded as 0 or 1.
    """
    facts = {
        "length": [len(word) for word in words],
        "vowels": [sum(letter in "aeiou" for letter in word) for word in words],
        "share of vowels": [
            sum(letter in "aeiou" for letter in word) / len(word) for word in words
        ],
        "digit": [any(map(str.isdigit, word)) for word in words],
        "letters only": [word.isalpha() for word in words],
        "hyphen": ["-" in word[1:-1] for word in words],
        "doubled letter": [bool(re.search(r"([a-z])\1", word)) for word in words],
    }
    for ending in _ENDINGS:
        facts[f"ends in {ending}"] = [
            word.isalpha() and word.endswith(ending) and len(word) > len(ending) + 1
            for word in words
        ]
    return {name: np.array(values, float) for name, values in facts.items()}


def script(word):
    """Return the script of the first character, such as ``"LATIN"`` or ``"DIGIT"``."""
    return unicodedata.name(word[0], "OTHER").partition(" ")[0].partition("-")[0]


def drawing(images):
    """Compute features of drawn strokes: amount, position and shape of the ink.

    Parameters
    ----------
    images : ndarray of shape (n_images, height, width)
        Amount of ink per pixel, 0 for none.

    Returns
    -------
    dict of str to ndarray of shape (n_images,)
        Float64.
    """
    images = images / images.max()
    ink = images.sum(axis=(1, 2))
    down, across = np.arange(images.shape[1]), np.arange(images.shape[2])
    center_y = (images.sum(axis=2) @ down) / ink
    center_x = (images.sum(axis=1) @ across) / ink
    dy, dx = down - center_y[:, None], across - center_x[:, None]
    variance_y = np.einsum("nyx,ny->n", images, dy**2) / ink
    variance_x = np.einsum("nyx,nx->n", images, dx**2) / ink
    covariance = np.einsum("nyx,ny,nx->n", images, dy, dx, optimize=True) / ink
    drawn = np.pad(images > _DRAWN, ((0, 0), (1, 1), (1, 1)))
    edge = sum(np.diff(drawn, axis=axis).sum(axis=(1, 2)) for axis in (1, 2))
    mirrored = images[:, :, ::-1]
    return {
        "ink": ink,
        "pressure": ink / drawn.sum(axis=(1, 2)),
        "slant": -covariance / variance_y,
        "width": np.sqrt(variance_x),
        "height": np.sqrt(variance_y),
        "center, down": center_y,
        "center, across": center_x,
        "thickness": 2 * drawn.sum(axis=(1, 2)) / edge,
        "holes": np.array([ndimage.label(~image)[1] - 1.0 for image in drawn]),
        "mirror symmetry": (images * mirrored).sum(axis=(1, 2))
        / (images**2).sum(axis=(1, 2)),
    }


def texture(patches):
    """Compute features of photo patches: lightness, color, edges and their direction.

    Parameters
    ----------
    patches : ndarray of shape (n_patches, height, width, 3)
        sRGB in [0, 1].

    Returns
    -------
    dict of str to ndarray of shape (n_patches,)
        Float64. The edge direction is the doubled angle, so that opposite directions
        along an edge are equal; it is missing in patches with hardly any edges.
    """
    light = patches.mean(axis=3)
    down, across = np.gradient(light, axis=(1, 2))
    energy = (down**2 + across**2).mean(axis=(1, 2))
    along = ((across**2 - down**2).mean(axis=(1, 2)), 2 * (across * down).mean(axis=(1, 2)))
    strength = np.hypot(*along)
    directed = strength > 0.2 * energy + 1e-6
    contrast = light.std(axis=(1, 2))
    red, green, blue = np.moveaxis(patches.mean(axis=(1, 2)), 1, 0)
    return {
        "brightness": light.mean(axis=(1, 2)),
        "log contrast": np.log(contrast + 1e-3),
        "log edge energy": np.log(energy + 1e-6),
        "fineness": energy / (contrast**2 + 1e-4),
        "direction, cosine": np.where(directed, along[0] / (strength + 1e-12), np.nan),
        "direction, sine": np.where(directed, along[1] / (strength + 1e-12), np.nan),
        "saturation": np.ptp(patches, axis=3).mean(axis=(1, 2)),
        "red to green": red - green,
        "yellow to blue": (red + green) / 2 - blue,
    }


def leave_out_columns(names, values, every, further):
    """Use every nth column, n = `every`, as an attribute instead of a feature.

    Parameters
    ----------
    names : sequence of str
        Names of the columns.
    values : ndarray of shape (n_samples, n_columns)
        Numbers; columns that never vary are dropped.
    every : int
        The first column and every nth one after it are left out.
    further : dict of str to ndarray of shape (n_samples,)
        Further attributes.

    Returns
    -------
    dict
        Standardized ``X``, and ``attributes``.
    """
    values = values.astype(float)
    varied = np.flatnonzero(values.std(axis=0) > 0)
    values = StandardScaler().fit_transform(values[:, varied])
    left_out = np.arange(len(varied)) % every == 0
    attributes = {str(names[varied[c]]): values[:, c] for c in np.flatnonzero(left_out)}
    return {"X": values[:, ~left_out], "attributes": {**attributes, **further}}
