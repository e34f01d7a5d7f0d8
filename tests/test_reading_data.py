import numpy as np
import pytest

from benchmarks import _reading_data as reading
from benchmarks._reading_facts import drawing, script, spelling, texture


@pytest.fixture(autouse=True)
def _no_tsne(monkeypatch):
    monkeypatch.setattr(reading, "embed", lambda X: X[:, :2])


def test_no_set_is_both_open_and_held_back():
    assert len(set(reading.NAMES)) == len(reading.NAMES)
    assert not set(reading.HELD_BACK) & set(reading.OPEN)


@pytest.mark.parametrize("name", ["few_rows", "diabetes"])
def test_a_set_is_built_once_and_the_same_when_loaded(name, tmp_path, monkeypatch):
    built = reading.load(name, tmp_path)
    monkeypatch.setattr(reading, "_build", None)
    loaded = reading.load(name, tmp_path)
    assert built.X.dtype == built.layout.dtype == np.float32
    assert built.layout.shape == (len(built.X), 2)
    assert built.held_back == (name == "diabetes")
    assert list(loaded.attributes) == list(built.attributes)
    for key, values in built.attributes.items():
        np.testing.assert_array_equal(loaded.attributes[key], values)
    np.testing.assert_array_equal(loaded.layout, built.layout)


@pytest.mark.parametrize("name", ["few_rows", "wine"])
def test_no_attribute_is_a_column_of_the_rows(name, tmp_path):
    loaded = reading.load(name, tmp_path, layout="pca")
    assert len(loaded.attributes) >= 5
    for values in loaded.attributes.values():
        if values.dtype.kind == "f":
            correlation = np.corrcoef(loaded.X.T, values)[-1, :-1]
            assert np.abs(correlation).max() < 0.99


def test_bad_names_are_told(tmp_path):
    with pytest.raises(ValueError, match="name must be one of"):
        reading.load("letters", tmp_path)
    with pytest.raises(ValueError, match="layout must be one of"):
        reading.load("wine", tmp_path, layout="umap")


def test_rows_tell_their_columns_and_no_noise():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(600, 3))
    angle = rng.uniform(0, 2 * np.pi, 600)
    X[:, 1:] = 3 * np.column_stack([np.cos(angle), np.sin(angle)])
    attributes = {
        "column": X[:, 0].copy(),
        "bent": np.cos(2 * angle),
        "noise": rng.normal(size=600),
        "side": np.where(X[:, 1] > 0, "right", "left"),
    }
    attributes["column"][:50] = np.nan
    told = reading.explained_shares(X, attributes)
    assert told["column"][1] > 0.99
    assert told["bent"][0] > 0.9 > 0.1 > told["bent"][1]
    assert max(told["noise"]) < 0.02
    assert told["side"][0] > 0.9


def test_strokes_are_measured_by_hand():
    images = np.zeros((3, 12, 12))
    images[0, 1:11, 4:6] = 1  # a bar two pixels wide
    images[1, 2:10, 2:10] = 1  # a frame around one hole
    images[1, 4:8, 4:8] = 0
    images[2, np.arange(12), 11 - np.arange(12)] = 1  # leans to the right like a slash
    facts = drawing(images)
    np.testing.assert_array_equal(facts["ink"], [20, 48, 12])
    np.testing.assert_array_equal(facts["holes"], [0, 1, 0])
    np.testing.assert_allclose(facts["slant"], [0, 0, 1], atol=1e-12)
    np.testing.assert_allclose(facts["thickness"][0], 2 * 20 / 24)
    np.testing.assert_allclose(facts["center, across"], [4.5, 5.5, 5.5])
    np.testing.assert_allclose(facts["mirror symmetry"][1], 1)


def test_texture_knows_the_direction_of_edges_and_leaves_flat_patches_out():
    ramp = np.linspace(0, 1, 8)
    across, flat = np.tile(ramp, (8, 1)), np.full((8, 8), 0.5)
    patches = np.stack([across, across.T, flat])[..., None].repeat(3, axis=3)
    facts = texture(patches)
    np.testing.assert_allclose(facts["direction, cosine"], [1, -1, np.nan], atol=1e-6)
    np.testing.assert_allclose(facts["brightness"], 0.5)
    np.testing.assert_allclose(facts["saturation"], 0)


def test_spelling_counts_letters_and_endings():
    facts = spelling(["walking", "ing", "co2", "mid-may"])
    np.testing.assert_array_equal(facts["length"], [7, 3, 3, 7])
    np.testing.assert_array_equal(facts["ends in ing"], [1, 0, 0, 0])
    np.testing.assert_array_equal(facts["digit"], [0, 0, 1, 0])
    np.testing.assert_array_equal(facts["hyphen"], [0, 0, 0, 1])
    assert [script(word) for word in ("a", "7", "中")] == ["LATIN", "DIGIT", "CJK"]
