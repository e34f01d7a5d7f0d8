import numpy as np
import pytest

from skcolor import ArgmaxColorer, ChannelColorer, ValueColorer
from skcolor.plotting import ColoringLegend, save_html
from skcolor.plotting._explorer_legend import legend_data

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
LAYOUT = RNG.random((60, 2))


def legend_of(colorer):
    return ColoringLegend.from_estimator(colorer.fit(X), X, LAYOUT)


def test_values_have_a_strip_from_end_to_end():
    colorer = ValueColorer(vmin=-1, vmax=1, cmap="gray")
    data = legend_data(legend_of(colorer))
    assert (data["kind"], data["ends"]) == ("values", ["-1", "1"])
    assert (data["strip"][0], data["strip"][-1]) == ("#000000", "#ffffff")
    assert "missing" not in data


def test_missing_values_are_counted():
    rows = np.where(np.arange(60)[:, np.newaxis] < 7, np.nan, X)
    colorer = ValueColorer(missing_color="red").fit(rows)
    legend = ColoringLegend.from_estimator(colorer, rows, LAYOUT)
    assert legend_data(legend)["missing"] == ["#ff0000", "missing (7)"]


def test_labels_have_the_colors_of_their_rows():
    colorer = ArgmaxColorer()
    data = legend_data(legend_of(colorer))
    assert (data["kind"], data["heads"]) == ("labels", ["label", "rows"])
    counts = np.bincount(colorer.predict(X))
    assert [int(line[2]) for line in data["lines"]] == sorted(counts, reverse=True)
    most = counts.argmax()
    expected = "#{:02x}{:02x}{:02x}".format(
        *np.rint(255 * colorer.palette_[most]).astype(int)
    )
    assert data["lines"][0][:2] == [expected, str(most)]


def test_channels_have_a_strip_for_each_direction():
    data = legend_data(legend_of(ChannelColorer()))
    assert data["kind"] == "channels"
    assert len(data["directions"]) == 3
    for direction in data["directions"]:
        assert len(direction["strip"]) > 10
        assert all(direction["ends"])


@pytest.mark.parametrize(
    ("legends", "error", "match"),
    [
        ([], TypeError, "must be a dict"),
        ({"other": legend_of(ArgmaxColorer())}, ValueError, "'other'.*colorings: 'one'"),
        ({"one": ArgmaxColorer()}, TypeError, "from_estimator; got ArgmaxColorer"),
    ],
)
def test_wrong_legends_are_refused(tmp_path, legends, error, match):
    colorings = {"one": np.zeros((60, 3))}
    with pytest.raises(error, match=match):
        save_html(tmp_path / "map.html", LAYOUT, colorings, legends=legends)
    assert not (tmp_path / "map.html").exists()


def test_a_center_stands_between_the_ends():
    X = np.array([[-1.0], [0.0], [8.0], [np.nan]])
    colorer = ValueColorer("coolwarm", vmin=-1, center=0, vmax=8, missing_color="red").fit(
        X
    )
    data = legend_data(ColoringLegend.from_estimator(colorer, X))
    assert data["ends"] == ["-1", "0", "8"]
    assert data["missing"] == ["#ff0000", "missing (1)"]
