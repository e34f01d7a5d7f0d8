"""What wraps a colorer: taken off everywhere alike, or refused where a layout is given."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.compose import ColumnTransformer
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler

from skcolor import (
    ArgmaxColorer,
    ChannelColorer,
    GamutColorer,
    KNNDistanceColorer,
    align,
    transform_in_chunks,
)
from skcolor._fitted.pipelines import color_rows, last_step, steps_of
from skcolor.metrics import (
    color_coherence_scorer,
    local_fidelity,
    local_fidelity_scorer,
    make_color_scorer,
    neighbor_contrast_scorer,
    rank_colorers,
)
from skcolor.plotting import ColoringDisplay, ColoringLegend, HistogramDisplay, plot_gallery


def search(kind, estimator, grid, **parameters):
    return kind(
        estimator, grid, scoring=color_coherence_scorer, cv=2, refit=True, **parameters
    )


def searches(estimator, prefix=""):
    grid = {f"{prefix}cmap": ["viridis"]}
    return [
        search(GridSearchCV, estimator, grid),
        search(RandomizedSearchCV, estimator, grid, n_iter=1),
        search(HalvingGridSearchCV, estimator, grid),
    ]


def wrapped(colorer):
    """Each wrapper, with the steps of the plain pipeline that it should be."""
    pipeline = make_pipeline(StandardScaler(), colorer)
    name = type(colorer).__name__.lower()
    return [
        make_pipeline(StandardScaler(), make_pipeline("passthrough", colorer)),
        make_pipeline(make_pipeline(StandardScaler(), None), colorer, None),
        Pipeline([("first", pipeline), ("last", "passthrough")]),
        FrozenEstimator(pipeline),
        make_pipeline(StandardScaler(), FrozenEstimator(colorer)),
        *searches(pipeline, f"{name}__"),
        *(make_pipeline(StandardScaler(), found) for found in searches(colorer)),
        FrozenEstimator(make_pipeline(make_pipeline(searches(pipeline, f"{name}__")[0]))),
    ]


class Wrapper(TransformerMixin, BaseEstimator):
    """A user's meta-estimator, which lets no layout through."""

    def __init__(self, inner):
        self.inner = inner

    def fit(self, X, y=None):
        self.inner_ = clone(self.inner).fit(X, y)
        return self

    def transform(self, X):
        return self.inner_.transform(X)


class OwnPipeline(Pipeline):
    """Not its steps one after another."""

    def transform(self, X):
        return 1 - super().transform(X)


@pytest.fixture
def places(rows):
    """Another layout than that of the fit: it shows in the colors whether it arrives."""
    return np.random.default_rng(5).normal(size=rows[1].shape)


@pytest.fixture
def plain(rows):
    X, layout = rows
    return make_pipeline(StandardScaler(), KNNDistanceColorer(4)).fit(X, layout)


@pytest.fixture
def expected(plain, rows, places):
    X = rows[0]
    colors = plain[-1].transform(plain[0].transform(X), places)
    assert (colors != plain.transform(X)).any()
    return colors


@pytest.fixture(params=range(len(wrapped(KNNDistanceColorer(4)))))
def wrapper(request, rows, plain):
    X, layout = rows
    estimator = wrapped(KNNDistanceColorer(4))[request.param]
    if isinstance(estimator, FrozenEstimator):
        estimator.estimator.fit(X, layout)
        return estimator
    if isinstance(estimator[-1] if isinstance(estimator, Pipeline) else 0, FrozenEstimator):
        return make_pipeline(plain[0], FrozenEstimator(plain[-1]))
    return estimator.fit(X, layout)


def test_the_layout_reaches_the_colorer_in_every_wrapper(wrapper, rows, places, expected):
    X = rows[0]
    assert isinstance(last_step(wrapper), KNNDistanceColorer)
    np.testing.assert_array_equal(color_rows(wrapper, X, places), expected)
    np.testing.assert_array_equal(transform_in_chunks(wrapper, X, places), expected)
    parameters = {"n_neighbors": 10}
    scorer = make_color_scorer(local_fidelity, **parameters)
    value = local_fidelity(X, expected, places, **parameters)
    assert scorer(wrapper, X, places) == value


def test_pictures_know_the_colorer_in_every_wrapper(wrapper, rows, places, expected, plain):
    X = rows[0]
    display = ColoringDisplay.from_estimator(wrapper, X, places, legend=True)
    np.testing.assert_array_equal(display.colors, expected)
    assert display.name == "Distance to neighbors on the map"
    assert display.legend.key.vmax == plain[-1].vmax_
    values = plain[-1].score_samples(plain[0].transform(X), places)
    counts, edges = HistogramDisplay.from_estimator(wrapper, X, places, bins=5).counts, 5
    low, high = plain[-1].vmin_, plain[-1].vmax_
    by_hand = np.histogram(np.clip(values, low, high), edges, (low, high))[0]
    np.testing.assert_array_equal(counts, by_hand)
    figure = plot_gallery({"a": wrapper}, places, X=X)
    drawn = figure.axes[0].collections[0].get_facecolors()[:, :3]
    np.testing.assert_allclose(np.sort(drawn, axis=0), np.sort(expected, axis=0))


def test_ranks_and_alignment_see_through_wrappers(wrapper, rows, plain):
    X, layout = rows
    colors = 1 - plain[-1].transform(plain[0].transform(X), layout)
    mended = align(wrapper, X, colors, layout=layout)
    assert mended is wrapper
    assert last_step(wrapper).vmin_ != plain[-1].vmin_ or last_step(wrapper) is plain[-1]


def test_ranks_of_a_search_are_those_of_its_colorer(rows):
    X, layout = rows
    colorer = make_pipeline(StandardScaler(), KNNDistanceColorer(4))
    nested = make_pipeline(StandardScaler(), searches(KNNDistanceColorer(4))[0])
    table = rank_colorers(
        {"plain": colorer, "search": nested},
        X,
        layout,
        cv=2,
        metrics=["color_coherence", "effective_colors"],
        as_frame=False,
    )
    for measure in ("color_coherence", "effective_colors"):
        assert table[measure][0] == table[measure][1]


def test_labels_in_a_search(rows):
    X, layout = rows
    plain = make_pipeline(StandardScaler(), ArgmaxColorer()).fit(X)
    grid = {"argmaxcolorer__palette": ["hsv"]}
    found = search(GridSearchCV, clone(plain), grid).fit(X, layout)
    bars = [HistogramDisplay.from_estimator(e, X, layout).counts for e in (plain, found)]
    np.testing.assert_array_equal(*bars)
    keys = [ColoringLegend.from_estimator(e, X, layout).key for e in (plain, found)]
    assert [line.texts for line in keys[0].lines] == [line.texts for line in keys[1].lines]
    assert neighbor_contrast_scorer(found, X, layout) == neighbor_contrast_scorer(
        plain, X, layout
    )


def test_channels_in_a_search_have_the_loadings_of_the_step_before(rows):
    pandas = pytest.importorskip("pandas")
    X, layout = rows
    frame = pandas.DataFrame(X, columns=list("abcde"))
    pipeline = make_pipeline(PCA(3, random_state=0), ChannelColorer())
    found = search(GridSearchCV, pipeline, {"channelcolorer__space": ["srgb"]})
    keys = [
        ColoringLegend.from_estimator(e.fit(frame, layout), frame, layout).key
        for e in (pipeline, make_pipeline(found))
    ]
    assert keys[0].directions[0].high.features
    for one, other in zip(keys[0].directions, keys[1].directions, strict=True):
        assert (one.low.features, one.high.features) == (
            other.low.features,
            other.high.features,
        )


def test_grid_search_scores_wrappers_that_it_fits(rows):
    X, layout = rows
    nested = make_pipeline(StandardScaler(), make_pipeline(KNNDistanceColorer()))
    name = "pipeline__knndistancecolorer__n_neighbors"
    found = GridSearchCV(nested, {name: [3, 8]}, scoring=local_fidelity_scorer, cv=2)
    scorer = make_color_scorer(local_fidelity, n_neighbors=10)
    found.set_params(scoring=scorer, error_score="raise").fit(X, layout)
    flat = make_pipeline(StandardScaler(), KNNDistanceColorer())
    same = GridSearchCV(flat, {name[10:]: [3, 8]}, scoring=scorer, cv=2).fit(X, layout)
    np.testing.assert_array_equal(
        found.cv_results_["mean_test_score"], same.cv_results_["mean_test_score"]
    )


def opaque():
    """What cannot be taken off, by the names that the error has."""
    knn = KNNDistanceColorer(4)
    return [
        (FeatureUnion([("a", knn)]), "FeatureUnion", "KNNDistanceColorer"),
        (ColumnTransformer([("a", knn, [0, 1])]), "ColumnTransformer", "KNNDistance"),
        (Wrapper(make_pipeline(StandardScaler(), knn)), "Wrapper", "KNNDistanceColorer"),
        (Wrapper(Wrapper(knn)), "Wrapper", "KNNDistanceColorer"),
        (make_pipeline(Wrapper(knn)), "Wrapper", "KNNDistanceColorer"),
        (OwnPipeline([("a", knn)]), "OwnPipeline", "KNNDistanceColorer"),
        (make_pipeline(FeatureUnion([("a", knn)]), GamutColorer()), "FeatureUnion", "KNN"),
    ]


@pytest.mark.parametrize(("estimator", "name", "inside"), opaque())
def test_what_lets_no_layout_through_is_refused_where_one_is_given(
    estimator, name, inside, rows
):
    X, layout = rows
    estimator = clone(estimator).fit(X, layout)
    message = rf"^{name} does not pass a layout to the {inside}\w* inside. Pass the "
    for use in (
        lambda: color_rows(estimator, X, layout),
        lambda: transform_in_chunks(estimator, X, layout),
        lambda: ColoringDisplay.from_estimator(estimator, X, layout),
        lambda: color_coherence_scorer(estimator, X, layout),
    ):
        with pytest.raises(TypeError, match=message):
            use()
    labels = np.zeros(len(X))
    for no_layout in (None, labels):
        colors = color_rows(estimator, X, no_layout)
        np.testing.assert_array_equal(colors, estimator.transform(X))


def test_what_takes_no_layout_may_be_anywhere(rows):
    X, layout = rows
    union = FeatureUnion([("a", PCA(2)), ("b", StandardScaler())])
    for before in (union, Wrapper(PCA(3)), FunctionTransformer(np.tanh)):
        for last in (ChannelColorer(), MinMaxScaler()):
            estimator = make_pipeline(before, last).fit(X, layout)
            np.testing.assert_array_equal(
                color_rows(estimator, X, layout), estimator.transform(X)
            )
    # Targets, and not the layout, are what its transform takes as y.
    targets = PLSRegression(2).fit(X, layout)
    last = ChannelColorer().fit(targets.transform(X))
    colors = last.transform(targets.transform(X))
    np.testing.assert_array_equal(
        color_rows(make_pipeline(targets, last), X, layout), colors
    )
    np.testing.assert_array_equal(color_rows(targets, X, layout), targets.transform(X))


def test_colorers_before_the_last_step_get_the_layout_too(rows, places):
    X, layout = rows
    estimator = make_pipeline(KNNDistanceColorer(4), ChannelColorer()).fit(X, layout)
    between = estimator[0].transform(X, places)
    assert (between != estimator[0].transform(X)).any()
    np.testing.assert_array_equal(
        color_rows(estimator, X, places), estimator[1].transform(between)
    )


def test_a_users_colorer_gets_the_layout_by_either_name(rows):
    class ByLayout(BaseEstimator):
        def transform(self, X, layout=None):
            return np.full((len(X), 3), 0.0 if layout is None else 1.0)

    class ByY(BaseEstimator):
        def transform(self, X, y=None):
            return np.full((len(X), 3), 0.0 if y is None else 1.0)

    for colorer in (ByLayout(), ByY()):
        assert color_rows(colorer, *rows).all()
        assert color_rows(Pipeline([("a", colorer)]), *rows).all()


def test_what_is_no_fitted_colorer_is_told_so(rows):
    X, layout = rows
    unfitted = searches(KNNDistanceColorer())[0]
    with pytest.raises(NotFittedError):
        color_rows(unfitted, X, layout)
    grid = {"n_neighbors": [3]}
    not_refitted = GridSearchCV(
        KNNDistanceColorer(), grid, scoring=color_coherence_scorer, refit=False, cv=2
    ).fit(X, layout)
    with pytest.raises(TypeError, match="a search that refitted one; got GridSearchCV"):
        color_rows(not_refitted, X, layout)
    with pytest.raises(TypeError, match=r"ends in one.*; got 'hsv'"):
        color_rows("hsv", X)


def test_legends_and_histograms_of_transformers_that_are_no_colorers(rows):
    X = rows[0]
    # PCA has score_samples, too: of the density of rows, not of a color scale.
    estimator = make_pipeline(StandardScaler(), PCA(3), MinMaxScaler(), PCA(3)).fit(X)
    assert len(steps_of(estimator)) == 4
    with pytest.raises(TypeError, match="must have score_samples or predict"):
        HistogramDisplay.from_estimator(estimator, X)
