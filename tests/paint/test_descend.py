import numpy as np

from skcolor.paint._descend import descend


def test_it_goes_down_to_the_smallest_loss_in_as_many_trials_as_it_may():
    asked = []

    def loss(place):
        asked.append(place)
        return ((place - [1, -2]) ** 2).sum()

    found = descend(loss, np.zeros(2), np.array([0.1, 0.5]))
    np.testing.assert_allclose(found.x, [1, -2], atol=1e-3)
    np.testing.assert_array_equal(asked[:3], [[0, 0], [0.1, 0], [0, 0.5]])
    asked.clear()
    descend(loss, np.zeros(2), np.ones(2), max_trials=7)
    assert len(asked) == 7
