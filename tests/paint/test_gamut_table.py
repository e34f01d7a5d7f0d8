import pickle

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from skcolor import GamutColorer
from skcolor.paint import in_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._gamut_table import _reach_table, fast_srgb

# From some of them, rays leave the gamut, come back and leave it again.
CENTERS = [(0.6, 0, 0), (0.47, -0.01, 0.08), (0.55, -0.05, 0.02), (0.72, -0.13, 0.13)]
CENTERS += [(0.29, -0.03, -0.03), (0.82, -0.02, -0.04), (0.46, 0.14, -0.13)]


def a_map(center, contrast=0.5, lightness=(0.2, 0.9)):
    turn = Rotation.random(random_state=0).as_matrix()
    return GamutMap(
        np.array([1.0, -2, 30]), turn, np.array(center), 0.03, contrast, lightness
    )


def rows_of(map_, n=20_000):
    """Coordinates all over the gamut and outside; some of edges and corners of the cube."""
    rng = np.random.default_rng(0)
    near = rng.normal(size=(n, 3)) * rng.uniform(0, 0.5, size=(n, 1))
    colors = rng.random((n, 3))
    for some in (slice(None), slice(n // 2), slice(n // 9)):
        colors[some, rng.integers(3)] = rng.integers(2, size=n)[some]
    onto = (srgb_to_oklab(colors) - map_.center) * rng.uniform(0.1, 2, size=(n, 1))
    return np.vstack([near, onto]) @ map_.rotation / map_.scale + map_.origin


def exact_srgb(map_, rows):
    return np.clip(oklab_to_srgb(map_.to_oklab(rows)), 0, 1)


@pytest.mark.parametrize("lightness", [(0.2, 0.9), (0.0, 1.0)])
@pytest.mark.parametrize("contrast", [0, 0.01, 0.3, 1])
def test_no_color_differs_by_a_hundredth_of_what_can_be_noticed(contrast, lightness):
    for center in CENTERS:
        map_ = a_map(center, contrast, lightness)
        rows = rows_of(map_)
        colors = fast_srgb(map_, rows)
        assert colors.min() >= 0
        assert colors.max() <= 1
        lab = srgb_to_oklab(exact_srgb(map_, rows))
        away = np.linalg.norm(srgb_to_oklab(colors.astype(float)) - lab, axis=1)
        assert away.max() < 1e-4


def test_most_rows_need_no_exact_computation(monkeypatch):
    counts, exact = [], GamutMap.to_oklab

    def count(map_, rows):
        counts.append(len(rows))
        return exact(map_, rows)

    monkeypatch.setattr(GamutMap, "to_oklab", count)
    map_ = a_map(CENTERS[0])
    rows = np.random.default_rng(0).normal(size=(20_000, 3)) / 10 / map_.scale
    fast_srgb(map_, rows + map_.origin)
    assert 0 < sum(counts) < 0.05 * len(rows)


@pytest.mark.parametrize("contrast", [0, 0.5])
def test_rows_at_the_center_and_far_outside_are_right(contrast):
    map_ = a_map(CENTERS[0], contrast)
    way = np.array([[1.0, 2, -1], [0, 0, 1], [0, -1, 0]])
    rows = np.vstack([size * way for size in (0, 1e-300, 1e-30, 1e-9, 1e9, 1e30, 1e300)])
    rows += map_.origin
    np.testing.assert_allclose(fast_srgb(map_, rows), exact_srgb(map_, rows), atol=1e-4)


def test_a_row_has_the_same_bytes_alone_and_in_any_block():
    map_ = a_map(CENTERS[1])
    rows = rows_of(map_, 10_000)
    whole = fast_srgb(map_, rows)
    for chosen in ([5], [9_000, 3], np.arange(8_000, 20_000)[::-1], np.arange(17)):
        assert fast_srgb(map_, rows[chosen]).tobytes() == whole[chosen].tobytes()
        given = np.asfortranarray(rows[chosen])
        assert fast_srgb(map_, given).tobytes() == whole[chosen].tobytes()


def test_threads_and_chunks_change_no_byte():
    X = np.random.default_rng(0).normal(size=(30_000, 3))
    colorer = GamutColorer().fit(X[:300])
    colors = colorer.transform(X)
    colorer.set_params(n_jobs=2)
    assert colorer.transform(X).tobytes() == colors.tobytes()
    assert colorer.transform(X[20_000:]).tobytes() == colors[20_000:].tobytes()


def test_colors_are_exact_on_wish():
    X = np.random.default_rng(0).normal(size=(2000, 3))
    colorer = GamutColorer(exact=True).fit(X)
    colors, exact = colorer.transform(X), exact_srgb(colorer._map(), X)
    assert colors.tobytes() == exact.tobytes()
    fast = colorer.set_params(exact=False).transform(X)
    assert fast.dtype == colors.dtype
    assert 0 < np.abs(fast - colors).max() < 1e-4
    in_float32 = colorer.transform(X.astype(np.float32))
    assert in_float32.dtype == np.float32


def test_another_contrast_needs_no_other_table():
    X = np.random.default_rng(0).normal(size=(300, 3))
    colorer = GamutColorer().fit(X)
    colorer.transform(X)
    before = _reach_table.cache_info().misses
    colors = colorer.set_params(contrast=0.8).transform(X)
    np.testing.assert_allclose(colors, exact_srgb(colorer._map(), X), atol=1e-4)
    assert _reach_table.cache_info().misses == before


def test_what_was_saved_without_a_table_stays_exact():
    X = np.random.default_rng(0).normal(size=(300, 3))
    colorer = GamutColorer(exact=True).fit(X)
    state = {k: v for k, v in colorer.__getstate__().items() if k != "exact"}
    loaded = GamutColorer.__new__(GamutColorer)
    loaded.__setstate__(state)
    assert loaded.transform(X).tobytes() == colorer.transform(X).tobytes()
    assert pickle.loads(pickle.dumps(GamutColorer())).exact is False


def test_the_centers_are_colors():
    assert in_gamut(CENTERS).all()
