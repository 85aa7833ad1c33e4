"""`reconciler` and `python -m reconciler`."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line, this process's own when *argv* is None, and give its exit code.

    What reads, plans and prints ends before there is garbage worth collecting, and looking for it would take a tenth
    of its time; what stays for long (`Installed.apply`, `Installed.serve`) collects again.

    An interrupted process ends here, with all its threads: one of them may hang in a call for minutes, and Python
    would wait for it. Nothing is flushed, for everything that we print is flushed as it is printed, and a reader that
    does not read would be waited for as well.
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
