"""Notebook display of fitted colorers: scikit-learn's diagram with a color key."""

from html import escape

from skcolor._keys.find_key import find_key
from skcolor._keys.key_html import TEXT_STYLE, key_html

# In a diagram of several steps, scikit-learn hides what belongs to a step until one clicks
# on it. A key stays visible.
_STYLE = (
    "<style>"
    ".sk-toggleable__content:has(>.skcolor-key)"
    "{display:block!important;overflow-x:auto!important}"
    "input:not(:checked)~.sk-toggleable__content:has(>.skcolor-key)>:not(.skcolor-key)"
    "{display:none!important}"
    "</style>"
)


class KeyReprMixin:
    """Adds the color key of a fitted colorer to its step in scikit-learn's diagram.

    scikit-learn 1.6 has no place for it in a step; there, only a colorer alone has a key,
    below the diagram.
    """

    def _get_params_html(self, *args, **kwargs):
        table = super()._get_params_html(*args, **kwargs)
        write = table._repr_html_inner
        table._repr_html_inner = lambda: write() + _find_key_html(self)
        return table

    def _repr_html_inner(self):
        return _with_key(super()._repr_html_inner(), self)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if "text/html" in bundle:
            bundle["text/html"] = _with_key(bundle["text/html"], self)
        return bundle


def _with_key(diagram, colorer):
    """Add the key below a diagram in which it is missing."""
    key = _find_key_html(colorer)
    return diagram if key in diagram else diagram + key


def _find_key_html(colorer):
    try:
        key = find_key(colorer)
        html = "" if key is None else key_html(key)
        note = getattr(colorer, "note_", "")
        html += note and f'<div style="margin:.4em;{TEXT_STYLE}">{escape(note)}</div>'
    except Exception:  # a failing key must not break the diagram
        return ""
    return html and f'<div class="skcolor-key">{_STYLE}{html}</div>'
