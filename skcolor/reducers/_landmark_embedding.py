"""What embeddings of landmarks have in common."""

from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skcolor._blocks import transforms
from skcolor._blocks.methods import in_blocks
from skcolor._checks.rows import check_rows


class LandmarkEmbeddingMixin(ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """For reducers that embed some rows and interpolate the others.

    A subclass sets ``embedding_``, the coordinates of the landmarks, and ``_known_rows``,
    the `KnownRows` of the landmarks.
    """

    @in_blocks(transforms.transform)
    def transform(self, X):
        """Interpolate rows between the landmarks.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.

        Returns
        -------
        coordinates : ndarray of shape (n_samples, n_components)
            The coordinates, in the dtype of X.
        """
        check_is_fitted(self)
        X = check_rows(self, X, reset=False)
        return self._known_rows.place(X, self.embedding_).astype(X.dtype, copy=False)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    @property
    def _n_features_out(self):
        return self.embedding_.shape[1]
