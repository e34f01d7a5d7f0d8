import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.neighbors import _inverted_file
from skcolor.neighbors._inverted_file import InvertedFile


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(size=(600, 7)).astype(np.float32)


@pytest.fixture
def file(rows):
    return InvertedFile(rows, rows[::30].copy())


def test_each_row_is_in_the_cell_of_its_nearest_center(rows, file):
    np.testing.assert_array_equal(file.cells, cdist(rows, rows[::30]).argmin(axis=1))
    np.testing.assert_array_equal(file.sizes, np.bincount(file.cells, minlength=20))


@pytest.mark.parametrize("n_probes", [1, 3, 12, 20])
def test_the_nearest_rows_of_the_nearest_cells_are_found(rows, file, n_probes):
    queries = np.random.default_rng(1).normal(size=(50, 7)).astype(np.float32)
    probed = np.argsort(cdist(queries, rows[::30]), axis=1)[:, :n_probes]
    found = file.search(queries, 5, n_probes)
    for query, cells, indices in zip(queries, probed, found, strict=True):
        members = np.flatnonzero(np.isin(file.cells, cells))
        distances = cdist(query[np.newaxis], rows[members])[0]
        if len(members) >= 5:
            np.testing.assert_array_equal(indices, members[np.argsort(distances)[:5]])


@pytest.mark.parametrize(
    "sizes",
    [{"_MOST_QUERIES": 7, "_MOST_MEMBERS": 9}, {"_MOST_WAITING": 10}, {"_GROWTH": 2}],
)
def test_the_sizes_of_blocks_change_no_result(rows, file, sizes, monkeypatch):
    expected = file.search(rows, 6, 8)
    for name, size in {**sizes, "_TASK_SIZE": 8 * 100, "_CHUNK_SIZE": 20 * 30}.items():
        monkeypatch.setattr(_inverted_file, name, size)
    np.testing.assert_array_equal(file.search(rows, 6, 8), expected)


def test_more_cells_are_probed_where_these_have_too_few_rows(rows):
    centers = np.concatenate([rows[:1], rows[:1] + 50, rows[:1] + 100])
    X = np.concatenate([rows, rows[:5] + 50, rows[:4] + 100])
    found = InvertedFile(X, centers).search(X[-4:], 9, 1)
    assert set(found.ravel()) == set(range(600, 609))
    assert set(InvertedFile(X, centers).search(X[-4:], 4, 1).ravel()) == set(
        range(605, 609)
    )


def test_a_query_whose_distances_overflow_finds_nothing(file):
    queries = np.array([[1e30] * 7, [0] * 7], dtype=np.float32)
    found = file.search(queries, 5, 20)
    assert (found[0] == -1).all()
    assert (found[1] >= 0).all()
