import pytest

from skcolor.cli.readers.series import find_series

DIMS = [f"dim_{i}" for i in range(12)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (DIMS, range(12)),
        (["year", *DIMS, "rank"], range(1, 13)),
        ([f"{i:03}" for i in range(98, 110)], range(12)),
        ([*map(str, range(1, 11)), "label1"], range(10)),
        ([f"pixel{i}x" for i in range(12)], []),
        (DIMS[:9], []),
        ([*DIMS[:5], *DIMS[6:]], []),
        ([*DIMS, *(f"other{i}x" for i in range(12))], []),
        ([f"v{i}d{j}" for i in range(2) for j in range(10)], []),
        ([], []),
    ],
)
def test_names_that_are_numbered(names, expected):
    assert find_series(names) == list(expected)
