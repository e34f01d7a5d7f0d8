"""A pipeline that projects rows a chunk at a time, where the colorer needs them."""

from contextlib import nullcontext

from sklearn import get_config, pipeline
from sklearn.utils.metaestimators import available_if

from skcolor._compute.projected_rows import ask_for_projected_rows
from skcolor.base import BaseColorer
from skcolor.reducers._linear import LinearReducer


def _has(method):
    return available_if(lambda self: hasattr(super(Pipeline, self), method))


class Pipeline(pipeline.Pipeline):
    """:class:`sklearn.pipeline.Pipeline` that never holds many components of all rows.

    A reducer before a colorer that needs only chunks of rows passes on
    `skcolor._compute.projected_rows.ProjectedRows`. All else is scikit-learn's.
    """

    def fit(self, X, y=None, **params):
        """See :meth:`sklearn.pipeline.Pipeline.fit`."""
        with self._asking():
            return super().fit(X, y, **params)

    @_has("fit_transform")
    def fit_transform(self, X, y=None, **params):
        """See :meth:`sklearn.pipeline.Pipeline.fit_transform`."""
        with self._asking():
            return super().fit_transform(X, y, **params)

    @_has("transform")
    def transform(self, X, **params):
        """See :meth:`sklearn.pipeline.Pipeline.transform`."""
        with self._asking():
            return super().transform(X, **params)

    @_has("predict")
    def predict(self, X, **params):
        """See :meth:`sklearn.pipeline.Pipeline.predict`."""
        with self._asking():
            return super().predict(X, **params)

    def _asking(self):
        reducer, colorer = [None, None, *(step for _, step in self.steps)][-2:]
        takes_chunks = (
            isinstance(reducer, LinearReducer)
            and isinstance(colorer, BaseColorer)
            and colorer._takes_projected_rows()
            and not get_config().get("array_api_dispatch")
        )
        return ask_for_projected_rows(reducer) if takes_chunks else nullcontext()
