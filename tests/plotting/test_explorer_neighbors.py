import json

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from skcolor.neighbors import _search
from skcolor.plotting import save_html
from skcolor.plotting._explorer_content import explorer_content
from skcolor.plotting._explorer_neighbors import check_neighbors

X = np.random.default_rng(0).normal(size=(50, 4))


def test_the_nearest_rows_are_found_without_the_row_itself():
    found, percent = check_neighbors(3, X, 50)
    assert percent == 100
    expected = NearestNeighbors(n_neighbors=3).fit(X).kneighbors(return_distance=False)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.uint32


def test_given_neighbors_are_kept():
    given = [[1, 2], [0, 2], [1, 0]]
    found, percent = check_neighbors(given, None, 3)
    np.testing.assert_array_equal(found, given)
    assert percent == 100


def test_most_nearest_rows_of_many_are_found_and_the_page_says_how_many(monkeypatch):
    many = np.random.default_rng(0).normal(size=(900, 6)).astype(np.float32)
    exact, _ = check_neighbors(30, many, 900)
    monkeypatch.setattr(_search, "N_EXACT", 899)
    found, percent = check_neighbors(30, many, 900)
    share = (found[:, :, np.newaxis] == exact[:, np.newaxis]).any(axis=2).mean()
    assert 93 < percent < 100
    assert percent == pytest.approx(100 * share, abs=2)
    one = {"one": np.zeros((900, 3))}
    content = explorer_content(np.zeros((900, 2)), one, neighbors=30, X=many)
    assert json.loads(content["about"])["percentFound"] == percent


@pytest.mark.parametrize(
    ("neighbors", "X", "match"),
    [
        (3, None, "needs X"),
        (0, X, "from 1 to 49"),
        (50, X, "from 1 to 49"),
        (2.5, X, "integer"),
        (3, X[:9], "X has 9 rows"),
        (np.zeros((49, 2), int), None, r"\(49, 2\); wanted \(50, n_neighbors\)"),
        (np.full((50, 2), 50), None, "from 0 to 49"),
        (np.zeros((50, 2)), None, "float64"),
    ],
)
def test_wrong_neighbors_are_refused(tmp_path, neighbors, X, match):
    layout, colors = np.random.default_rng(0).random((50, 2)), np.zeros((50, 3))
    with pytest.raises(ValueError, match=match):
        save_html(tmp_path / "map.html", layout, {"one": colors}, neighbors=neighbors, X=X)
