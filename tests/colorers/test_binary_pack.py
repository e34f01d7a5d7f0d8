import numpy as np
import pytest

from skcolor import BinaryPackColorer

# Two bits a channel from six columns. Medians of the five rows: 3, 30, 0, 1, 5, 2.
X = np.array(
    [
        [1, 10, -2, 1, 9, 2],
        [2, 20, -1, 1, 8, 1],
        [3, 30, 0, 1, 5, 2],
        [4, 40, 1, 2, 1, 3],
        [5, 50, 2, 0, 0, 3],
    ],
    dtype=float,
)
# Columns 0 and 3 are red, 1 and 4 green, 2 and 5 blue; the first is worth 2, the second 1:
#   row 0: red 0+0, green 0+1, blue 0+0      row 3: red 2+1, green 2+0, blue 2+1
#   row 1: red 0+0, green 0+1, blue 0+0      row 4: red 2+0, green 2+0, blue 2+1
#   row 2: red 0+0, green 0+0, blue 0+0 (values at the median set no bit)
COLORS = np.array([[0, 1, 0], [0, 1, 0], [0, 0, 0], [3, 2, 3], [2, 2, 3]]) / 3


@pytest.mark.parametrize("bits", [2, "auto"])
def test_by_hand(bits):
    colorer = BinaryPackColorer(bits)
    np.testing.assert_allclose(colorer.fit_transform(X), COLORS)
    np.testing.assert_array_equal(colorer.thresholds_, [3, 30, 0, 1, 5, 2])
    assert colorer.bits_per_channel_ == 2


def test_new_rows_are_held_against_the_training_medians():
    colorer = BinaryPackColorer(2).fit(X)
    np.testing.assert_allclose(colorer.transform(X[3:]), COLORS[3:])


def test_columns_beyond_the_bits_are_not_used():
    colorer = BinaryPackColorer(1).fit(X)
    np.testing.assert_array_equal(colorer.transform(X), (COLORS * 3 >= 2).astype(float))
    streamed = BinaryPackColorer(1).partial_fit(X)
    assert streamed.thresholds_.tolist() == colorer.thresholds_.tolist() == [3, 30, 0]


def test_given_thresholds():
    colors = BinaryPackColorer(1, thresholds=[4.5, 0, 100]).fit_transform(X)
    np.testing.assert_array_equal(colors[3], [0, 1, 0])
    np.testing.assert_array_equal(colors[4], [1, 1, 0])


@pytest.mark.parametrize(
    ("n_columns", "bits"), [(1, 1), (2, 1), (3, 1), (5, 1), (24, 8), (99, 8)]
)
def test_auto_takes_as_many_bits_as_there_are_columns_for(n_columns, bits):
    rows = np.random.default_rng(0).normal(size=(50, n_columns))
    colorer = BinaryPackColorer().fit(rows)
    assert colorer.bits_per_channel_ == bits
    colors = colorer.transform(rows)
    assert (colors[:, n_columns:] == 0.5).all()
    assert len(np.unique(colors[:, 0])) == min(50, 2**bits) or bits == 8


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"bits_per_channel": 3},
            "bits_per_channel=3 needs 9 columns and X has 6; .* at most 2",
        ),
        (
            {"bits_per_channel": 0},
            "'bits_per_channel' parameter of BinaryPackColorer must be",
        ),
        ({"thresholds": [1.0]}, r"thresholds must be .* 6 numbers.* got .* shape \(1,\)"),
        ({"thresholds": ["a"] * 6}, r"thresholds must be .* 6 numbers.* got \['a'"),
        ({"thresholds": "mean"}, "'thresholds' parameter of BinaryPackColorer must be"),
        ({"thresholds": [np.nan] * 6}, "thresholds must be .* got NaN"),
    ],
)
def test_bad_parameters(parameters, message):
    with pytest.raises(ValueError, match=message):
        BinaryPackColorer(**parameters).fit(X)


def test_sixteen_bits_are_the_most_that_a_channel_has():
    X = np.random.default_rng(0).normal(size=(9, 51))
    colorer = BinaryPackColorer(16).fit(X)
    bits = X[:, 0:48:3] > np.median(X[:, 0:48:3], axis=0)
    red = bits @ 2.0 ** np.arange(15, -1, -1) / (2**16 - 1)
    np.testing.assert_allclose(colorer.transform(X)[:, 0], red)
    with pytest.raises(ValueError, match="'bits_per_channel' parameter"):
        BinaryPackColorer(17).fit(X)
    with pytest.raises(ValueError, match="bits_per_channel=2 .* X has 3; .* at most 1"):
        BinaryPackColorer(2).fit(X[:, :3])


def test_two_columns_cannot_hold_an_explicit_bit_each():
    with pytest.raises(ValueError, match="needs 3 columns and X has 2; set .* to 'auto'"):
        BinaryPackColorer(1).fit(X[:, :2])


def test_flags_most_of_which_are_set_have_a_bit():
    X = np.array([[1.0, 0, 7], [1, 0, 7], [0, 0, 7], [1, 1, 7]])
    for colorer in (BinaryPackColorer(1).fit(X), BinaryPackColorer(1).partial_fit(X)):
        np.testing.assert_array_equal(colorer.transform(X)[:, :2], X[:, :2])
        # Nothing lies below a constant column.
        np.testing.assert_array_equal(colorer.transform(X)[:, 2], 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_of_a_constant_column_sets_no_bit(dtype):
    noise = np.random.default_rng(0).integers(-2, 3, size=(90, 3))
    X = (0.1 * (1 + np.finfo(dtype).eps * noise)).astype(dtype)
    np.testing.assert_array_equal(BinaryPackColorer(1).fit_transform(X), 0)
