"""FastICA's iteration on rows where its start is a trap."""

import numpy as np

from skcolor.reducers._fixed_point import rotate_to_independence


def test_a_start_at_a_saddle_point_is_left():
    sources = np.stack(np.meshgrid(*[np.linspace(-1, 1, 7)] * 4), axis=-1).reshape(-1, 4)
    # Turned so far that no direction is more independent than another nearby.
    turned = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2
    whitened = sources @ turned / sources.std(axis=0)
    rotation, _ = rotate_to_independence(whitened, fun="logcosh", max_iter=100, tol=1e-4)
    np.testing.assert_allclose(np.abs(rotation @ turned.T).max(axis=1), 1, atol=1e-3)
