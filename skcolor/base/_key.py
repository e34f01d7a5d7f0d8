"""Fitted colorers in a notebook: scikit-learn's diagram, and what the colors mean."""

from skcolor._keys.find_key import find_key
from skcolor._keys.key_html import key_html


class KeyReprMixin:
    """Adds the key of a fitted colorer below the diagram that scikit-learn shows.

    Within a pipeline scikit-learn draws the steps itself, and nothing is added.
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
    except Exception:  # what cannot be shown must not keep a notebook from the rest
        return ""
