"""What holds for every measure, whatever the rows and colors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skcolor.metrics import (
    color_coherence,
    color_trustworthiness,
    effective_colors,
    global_fidelity,
    label_purity,
    local_fidelity,
    neighbor_contrast,
)

# Each as a function of rows, layout and colors; and the range that it is in.
MEASURES = {
    "local_fidelity": (
        lambda X, L, C, **kw: local_fidelity(X, C, L, n_neighbors=4, **kw),
        (-1, 1),
    ),
    "global_fidelity": (
        lambda X, L, C, **kw: global_fidelity(X, C, n_pairs=100, **kw),
        (-1, 1),
    ),
    "color_trustworthiness": (
        lambda X, L, C, **kw: color_trustworthiness(X, C, n_neighbors=3, **kw),
        (0, 1),
    ),
    "color_coherence": (
        lambda X, L, C, **kw: color_coherence(L, C, n_neighbors=3, **kw),
        (-np.inf, 1),
    ),
    "effective_colors": (lambda X, L, C, **kw: effective_colors(C), (1, 30)),
    "label_purity": (
        lambda X, L, C, **kw: label_purity(L, labels_of(C), n_neighbors=3, **kw),
        (-np.inf, 1),
    ),
    "neighbor_contrast": (
        lambda X, L, C, **kw: neighbor_contrast(L, labels_of(C), C[:5]).smallest,
        (0, 1.5),
    ),
}
# Those that look at neighbors, and how many of nine rows they can look at.
NEIGHBORS = {
    "local_fidelity": (lambda X, L, C, **kw: local_fidelity(X, C, L, **kw), 8),
    "color_trustworthiness": (
        lambda X, L, C, **kw: color_trustworthiness(X, C, **kw),
        4,
    ),
    "color_coherence": (lambda X, L, C, **kw: color_coherence(L, C, **kw), 8),
    "label_purity": (lambda X, L, C, **kw: label_purity(L, labels_of(C), **kw), 8),
}
ALL = pytest.mark.parametrize("name", MEASURES)
WITH_SEED = pytest.mark.parametrize(
    "name", sorted(set(MEASURES) - {"effective_colors", "neighbor_contrast"})
)


def labels_of(colors):
    """A label from -1 to 4 for each color."""
    return np.rint(colors.sum(axis=1) * 5 / 3).astype(int) - 1


def is_undefined(name, data):
    """Of rows that are all equal, none is nearer than another."""
    return name == "color_trustworthiness" and (data[0] == data[0][0]).all()


@st.composite
def maps(draw):
    """Rows, a layout and colors: coarse, so that equal values and points are common."""
    n_rows = draw(st.integers(9, 30))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    n_columns = draw(st.integers(1, 4))
    X = draw(arrays(dtype, (n_rows, n_columns), elements=st.integers(-3, 3)))
    scale = draw(st.sampled_from([1, 1e-30, 1e30, float(np.finfo(dtype).tiny)]))
    layout = draw(arrays(dtype, (n_rows, 2), elements=st.integers(-3, 3)))
    colors = draw(arrays(dtype, (n_rows, 3), elements=st.integers(0, 4))) / dtype(4)
    return (X * dtype(scale)).astype(dtype), layout, colors


@ALL
@given(data=maps())
def test_measures_are_finite_floats_in_their_range_and_the_same_again(name, data):
    measure, (low, high) = MEASURES[name]
    value = measure(*data)
    assert type(value) is float
    if is_undefined(name, data):
        assert np.isnan(value)
        return
    assert np.isfinite(value)
    assert low - 1e-9 <= value <= high + 1e-9
    assert measure(*data) == value


@ALL
@given(data=maps(), power=st.integers(-4, 4))
def test_the_scale_of_rows_and_layout_does_not_matter(name, data, power):
    measure, _ = MEASURES[name]
    X, layout, colors = data
    X = np.sign(X)  # of moderate size, so that nothing over- or underflows
    factor = X.dtype.type(2.0**power)
    np.testing.assert_allclose(
        measure(X * factor, layout * factor, colors), measure(X, layout, colors), atol=1e-6
    )


@WITH_SEED
@given(data=maps(), size=st.integers(1, 50))
def test_a_sample_is_a_measure_too(name, data, size):
    measure, (low, high) = MEASURES[name]
    extra = {} if name == "global_fidelity" else {"sample_size": size}
    value = measure(*data, **extra, random_state=size)
    if is_undefined(name, data):
        assert np.isnan(value)
        return
    assert low - 1e-9 <= value <= high + 1e-9


@given(data=maps())
def test_one_color_tells_nothing(data):
    X, layout, colors = data
    one = np.full_like(colors, 0.5)
    assert effective_colors(one) == pytest.approx(1)
    assert color_coherence(layout, one, n_neighbors=3) == 0
    assert global_fidelity(X, one, n_pairs=100, jnd=0) == 0
    assert local_fidelity(X, one, layout, n_neighbors=4, jnd=0) == 0


@given(data=maps(), seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter_where_chance_has_no_part(data, seed):
    _, layout, colors = data
    order = np.random.default_rng(seed).permutation(len(layout))
    assert effective_colors(colors[order]) == pytest.approx(effective_colors(colors))
    labels = labels_of(colors)
    # Points apart, so that no neighbors are equally near.
    places = layout + np.random.default_rng(0).random(layout.shape)
    for measure in (
        lambda rows: label_purity(places[rows], labels[rows], n_neighbors=3),
        lambda rows: neighbor_contrast(places[rows], labels[rows], colors[:5]).mean,
    ):
        assert measure(order) == pytest.approx(measure(slice(None)))


@pytest.mark.parametrize("name", sorted(NEIGHBORS))
def test_more_neighbors_than_rows_are_as_many_as_there_are(name):
    rng = np.random.default_rng(0)
    X, layout, colors = rng.random((9, 5)), rng.random((9, 2)), rng.random((9, 3))
    measure, most = NEIGHBORS[name]
    expected = measure(X, layout, colors, n_neighbors=most)
    message = f"n_neighbors=20, excluding the row itself, .* 9 rows allow; {most} are"
    with pytest.warns(UserWarning, match=message):
        assert measure(X, layout, colors, n_neighbors=20) == expected
    with pytest.raises(ValueError, match="n_neighbors=20 needs more rows .*n_samples=1"):
        measure(X[:1], layout[:1], colors[:1], n_neighbors=20)
