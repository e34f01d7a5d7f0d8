import matplotlib.image
import numpy as np
import pytest

from skcolor.__main__ import main
from skcolor.datasets import load_digits_layout
from tests.cli.refusals import is_refused


@pytest.fixture
def color(tmp_path, monkeypatch):
    digits = load_digits_layout()
    monkeypatch.chdir(tmp_path)
    np.save("X.npy", digits.data[:300])
    np.save("L.npy", digits.layout[:300])

    def run(out, *flags, recipe="pca"):
        files = ["X.npy", "--layout", "L.npy", "--out", out]
        return main(["color", *files, "--recipe", recipe, *flags])

    return run


@pytest.mark.parametrize(
    ("ending", "start"),
    [("png", b"\x89PNG"), ("jpg", b"\xff\xd8"), ("pdf", b"%PDF"), ("svg", b"<?xml")],
)
def test_the_ending_chooses_the_format_and_equal_runs_give_equal_files(
    ending, start, color, tmp_path
):
    assert color(f"a.{ending}") == color(f"b.{ending}") == 0
    a, b = ((tmp_path / f"{name}.{ending}").read_bytes() for name in "ab")
    assert a.startswith(start)
    if ending != "svg":  # matplotlib names parts of an .svg at random
        assert a == b


def test_size_is_in_inches_and_pixels_are_those_of_the_longer_side(color):
    assert color("a.png", "--size", "4x2", "--pixels", "400") == 0
    assert matplotlib.image.imread("a.png").shape[:2] == (200, 400)
    assert color("a.png", "--size", "3.5", "--pixels", "350") == 0
    assert matplotlib.image.imread("a.png").shape[:2] == (350, 350)
    assert color("a.pdf", "--size", "3.5x3") == 0
    with open("a.pdf", "rb") as file:
        assert b"/MediaBox [ 0 0 252 216 ]" in file.read()


@pytest.mark.parametrize("flags", [[], ["--title", "Digits"]])
def test_the_theme_is_the_background(flags, color):
    corners = {}
    for theme in ("light", "dark"):
        assert color("a.png", "--pixels", "300", "--theme", theme, *flags) == 0
        corners[theme] = matplotlib.image.imread("a.png")[0, 0, :3].mean()
    assert corners["light"] > 0.95
    assert corners["dark"] < 0.15


def test_a_title_and_a_legend_are_drawn(color, tmp_path):
    assert color("a.svg", "--title", "Ten digits", "--legend") == 0
    page = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<!-- Ten digits -->" in page
    assert "of the variance" in page


@pytest.mark.parametrize(
    ("out", "flags", "message"),
    [
        ("a.png", ["--size", "big"], "--size must be WIDTHxHEIGHT in inches"),
        ("a.png", ["--size", "0x3"], "each from 1 to 100, such as 3.5x3; got 0x3"),
        ("a.npy", ["--legend"], "--legend is for pictures"),
        ("a.csv", ["--title", "T"], "--title is for pictures"),
        ("a.gif", [], "cannot write '.gif' files"),
    ],
)
def test_flags_that_do_not_fit_are_refused(out, flags, message, color, tmp_path, capsys):
    before = sorted(tmp_path.iterdir())
    assert message in is_refused(color(out, *flags), tmp_path, before, capsys)
