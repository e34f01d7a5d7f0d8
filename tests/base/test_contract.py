"""What a colorer must have is told when its class is made; what it has then works."""

import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from sklearn.base import ClusterMixin, clone
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

from skcolor import CovariancePCA, align
from skcolor.base import BaseChannelColorer, BaseLabelColorer, BaseValueColorer
from skcolor.paint import delta_e

PAGE = Path(__file__).parents[2] / "docs" / "new_colorer.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def strangers():
    """The colorers that the page on adding one shows."""
    module = ModuleType("strangers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "strangers", module)  # where pickle looks for them
        for block in BLOCKS:
            exec(compile(block, PAGE.name, "exec"), vars(module))
        yield vars(module)


class Doubled:
    """A mixin that overrides what a colorer has."""

    def _fit(self, X, layout):
        return 2 * X[:, 0]


@pytest.mark.parametrize(
    ("bases", "names", "message"),
    [
        ((BaseValueColorer,), (), r"has no _encode\(self, X, layout\).*abstract=True"),
        ((BaseValueColorer, Doubled), ("_encode",), r"_fit of Doubled would never.*first"),
        ((BaseLabelColorer, ClusterMixin), ("_encode",), "__sklearn_tags__ of ClusterM"),
        ((BaseValueColorer, BaseLabelColorer), ("_encode",), "from several families"),
        ((BaseValueColorer,), ("_encode", "_summarize"), "and no _fit_summary"),
        ((BaseChannelColorer,), ("_encode", "_fit_summary"), r"and no _summarize\(self"),
        (
            (BaseChannelColorer,),
            ("_encode", "uses_layout", "array_api_support"),
            "NumPy arrays; drop one",
        ),
        (
            (BaseLabelColorer,),
            ("_encode", "_summarize", "_fit_summary"),
            "and no _count_labels",
        ),
    ],
)
def test_a_class_that_would_fail_later_is_refused_when_it_is_made(bases, names, message):
    def method(*arguments):
        return None

    with pytest.raises(TypeError, match=f"Mine {message}|Mine.*{message}"):
        type(BaseValueColorer)("Mine", bases, dict.fromkeys(names, method))


def test_what_is_named_before_the_family_counts():
    class Mine(Doubled, BaseValueColorer):
        def _encode(self, X, layout):
            return X[:, 0]

    X = np.arange(5.0)[:, np.newaxis]
    assert Mine(quantile_range=(0, 100)).fit(X).vmax_ == 8


def test_a_base_of_others_needs_no_encoding():
    class Base(BaseValueColorer, abstract=True):
        """What others share."""

    with pytest.raises(TypeError, match="abstract"):
        Base()
    with pytest.raises(TypeError, match="Mine has no _encode"):
        type(Base)("Mine", (Base,), {})


def test_who_learns_from_parts_has_partial_fit(strangers):
    assert hasattr(strangers["TrendColorer"], "partial_fit")
    assert hasattr(strangers["OctantColorer"](), "partial_fit")
    assert not hasattr(strangers["OctantColorer"](arrange="contrast"), "partial_fit")
    assert not hasattr(strangers["NormColorer"], "partial_fit")


def test_a_value_colorer_that_gives_no_sketch_is_told_to():
    class Mine(BaseValueColorer):
        def _encode(self, X, layout):
            return X[:, 0]

        def _summarize(self, X, layout):
            return len(X)

        def _fit_summary(self, summary, dtype):
            """Learn nothing."""

    X = np.arange(5.0)[:, np.newaxis]
    assert Mine().fit(X).n_features_in_ == 1
    with pytest.raises(
        TypeError, match="_fit_summary of Mine must return a QuantileSketch"
    ):
        Mine().partial_fit(X)


@pytest.mark.filterwarnings("ignore:TrendColorer got no layout")
@pytest.mark.parametrize("name", ["NormColorer", "OctantColorer", "TrendColorer"])
def test_a_strangers_colorer_passes_the_checks_of_scikit_learn(name, strangers):
    check_estimator(strangers[name]())


@pytest.mark.parametrize("name", ["OctantColorer", "TrendColorer"])
def test_a_strangers_colorer_learns_the_same_from_rows_in_parts(name, strangers, rows):
    da = pytest.importorskip("dask.array")
    X, layout = rows
    colorer = strangers[name]()
    expected = clone(colorer).fit(X, layout).transform(X, layout)
    stream = clone(colorer)
    for part in np.array_split(np.arange(60), 4):
        stream.partial_fit(X[part], layout[part])
    np.testing.assert_allclose(stream.transform(X, layout), expected, atol=1e-9)
    blocks = da.from_array(X, chunks=(25, 3))
    lazy = clone(colorer).fit_transform(blocks, layout)
    assert isinstance(lazy, da.Array)
    np.testing.assert_allclose(lazy.compute(), expected, atol=1e-9)


def test_a_strangers_colorer_has_the_layout_by_the_rule_of_all(strangers, rows):
    X, layout = rows
    colorer = strangers["TrendColorer"]().fit(X[:40], layout[:40])
    np.testing.assert_array_equal(
        colorer.transform(X[:40]), colorer.transform(X[:40], layout[:40])
    )
    assert np.isfinite(colorer.transform(X[40:])).all()
    with pytest.raises(ValueError, match="layout .* has 3 columns; wanted 2, as in fit"):
        colorer.transform(X, X[:, :3])
    with pytest.warns(UserWarning, match="TrendColorer got no layout"):
        colorer.fit(X)
    assert isinstance(colorer.embedder_, CovariancePCA)
    pipeline = make_pipeline(CovariancePCA(3), strangers["TrendColorer"]())
    assert pipeline.fit_transform(X, layout).shape == (60, 3)


def test_rows_that_are_not_kept_have_no_places_to_give(strangers, rows):
    X, layout = rows
    with pytest.warns(UserWarning, match="TrendColorer got no layout"):
        colorer = strangers["TrendColorer"]().fit(X)
    colorer.partial_fit(X[:30], layout[:30])
    assert not hasattr(colorer, "embedder_")
    with pytest.raises(
        ValueError, match=r"keeps no rows[\s\S]* pass their layout as y: trans"
    ):
        colorer.transform(X)
    with pytest.raises(ValueError, match="got no layout, which it needs in partial_fit"):
        colorer.partial_fit(X)
    with pytest.raises(ValueError, match="layout .* has 3 columns; wanted 2, as in fit"):
        colorer.partial_fit(X, X[:, :3])
    assert colorer.partial_fit(X[30:], layout[30:]).n_samples_seen_ == 60


def test_batches_without_a_layout_have_principal_components(strangers, rows):
    X, _ = rows
    colorer = strangers["TrendColorer"]()
    for batch in (X[:30], X[30:]):
        with pytest.warns(UserWarning, match="got no layout, so it uses the first"):
            colorer.partial_fit(batch)
    assert colorer.transform(X).shape == (60, 3)


@pytest.mark.parametrize(
    ("base", "encoding", "got"),
    [
        (BaseValueColorer, lambda X: X[:, :1], r"shape \(\d+, 1\)"),
        (BaseValueColorer, lambda X: X[:, 0].tolist(), "list"),
        (BaseValueColorer, lambda X: np.log(0 * X[:, 0]), "NaN or infinity"),
        (BaseLabelColorer, lambda X: X[:, 0], "dtype float64"),
        (BaseLabelColorer, lambda X: None, "NoneType"),
        (BaseChannelColorer, lambda X: X[:, :2], r"shape \(\d+, 2\)"),
        (BaseChannelColorer, lambda X: X[:1, :3], r"shape \(1, 3\)"),
        (BaseChannelColorer, lambda X: np.nan * X[:, :3], "NaN or infinity"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_what_is_no_encoding_is_refused_by_name(base, encoding, got, rows):
    class Mine(base):
        def _encode(self, X, layout):
            return encoding(X)

    with pytest.raises(ValueError, match=f"_encode of Mine must return .* got {got}"):
        Mine().fit_transform(rows[0])


@pytest.mark.parametrize("names", ["width", ("height",)])
def test_parameters_of_a_stream_are_held_to_be_some_when_the_class_is_made(names):
    with pytest.raises(TypeError, match="Mine._stream_parameters must be a tuple of par"):

        class Mine(BaseValueColorer):
            _stream_parameters = names

            def _encode(self, X, layout):
                return X[:, 0]


@pytest.mark.parametrize("name", ["NormColorer", "OctantColorer", "TrendColorer"])
def test_a_strangers_colorer_is_aligned(name, strangers, rows):
    X, layout = rows
    colorer = strangers[name]().fit(X, layout)
    colors = 1 - colorer.transform(X)
    before = delta_e(colorer.transform(X), colors).mean()
    align(colorer, X, colors, layout=layout)
    assert delta_e(colorer.transform(X), colors).mean() < before / 2


def test_a_strangers_colorer_is_short():
    longest = max(BLOCKS, key=len)
    assert "uses_layout" in longest
    assert len(longest.splitlines()) < 60
