"""Mutation testing: count the faults in a module that its tests catch.

``python -m benchmarks.mutants skcolor/paint/_scale.py [TESTS ...]`` injects one fault at a
time into a copy of the source tree: it flips a comparison or a sign, adds one to a number,
negates a condition, or removes a statement. TESTS run until the first failure. By default,
they are the tests of the same name (``tests/paint/test_scale.py``). Surviving faults are
printed: each is either a missing test or an equivalent change. For the same module and
``--seed`` the sample is the same, so that two versions of the tests can be compared.
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
# Each fault is tested in a fork, which inherits these slow imports.
IMPORTED = ["matplotlib.pyplot", "pandas", "scipy.stats", "sklearn.pipeline"]
# Code that is only read by people and type checkers, or never run.
UNTOUCHED = {"annotation", "returns", "decorator_list"}


def replacements(node):
    """Yield faulty replacements for a node."""
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
    """Yield line, old and new code of every fault, with the fault in the tree."""
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED:
            continue
        items = value if isinstance(value, list) else [value]
        for position, item in enumerate(items):
            if not isinstance(item, ast.AST):
                continue
            for other in replacements(item):
                ast.copy_location(other, item)
                _put(node, field, position, other)
                yield item.lineno, _first_line(item), _first_line(other)
                _put(node, field, position, item)
            yield from mutants(item)


def _first_line(node):
    return ast.unparse(node).partition("\n")[0]


def _put(node, field, position, item):
    value = getattr(node, field)
    if isinstance(value, list):
        value[position] = item
    else:
        setattr(node, field, item)


def faulty_sources(source):
    """Return line, old code, new code and the whole source for every fault."""
    tree = ast.parse(source)
    return [(*fault, ast.unparse(tree)) for fault in mutants(tree)]


def mirrored_tests(module):
    """Return the test file of a module, in the folder of the same name."""
    room, name = module.parts[1:-1], module.stem.strip("_")
    return Path("tests", *(part.strip("_") for part in room), f"test_{name}.py")


def copy_tree(folder):
    """Copy all files that git tracks or would add to a folder."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    for name in filter(os.path.isfile, listed.stdout.splitlines()):
        target = Path(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, target)


def run_tests(folder, tests, quiet):
    """Run tests in the tree of a folder, and exit the process with their exit code."""
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
    """Whether a test in the tree of a folder fails or exceeds `timeout` seconds."""
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=run_tests, args=(folder, tests, timeout is not None))
    process.start()
    process.join(timeout)
    process.kill()
    process.join()
    return process.exitcode != 0


def main():
    """Print the surviving faults and the number killed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", type=Path, nargs="*")
    parser.add_argument("--sample", type=int, default=20, help="faults to try, 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    tests = options.tests or [mirrored_tests(options.module)]
    faults = faulty_sources(options.module.read_text(encoding="utf-8"))
    if 0 < options.sample < len(faults):
        faults = random.Random(options.seed).sample(faults, options.sample)
    os.environ["SCIPY_ARRAY_API"] = "1"  # the tests need it before scipy is imported
    for name in IMPORTED:
        import_module(name)
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy_tree(folder)
        start = time.monotonic()
        if fails(folder, tests):
            parser.error(f"{' '.join(map(str, tests))}: the tests fail without a fault")
        timeout = 60 + 5 * (time.monotonic() - start)
        path = Path(folder, options.module)
        for line, old, new, source in sorted(faults):
            path.write_text(source, encoding="utf-8")
            # Two faults written within a second have the same timestamp.
            Path(cache_from_source(path)).unlink(missing_ok=True)
            if fails(folder, tests, timeout):
                killed += 1
            else:
                print(f"{options.module}:{line}: survived: {old!r} -> {new!r}", flush=True)
    print(f"{options.module}: killed {killed} of {len(faults)}")


if __name__ == "__main__":
    main()
