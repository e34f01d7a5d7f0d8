"""The code and the commands of every page run; the site's parts are all there."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from skcolor.__main__ import main
from skcolor.cli import _digits, _main, _rank
from skcolor.cli._tour import TOUR
from skcolor.recipes import RECIPES
from skcolor.recipes._notebook import NOTEBOOK

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += sorted((ROOT / "docs").glob("[a-z]*/*.md"))
PAGES += sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```(python|pycon|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BY_SECTION = ROOT / "docs" / "other_tools.md"  # tests/test_export.py runs it


def read_blocks(page):
    """Language and code of each block, in the order of the page."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def read_commands(code):
    """Arguments of each `python -m skcolor` in a block."""
    lines = re.split("\n|&&", code.replace("\\\n", " "))
    words = [shlex.split(line, comments=True) for line in lines]
    commands = [line[3:] for line in words if line[:3] == ["python", "-m", "skcolor"]]
    assert len(commands) == code.count("-m skcolor"), code
    return commands


def run_page(page):
    """Run all blocks in the working directory, in one session that starts empty."""
    names = {}
    for language, code in read_blocks(page):
        if language == "python":
            exec(compile(code, page.name, "exec"), names)
        elif language == "pycon":
            test = doctest.DocTestParser().get_doctest(code, names, page.name, None, 0)
            assert doctest.DocTestRunner().run(test, clear_globs=False).failed == 0
            names |= test.globs
        else:
            for arguments in read_commands(code):
                assert main(arguments) == 0, arguments


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != BY_SECTION], ids=lambda page: page.stem
)
def test_code_and_commands_run_in_order(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # The slow tests of the commands run all recipes.
    for command, names in ((_digits, TOUR), (_rank, ("pca", "best"))):
        monkeypatch.setattr(command, "RECIPES", {name: RECIPES[name] for name in names})
    run_page(page)


def test_no_block_is_in_a_language_that_does_not_run():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        opened = re.findall(r"^ *(?:```|~~~)(.*)$", text, re.MULTILINE)[::2]
        code = [language for language in opened if not language.startswith("{")]
        assert code == [language for language, _ in read_blocks(page)], page.name


def test_blocks_with_prompts_are_marked_as_such():
    for page in PAGES:
        for language, code in read_blocks(page):
            assert (language == "pycon") == code.startswith(">>>"), page.name


def test_commands_in_the_text_are_valid():
    parser = _main._make_parser()
    n_found = 0
    for page in PAGES:
        text = BLOCK.sub("", page.read_text(encoding="utf-8"))
        for found in re.findall(r"`python\s+-m\s+skcolor\s+([^`]+)`", text):
            arguments = shlex.split(found)
            n_found += 1
            if len(arguments) > 1:
                parser.parse_args(arguments)
            else:
                with pytest.raises(SystemExit, match="0"):
                    parser.parse_args([*arguments, "--help"])
    assert n_found > 1


def test_links_lead_to_files():
    for page in PAGES:
        text = BLOCK.sub("", page.read_text(encoding="utf-8"))
        links = re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", text)
        # The site has one generated page for each example.
        links = [
            re.sub(r"^auto_examples/(.+)\.rst$", r"../examples/\1.py", x) for x in links
        ]
        assert [x for x in links if not (page.parent / x).exists()] == [], page.name


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
