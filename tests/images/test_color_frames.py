import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, ClusterColorer, CovariancePCA, GamutColorer, align
from skcolor.images import GridColorer, color_frames, flicker
from skcolor.images._color_frames import _forget, _Kept
from skcolor.paint import delta_e


def grid(last=None, **kwargs):
    pipeline = make_pipeline(CovariancePCA(3), last or ChannelColorer())
    return GridColorer(pipeline, layout=None, **kwargs)


def drifting(n_frames, seed=0, d=8):
    """Frames whose left does not change, while the right moves and drifts away."""
    rng = np.random.default_rng(seed)
    still = rng.normal(size=(6, 4, d)) * 2
    moving, drift = rng.normal(size=(3, d)) * 2, rng.normal(size=d)
    frames = []
    for t in range(n_frames):
        kinds = (np.add.outer(np.arange(6), np.arange(6)) + t) // 4 % 3
        right = moving[kinds] + rng.normal(size=(6, 6, d)) * 0.5
        right += drift * np.sin(t / 60) * 2
        frames.append(np.hstack([still, right]).astype(np.float32))
    return frames


LEFT = np.broadcast_to(np.arange(10) < 4, (6, 10))


def refitted_and_aligned(frames):
    """Colors of a fit to each frame, aligned to the frame before."""
    colors, rows = [], None
    for frame in frames:
        colorer = make_pipeline(CovariancePCA(3), ChannelColorer())
        colorer.fit(frame.reshape(-1, 8))
        if rows is not None:
            align(colorer, rows, colors[-1].reshape(-1, 3))
        rows = frame.reshape(-1, 8)
        colors.append(colorer.transform(rows).reshape(6, 10, 3))
    return colors


def test_what_does_not_change_hardly_flickers():
    frames = drifting(40)
    colors = list(color_frames(grid(), frames))
    assert flicker(colors, LEFT) < 0.01
    assert flicker(colors, LEFT) < 0.6 * flicker(refitted_and_aligned(frames), LEFT)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("last", "refit_every"), [(ChannelColorer(), 1), (GamutColorer(), 10)], ids=str
)
def test_colors_do_not_drift_in_a_thousand_frames(last, refit_every):
    frames = drifting(1000)
    colors = np.array(list(color_frames(grid(last), frames, refit_every=refit_every)))
    assert flicker(colors, LEFT) < 0.02
    away = delta_e(colors[:, LEFT], colors[0, LEFT]).mean(axis=1)
    # As far from the first frame at the end as at the start.
    assert away[-200:].mean() < 1.5 * away[100:300].mean() + 0.01


def test_it_adapts_to_what_the_first_frame_has_not():
    rng = np.random.default_rng(0)
    start, later = rng.normal(size=(2, 6, 6, 5)) * [1, 1, 1, 0.1, 0.1]
    later[:3, :, 3] += 6  # two parts that differ in a way that the first frame lacks
    first, *_, last = color_frames(grid(), [start, *[later] * 4])
    once = grid().fit(start).transform(later)

    def contrast(colors):
        return delta_e(colors[:3].mean(axis=(0, 1)), colors[3:].mean(axis=(0, 1)))

    assert first.shape == last.shape
    assert contrast(last) > 3 * contrast(once)


def test_frames_that_do_not_change_keep_their_colors():
    frame = drifting(1)[0]
    colors = list(color_frames(grid(), [frame] * 4))
    np.testing.assert_allclose(colors[0], grid().fit_transform(frame), atol=1e-6)
    assert flicker(colors) < 1e-3


def test_it_is_lazy_and_changes_neither_colorer_nor_frames():
    given = grid()
    buffer = np.empty((6, 10, 8), np.float32)

    def stream():
        for frame in drifting(6):
            buffer[:] = frame  # as readers of video do
            yield buffer

    colors = color_frames(given, stream())
    first = next(colors)
    assert not hasattr(given, "colorer_")
    expected = list(color_frames(given, drifting(6)))
    np.testing.assert_array_equal([first, *colors], expected)


@pytest.mark.parametrize(
    ("parameters", "convert", "shape"),
    [
        ({"channel_axis": 0}, lambda x: np.moveaxis(x, -1, 0), (6, 10, 3)),
        ({"grid_shape": (6, 10)}, lambda x: x.reshape(60, 8), (60, 3)),
        ({}, lambda x: x.tolist(), (6, 10, 3)),
        ({"max_samples": 100}, lambda x: x, (6, 10, 3)),
    ],
)
def test_frames_come_in_many_shapes(parameters, convert, shape):
    frames = drifting(4)
    colors = list(color_frames(grid(**parameters), map(convert, frames)))
    assert [one.shape for one in colors] == [shape] * 4
    if "max_samples" not in parameters:
        expected = np.reshape(list(color_frames(grid(), frames)), (4, *shape))
        np.testing.assert_allclose(colors, expected, atol=1e-4)


def test_frames_of_many_sizes_with_missing_pixels():
    frames = [frame[: 6 - i].copy() for i, frame in enumerate(drifting(3))]
    frames[1][2, 3] = np.nan
    frames.append(np.full((2, 2, 8), np.nan))
    colors = list(color_frames(grid(missing_color="red"), frames))
    np.testing.assert_array_equal(colors[1][2, 3], [1, 0, 0])
    assert [one.shape[:2] for one in colors] == [(6, 10), (5, 10), (4, 10), (2, 2)]


def test_the_first_frame_decides_what_is_foreground():
    rng = np.random.default_rng(0)
    frames = rng.normal(size=(4, 12, 12, 8))
    frames[:, 4:8, 4:8] += 9
    missing = np.array([128 / 255] * 3)
    for foreground in ("border", "auto", lambda image: image[..., 0] > 4):
        for colors in color_frames(grid(foreground=foreground), frames):
            assert np.allclose(colors[:3], missing)
            assert not np.allclose(colors[5, 5], missing)


def test_labels_keep_their_colors():
    frames = drifting(12)
    clusters = GridColorer(ClusterColorer(), layout=None)
    colors = list(color_frames(clusters, frames, refit_every=3))
    assert flicker(colors, LEFT) < 0.1


def test_first_and_last_are_kept_and_others_spread_between_them():
    kept = []
    for number in range(1000):
        kept = _forget([*kept, _Kept(number, None, None, None)], 8)
        numbers = [one.number for one in kept]
        assert (numbers[0], numbers[-1]) == (0, number)
    assert len(numbers) == 8
    gaps = np.diff(numbers)[:-1]
    assert max(gaps) <= 2 * min(gaps)


def test_other_things_are_refused():
    with pytest.raises(TypeError, match="colorer must be a GridColorer; got Channel"):
        color_frames(ChannelColorer(), [])
    with pytest.raises(ValueError, match="n_kept must be at least 2; got 1"):
        color_frames(grid(), [], n_kept=1)
    with pytest.raises(ValueError, match="refit_every must be at least 1; got 0"):
        color_frames(grid(), [], refit_every=0)
    with pytest.raises(ValueError, match="one image at a time; got 2 in frame 0"):
        list(color_frames(grid(), [np.zeros((2, 3, 3, 4))]))
    with pytest.raises(ValueError, match=r"frames\[1\] has 7 features; wanted 8"):
        list(color_frames(grid(), [*drifting(1), drifting(1)[0][..., :7]]))
