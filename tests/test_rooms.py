"""Which way imports go among the rooms of skcolor: its folders and root modules."""

import ast
import importlib.util
import re
from collections import defaultdict
from pathlib import Path

import pytest

import skcolor

PACKAGE = Path(skcolor.__file__).parent


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in PACKAGE.rglob("*.py")}


def imports_of(code, package="skcolor"):
    """Modules of skcolor that code imports, wherever in it, and by whatever statement."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            module = importlib.util.resolve_name(relative, package)
            names = {f"{module}.{alias.name}" for alias in node.names}
            found |= names & {*FILES} or {module}
        elif isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            name = getattr(node.args[0], "value", None)
            if called in ("import_module", "__import__") and isinstance(name, str):
                found.add(name)
    return {name for name in found if name.partition(".")[0] == "skcolor"}


def room_of(module):
    """The folder or root module; the face of the package is a room of its own."""
    return ".".join(module.split(".")[:2])


# What the face of the package gives by name and late, type checkers see as imports, and so
# does this. That it also gives its folders by name, no code in them makes use of.
ARROWS = {
    name: imports_of(path.read_text(encoding="utf-8"), name.rpartition(".")[0]) - {name}
    for name, path in FILES.items()
}
ROOMS = defaultdict(set)
for _name, _imported in ARROWS.items():
    ROOMS[room_of(_name)] |= {room_of(one) for one in _imported} - {room_of(_name)}


def find_circle(arrows):
    """Names that import each other in a circle, the first one again at the end; or None."""
    done = set()

    def follow(path):
        for name in sorted(arrows.get(path[-1], ())):
            if name in path:
                return [*path[path.index(name) :], name]
            circle = None if name in done else follow([*path, name])
            if circle:
                return circle
        done.add(path[-1])
        return None

    return next(filter(None, (follow([name]) for name in sorted(arrows))), None)


def reach_of(room):
    """Rooms that the files of a room import, and those that these import, and so on."""
    found, new = set(), {name for name in FILES if room_of(name) == f"skcolor.{room}"}
    assert new, room
    while new:
        found |= new
        new = {one for name in new for one in ARROWS[name]} - found
    return {room_of(name).removeprefix("skcolor.") for name in found}


def test_circles_and_imports_are_found():
    assert find_circle({"a": {"b"}, "b": {"c", "d"}, "d": {"b"}}) == ["b", "d", "b"]
    assert find_circle({"a": {"b", "c"}, "b": {"c"}}) is None
    late = "def f():\n    from skcolor.paint import _gamut_map, mix"
    assert imports_of(late) == {"skcolor.paint._gamut_map"}
    assert imports_of("from .paint import mix\nimport numpy") == {"skcolor.paint"}
    assert imports_of("import_module('skcolor.paint')") == {"skcolor.paint"}


@pytest.mark.parametrize("arrows", [ARROWS, ROOMS], ids=["files", "rooms"])
def test_no_imports_go_in_a_circle(arrows):
    circle = find_circle(arrows)
    assert circle is None, " -> ".join(circle)


@pytest.mark.parametrize(
    ("room", "unknown"),
    [
        ("paint", "base colorers reducers _fitting _fitted _keys metrics plotting"),
        ("_blocks", "base colorers reducers paint _keys _fitted metrics plotting"),
        ("_keys", "base colorers reducers _fitting _fitted metrics plotting"),
        ("neighbors", "base colorers reducers paint _blocks _fitting _keys metrics"),
        ("reducers", "base colorers paint _keys _fitted metrics plotting"),
        ("base", "colorers _fitted metrics plotting"),
        ("colorers", "_fitted metrics plotting recipes cli"),
        ("metrics", "colorers plotting recipes cli"),
        ("plotting", "colorers recipes cli"),
        ("recipes", "plotting cli"),
    ],
)
def test_rooms_do_not_know_what_lies_above_them(room, unknown):
    assert not reach_of(room) & {*unknown.split()}


def test_paint_knows_nothing_of_scikit_learn():
    for name, path in FILES.items():
        if room_of(name) == "skcolor.paint":
            assert "sklearn" not in path.read_text(encoding="utf-8"), name


def test_dask_is_met_in_one_room():
    met = re.compile(r"""^\s*(from|import) dask\b|["']dask\.""", re.MULTILINE)
    rooms = {
        room_of(name)
        for name, path in FILES.items()
        if met.search(path.read_text(encoding="utf-8"))
    }
    assert rooms == {"skcolor._blocks"}


@pytest.mark.parametrize("room", ["metrics", "plotting"])
def test_measures_and_pictures_reach_colorers_through_what_unwraps_them(room):
    assert not ROOMS[f"skcolor.{room}"] & {"skcolor.base", "skcolor.reducers"}


def test_colorers_read_as_code_for_numpy_alone():
    knowing = {room for room, imported in ROOMS.items() if "skcolor._blocks" in imported}
    assert knowing == {
        *("skcolor._fitted", "skcolor.base", "skcolor.images"),
        *("skcolor.plotting", "skcolor.reducers"),
    }
    for name, path in FILES.items():
        if room_of(name) != "skcolor._blocks":
            code = path.read_text(encoding="utf-8")
            assert not re.search(
                r"import_optional\(.dask|^\s*(import|from) dask", code, re.M
            )


def test_the_face_of_the_package_is_for_users():
    assert not any("skcolor" in imported for imported in ROOMS.values())


def test_a_name_means_the_same_in_all_rooms():
    rooms = defaultdict(set)
    for name in FILES:
        rooms[name.rpartition(".")[2].lstrip("_")].add(room_of(name))
    assert {name: found for name, found in rooms.items() if len(found) > 1} == {}
