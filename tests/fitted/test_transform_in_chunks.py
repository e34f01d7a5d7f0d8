import numpy as np
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import KNNDistanceColorer, recipes, transform_in_chunks
from skcolor._compute import chunks
from skcolor.neighbors import _z_order


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 2**14)


@pytest.fixture(scope="module")
def rows():
    return np.random.default_rng(0).exponential(size=(900, 9)).astype(np.float32)


@pytest.mark.parametrize(
    "pipeline",
    [recipes.pca(), recipes.pca_pack(3), recipes.argmax(), recipes.ica(), recipes.kmeans()],
    ids=lambda pipeline: type(pipeline[0]).__name__ + type(pipeline[-1]).__name__,
)
def test_equals_transform(pipeline, rows):
    pipeline.fit(rows)
    expected = pipeline.transform(rows)
    colors = transform_in_chunks(pipeline, rows)
    assert colors.dtype == expected.dtype
    np.testing.assert_array_equal(colors, expected)
    threads = transform_in_chunks(pipeline, rows, n_jobs=2)
    assert threads.tobytes() == colors.tobytes()


def test_the_layout_reaches_the_colorer(rows):
    layout = rows[:, :2] + 3 * rows[:, 4:6]
    colorer = KNNDistanceColorer(5).fit(rows, rows[:, :2])
    pipeline = make_pipeline(StandardScaler(), KNNDistanceColorer(5))
    pipeline.fit(rows, rows[:, :2])
    np.testing.assert_array_equal(
        transform_in_chunks(colorer, rows, layout), colorer.transform(rows, layout)
    )
    given = transform_in_chunks(pipeline, rows, layout)
    assert not np.allclose(given, transform_in_chunks(pipeline, rows))
    np.testing.assert_allclose(
        given, pipeline[-1].transform(pipeline[0].transform(rows), layout), atol=1e-5
    )


def test_rows_of_a_file_are_colored_among_their_neighbors(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(_z_order, "_PART_BYTES", 9 * 4 * 250)
    layout = np.random.default_rng(0).normal(size=(900, 2)).astype(np.float32)
    colorer = KNNDistanceColorer(5).fit(rows, layout)
    expected = colorer.transform(rows, layout)
    np.save(tmp_path / "rows.npy", rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    np.testing.assert_array_equal(colorer.transform(mapped, layout), expected)
    found = transform_in_chunks(colorer, mapped, layout, n_jobs=2)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.slow
def test_from_file_to_file_holds_no_more_than_a_few_chunks(rows, tmp_path, peak_memory):
    X = np.tile(rows, (400, 1))
    np.save(tmp_path / "rows.npy", X)
    pipeline = recipes.pca_argmax(5).fit(rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    out = np.lib.format.open_memmap(tmp_path / "out.npy", "w+", np.float32, (len(X), 3))
    with peak_memory() as peak:
        assert transform_in_chunks(pipeline, mapped, out=out) is out
    assert peak.bytes < 2**21 < X.nbytes / 5
    np.testing.assert_allclose(out[-900:], pipeline.transform(rows), atol=1e-6)


def test_data_frames(rows):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(rows, columns=list("abcdefghi"))
    pipeline = recipes.pca().set_output(transform="pandas").fit(frame)
    colors = transform_in_chunks(pipeline, frame)
    assert isinstance(colors, np.ndarray)
    np.testing.assert_allclose(colors, pipeline.transform(frame), atol=1e-5)


def test_bad_input_is_named(rows):
    pipeline = recipes.pca().fit(rows)
    with pytest.raises(ValueError, match=r"out has shape \(900, 4\); wanted \(900, 3\)"):
        transform_in_chunks(pipeline, rows, out=np.empty((900, 4)))
    with pytest.raises(ValueError, match="layout .* has 3 rows and X has 900"):
        transform_in_chunks(pipeline, rows, rows[:3, :2])
    with pytest.raises(ValueError, match="X has no rows"):
        transform_in_chunks(pipeline, rows[:0])
    bad = rows.copy()
    bad[700, 2] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        transform_in_chunks(pipeline, bad)
