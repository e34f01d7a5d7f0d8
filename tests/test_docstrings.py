"""Docstrings say what is so: parameters, defaults, attributes."""

import ast
import builtins
import doctest
import importlib
import inspect
import pkgutil
import re

import numpy as np
import pytest
from numpydoc.docscrape import FunctionDoc
from numpydoc.validate import validate

import skcolor
from tests.configurations import CONFIGURATIONS, ESTIMATORS

# Not SS05, PR08 and RT04: they take 'Names' for a verb and 'sRGB' for a mistake.
CHECKS = {
    "GL03", "GL05", "GL06", "GL07", "GL08", "SS01", "SS03", "SS04",
    "PR01", "PR02", "PR03", "PR04", "PR05", "PR06", "PR07", "PR09", "PR10",
    "RT01", "RT03", "RT05", "YD01", "SA02", "SA03", "SA04",
}  # fmt: skip

# Attributes that only some fits have, and why.
OPTIONAL = {
    "feature_names_in_": "only where X has column names",
    "embedder_": "only where an embedder made the layout",
    "n_samples_seen_": "only after partial_fit",
}


def public_objects():
    """Dotted names of every public class, its public methods, and function."""
    for part in (
        "", ".recipes", ".plotting", ".paint", ".metrics", ".export", ".datasets"
    ):  # fmt: skip
        name = f"skcolor{part}"
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", ["load_digits_layout"]):
            value = getattr(module, exported)
            if inspect.isfunction(value):
                yield f"{name}.{exported}"
            elif inspect.isclass(value):
                yield f"{name}.{exported}"
                for method, function in inspect.getmembers(value, callable):
                    own = (getattr(function, "__module__", "") or "").startswith("skcolor")
                    if own and not method.startswith("_"):
                        yield f"{name}.{exported}.{method}"


OBJECTS = list(public_objects())


def find(name):
    module, _, rest = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), rest)
    except ModuleNotFoundError:
        return getattr(find(module), rest)


def test_there_is_something_to_check():
    assert len(OBJECTS) > 85


def test_numpydoc():
    faults = [
        f"{name}: {code}: {text}"
        for name in OBJECTS
        for code, text in validate(name)["errors"]
        if code in CHECKS
    ]
    assert faults == []


def wrong_defaults(name):
    """Every parameter whose default the text tells otherwise than the signature."""
    value = find(name)
    documented = {p.name: p.type for p in FunctionDoc(value)["Parameters"]}
    for key, parameter in inspect.signature(value).parameters.items():
        found = re.search(r"default=(.+)$", documented.get(key, ""))
        has_default = parameter.default is not inspect.Parameter.empty
        if has_default != bool(found):
            yield f"{name}: {key} has {'a' if has_default else 'no'} default"
        elif found and eval(found[1]) != parameter.default:
            yield f"{name}: {key} has another default"


def test_defaults_in_the_text_are_those_of_the_signature():
    assert [fault for name in OBJECTS for fault in wrong_defaults(name)] == []


@pytest.mark.parametrize("name", ESTIMATORS)
def test_documented_attributes_are_those_after_fit(name):
    rng = np.random.default_rng(0)
    X, layout = rng.exponential(size=(40, 6)), rng.normal(size=(40, 2))
    cls = getattr(skcolor, name)
    estimator = cls(**CONFIGURATIONS[name][-1])
    estimator = (cls(n_components=2) if name == "OrderedICA" else estimator).fit(X, layout)
    entries = FunctionDoc(cls)["Attributes"]
    documented = {part for entry in entries for part in entry.name.split(", ")}
    fitted = {
        key for key in vars(estimator) if key.endswith("_") and not key.startswith("_")
    }
    assert documented - fitted <= set(OPTIONAL)
    assert fitted <= documented


def test_no_example_is_skipped():
    skipped = [name for name in OBJECTS if "+SKIP" in (inspect.getdoc(find(name)) or "")]
    assert skipped == []


def test_every_estimator_has_an_example():
    bare = [name for name in ESTIMATORS if ">>>" not in getattr(skcolor, name).__doc__]
    assert bare == []


def undefined_names(code):
    """Names that code reads and nowhere defines; doctest would take the module's."""
    defined, read = set(dir(builtins)), set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else defined).add(node.id)
        elif isinstance(node, ast.alias):
            defined.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
    return read - defined


def test_examples_run_as_they_stand():
    assert undefined_names("import numpy as np\nnp.ones(n)") == {"n"}
    n_examples = 0
    for found in pkgutil.walk_packages(skcolor.__path__, "skcolor."):
        if found.name == "skcolor.__main__":
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError as error:
            if "install it with" not in str(error):
                raise
            continue
        for test in doctest.DocTestFinder().find(module):
            code = "".join(example.source for example in test.examples)
            assert undefined_names(code) == set(), test.name
            n_examples += bool(code)
    assert n_examples > 40
