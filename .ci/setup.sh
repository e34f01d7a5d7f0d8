# shellcheck shell=bash
# What all steps begin with, by `source`: the root of the repository, tests that take warnings
# for errors, and `install`, which does nothing unless INSTALL is set, so that a contributor's
# environment stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MPLBACKEND=Agg
export PYTEST_ADDOPTS="-W error"

install() {
    if [ -n "${INSTALL:-}" ]; then python -m pip install --quiet "$@"; fi
}
