"""The command line, ``python -m skcolor``."""

import os
import sys
from collections.abc import Sequence

# OpenMP reads it when it is loaded. Threads of t-SNE that wait actively take the cores that
# other processes, or threads of the same step, need.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str or None, default=None
        The arguments; None uses those of the process, and exits on Ctrl-C, SIGTERM and
        SIGHUP.

    Returns
    -------
    int
        The exit code: 0; 2 for invalid input; 128 plus the signal number after a signal,
        which is 130 for Ctrl-C.
    """
    try:
        # Imported here, so that an early Ctrl-C also prints one line.
        if argv is None:
            from skcolor.cli._signals import exit_on_signals

            exit_on_signals()
        from skcolor.cli._main import run

        return run(argv)
    except KeyboardInterrupt:
        print("skcolor: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
