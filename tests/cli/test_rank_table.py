import csv
import io

import numpy as np
import pytest

from skcolor.cli._rank_table import TablePrinter, write_scores

SCORES = ["reading_gain", "reading_gain[year of the first edition]", "effective_colors"]
TABLE = {
    "colorer": np.array(["pca", "kmeans_perceptual"], dtype=object),
    "reading_gain": np.array([0.25, np.nan]),
    "reading_gain_std": np.array([0.0625, np.nan]),
    "reading_gain[year of the first edition]": np.array([-0.0001, 12.5]),
    "reading_gain[year of the first edition]_std": np.array([1.25, 0.5]),
    "effective_colors": np.array([1234.4, 8]),
    "effective_colors_std": np.array([30.2, 0]),
    "fit_time": np.array([1.234, 0.5]),
    "transform_time": np.array([0.001, 0.25]),
}


def lines(n_splits=3, n_characters=None):
    printer = TablePrinter(list(TABLE["colorer"]), SCORES, n_splits, n_characters)
    return [printer.heading(), *printer.lines(TABLE)]


def test_all_columns_with_their_standard_deviation():
    heading, first, second = lines()
    assert heading.split("  ")[0] == "recipe"
    assert "reading gain  year of the fi..      colors  fit s  color s" in heading
    assert first.split() == ["pca", "0.250±.062", "0.000±1.250", "1234±30", "1.23", "0.00"]
    cells = ["-", "12.500±.500", "8±0", "0.50", "0.25"]
    assert second.split() == ["kmeans_perceptual", *cells]


@pytest.mark.parametrize("n_characters", [33, 40, 60, 70, 80])
def test_lines_fit_a_narrow_terminal_and_are_aligned(n_characters):
    table = lines(n_characters=n_characters)
    assert len({len(line) for line in table}) == 1
    assert len(table[0]) <= n_characters
    assert table[1].split()[:2] == ["pca", "0.250±.062"]
    whole = lines()
    assert len(table[0].split("  ")) <= len(whole[0].split("  "))


def test_one_split_has_no_standard_deviation():
    assert not any("±" in line for line in lines(n_splits=1))
    assert not any("±" in line for line in lines(n_splits=1, n_characters=40))


def test_the_file_has_every_digit_and_nothing_for_what_is_not_known():
    file = io.BytesIO()
    write_scores(file, TABLE)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode())))
    assert list(rows[0]) == list(TABLE)
    assert [row["colorer"] for row in rows] == ["pca", "kmeans_perceptual"]
    assert float(rows[0]["reading_gain[year of the first edition]"]) == -0.0001
    assert rows[1]["reading_gain"] == rows[1]["reading_gain_std"] == ""
