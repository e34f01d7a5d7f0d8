"""Colors learned for what an eye makes out of them."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_random_state, gen_batches

from skcolor._chunks import map_rows
from skcolor._compat import HasMethods, Interval
from skcolor._far_rows import find_far_rows
from skcolor._fidelity import Fidelity
from skcolor._layout import EmbedderMixin
from skcolor._linear_algebra import block_rows, eigh, project
from skcolor._neighbor_count import NeighborCountMixin
from skcolor._neighbors import ExactNeighbors
from skcolor._own_row import find_rows, leave_out
from skcolor._perceptron import Perceptron, learn
from skcolor._progress import ProgressBar
from skcolor._signs import fix_signs
from skcolor.base import BaseChannelColorer, check_rows
from skcolor.paint._cube import logits_to_oklab, logits_to_srgb
from skcolor.paint._gamut import check_lightness
from skcolor.paint._spaces import srgb_to_oklab

# Rows whose neighborhoods are learned from: a random sample where there are more.
_MOST_PATCHES = 30_000
# Of these, as many as the first directions are taken from; and rows that scale is.
_FIRST_PATCHES = 500
_SCALE_ROWS = 10_000
# Neighborhoods looked at in one step.
_BATCH_SIZE = 32
# Rows looked at in one step of aligning.
_ALIGN_SIZE = 256
# The first three directions: dark to light, green to red, blue to yellow.
_OPPONENTS = np.array([[1.0, 1.0, 1.0], [1.0, -1.0, 0.0], [0.5, 0.5, -1.0]])


class FidelityColorer(NeighborCountMixin, EmbedderMixin, BaseChannelColorer):
    r"""Color rows so that an eye sees what the layout hides.

    A small network from rows to colors learns, from the training rows, to maximize what
    :func:`skcolor.metrics.local_fidelity` and :func:`skcolor.metrics.global_fidelity`
    measure: rows that lie side by side on the map and are far apart in X get colors
    that look different, also where points are small; and so do rows far apart on the map.
    Bring many columns down to some hundred first, e.g. by ``CovariancePCA(0.95)``.

    Parameters
    ----------
    n_neighbors : int, default=50
        Nearest rows in the layout that a row is compared with, the row itself not
        counted. At most all other rows.
    jnd : float, default=0.05
        Standard deviation, in OKLab, of the noise with which colors are seen: larger
        for stronger contrast among neighbors, smaller for smoother colors. 0.02 is one
        just noticeable difference of large areas; small points need more.
    global_weight : float, default=0.1
        Weight of the distances of random pairs of rows, against those among
        neighbors: larger for colors that are more alike in one region of the map.
    n_hidden : int, default=256
        Hidden units of the network. 0 makes the colors depend on three directions only.
    alpha : float, default=0.3
        Decay of the weights: larger where there are few rows.
    max_iter : int, default=1500
        Steps in which the network learns, each from 32 neighborhoods.
    lightness : tuple of two floats, default=(0.2, 0.9)
        Range of OKLab lightness, within [0, 1], that colors are kept to but for a few:
        so that no point is lost on white paper or on a black screen.
    embedder : estimator or None, default=None
        Makes the layout where fit gets none: anything with ``fit_transform`` into 2 or 3
        dimensions, or a ``FrozenEstimator`` around a fitted one. None takes two principal
        components, with a warning.
    random_state : int, RandomState instance or None, default=0
        Starts the hidden units and draws what each step looks at.
    n_jobs : int or None, default=None
        Number of threads; None is 1, -1 all processors. It does not change the result.
    verbose : bool, default=False
        Whether to show a progress bar on standard error.

    Attributes
    ----------
    coefs_ : list of ndarray of shapes (n_features_in_, n_hidden) and (n_hidden, 3)
        Weights into and out of the hidden units.
    intercepts_ : list of ndarray of shapes (n_hidden,) and (3,)
        Biases of the hidden units and of the output.
    linear_coef_ : ndarray of shape (n_features_in_, 3)
        Weights of the path beside the hidden units.
    mean_ : ndarray of shape (n_features_in_,)
        What is subtracted from rows.
    scale_ : float
        What they are divided by.
    loss_curve_ : list of float
        The fidelity that each step saw, with its sign changed.
    n_iter_ : int
        Steps that were made.
    n_neighbors_ : int
        Number of neighbors in use, the row itself not counted.
    embedder_ : estimator
        The fitted embedder, where one made the layout.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    Raises
    ------
    ValueError
        In fit, if X has a single row; if the layout has other rows than X, other than 2
        or 3 columns, or NaN.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, or if X has no more than
        `n_neighbors` rows.

    See Also
    --------
    GamutColorer : Three columns that are given, as distances that the eye sees.
    ResidualPCA : The three directions that the layout hides.

    Notes
    -----
    For a row i and its neighbors j in the layout, let :math:`d_{ij}` be the distance in
    X, :math:`l_{ij}` in the layout, and :math:`c_{ij}` in OKLab between the colors, each
    with its own normal noise of standard deviation `jnd`. The network maximizes

    .. math:: \mathrm{mean}_i\, r(d_{i\cdot}, c_{i\cdot} \mid l_{i\cdot})
       + w \, r(d, c),

    where the first :math:`r` is the correlation over the neighbors, partial on
    :math:`l`, and the second that over random pairs, with w the `global_weight`. Two
    penalties hold lightness in its range and the mean color at gray.

    Red, green and blue are logistic functions of the output of the network, so all
    colors of a screen can come out and none that it cannot show. The network has one
    layer of hyperbolic tangents beside a linear path, which begins at the three
    directions in which neighbors differ most: as lightness, red against green, and
    yellow against blue. It learns by Adam, from rows with a little noise.

    ``docs/trials/best.md`` has the other ways that were tried.

    References
    ----------
    .. [1] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014, for the noise of small points.
    .. [2] D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR
       2015.

    Examples
    --------
    >>> from skcolor import FidelityColorer
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.metrics import local_fidelity
    >>> digits = load_digits_layout()
    >>> colorer = FidelityColorer(max_iter=100).fit(digits.data, digits.layout)
    >>> colors = colorer.transform(digits.data)
    >>> local_fidelity(digits.data, colors, digits.layout) > 0.4
    True
    """

    _min_samples = 2
    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 2, None, closed="left")],
        "jnd": [Interval(Real, 0, None, closed="left")],
        "global_weight": [Interval(Real, 0, None, closed="left")],
        "n_hidden": [Interval(Integral, 0, None, closed="left")],
        "alpha": [Interval(Real, 0, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "lightness": [tuple, list],
        "embedder": [HasMethods("fit"), None],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
        "verbose": ["boolean"],
    }

    def __init__(
        self,
        n_neighbors=50,
        *,
        jnd=0.05,
        global_weight=0.1,
        n_hidden=256,
        alpha=0.3,
        max_iter=1500,
        lightness=(0.2, 0.9),
        embedder=None,
        random_state=0,
        n_jobs=None,
        verbose=False,
    ):
        self.n_neighbors = n_neighbors
        self.jnd = jnd
        self.global_weight = global_weight
        self.n_hidden = n_hidden
        self.alpha = alpha
        self.max_iter = max_iter
        self.lightness = lightness
        self.embedder = embedder
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.verbose = verbose

    def _fit(self, X, layout):
        n_others = self._count_others(len(X))
        fidelity = Fidelity(self.jnd, self.global_weight, check_lightness(self.lightness))
        layout = self._resolve_layout(X, layout)
        seed = check_random_state(self.random_state).randint(2**31, size=4)
        rng = np.random.default_rng(seed)
        far, _ = find_far_rows(X)
        self.mean_, self.scale_ = _find_scale(X, far)
        reach = self._farthest(X, far) if len(far) else np.inf
        patches = _find_patches(layout, n_others, rng, self.n_jobs)
        linear = self._first_directions(X, patches[:_FIRST_PATCHES], reach)
        network = Perceptron.begin(linear, self.n_hidden, rng)

        def look():
            batch = patches[rng.integers(len(patches), size=_BATCH_SIZE)]
            rows = self._standardize(X[batch], reach)

            def judge(lab):
                lab = lab.reshape(*batch.shape, 3)
                found, by_lab = fidelity.measure(rows, layout[batch], lab, rng)
                return -found, by_lab.reshape(-1, 3)

            return rows.reshape(-1, X.shape[1]), judge

        self.loss_curve_ = self._learn_by_steps(network, look, rng)
        self.n_iter_ = self.max_iter

    def _align(self, X, layout, colors):
        X = check_rows(self, X, reset=False)
        wanted = srgb_to_oklab(colors).astype(np.float32)
        rng = np.random.default_rng(0)

        def look():
            batch = rng.integers(len(X), size=_ALIGN_SIZE)

            def judge(lab):
                miss = lab - wanted[batch]
                return float((miss**2).sum()) / 2 / len(miss), miss / len(miss)

            return self._standardize(X[batch]), judge

        network = Perceptron([weight.copy() for weight in self._weights()])
        self._learn_by_steps(network, look, rng)

    def _learn_by_steps(self, network, look, rng):
        """Change the network step by step, and keep it; return the loss of each step.

        Each step, `look` gives rows, and a function that turns OKLab of their colors into
        a loss and its gradient.
        """

        def look_at_colors():
            rows, judge = look()

            def judge_output(output):
                lab, pull_back = logits_to_oklab(output)
                loss, by_lab = judge(lab)
                return loss, pull_back(by_lab)

            return rows, judge_output

        bar = ProgressBar(self.max_iter, "colors", shown=self.verbose)
        with bar:
            losses = learn(
                network,
                look_at_colors,
                n_steps=self.max_iter,
                decay=self.alpha,
                rng=rng,
                on_step=bar.advance,
            )
        inner, inner_bias, outer, outer_bias, linear = network.weights
        self.coefs_, self.intercepts_ = [inner, outer], [inner_bias, outer_bias]
        self.linear_coef_ = linear
        return losses

    def _first_directions(self, X, patches, reach):
        """Directions in which neighbors differ most, on axes of opposite colors."""
        scatter = np.zeros((X.shape[1], X.shape[1]))
        for patch in patches:
            rows = self._standardize(X[patch], reach).astype(np.float64)
            rows -= rows.mean(axis=0)
            scatter += rows.T @ rows
        variance, vectors = eigh(scatter / patches.size, overwrite=True)
        directions = fix_signs(vectors.T[::-1][:3])
        size = np.sqrt(max(variance[-1], 0)) or 1.0
        return (directions.T / size @ _OPPONENTS[: len(directions)]).astype(np.float32)

    def _weights(self):
        (inner, outer), (inner_bias, outer_bias) = self.coefs_, self.intercepts_
        return [inner, inner_bias, outer, outer_bias, self.linear_coef_]

    def _farthest(self, X, far):
        """How far out the rows of a sample are that are not far, once standardized."""
        rows = np.setdiff1d(_sample_rows(X), far)
        return max(
            _lengths(self._standardize(X[rows[batch]])).max()
            for batch in gen_batches(len(rows), 1000)
        )

    def _standardize(self, X, reach=np.inf):
        """Rows to learn from; those beyond `reach` are drawn in to it."""
        X = (X - self.mean_) / self.scale_
        if np.isfinite(reach):
            X *= reach / np.maximum(_lengths(X), reach)
        return X.astype(np.float32)

    def _encode(self, X, layout):
        network = Perceptron([weight.astype(np.float64) for weight in self._weights()])
        logits = map_rows(
            lambda rows: network.forward((rows - self.mean_) / self.scale_, project)[0],
            X,
            row_bytes=8 * (X.shape[1] + 2 * self.n_hidden),
            step=block_rows(X.shape[1], np.float64),
        )
        return logits_to_srgb(logits)


def _sample_rows(X):
    return np.linspace(0, len(X) - 1, min(len(X), _SCALE_ROWS)).astype(int)


def _lengths(rows):
    """Length of each row, with a last axis of size 1."""
    return np.linalg.norm(rows, axis=-1, keepdims=True)


def _find_scale(X, far):
    """Mean row, and the root of the mean variance of a column, from a sample.

    Far rows do not count.
    """
    rows = np.setdiff1d(_sample_rows(X), far)
    total, squares = np.zeros(X.shape[1]), 0.0
    for batch in gen_batches(len(rows), 1000):
        total += X[rows[batch]].sum(axis=0, dtype=np.float64)
    mean = total / len(rows)
    for batch in gen_batches(len(rows), 1000):
        squares += ((X[rows[batch]] - mean) ** 2).sum()
    return mean, float(np.sqrt(squares / (len(rows) * X.shape[1]))) or 1.0


def _find_patches(layout, n_neighbors, rng, n_jobs):
    """Rows, each with its neighbors in the layout, of shape (n, n_neighbors + 1)."""
    rows = rng.permutation(len(layout))[:_MOST_PATCHES]
    search = ExactNeighbors(layout, n_jobs=n_jobs)
    _, found = search.kneighbors(layout[rows], n_neighbors + 1)
    return np.column_stack([rows, leave_out(find_rows(found, rows), found)])
