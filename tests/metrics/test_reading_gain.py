import math

import numpy as np
import pytest
from scipy.sparse import csr_array

from skcolor import recipes
from skcolor.metrics import local_fidelity, reading_gain, reading_gain_scorer
from skcolor.paint import visual_angle


@pytest.fixture(scope="module")
def shown_and_hidden():
    """Rows of which the layout shows two columns; gray shows the third."""
    X = np.random.default_rng(0).random((2000, 3))
    return X, np.repeat(X[:, 2:], 3, axis=1), X[:, :2]


def naive_error(values, points, rows, others, width):
    """Mean squared error of guesses by neighbors, in the order of distance in points."""
    errors = []
    for row, them in zip(rows, others, strict=True):
        distance = np.linalg.norm(points[them] - points[row], axis=1)
        weights = np.exp(-np.arange(len(them)) / width)
        guess = weights @ values[them[np.argsort(distance, kind="stable")]] / weights.sum()
        errors.append((values[row] - guess) ** 2)
    return np.mean(errors)


def test_equals_a_loop_over_rows(shown_and_hidden):
    from skcolor.metrics._attributes import check_attributes
    from skcolor.metrics._reader import _WIDTHS, Reader

    X, _, layout = shown_and_hidden
    rng = np.random.default_rng(1)
    rows = rng.permutation(2000)[:60]
    others = np.stack(
        [np.argsort(((layout - layout[r]) ** 2).sum(axis=1))[1:21] for r in rows]
    )
    table = check_attributes(X[:, 2], 2000)
    reader = Reader(table, rows, others)
    values = table.columns[:, 0].astype(np.float64)
    expected = []
    for learned, scored in ((slice(30), slice(30, 60)), (slice(30, 60), slice(30))):
        by_width = [
            [naive_error(values, X, rows[part], others[part], w) for w in _WIDTHS]
            for part in (learned, scored)
        ]
        expected.append(by_width[1][np.argmin(by_width[0])])
    np.testing.assert_allclose(reader.error_by(X), np.mean(expected), rtol=1e-5)
    np.testing.assert_allclose(
        reader.error_without(), naive_error(values, X, rows, others, np.inf), rtol=1e-5
    )


def test_color_that_shows_what_the_layout_hides_is_read(shown_and_hidden):
    X, gray, layout = shown_and_hidden
    found = reading_gain(X, gray, layout, attributes={"hidden": X[:, 2], "shown": X[:, 0]})
    assert found.shares["hidden"] > 0.95
    assert found.mean == pytest.approx(np.mean(list(found.shares.values())))
    assert found.worst == min(found.shares.values())
    assert abs(found.null) < 0.02
    assert float(found) == found.mean


@pytest.mark.parametrize("of", ["random", "layout", "constant"])
def test_color_that_tells_no_more_than_the_layout_is_worth_nothing(shown_and_hidden, of):
    X, gray, layout = shown_and_hidden
    colors = {
        "random": np.random.default_rng(2).random((2000, 3)),
        "layout": np.column_stack([layout, np.full(2000, 0.5)]),
        "constant": np.full((2000, 3), 0.5),
    }[of]
    assert abs(reading_gain(X, colors, layout, attributes=X[:, 2]).mean) < 0.03
    assert abs(reading_gain(X, gray[::-1], layout).mean) < 0.03


def test_distance_from_the_middle_of_the_neighborhood_is_not_paid_for():
    # From a row near the middle, the far ones are far whatever lies between them.
    rng = np.random.default_rng(0)
    layout = rng.random((2000, 2))
    is_far = rng.random(2000) < 0.3
    hidden = rng.normal(size=(2000, 30)) * np.where(is_far, 3, 0.3)[:, np.newaxis]
    gray = np.repeat(is_far[:, np.newaxis].astype(float), 3, axis=1)
    assert local_fidelity(hidden, gray, layout) > 0.2
    assert reading_gain(hidden, gray, layout).gains["X"] < 0.05


def test_small_marks_show_less(shown_and_hidden):
    X, gray, layout = shown_and_hidden
    pale = 0.5 + 0.3 * (gray - 0.5)
    large, small, smaller = (
        reading_gain(X, pale, layout, mark_size=visual_angle(size, unit="pixels")).mean
        for size in (60, 5, 2)
    )
    assert large > small + 0.1 > smaller + 0.2


def test_both_spaces_tell_the_same_of_clear_colors(shown_and_hidden):
    X, gray, layout = shown_and_hidden
    shares = [
        reading_gain(X, gray, layout, attributes=X[:, 2], space=space).mean
        for space in ("oklab", "cam16ucs")
    ]
    assert shares == pytest.approx([1, 1], abs=0.05)


def test_categories_and_missing_values(shown_and_hidden):
    X, gray, layout = shown_and_hidden
    thirds = np.array(["low", "middle", "high"], dtype=object)[(3 * X[:, 2]).astype(int)]
    known = reading_gain(X, gray, layout, attributes=thirds).mean
    assert known > 0.8
    gaps = thirds.copy()
    gaps[::3] = None
    assert reading_gain(X, gray, layout, attributes=gaps).mean == pytest.approx(
        known, abs=0.05
    )
    numbers = X[:, 2].copy()
    numbers[::3] = np.nan
    assert reading_gain(X, gray, layout, attributes=numbers).mean > 0.9


def test_what_X_does_not_tell_is_left_out(shown_and_hidden):
    X, gray, layout = shown_and_hidden
    noise = np.random.default_rng(3).normal(size=2000)
    attributes = {"hidden": X[:, 2], "noise": noise, "constant": np.ones(2000)}
    found = reading_gain(X, gray, layout, attributes=attributes)
    assert math.isnan(found.shares["noise"])
    assert math.isnan(found.shares["constant"])
    assert found.mean == found.shares["hidden"]


def test_takes_tables_by_name(shown_and_hidden):
    pandas = pytest.importorskip("pandas")
    X, gray, layout = shown_and_hidden
    frame = pandas.DataFrame(
        {"hidden": X[:, 2], "flag": pandas.array(X[:, 2] > 0.5, dtype="boolean")}
    )
    frame.loc[5, "flag"] = pandas.NA
    by_frame = reading_gain(X, gray, layout, attributes=frame)
    by_series = reading_gain(X, gray, layout, attributes=frame["hidden"])
    by_array = reading_gain(X, gray, layout, attributes=X[:, 2:])
    assert list(by_frame.shares) == ["hidden", "flag"]
    assert list(by_series.shares) == ["hidden"]
    assert by_series.mean == by_array.mean
    assert by_frame.shares["hidden"] == pytest.approx(by_array.mean, rel=1e-6)


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_units_of_rows_do_not_count(shown_and_hidden, scale):
    X, gray, layout = shown_and_hidden
    expected = reading_gain(X, gray, layout).mean
    found = reading_gain(X * scale + 100 * scale, gray, layout)
    assert found.mean == pytest.approx(expected, rel=1e-3)


def test_scorer_takes_the_mean(shown_and_hidden):
    X, _, layout = shown_and_hidden
    pipeline = recipes.pca().fit(X)
    expected = reading_gain(X, pipeline.transform(X), layout).mean
    assert reading_gain_scorer(pipeline, X, layout) == expected


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({}, "at least one"),
        ({"a": np.full(2000, np.inf)}, r"attributes\['a'\] must be finite"),
        ({"a": np.zeros(7)}, r"attributes\['a'\] has shape \(7,\)"),
        ({"name": np.arange(2000).astype(str)}, "at most 256 categories; got 2000"),
    ],
)
def test_bad_attributes(shown_and_hidden, attributes, message):
    X, gray, layout = shown_and_hidden
    with pytest.raises(ValueError, match=message):
        reading_gain(X, gray, layout, attributes=attributes)


@pytest.mark.parametrize("value", [1.0, 0.1, 12345.678, 1e-30])
@pytest.mark.parametrize("as_rows", [np.asarray, csr_array])
def test_nothing_is_read_of_rows_that_are_all_equal(value, as_rows):
    rng = np.random.default_rng(0)
    X = as_rows(np.full((500, 3), value))
    result = reading_gain(X, rng.random((500, 3)), rng.normal(size=(500, 2)))
    assert result.gains == {"X": 0}
    assert np.isnan(result.mean)
