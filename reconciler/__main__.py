"""`reconciler` and `python -m reconciler`."""

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line, this process's own when *argv* is None, and give its exit code.

    What reads, plans and prints ends before there is garbage worth collecting, and looking for it would take a tenth
    of its time; what stays for long (`Installed.apply`, `Installed.serve`) collects again.
    """
    gc.disable()

    from reconciler.cli.main import run
    from reconciler.cli.terminal import Terminal

    return run(sys.argv[1:] if argv is None else argv, Terminal.attached())


if __name__ == "__main__":
    sys.exit(main())
