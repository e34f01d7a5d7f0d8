"""Many columns packed into the bits of one color."""

from numbers import Integral

import numpy as np
from scipy.optimize import linear_sum_assignment

from skcolor._array_api import as_like, cast, is_numpy, numpy_dtype, to_numpy
from skcolor._checks.tables import check_vector
from skcolor._compat import Interval, StrOptions
from skcolor._compute.projected_rows import ProjectedRows
from skcolor._compute.rounding import rounding_share
from skcolor._summaries.medians import add_where_above_medians
from skcolor._summaries.quantiles import next_values, percentiles
from skcolor._summaries.sketch import QuantileSketch
from skcolor.base import BaseChannelColorer

# Of fewer rows, a sample says too little.
_MANY = 20_000


class BinaryPackColorer(BaseChannelColorer):
    """Color rows by packing one bit of each of many columns into three channels.

    Column ``j`` is a bit of red, green or blue if ``j % 3`` is 0, 1 or 2. The bit is set
    if the value exceeds the column's training median. The first column of a channel is
    its most significant bit. Designed for ``PCA(24)``, whose first components then set
    the most significant bits; ``PCA(12)`` also works well.

    Parameters
    ----------
    bits_per_channel : int or "auto", default="auto"
        Columns per channel; the first ``3 * bits_per_channel`` columns are used.
        ``"auto"`` uses as many as X has, at least 1 and at most 8.
    thresholds : "median" or array-like of shape (n_columns,), default="median"
        Thresholds that values must exceed to set their bits: the medians of the training
        columns, or given numbers, one for each used column.

    Attributes
    ----------
    bits_per_channel_ : int
        Number of bits per channel.
    thresholds_ : ndarray of shape (n_columns,), float64
        Threshold of each used column.
    columns_ : ndarray of shape (n_used,), int
        Column that sets each bit. They are in order unless :func:`skcolor.align` has
        changed them.
    flipped_ : ndarray of shape (n_used,), bool
        Whether each bit is inverted, that is, set if the column does not exceed its
        threshold. All are false unless :func:`skcolor.align` has changed them.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Raises
    ------
    ValueError
        In fit, if X has fewer than ``3 * bits_per_channel`` columns.

    See Also
    --------
    ChannelColorer : Color rows by three columns as continuous channels.

    Notes
    -----
    With ``b`` bits, the red channel of row `x` is
    ``sum(2**(b - 1 - i) * (x[3 * i] > thresholds_[3 * i])) / (2**b - 1)``; green and blue
    use columns ``3 * i + 1`` and ``3 * i + 2``. If X has fewer than three features, the
    remaining channels are 0.5. If no row exceeds the median of a column, such as a flag
    that is mostly 1, the threshold is the next value below the median.

    References
    ----------
    .. [1] Mario Klingemann's suggestion in K. McDonald, "Coloring t-SNE", 2018.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import BinaryPackColorer
    >>> X = np.array([[1.0, 1.0, 9.0], [2.0, 1.0, 5.0], [3.0, 8.0, 4.0]])
    >>> BinaryPackColorer(1).fit_transform(X)
    array([[0., 0., 1.],
           [0., 0., 0.],
           [1., 1., 0.]])
    """

    array_api_support = True
    _stream_parameters = ("bits_per_channel",)
    _parameter_constraints = {
        "bits_per_channel": [
            Interval(Integral, 1, 16, closed="both"),
            StrOptions({"auto"}),
        ],
        "thresholds": [StrOptions({"median"}), "array-like"],
    }

    def __init__(self, bits_per_channel="auto", *, thresholds="median"):
        self.bits_per_channel = bits_per_channel
        self.thresholds = thresholds

    def _takes_projected_rows(self):
        return True

    def _fit(self, X, layout):
        bits = self._count_bits(X.shape[1])
        packed = self._fit_in_one_pass(X, bits)
        if packed is None:
            # Medians of all rows are exact, while those of a summary are approximate.
            rows = np.asarray(X) if isinstance(X, ProjectedRows) else X
            self._fit_summary(rows[:, : 3 * bits], numpy_dtype(X))
        return packed

    def _fit_in_one_pass(self, X, bits):
        """Learn the thresholds, and pack the bits of all rows; None if there is no way."""
        is_median = isinstance(self.thresholds, str)
        if not (is_median and is_numpy(X) and len(X) > _MANY and X.shape[1] >= 3):
            return None
        self._keep(bits, np.zeros(3 * bits))
        weights, _ = self._packing(2**bits - 1)
        weights = weights.astype(np.min_scalar_type(2**bits - 1))
        found = add_where_above_medians(X, weights)
        if found is None:
            return None
        medians, largest, packed = found
        if _is_last(medians, largest, rounding_share(X)).any():
            return None
        self._keep(bits, medians)
        return packed

    def _summarize(self, X, layout):
        return QuantileSketch.of(X[:, : 3 * self._count_bits(X.shape[1])])

    def _fit_summary(self, summary, dtype):
        self.bits_per_channel_ = self._count_bits(self.n_features_in_)
        self._keep(self.bits_per_channel_, self._find_thresholds(summary))

    def _keep(self, bits, thresholds):
        self.bits_per_channel_, self.thresholds_ = bits, thresholds
        self.columns_ = np.arange(len(self.thresholds_))
        self.flipped_ = np.zeros(len(self.thresholds_), dtype=bool)

    def _count_bits(self, n_features):
        bits = self.bits_per_channel
        if bits == "auto":
            bits = min(8, max(1, n_features // 3))
        elif n_features < 3 * bits:
            raise ValueError(
                f"bits_per_channel={bits} needs {3 * bits} columns and X has {n_features}; "
                f"set bits_per_channel to at most {n_features // 3}, or to 'auto'."
                if n_features >= 3
                else f"bits_per_channel={bits} needs {3 * bits} columns and X has "
                f"{n_features}; set bits_per_channel to 'auto'."
            )
        return int(bits)

    def _find_thresholds(self, X):
        if isinstance(self.thresholds, str):
            return _find_medians(X)
        n_used = min(3 * self.bits_per_channel_, self.n_features_in_)
        wanted = f"'median' or {n_used} numbers, one for each used column"
        return check_vector(self.thresholds, "thresholds", n_used, wanted)

    def _encode(self, X, layout):
        most = 2**self.bits_per_channel_ - 1
        # Sums of integers are exact in any order.
        weights, start = (as_like(part, X) for part in self._packing(most))
        return (cast(self._is_set(X), X.dtype) @ weights + start) / most

    def _paint(self, encoding):
        if is_numpy(encoding) and encoding.dtype.kind == "u":  # packed in fit
            encoding = encoding / (2**self.bits_per_channel_ - 1)
        return super()._paint(encoding)

    def _packing(self, most):
        """Weight of each column's bit in each channel, and the channels without any bit."""
        columns, flipped = to_numpy(self.columns_), to_numpy(self.flipped_)
        slots = np.arange(len(columns))
        worth = (most + 1) // 2 >> slots // 3
        weights, start = np.zeros((len(columns), 3)), np.zeros(3)
        weights[columns, slots % 3] = np.where(flipped, -worth, worth)
        np.add.at(start, slots % 3, np.where(flipped, worth, 0))
        start[len(columns) :] = most / 2
        return weights, start

    def _is_set(self, X):
        return X[:, : self.thresholds_.shape[0]] > self.thresholds_

    def _align(self, X, layout, colors):
        bits = self.bits_per_channel_
        is_set = self._is_set(X)
        packed = np.rint(colors * (2**bits - 1)).astype(np.int64)
        slots = np.arange(is_set.shape[1])
        wanted = packed[:, slots % 3] >> (bits - 1 - slots // 3) & 1
        with np.errstate(invalid="ignore"):
            agreement = np.corrcoef(wanted.T, is_set.T)[: len(slots), len(slots) :]
        agreement = np.nan_to_num(agreement)  # constant bits have no correlation
        weights = 2.0 ** -(slots // 3)
        _, self.columns_ = linear_sum_assignment(
            np.abs(agreement) * weights[:, np.newaxis], maximize=True
        )
        self.flipped_ = agreement[slots, self.columns_] < 0


def _is_last(median, largest, share):
    """Whether no values exceed the median by more than a relative rounding error."""
    return largest / 2 - median / 2 <= share * np.abs(median) / 2


def _find_medians(X):
    """Median of each column; if it is the maximum, the next value below, if any."""
    median, largest = percentiles(X, [50, 100])
    known = X.extremes if isinstance(X, QuantileSketch) else X
    share = rounding_share(known)
    is_last = _is_last(median, largest, share)
    if not is_last.any():
        return median
    below, _ = next_values(X, median - share * np.abs(median), largest)
    return np.where(is_last, np.where(np.isfinite(below), below, largest), median)
