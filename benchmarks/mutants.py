"""Count the small faults in a module that its tests notice.

``python -m benchmarks.mutants skcolor/paint/_scale.py [TESTS ...]`` puts one fault at a
time into a copy of the tree: a comparison or a sign turned, a number one larger, a
condition denied, a statement left out. The tests run until the first fails; without TESTS,
those of the same name (``tests/paint/test_scale.py``). Faults that survive are printed:
each is a test that is missing, or a change that changes nothing. The sample that ``--seed``
draws is the same for the same module, so that two states of the tests can be compared.
"""

import argparse
import ast
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path

import pytest

TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
# What takes long to import, and every fork then has.
IMPORTED = ["matplotlib.pyplot", "pandas", "scipy.stats", "sklearn.pipeline"]
# What is never run, or only read by people and type checkers.
UNTOUCHED = {"annotation", "returns", "decorator_list"}


def replacements(node):
    """Other nodes that may stand for this one."""
    match node:
        case ast.BinOp(left, op, right) if type(op) in TURNED:
            yield ast.BinOp(left, TURNED[type(op)](), right)
        case ast.AugAssign(target, op, value) if type(op) in TURNED:
            yield ast.AugAssign(target, TURNED[type(op)](), value)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(TURNED[type(op)](), values)
        case ast.Compare(left, [op, *ops], values):
            yield ast.Compare(left, [TURNED[type(op)](), *ops], values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Expr(ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def mutants(node):
    """Line, old and new code of every fault; while each is yielded, the tree has it."""
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED:
            continue
        items = value if isinstance(value, list) else [value]
        for place, item in enumerate(items):
            if not isinstance(item, ast.AST):
                continue
            for other in replacements(item):
                ast.copy_location(other, item)
                _put(node, field, place, other)
                yield item.lineno, _first_line(item), _first_line(other)
                _put(node, field, place, item)
            yield from mutants(item)


def _first_line(node):
    return ast.unparse(node).partition("\n")[0]


def _put(node, field, place, item):
    value = getattr(node, field)
    if isinstance(value, list):
        value[place] = item
    else:
        setattr(node, field, item)


def faulty_sources(source):
    """Line, old and new code, and the whole source, of every fault."""
    tree = ast.parse(source)
    return [(*fault, ast.unparse(tree)) for fault in mutants(tree)]


def mirrored_tests(module):
    """The test file that has the name of a module, in the room of the same name."""
    room, name = module.parts[1:-1], module.stem.strip("_")
    return Path("tests", *(part.strip("_") for part in room), f"test_{name}.py")


def copy_tree(folder):
    """Copy what git knows, or would take, to a folder."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    for name in filter(os.path.isfile, listed.stdout.splitlines()):
        target = Path(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, target)


def run_tests(folder, tests, quiet):
    """Run tests in the tree of a folder; the process ends with their exit code."""
    os.chdir(folder)
    os.environ["PYTHONPATH"] = folder
    sys.path.insert(0, folder)
    options = ["-x", "-q", "-W", "error", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    if quiet:
        options.append("--tb=no")
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    status = pytest.main([*options, *map(str, tests)])
    sys.stdout.flush()
    os._exit(status)


def fails(folder, tests, timeout=None):
    """Whether a test fails in the tree of a folder, or takes longer than `timeout`."""
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=run_tests, args=(folder, tests, timeout is not None))
    process.start()
    process.join(timeout)
    process.kill()
    process.join()
    return process.exitcode != 0


def main():
    """Print what survives, and how many are killed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", type=Path, nargs="*")
    parser.add_argument("--sample", type=int, default=20, help="faults to try; 0: all")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    tests = options.tests or [mirrored_tests(options.module)]
    faults = faulty_sources(options.module.read_text(encoding="utf-8"))
    if 0 < options.sample < len(faults):
        faults = random.Random(options.seed).sample(faults, options.sample)
    os.environ["SCIPY_ARRAY_API"] = "1"  # read where scipy is imported, as tests need it
    for name in IMPORTED:
        import_module(name)
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy_tree(folder)
        start = time.monotonic()
        if fails(folder, tests):
            parser.error(f"{' '.join(map(str, tests))}: fails without any fault")
        timeout = 60 + 5 * (time.monotonic() - start)
        path = Path(folder, options.module)
        for line, old, new, source in sorted(faults):
            path.write_text(source, encoding="utf-8")
            # Two faults made within a second have the same date.
            Path(cache_from_source(path)).unlink(missing_ok=True)
            if fails(folder, tests, timeout):
                killed += 1
            else:
                print(f"{options.module}:{line}: survived: {old!r} -> {new!r}", flush=True)
    print(f"{options.module}: killed {killed} of {len(faults)}")


if __name__ == "__main__":
    main()
