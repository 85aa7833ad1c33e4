"""`reconciler` and `python -m reconciler`."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line, this process's own when *argv* is None, and give its exit code."""
    from reconciler.cli.main import run
    from reconciler.cli.terminal import Terminal

    return run(sys.argv[1:] if argv is None else argv, Terminal.attached())


if __name__ == "__main__":
    sys.exit(main())
