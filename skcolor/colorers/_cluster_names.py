"""Conversion of a clusterer's labels to integers."""

import numpy as np

from skcolor._checks.texts import (
    as_text,
    name_labels,
    number_labels,
    read_entries,
    whole_numbers,
)

_LABELS = "labels of clusterer"


def find_names(clusterer, X):
    """Find the names that a fitted clusterer uses as labels, in order.

    Parameters
    ----------
    clusterer : estimator
        A fitted clusterer with ``predict`` or ``labels_``.
    X : ndarray of shape (n_samples, n_features)
        The rows it was fitted to.

    Returns
    -------
    list of str or None
        Its ``classes_`` if it has any, else the labels of X; None if labels are integers.

    Raises
    ------
    ValueError
        If labels are non-integer numbers, or missing for all rows.
    """
    if hasattr(clusterer, "predict"):
        labels = np.asarray(clusterer.predict(X[:1]))
        if labels.dtype.kind not in "iu":
            labels = getattr(clusterer, "classes_", None)
            labels = clusterer.predict(X) if labels is None else labels
    else:
        labels = clusterer.labels_
    if whole_numbers(read_entries(labels, _LABELS, len(labels), of="X")) is not None:
        return None
    number_labels(labels, _LABELS, len(labels), of="X", names_too=True)
    return name_labels(labels, _LABELS, len(labels), of="X")[0]


def count_known(clusterer, names):
    """Number of labels that a clusterer is known to use, for any rows."""
    if names is not None:
        return len(names)
    classes = np.asarray(getattr(clusterer, "classes_", ()))
    is_numbered = classes.ndim == 1 and classes.dtype.kind in "iu"
    return int(classes.max(initial=-1)) + 1 if is_numbered else 0


def number_found(labels, names):
    """Convert labels of a clusterer to integers; -1 for missing labels.

    Raises
    ------
    ValueError
        If a label is not among the names, or, without names, not an integer.
    """
    labels = np.asarray(labels)
    if names is None and labels.dtype.kind in "iu":
        return labels
    entries = read_entries(labels, _LABELS, len(labels), of="X")
    if names is None:
        numbers = whole_numbers(entries)
    else:
        codes = {name: code for code, name in enumerate(names)}
        known = [-1 if entry is None else codes.get(as_text(entry)) for entry in entries]
        numbers = None if None in known else np.array(known, dtype=np.intp)
    if numbers is None:
        raise ValueError(
            "clusterer returned labels that it did not return in fit; each must be one of "
            f"{'the integers' if names is None else names!r:.60}."
        )
    return numbers
