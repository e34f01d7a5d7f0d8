"""Fitted colorers in a notebook: scikit-learn's diagram, and what the colors mean."""


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
    from skcolor.plotting import ColoringLegend  # nothing that colors needs it
    from skcolor.plotting._key_html import key_html

    try:
        return key_html(ColoringLegend.from_estimator(colorer).key)
    except Exception:  # not fitted, or its colors cannot be told without rows
        return ""
