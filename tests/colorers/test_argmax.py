import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from skcolor import ArgmaxColorer

X = np.array([[4.0, 5.0, 6.0], [-9.0, 1.0, 2.0], [3.0, 3.0, -3.5], [-1.0, -2.0, -3.0]])


def labels(**parameters):
    return ArgmaxColorer(**parameters).fit(X).predict(X).tolist()


def test_by_hand():
    assert labels() == [2, 2, 0, 0]
    assert labels(absolute=True) == [2, 0, 2, 2]
    # Weights 1, 0.5, 0.25: rows become (4, 2.5, 1.5), (-9, .5, .5), (3, 1.5, -.875),
    # (-1, -1, -.75).
    assert labels(falloff=0.5) == [0, 1, 0, 2]
    assert labels(falloff=[0, 2, 1]) == [1, 1, 1, 0]
    assert labels(falloff=[0.0, 0.1, 1.0], absolute=True) == [2, 2, 2, 2]


def test_one_color_for_each_column_even_where_it_never_wins():
    colorer = ArgmaxColorer().fit(X)
    assert colorer.palette_.shape == (3, 3)
    np.testing.assert_array_equal(colorer.transform(X), colorer.palette_[[2, 2, 0, 0]])


def test_a_steep_falloff_in_many_columns_stays_finite():
    wide = np.ones((2, 2000))
    assert ArgmaxColorer(falloff=0.1).fit(wide).predict(wide).tolist() == [0, 0]
    assert ArgmaxColorer(falloff=1.1).fit(wide).predict(wide).tolist() == [1999, 1999]


@pytest.mark.parametrize(
    ("falloff", "message"),
    [
        (-0.5, "'falloff' parameter of ArgmaxColorer must be"),
        ([1.0, 2.0], r"falloff must be None, a float or 3 weights.* got .* shape \(2,\)"),
        ([0.0, 0.0, 0.0], "falloff=.* gives weights that are not finite"),
        ([1.0, np.nan, 0.0], "falloff must be None, a float or 3.* got NaN"),
        ("abc", "'falloff' parameter of ArgmaxColorer must be.* Got 'abc'"),
        (["a"] * 3, r"falloff must be None, a float or 3 weights.* got \['a'"),
        (1e300, "falloff=1e.300 gives weights that are not finite"),
    ],
)
def test_bad_falloff(falloff, message):
    with pytest.raises(ValueError, match=message):
        ArgmaxColorer(falloff=falloff).fit(X)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_standardize_is_a_standard_scaler_in_front(dtype):
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(700, 6)) * [1, 9, 0.1, 3, 0, 5] + [0, 5, -3, 90, 7, 0]).astype(
        dtype
    )
    scaled = StandardScaler().fit_transform(X)
    expected = ArgmaxColorer(falloff=0.9).fit(scaled).predict(scaled)
    colorer = ArgmaxColorer(standardize=True, falloff=0.9).fit(X)
    np.testing.assert_array_equal(colorer.predict(X), expected)
    assert len(np.unique(expected)) > 4
    assert colorer.scale_[4] == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_column_that_varies_by_its_last_bit_has_no_say(dtype):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1000, 3)).astype(dtype)
    constant = X.copy()
    step = np.spacing(dtype(3000))
    X[:, 2] = 3000 + step * rng.integers(2, size=1000)
    constant[:, 2] = 3000
    batches = ArgmaxColorer(standardize=True)
    for rows in np.split(X, 4):
        batches.partial_fit(rows)
    expected = ArgmaxColorer(standardize=True).fit_transform(constant)
    for colorer in (ArgmaxColorer(standardize=True).fit(X), batches):
        assert colorer.scale_[2] == 1
        np.testing.assert_array_equal(colorer.transform(X), expected)
