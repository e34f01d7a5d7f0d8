import numpy as np
import pytest

from skcolor.metrics import color_coherence
from skcolor.paint import delta_e


def layout_and_colors(n_rows=2000):
    rng = np.random.default_rng(0)
    layout = rng.random((n_rows, 2))
    return layout, 0.7 * layout[:, [0, 1, 0]] + 0.3 * rng.random((n_rows, 3))


def test_it_is_what_the_definition_says():
    layout, colors = layout_and_colors(800)
    near = []
    for i in range(800):
        others = np.argsort(np.linalg.norm(layout - layout[i], axis=1))[1:16]
        near.append(delta_e(colors[i], colors[others]))
    pairs = delta_e(colors[:, np.newaxis], colors)[np.triu_indices(800, 1)]
    expected = 1 - np.mean(near) / pairs.mean()
    assert color_coherence(layout, colors, n_neighbors=15) == pytest.approx(
        expected, abs=0.01
    )


def test_areas_of_one_color_are_coherent():
    layout = np.random.default_rng(0).random((2000, 2))
    two = np.where(layout[:, :1] < 0.5, 0.1, 0.9) * np.ones(3)
    assert color_coherence(layout, two) > 0.95
    two_islands = layout + 100 * (layout[:, :1] < 0.5)
    assert color_coherence(two_islands, two) == 1


def test_one_color_is_not_coherent_and_a_chessboard_less():
    grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(20.0)), axis=-1).reshape(-1, 2)
    assert color_coherence(grid, np.full((400, 3), 0.5)) == 0
    chess = np.repeat(grid.sum(axis=1, keepdims=True) % 2, 3, axis=1)
    assert color_coherence(grid, chess, n_neighbors=4) < -0.5


def test_washed_out_colors_score_lower_only_with_noise():
    layout, colors = layout_and_colors()
    faded = [0.5 + w * (colors - 0.5) for w in (1, 0.3, 0.1, 0.03)]
    scores = [color_coherence(layout, c, jnd=0.02) for c in faded]
    assert (np.diff(scores) < 0).all()
    assert scores[-1] < 0.1
    assert color_coherence(layout, faded[-1]) > scores[0]


def test_a_sample_stands_for_all_and_is_the_same_every_time():
    layout, colors = layout_and_colors()
    whole = color_coherence(layout, colors, sample_size=None)
    sample = color_coherence(layout, colors, sample_size=500)
    assert sample == color_coherence(layout, colors, sample_size=500)
    assert sample != color_coherence(layout, colors, sample_size=500, random_state=1)
    assert sample == pytest.approx(whole, abs=0.03)


def test_as_many_samples_as_rows_are_all_rows():
    layout, colors = layout_and_colors(200)
    scores = [color_coherence(layout, colors, sample_size=n) for n in (None, 200, 201)]
    assert scores[0] == scores[1] == scores[2]


def test_of_two_rows_the_neighbor_is_the_only_random_other():
    assert color_coherence(np.eye(2), np.eye(3)[:2], n_neighbors=1) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layout": None}, "layout must be a dense table"),
        ({"layout": np.ones((50, 5))}, "layout .* has 5 columns; wanted 2 or 3"),
        ({"colors": np.ones((49, 3))}, r"colors has shape .* each row of layout"),
    ],
)
def test_what_does_not_fit(change, message):
    layout, colors = layout_and_colors(50)
    with pytest.raises(ValueError, match=message):
        color_coherence(**{"layout": layout, "colors": colors, **change})
