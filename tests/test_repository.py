"""What is said in several files of the repository is the same in all of them."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

import skcolor
from skcolor._version import release_of

ROOT = Path(__file__).parent.parent
if not (ROOT / "pyproject.toml").exists():
    pytest.skip("the tests stand alone", allow_module_level=True)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = list(map(Requirement, PROJECT["dependencies"]))
EXTRAS = {
    name: list(map(Requirement, requirements))
    for name, requirements in PROJECT["optional-dependencies"].items()
}
# Extras of those who work on skcolor; all others are for those who use it.
TOOLS = (
    "test",
    "test-browser",
    "test-cluster",
    "test-peers",
    "test-files",
    "test-notebooks",
    "docs",
    "dev",
)

IMPORTED_AS = {
    "imageio-ffmpeg": "imageio_ffmpeg",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
    "umap-learn": "umap",
}
IN_CONDA = {"matplotlib": "matplotlib-base", "openTSNE": "opentsne"}


def lowest(requirement):
    """The lower bound of a requirement that has no other."""
    (bound,) = requirement.specifier
    assert bound.operator == ">="
    return Version(bound.version)


def read_yaml(name):
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"the sdist is without {name}")
    return pytest.importorskip("yaml").safe_load(path.read_text(encoding="utf-8"))


def imports():
    """Top-level names of all modules that the package imports, and (module, extra)."""
    names, optional = set(), set()
    for path in (ROOT / "skcolor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.partition(".")[0])
            elif (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "import_optional"
            ):
                (extra,) = [word.value.value for word in node.keywords]
                optional.add((node.args[0].value.partition(".")[0], extra))
    return names - sys.stdlib_module_names - {"skcolor"}, optional


def test_the_package_imports_what_it_declares_and_nothing_else():
    names, optional = imports()
    required = {IMPORTED_AS.get(r.name, r.name) for r in REQUIRED}
    assert required <= names
    # What is left stands under TYPE_CHECKING.
    assert names - required <= {module for module, _ in optional}


def test_extras_hold_what_the_package_imports():
    _, optional = imports()
    declared = {
        (IMPORTED_AS.get(requirement.name, requirement.name), extra)
        for extra, requirements in EXTRAS.items()
        if extra not in TOOLS
        for requirement in requirements
    }
    assert declared == optional


def test_the_conda_recipe_needs_what_the_package_does():
    recipe = read_yaml("recipe/recipe.yaml")
    python = SpecifierSet(PROJECT["requires-python"])
    assert SpecifierSet(f">={recipe['context']['python_min']}") == python
    python_needed, *needed = recipe["requirements"]["run"]
    assert python_needed == "python >=${{ python_min }}"
    assert sorted(needed) == sorted(
        f"{IN_CONDA.get(r.name, r.name)} {r.specifier}" for r in REQUIRED
    )
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (backend,) = map(Requirement, build["build-system"]["requires"])
    assert f"{backend.name} {backend.specifier}" in recipe["requirements"]["host"]
    (command,) = recipe["build"]["python"]["entry_points"]
    assert dict([command.split(" = ")]) == PROJECT["scripts"]


def test_versions_agree():
    release = release_of(skcolor.__version__)
    is_released = release == skcolor.__version__
    recipe = read_yaml("recipe/recipe.yaml")
    assert recipe["context"]["version"] == skcolor.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest, state = re.search(r"^## (\S+) \((.+)\)$", changes, re.MULTILINE).groups()
    assert newest == release
    assert bool(re.fullmatch(r"\d{4}-\d\d-\d\d", state)) == is_released
    assert (state == "unreleased") != is_released


def test_the_lowest_versions_are_those_that_are_allowed():
    pins = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8")
    pinned = {
        requirement.name: Version(str(requirement.specifier).removeprefix("=="))
        for requirement in map(Requirement, re.findall(r"^[^#\n]+$", pins, re.MULTILINE))
    }
    bounds = {r.name: lowest(r) for r in (*REQUIRED, *EXTRAS["test"])}
    for requirement in REQUIRED:
        assert pinned[requirement.name] == lowest(requirement)
    for name in pinned.keys() & bounds.keys():
        assert pinned[name] == bounds[name]


def test_what_is_wanted_for_tests_is_what_users_get():
    bounds = {}
    for requirement in (r for requirements in EXTRAS.values() for r in requirements):
        if requirement.name != "skcolor":
            bounds.setdefault(requirement.name, set()).add(requirement.specifier)
    assert {name: found for name, found in bounds.items() if len(found) > 1} == {}


def test_the_workflow_runs_all_steps_on_all_versions_of_python():
    steps = {path.name for path in (ROOT / ".ci" / "steps").iterdir()}
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert set(re.search(r"steps=\((.+?)\)", run)[1].split()) == steps
    jobs = read_yaml(".github/workflows/ci.yml")["jobs"]
    in_workflow = {"tests", *jobs["steps"]["strategy"]["matrix"]["step"]}
    # Where there is one Python on a machine, a matrix takes the place of newer ones.
    assert in_workflow == steps - {"newer"}
    prefix = "Programming Language :: Python :: 3."
    supported = [
        name.replace(prefix, "3.") for name in PROJECT["classifiers"] if prefix in name
    ]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == supported
    assert SpecifierSet(f">={supported[0]}") == SpecifierSet(PROJECT["requires-python"])
