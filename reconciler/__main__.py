"""`reconciler` and `python -m reconciler`."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line *argv*, by default that of this process, and return its exit code.

    Garbage collection is off: a command that reads, plans and prints ends before there is much garbage, and collection
    takes a tenth of its time. Commands that run for long (`Installed.apply`, `Installed.serve`) turn it on again.

    An interrupted process exits here without waiting for its threads: one may hang in a call for minutes. Nothing is
    flushed here: output is flushed when it is printed, and a flush would wait for a reader that does not read.
    """
    gc.disable()

    from reconciler.cli.signals import listening

    code = _INTERRUPTED
    with listening() as interruption:
        with suppress(KeyboardInterrupt):
            from reconciler.cli.main import run
            from reconciler.cli.terminal import Terminal

            words = sys.argv[1:] if argv is None else argv
            code = run(words, Terminal.attached(), interruption=interruption)
        if interruption.asked:
            os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
