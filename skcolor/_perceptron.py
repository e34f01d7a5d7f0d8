"""A small network from rows to three numbers, and the steps in which it learns."""

import numpy as np

_LEARNING_RATE = 0.005
# Standard deviation of the noise added to rows while learning; theirs is about 1.
_JITTER = 0.2
_BETAS = (0.9, 0.999)
_EPSILON = 1e-8


class Perceptron:
    """One hidden layer of hyperbolic tangents, beside a linear path.

    The output of rows Z is ``tanh(Z @ inner + inner_bias) @ outer + outer_bias + Z @
    linear``.

    Parameters
    ----------
    weights : list of ndarray
        inner (n_features, n_hidden), inner_bias (n_hidden,), outer (n_hidden, n_outputs),
        outer_bias (n_outputs,) and linear (n_features, n_outputs).
    """

    def __init__(self, weights):
        self.weights = weights

    @classmethod
    def begin(cls, linear, n_hidden, rng):
        """Random hidden units that do nothing yet beside a given linear path."""
        n_features, n_outputs = linear.shape
        inner = rng.normal(size=(n_features, n_hidden)) / np.sqrt(n_features)
        weights = [
            inner,
            np.zeros(n_hidden),
            np.zeros((n_hidden, n_outputs)),
            np.zeros(n_outputs),
            linear,
        ]
        return cls([weight.astype(linear.dtype) for weight in weights])

    def forward(self, Z, multiply=np.matmul):
        """Output of rows Z, and what their hidden units give."""
        inner, inner_bias, outer, outer_bias, linear = self.weights
        hidden = np.tanh(multiply(Z, inner) + inner_bias)
        output = multiply(hidden, outer) + outer_bias + multiply(Z, linear)
        return output, hidden

    def gradient(self, Z, hidden, by_output):
        """Gradient by each of the weights, given that by the output of rows Z."""
        by_hidden = (by_output @ self.weights[2].T) * (1 - hidden * hidden)
        return [
            Z.T @ by_hidden,
            by_hidden.sum(axis=0),
            hidden.T @ by_output,
            by_output.sum(axis=0),
            Z.T @ by_output,
        ]


def learn(network, look, *, n_steps, decay, rng, on_step):
    """Change a network step by step, so that a loss of what it gives becomes small.

    The steps are Adam's with decoupled weight decay [1]_, at a rate that falls as a cosine.

    Parameters
    ----------
    network : Perceptron
        Its weights are changed in place.
    look : callable
        Gives rows for one step, and a function that turns the output of the network for
        them into a loss and its gradient by the output.
    n_steps : int
        How many steps to make.
    decay : float
        Share of the weights, but for biases, that a step at rate 1 takes away.
    rng : numpy.random.Generator
        Draws the noise that is added to rows.
    on_step : callable
        Called after each step.

    Returns
    -------
    list of float
        The loss of each step.

    References
    ----------
    .. [1] I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
    """
    moments = [(np.zeros_like(w), np.zeros_like(w)) for w in network.weights]
    losses = []
    for step in range(n_steps):
        rows, judge = look()
        rows = rows + _JITTER * rng.standard_normal(rows.shape, dtype=rows.dtype)
        output, hidden = network.forward(rows)
        loss, by_output = judge(output)
        rate = _LEARNING_RATE * (1 + np.cos(np.pi * step / n_steps)) / 2
        gradients = network.gradient(rows, hidden, by_output)
        for weight, gradient, moment in zip(
            network.weights, gradients, moments, strict=True
        ):
            if weight.ndim == 2:
                weight *= 1 - rate * decay
            weight -= rate * _direction(gradient, *moment, step + 1)
        losses.append(loss)
        on_step()
    return losses


def _direction(gradient, mean, square, n_steps):
    """Direction of Adam, with the moments of the gradients so far brought up to date."""
    mean += (1 - _BETAS[0]) * (gradient - mean)
    square += (1 - _BETAS[1]) * (gradient**2 - square)
    unbiased_mean = mean / (1 - _BETAS[0] ** n_steps)
    unbiased_square = square / (1 - _BETAS[1] ** n_steps)
    return unbiased_mean / (np.sqrt(unbiased_square) + _EPSILON)
