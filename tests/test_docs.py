"""Every code block of the pages and of README.md runs; the site's parts are all there."""

import doctest
import re
from pathlib import Path

import pytest
from sklearn.cluster import MiniBatchKMeans

from skcolor import ArgmaxColorer
from skcolor.datasets import load_digits_layout
from skcolor.recipes._notebook import NOTEBOOK

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("[a-z]*/*.md"))]
PAGES += sorted((ROOT / "docs").glob("*.md"))
PAGES.remove(ROOT / "docs" / "other_tools.md")  # tests/test_export.py runs its sections
BLOCK = re.compile(r"^```(python|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def readme_names():
    """What the README's reader has: rows with a layout, and colors of another day."""
    digits = load_digits_layout()
    X, layout = digits.data[:300], digits.layout[:300]
    return {
        "X": X,
        "X_new": digits.data[400:500],
        "layout": layout,
        "clusterer": MiniBatchKMeans(5, random_state=0),
        "pipeline": ArgmaxColorer().fit(X),
        "refitted": ArgmaxColorer().fit(X),
        "pca_colors": ArgmaxColorer().fit_transform(X),
        "words": [str(i) for i in range(300)],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_blocks_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = readme_names() if page.name == "README.md" else {}
    text = page.read_text(encoding="utf-8")
    for language, code in BLOCK.findall(text):
        if language == "pycon":
            test = doctest.DocTestParser().get_doctest(code, names, page.name, None, 0)
            assert doctest.DocTestRunner().run(test, clear_globs=False).failed == 0
            names |= test.globs
        else:
            exec(compile(code, page.name, "exec"), names)


def test_blocks_with_prompts_are_marked_as_such():
    for page in PAGES:
        for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
            assert (language == "pycon") == code.startswith(">>>"), page.name


def test_what_contributing_points_to_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:skcolor|tests|docs|examples|benchmarks|\.ci)/[^` ]*)`", text)
    assert len(paths) > 30
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert missing in ([], [".ci/steps/NAME"])  # NAME stands for any step


def test_pages_on_adding_a_colorer_show_the_base_itself():
    page = (ROOT / "docs" / "new_colorer.md").read_text(encoding="utf-8")
    assert "```{literalinclude} ../skcolor/base/_colorer.py" in page


def test_the_notebooks_story_tells_of_all_its_figures():
    story = (ROOT / "examples" / "plot_notebook.py").read_text(encoding="utf-8")
    assert not [name for name in NOTEBOOK if not re.search(rf"\b{name}\b", story)]


def test_the_site_runs_every_example():
    # sphinx-gallery runs what is called plot_*.
    names = [path.name for path in (ROOT / "examples").glob("*.py")]
    assert len(names) >= 8
    assert all(name.startswith("plot_") for name in names)
