"""What is exported, what is documented, and by which doors other libraries come in."""

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sklearn.base import BaseEstimator

import skcolor
import skcolor.images
import skcolor.neighbors
from skcolor import _estimators
from tests.configurations import AROUND_ANOTHER, CONFIGURATIONS, ESTIMATORS
from tests.every_module import import_all

PACKAGE = Path(skcolor.__file__).parent
DOCS = Path(__file__).parent.parent / "docs" / "api.md"


def test_every_estimator_that_is_defined_is_exported():
    defined = {
        name
        for module in import_all()
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, BaseEstimator)
        and value.__module__ == module.__name__
        and not inspect.isabstract(value)
        and not name.startswith("_")
    }
    others = {*AROUND_ANOTHER, "Pipeline"} | {  # scikit-learn's, as recipes are
        name
        for part in (skcolor.images, skcolor.neighbors)
        for name in part.__all__
        if isinstance(getattr(part, name), type)
    }
    assert defined == {*ESTIMATORS, *others}


def test_every_exported_estimator_has_configurations_to_be_tested_with():
    assert set(CONFIGURATIONS) == set(ESTIMATORS)


@pytest.mark.parametrize(
    "part",
    ["", ".export", ".images", ".neighbors", ".plotting", ".recipes", ".paint", ".metrics"],
)
def test_every_exported_name_exists_and_is_on_the_api_page(part):
    module = importlib.import_module(f"skcolor{part}")
    documented = set(re.findall(r"`(\w+)`", DOCS.read_text(encoding="utf-8")))
    for exported in module.__all__:
        assert hasattr(module, exported)
        assert exported in documented
    assert len(set(module.__all__)) == len(module.__all__)


def test_private_names_of_scikit_learn_come_in_through_one_door():
    for path in PACKAGE.rglob("*.py"):
        if path.name == "_compat.py":
            continue
        private = re.search(
            r"^\s*from sklearn\S* import .*\b_\w+", path.read_text(), re.MULTILINE
        )
        assert private is None, f"{path.name}: {private and private[0]}"


def test_linear_algebra_comes_in_through_one_door():
    for path in PACKAGE.rglob("*.py"):
        if path.name == "linear_algebra.py":
            continue
        found = re.search(
            r"scipy\.linalg|np\.linalg\.(eig|svd|qr|solve|pinv)|threadpool_?(ctl|limits)",
            path.read_text(encoding="utf-8"),
        )
        assert found is None, f"{path.name}: {found and found[0]}"


def imported_by(code):
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {*run.stdout.split()}


def test_names_and_parameters_are_known_before_scikit_learn():
    loaded = imported_by(
        "import inspect, skcolor.recipes\n"
        "dir(skcolor), map(inspect.signature, skcolor.recipes.RECIPES.values())"
    )
    assert "skcolor.recipes" in loaded
    assert not loaded & {"numpy", "scipy", "sklearn", "matplotlib", "joblib"}


@pytest.mark.parametrize("module", [skcolor, _estimators])
def test_names_that_are_imported_late_are_those_that_type_checkers_see(module):
    text = Path(module.__file__).read_text(encoding="utf-8")
    seen = re.findall(r"^    from (\S+) import \(?\s*(\w+)", text, re.MULTILINE)
    late = {name: where for where, name in seen if where != "skcolor._estimators"}
    if module is skcolor:
        late |= _estimators.MODULES
        passed_on = {*re.findall(r"^        (\w+),$", text, re.MULTILINE)}
        assert passed_on == {*_estimators.MODULES}
    assert late == getattr(module, "_MODULES", _estimators.MODULES)


def test_parts_are_there_without_an_import_of_their_own():
    imported_by(
        "import skcolor; skcolor.paint.delta_e, skcolor.images.flicker, skcolor.plotting"
    )


def test_import_loads_nothing_that_it_can_leave():
    # What it may add to what any pipeline of scikit-learn loads; benchmarks/imports.py
    # has the seconds.
    extra = imported_by("from skcolor import *") - imported_by(
        "import sklearn.pipeline, sklearn.decomposition"
    )
    heavy = {
        *("matplotlib.pyplot", "matplotlib.figure", "openTSNE", "pandas", "polars"),
        *("pyarrow", "numba", "pynndescent", "skcolor.plotting", "skcolor.metrics"),
        *("sklearn.ensemble", "sklearn.linear_model", "sklearn.model_selection"),
    }
    assert "skcolor.base" in extra
    assert not extra & heavy
