"""Notebook display of fitted colorers: scikit-learn's diagram and a color key."""

from skcolor._keys.find_key import find_key
from skcolor._keys.key_html import key_html


class KeyReprMixin:
    """Adds the color key of a fitted colorer below scikit-learn's diagram.

    In a pipeline, scikit-learn draws the steps itself, and no key is added.
    """

    def _repr_html_inner(self):
        return super()._repr_html_inner() + _find_key_html(self)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if "text/html" in bundle:
            bundle["text/html"] += _find_key_html(self)
        return bundle


def _find_key_html(colorer):
    try:
        key = find_key(colorer)
        return "" if key is None else key_html(key)
    except Exception:  # a failing key must not break the diagram
        return ""
