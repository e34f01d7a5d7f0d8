import matplotlib
import numpy as np
import pytest
from matplotlib.colors import Normalize

from skcolor import ValueColorer

X = np.random.default_rng(0).normal(size=(500, 3))


@pytest.mark.parametrize("cmap", ["viridis", "hsv", "tab10", matplotlib.colormaps["magma"]])
def test_colors_are_those_that_matplotlib_gives(cmap):
    colorer = ValueColorer(cmap).fit(X)
    norm = Normalize(colorer.vmin_, colorer.vmax_, clip=True)
    expected = matplotlib.colormaps.get_cmap(cmap)(norm(X[:, 0]))[:, :3]
    np.testing.assert_allclose(colorer.transform(X), expected)


def test_limits_are_percentiles_of_the_training_values():
    colorer = ValueColorer(quantile_range=(10, 90)).fit(X)
    np.testing.assert_allclose(
        [colorer.vmin_, colorer.vmax_], np.percentile(X[:, 0], [10, 90]), rtol=1e-12
    )
    ends = colorer.transform([[-99.0, 0, 0], [99.0, 0, 0]])
    np.testing.assert_array_equal(ends, colorer.colormap_table_[[0, -1]])


def test_score_samples_gives_the_values():
    colorer = ValueColorer().fit(X)
    np.testing.assert_array_equal(colorer.score_samples(X), X[:, 0])
    assert colorer.score_samples(X.astype(np.float32)).dtype == np.float32


def test_unknown_colormap_suggests_near_names():
    with pytest.raises(ValueError, match="cmap must .* 'virids': did you mean 'viridis'"):
        ValueColorer("virids").fit(X)
    with pytest.raises(
        ValueError, match="cmap must be the name of a matplotlib colormap; got '#'"
    ):
        ValueColorer("#").fit(X)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_nearly_constant_column_shows_its_exceptions(dtype):
    column = np.zeros((201, 1), dtype=dtype)
    column[7] = 10
    colorer = ValueColorer()
    colors, ends = colorer.fit_transform(column), colorer.colormap_table_[[0, -1]]
    np.testing.assert_array_equal(colors[7], ends[1].astype(dtype))
    np.testing.assert_array_equal(colors[[0, -1]], ends[[0, 0]].astype(dtype))
    streamed = ValueColorer().partial_fit(column[:100]).partial_fit(column[100:])
    np.testing.assert_array_equal(streamed.transform(column), colors)


def test_new_rows_beside_a_constant_column_take_the_end_colors():
    colorer = ValueColorer().fit(np.full((50, 1), 0.3))
    first, middle, last = colorer.transform([[0.2], [0.1 * 3], [0.4]])
    np.testing.assert_array_equal([first, last], colorer.colormap_table_[[0, -1]])
    np.testing.assert_array_equal(middle, colorer.colormap_table_[128])
