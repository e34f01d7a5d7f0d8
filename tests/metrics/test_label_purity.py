import numpy as np
import pandas as pd
import pytest

from skcolor.metrics import label_purity


def test_it_is_what_the_definition_says():
    rng = np.random.default_rng(0)
    layout = rng.random((300, 2))
    labels = np.where(rng.random(300) < 0.3, rng.integers(3, size=300), layout[:, 0] > 0.6)
    shared = same = pairs = 0
    for i in range(300):
        near = np.argsort(np.linalg.norm(layout - layout[i], axis=1))[1:8]
        shared += sum(labels[j] == labels[i] for j in near) / (300 * 7)
        for j in range(i):
            pairs, same = pairs + 1, same + (labels[i] == labels[j])
    expected = (shared - same / pairs) / (1 - same / pairs)
    assert label_purity(layout, labels, n_neighbors=7) == pytest.approx(expected)


def test_islands_are_pure_and_one_label_is_nothing():
    labels = np.arange(200) % 4
    layout = np.random.default_rng(0).random((200, 2)) + 100 * labels[:, np.newaxis]
    assert label_purity(layout, labels) == 1
    assert label_purity(layout, np.zeros(200, dtype=int)) == 0


def test_a_chessboard_is_less_than_random():
    grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(20.0)), axis=-1).reshape(-1, 2)
    assert label_purity(grid, grid.sum(axis=1).astype(int) % 2, n_neighbors=4) < -0.5


def test_rows_without_a_label_share_it_with_no_other():
    labels = np.arange(200) % 2
    layout = np.random.default_rng(0).random((200, 2)) + 100 * labels[:, np.newaxis]
    assert label_purity(layout, np.where(labels == 0, 0, -1)) == pytest.approx(
        (0.5 - 100 * 99 / (200 * 199)) / (1 - 100 * 99 / (200 * 199))
    )
    assert label_purity(layout, np.full(200, -1)) == 0


def test_a_sample_stands_for_all_and_is_the_same_every_time():
    layout = np.random.default_rng(0).random((3000, 2))
    labels = (8 * layout[:, 0]).astype(int)
    whole = label_purity(layout, labels, sample_size=None)
    sample = label_purity(layout, labels, sample_size=500)
    assert sample == label_purity(layout, labels, sample_size=500)
    assert sample != label_purity(layout, labels, sample_size=500, random_state=1)
    assert sample == pytest.approx(whole, abs=0.03)


def test_labels_may_be_names_and_may_be_missing():
    layout = np.random.default_rng(0).random((100, 2))
    numbers = (3 * layout[:, 0]).astype(int) - 1  # a third has no label
    wanted = label_purity(layout, numbers)
    names = np.array(["left", "right", None], dtype=object)[numbers]
    for labels in (
        names,
        pd.Categorical(names),
        pd.Series(names, dtype="string"),
        pd.array(np.where(numbers < 0, None, numbers), dtype="Int64"),
        np.where(numbers < 0, np.nan, numbers),
    ):
        assert label_purity(layout, labels) == wanted


def test_what_does_not_fit():
    layout = np.random.default_rng(0).random((10, 2))
    with pytest.raises(ValueError, match=r"labels has shape \(9,\); wanted \(10,\)"):
        label_purity(layout, np.zeros(9, dtype=int))
