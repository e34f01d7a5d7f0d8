"""The repulsion between all rows of a t-SNE in three dimensions, on a grid."""

from itertools import pairwise, product

import numpy as np
from scipy import fft

from skcolor._compute.chunks import run_all

# Nodes of a grid: its transform takes 16 times as many bytes. Large maps get more.
_MOST_NODES = 2**23
_NODES_PER_ROW = 8
# Wider cells would distort the forces: see test_forces_in_stretched_maps.
_LARGEST_CELL = 1.5
# A map of few cells, at the start of t-SNE, would be inaccurate.
_FEWEST_CELLS = 12
_SMALLEST_CELL = 0.05
_ROWS_IN_CHUNK = 2**15
_N_SLABS = 16
# A quadratic B-spline spreads a row over so many nodes per axis.
_WIDTH = 3
# In cells. From call to call, nodes fall elsewhere between rows, evenly (Roberts, 2018).
_SHIFT = np.array([0.8191725, 0.6710436, 0.5497005])


class RepulsionGrid:
    """Repulsion by the particle-mesh method, in time linear in the number of rows.

    Rows repel each other with the gradient of a potential, the sum of 1 / (1 + d^2) over
    all other rows at distance d. Quadratic B-splines spread the rows over the nodes of a
    grid, a fast Fourier transform convolves, and the same splines interpolate potential and
    gradient. This is the smooth particle-mesh Ewald method of Essmann et al. (J. Chem.
    Phys. 103, 1995), in a grid of twice the size instead of a periodic one.

    Parameters
    ----------
    cell : float
        Distance between nodes. The forces are smooth below it: rows closer than this are
        not told apart. Larger where the grid would have more than 8 million nodes, or 8
        per row.

    Attributes
    ----------
    was_left : bool
        Whether its user has turned to another method, and said so.
    """

    def __init__(self, cell):
        self.cell = cell
        self._key = None
        self._n_calls = 0
        self.was_left = False

    def resolves(self, places):
        """Whether the cells are small enough, although the grid reaches all rows."""
        cell, _ = _fit_grid(np.ptp(places, axis=0), self.cell, len(places))
        return cell <= max(_LARGEST_CELL, self.cell)

    def __call__(self, places, n_jobs):
        """Compute the forces, and the sum of 1 / (1 + d^2) over all pairs.

        Parameters
        ----------
        places : ndarray of shape (n_rows, 3)
            Where rows are.
        n_jobs : int
            Number of threads. The result does not depend on it.

        Returns
        -------
        forces : ndarray of shape (n_rows, 3), float32
            Sum of (y_i - y_j) / (1 + d_ij^2)^2 over all rows j.
        total : float
        """
        cell, shape = _fit_grid(np.ptp(places, axis=0), self.cell, len(places))
        self._n_calls += 1
        low = places.min(axis=0) - cell * np.modf(self._n_calls * _SHIFT)[0]
        if self._key != (cell, shape):
            self._key, self._spectrum = (cell, shape), _spectrum(cell, shape)
            self._nearby = _potential_nearby(self._spectrum)

        def corners(rows):
            return _corners((places[rows] - low) / cell, shape)

        starts = range(0, len(places), _ROWS_IN_CHUNK)
        chunks = [slice(start, start + _ROWS_IN_CHUNK) for start in starts]
        density = np.zeros(shape, dtype=np.float32)
        for rows in chunks:
            _spread(density.ravel(), *corners(rows), shape)
        potential = _convolve(density, self._spectrum, n_jobs).ravel()
        found = run_all(
            lambda rows: _interpolate(potential, self._nearby, *corners(rows), shape),
            chunks,
            n_jobs=n_jobs,
        )
        forces = np.concatenate([force for _, force in found]) * np.float32(-0.5 / cell)
        # The sum of forces between pairs is zero; on the grid, only nearly so.
        forces -= forces.mean(axis=0, dtype=np.float64).astype(np.float32)
        total = sum(value.sum(dtype=np.float64) for value, _ in found)
        return forces, total


def _fit_grid(extent, cell, n_rows):
    """Distance between nodes, at least `cell` if the map is large, and nodes per axis."""
    cell = min(cell, max(extent.max() / _FEWEST_CELLS, _SMALLEST_CELL))
    while True:
        shape = tuple(
            fft.next_fast_len(int(nodes) + _WIDTH + 2, real=True)
            for nodes in np.ceil(extent / cell)
        )
        if np.prod(shape, dtype=float) <= max(_MOST_NODES, _NODES_PER_ROW * n_rows):
            return cell, shape
        cell *= 1.1


def _spectrum(cell, shape):
    """Transform of the potential of a row, on a grid of twice the size.

    It is symmetric, so an eighth of it says all. The division makes the potential exact
    between nodes: it undoes the smoothing of both splines there.
    """
    axes = (np.arange(n + 1) * cell for n in shape)
    squared = sum(axis**2 for axis in np.meshgrid(*axes, indexing="ij", sparse=True))
    spectrum = fft.dctn((1 / (1 + squared)).astype(np.float32), type=1, overwrite_x=True)
    for axis, n in enumerate(shape):
        smoothing = 0.75 + 0.25 * np.cos(np.pi * np.arange(n + 1) / n)
        sizes = [-1 if i == axis else 1 for i in range(3)]
        spectrum /= (smoothing**2).astype(np.float32).reshape(sizes)
    return spectrum


def _potential_nearby(spectrum):
    """Potential of a row at up to two nodes from it on each axis: part of the inverse."""
    steps = np.arange(_WIDTH)
    for length in spectrum.shape:
        waves = np.cos(np.pi / (length - 1) * np.outer(np.arange(length), steps))
        waves[1:-1] *= 2
        waves = (waves / (2 * (length - 1))).astype(np.float32)
        spectrum = np.tensordot(spectrum, waves, axes=(0, 0))
    return spectrum


def _corners(places, shape):
    """First node of each row, and where the row is relative to its central nodes."""
    central = np.floor(places + 0.5)
    offsets = (places - central).astype(np.float32).T
    first = np.ravel_multi_index(central.astype(np.intp).T, shape)
    return first, offsets


def _weights(offset):
    """Values of a quadratic B-spline at the three nodes around a place."""
    half = np.float32(0.5)
    return (half - offset) ** 2 / 2, np.float32(0.75) - offset**2, (half + offset) ** 2 / 2


def _slopes(offset):
    """Derivatives of `_weights`."""
    half = np.float32(0.5)
    return offset - half, -2 * offset, offset + half


def _overlaps(weights, others):
    """Shares of pairs of nodes that are 0, 1 and 2 nodes apart."""
    near = sum(map(np.multiply, weights, others))
    beside = sum(map(np.multiply, (*weights[:2], *weights[1:]), (*others[1:], *others[:2])))
    return np.stack([near, beside, weights[0] * others[2] + weights[2] * others[0]])


def _own(nearby, offsets):
    """Potential and derivatives in which a row on the grid sees itself."""
    values = [_overlaps(_weights(offset), _weights(offset)) for offset in offsets]
    slopes = [_overlaps(_weights(offset), _slopes(offset)) for offset in offsets]

    def total(of_x, of_y, of_z):
        in_plane = np.tensordot(nearby, of_z, axes=(2, 0))
        on_line = (in_plane * of_y).sum(axis=1)
        return (on_line * of_x).sum(axis=0)

    along = [[*values[:i], slopes[i], *values[i + 1 :]] for i in range(3)]
    return total(*values), np.column_stack([total(*factors) for factors in along])


def _spread(density, first, offsets, shape):
    of_x, of_y, of_z = map(_weights, offsets)
    for (i, u), (j, v) in product(enumerate(of_x), enumerate(of_y)):
        both = u * v
        for k, w in enumerate(of_z):
            np.add.at(density, first + _step(i, j, k, shape), both * w)


def _interpolate(potential, nearby, first, offsets, shape):
    """Potential of other rows and its derivatives in units of cells.

    Each node is read once. Where a row has few others near it, what it sees of itself would
    exceed what it sees of them.
    """
    of_x, of_y, of_z = (
        list(zip(_weights(offset), _slopes(offset), strict=True)) for offset in offsets
    )
    value, dx, dy, dz = np.zeros((4, len(first)), dtype=np.float32)
    for i, (u, du) in enumerate(of_x):
        in_plane, dy_in_plane, dz_in_plane = np.zeros((3, len(first)), dtype=np.float32)
        for j, (v, dv) in enumerate(of_y):
            on_line, slope = np.zeros((2, len(first)), dtype=np.float32)
            for k, (w, dw) in enumerate(of_z):
                at_node = potential.take(first + _step(i, j, k, shape))
                on_line += w * at_node
                slope += dw * at_node
            in_plane += v * on_line
            dy_in_plane += dv * on_line
            dz_in_plane += v * slope
        value += u * in_plane
        dx += du * in_plane
        dy += u * dy_in_plane
        dz += u * dz_in_plane
    own_value, own_slopes = _own(nearby, offsets)
    return value - own_value, np.column_stack([dx, dy, dz]) - own_slopes


def _step(i, j, k, shape):
    return (i * shape[1] + j) * shape[2] + k


def _convolve(density, spectrum, n_jobs):
    """Convolve in a grid of twice the size, in slabs: zeros are not transformed.

    Slabs, and so the bytes, do not depend on the number of threads.
    """
    n_x, n_y, n_z = density.shape
    middle = np.empty((n_x, 2 * n_y, n_z + 1), dtype=np.complex64)

    def forward(x):
        lines = fft.rfft(density[x], 2 * n_z, axis=2)
        middle[x] = fft.fft(lines, 2 * n_y, axis=1)

    def multiply(y):
        planes = fft.fft(middle[:, y], 2 * n_x, axis=0)
        columns = np.arange(2 * n_y)[y]
        columns = np.minimum(columns, 2 * n_y - columns)
        factors = spectrum[:, columns]
        planes[: n_x + 1] *= factors
        planes[n_x + 1 :] *= factors[n_x - 1 : 0 : -1]
        middle[:, y] = fft.ifft(planes, axis=0, overwrite_x=True)[:n_x]

    def backward(x):
        lines = fft.ifft(middle[x], axis=1)[:, :n_y]
        density[x] = fft.irfft(lines, 2 * n_z, axis=2)[:, :, :n_z]

    run_all(forward, _slabs(n_x), n_jobs=n_jobs)
    run_all(multiply, _slabs(2 * n_y), n_jobs=n_jobs)
    run_all(backward, _slabs(n_x), n_jobs=n_jobs)
    return density


def _slabs(n):
    edges = np.linspace(0, n, min(n, _N_SLABS) + 1).astype(int)
    return [slice(a, b) for a, b in pairwise(edges)]
