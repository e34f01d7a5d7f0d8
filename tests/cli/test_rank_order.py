from skcolor.cli._rank_order import find_heavy, order_recipes
from skcolor.recipes import RECIPES

PIPELINES = {name: recipe() for name, recipe in RECIPES.items()}


def test_what_takes_longer_than_all_others_together_is_found():
    assert find_heavy(PIPELINES, 2000, 100) == [["tsne", "tsne_perceptual"]]
    assert find_heavy(PIPELINES, 100, 100) == []
    few = {name: PIPELINES[name] for name in ("tsne", "pca", "neighbor_overlap")}
    assert find_heavy(few, 2000, 100) == [["tsne"], ["neighbor_overlap"]]


def test_a_step_that_two_recipes_share_counts_once():
    n_rows = 700
    both = {name: PIPELINES[name] for name in ("tsne", "tsne_perceptual")}
    light = {name: PIPELINES[name] for name in RECIPES if not name.startswith("tsne")}
    assert find_heavy({**light, **both}, n_rows, 100) == []


def test_the_slow_come_last_and_all_others_keep_their_order():
    names = list(order_recipes(PIPELINES, 2000, 100))
    assert sorted(names) == sorted(PIPELINES)
    assert set(names[-2:]) == {"tsne", "tsne_perceptual"}
    assert {"neighbor_overlap", "local_dimension"} <= set(names[-8:])
    light = [name for name in RECIPES if "ica" not in name and name not in names[-8:]]
    assert [name for name in names if name in light] == light
