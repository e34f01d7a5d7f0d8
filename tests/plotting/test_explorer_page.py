import re
import shutil
import subprocess

import pytest

from skcolor.plotting._explorer_page import fill_page, join_modules

TOP_LEVEL = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("entry", ["page.js", "tile_page.js", "widget.js"])
def test_joined_modules_have_no_imports_and_each_name_once(entry):
    script = join_modules(entry)
    assert not re.search(r"^(import|export (?!default))\b", script, re.MULTILINE)
    names = TOP_LEVEL.findall(script)
    assert {"Explorer", "View", "Grid", "listenToPointer"} <= {*names}
    assert len(names) == len({*names})


def test_a_module_comes_after_those_that_it_imports():
    script = join_modules("page.js")
    places = [script.index(f"class {name}") for name in ("View", "Explorer")]
    assert places == sorted(places)
    assert script.index("class Explorer") < script.index("Explorer.mount(")


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_joined_modules_are_a_script(tmp_path):
    path = tmp_path / "page.mjs"
    path.write_text(join_modules("page.js"), encoding="utf-8")
    subprocess.run(["node", "--check", str(path)], check=True)


def test_the_title_is_escaped_and_the_data_is_not():
    page = fill_page("<a> & $title", "<script>$data</script>")
    assert page.count("&lt;a&gt; &amp; $title") == 2
    assert "<script>$data</script>" in page
