# shellcheck shell=bash
# What all steps begin with, by `source`: the root of the repository, tests that run side by
# side and take warnings for errors, and `install`, which does nothing unless INSTALL is set,
# so that a contributor's environment stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MPLBACKEND=Agg
# Until scikit-learn 1.7, parametrize_with_checks hands a generator to pytest 9.
export PYTEST_ADDOPTS="--numprocesses=auto --maxprocesses=4 -W error
    -W 'ignore:Passing a non-Collection iterable:pytest.PytestWarning'"

install() {
    if [ -n "${INSTALL:-}" ]; then python -m pip install --quiet "$@"; fi
}
