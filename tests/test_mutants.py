"""The faults that benchmarks/mutants.py makes."""

from pathlib import Path

from benchmarks.mutants import faulty_sources, mirrored_tests

SOURCE = """\
def clip(x: int, low=0):
    \"\"\"Text.\"\"\"
    if x < low and not x:
        raise ValueError
    self.low = low
    x += low
    return print(-x)
"""


def test_every_fault_is_in_a_source_of_its_own():
    faults = faulty_sources(SOURCE)
    assert [fault[:3] for fault in faults] == [
        (1, "0", "1"),
        (3, "if x < low and (not x):", "if not (x < low and (not x)):"),
        (3, "x < low and (not x)", "x < low or not x"),
        (3, "x < low", "x <= low"),
        (3, "not x", "x"),
        (4, "raise ValueError", "pass"),
        (5, "self.low = low", "pass"),
        (6, "x += low", "x -= low"),
        (7, "-x", "x"),
    ]
    plain = SOURCE.replace("not x:", "(not x):").rstrip()
    changed = [source.replace(new, old, 1) for _, old, new, source in faults[5:8]]
    assert changed == [plain] * 3


def test_the_tests_of_a_module_have_its_name():
    for module, tests in (("_checks/tables", "checks/test_tables"), ("_warn", "test_warn")):
        assert mirrored_tests(Path(f"skcolor/{module}.py")) == Path(f"tests/{tests}.py")
