import numpy as np

from skcolor._compute.shared_work import SharedWork, is_shared, shared


def test_work_on_the_same_rows_is_done_once_and_on_others_every_time():
    calls = []

    def compute():
        calls.append(1)
        return len(calls)

    X, layout = np.zeros((3, 2)), np.ones((3, 2))
    same = {"seed": 0}
    assert [shared(compute, ("a",), X, **same) for _ in range(2)] == [1, 2]
    work = SharedWork()
    with work.of(X, layout):
        assert [shared(compute, ("a",), X, **same) for _ in range(2)] == [3, 3]
        assert shared(compute, ("a",), layout, **same) == 4
        assert shared(compute, ("b",), X, **same) == 5
        assert shared(compute, ("a",), X, seed=1) == 6
        assert shared(compute, ("a",), X.copy(), **same) == 7
        assert [shared(compute, ("a",), X, seed=None) for _ in range(2)] == [8, 9]
        random_state = np.random.RandomState(0)
        assert [shared(compute, ("a",), X, seed=random_state) for _ in range(2)] == [10, 11]
    with work.of(X.copy(), layout.copy()):  # the same rows, taken again
        assert shared(compute, ("a",), X, **same) == 12
    copies = X.copy(), layout.copy()
    with work.of(*copies):
        assert shared(compute, ("a",), copies[0], **same) == 3
    with SharedWork().of(X, layout):
        assert shared(compute, ("a",), X, **same) == 13


def test_arrays_in_the_same_memory_are_the_same_rows(tmp_path):
    np.save(tmp_path / "X.npy", np.arange(12.0).reshape(4, 3))
    X = np.load(tmp_path / "X.npy", mmap_mode="r")
    with SharedWork().of(X):
        assert is_shared(np.asarray(X))
        assert is_shared(X[:])
        for other in (X[:3], X[::-1], X.T, X.view(np.int64), X.copy(), X.tolist()):
            assert not is_shared(other)
