import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from skcolor import CovariancePCA


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    return rng.normal(size=(3000, 12)) @ rng.normal(size=(12, 12)) + rng.normal(size=12)


def test_equals_scikit_learns_pca_up_to_sign(rows):
    ours, reference = CovariancePCA(5).fit(rows), PCA(5, svd_solver="full").fit(rows)
    cosines = (ours.components_ * reference.components_).sum(axis=1)
    np.testing.assert_allclose(np.abs(cosines), 1, atol=1e-10)
    np.testing.assert_allclose(ours.explained_variance_, reference.explained_variance_)
    np.testing.assert_allclose(
        ours.explained_variance_ratio_, reference.explained_variance_ratio_
    )
    np.testing.assert_allclose(
        np.abs(ours.transform(rows)), np.abs(reference.transform(rows)), atol=1e-9
    )


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999999])
def test_a_share_of_the_variance_takes_as_many_as_scikit_learns(rows, share):
    ours, reference = CovariancePCA(share), PCA(share, svd_solver="full")
    assert ours.fit(rows).n_components_ == reference.fit(rows).n_components_
    assert CovariancePCA(share).fit(np.ones((5, 3))).n_components_ == 3


@pytest.mark.parametrize("offset", [0, 10, 1000])
def test_float32_rows_with_large_means_keep_their_components(rows, offset):
    # scikit-learn's covariance_eigh gives garbage at 1000: the sums cancel.
    shifted = (rows + offset).astype(np.float32)
    reference = PCA(5, svd_solver="full").fit(shifted.astype(np.float64))
    ours = CovariancePCA(5).fit(shifted)
    cosines = (ours.components_ * reference.components_).sum(axis=1)
    np.testing.assert_allclose(np.abs(cosines), 1, atol=1e-6)
    error = np.abs(ours.transform(shifted)) - np.abs(reference.transform(shifted))
    assert np.abs(error).max() < 1e-2


@pytest.mark.parametrize("scale", [1e-25, 1e-3, 1, 1e18, 1e25])
@pytest.mark.parametrize("least", [1, 1e-3, 1e-5])
def test_float32_rows_of_any_scale_have_exact_components(scale, least):
    # Those of little variance are lost in float32 sums, and so are small or large squares.
    rng = np.random.default_rng(0)
    deviations = scale * np.geomspace(1, least, 6)
    rows = (rng.normal(size=(20_000, 6)) * deviations @ rotation(6)).astype(np.float32)
    reference = PCA(6, svd_solver="full").fit(rows.astype(np.float64) / scale)
    ours = CovariancePCA(6).fit(rows)
    cosines = (ours.components_ * reference.components_).sum(axis=1)
    np.testing.assert_allclose(np.abs(cosines), 1, atol=1e-6)
    np.testing.assert_allclose(
        ours.explained_variance_ratio_, reference.explained_variance_ratio_, rtol=1e-4
    )


def rotation(n):
    return np.linalg.qr(np.random.default_rng(1).normal(size=(n, n)))[0]


def test_largest_loading_is_positive(rows):
    for sign in (1, -1):
        components = CovariancePCA().fit(sign * rows).components_
        largest = np.abs(components).argmax(axis=1)
        assert (components[np.arange(12), largest] > 0).all()


def test_wide_rows_equal_the_covariance_way():
    rows = np.random.default_rng(1).normal(size=(20, 50))
    ours, reference = CovariancePCA(4).fit(rows), PCA(4, svd_solver="full").fit(rows)
    np.testing.assert_allclose(ours.explained_variance_, reference.explained_variance_)
    assert np.count_nonzero(CovariancePCA().fit(rows).explained_variance_) == 19


def test_more_components_than_x_has_are_left_out_with_a_warning():
    digits = load_digits().data
    with pytest.warns(UserWarning, match="n_components=100 .* 1797 rows and 64 columns"):
        pca = CovariancePCA(100).fit(digits)
    assert pca.n_components_ == pca.transform(digits).shape[1] == 64


def test_directions_in_which_x_does_not_vary_are_zero_not_noise():
    digits = load_digits().data  # 3 of the 64 pixels are always empty
    coordinates = CovariancePCA(64).fit_transform(digits)
    np.testing.assert_array_equal(coordinates.std(axis=0) > 0, np.arange(64) < 61)


def test_inverse_transform_gives_rows_back(rows):
    pca = CovariancePCA().fit(rows)
    np.testing.assert_allclose(pca.inverse_transform(pca.transform(rows)), rows)
    with pytest.raises(ValueError, match="X has 3 columns, but CovariancePCA has 12"):
        pca.inverse_transform(rows[:, :3])


def test_constant_rows_have_coordinates_0():
    pca = CovariancePCA(2).fit(np.ones((10, 4)))
    np.testing.assert_array_equal(pca.transform(np.ones((3, 4))), 0)


def test_reads_a_memory_map_without_copying_it(rows, tmp_path):
    path = tmp_path / "rows.npy"
    np.save(path, rows)
    pca = CovariancePCA(3).fit(np.load(path, mmap_mode="r"))
    np.testing.assert_array_equal(pca.components_, CovariancePCA(3).fit(rows).components_)
