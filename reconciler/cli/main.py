"""One command line from its words to its exit code."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from .arguments import understand
from .parser import Answered
from .terminal import Terminal

if TYPE_CHECKING:
    from .program import Program


def run(argv: Sequence[str], terminal: Terminal, program: "Program | None" = None) -> int:
    """Run one command line and give its exit code; nothing but that is left to do, whatever went wrong."""
    try:
        return _answer(argv, terminal, program)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place that tells all of them
        from .errors import tell

        return int(tell(error, terminal))


def _answer(argv: Sequence[str], terminal: Terminal, program: "Program | None") -> int:
    """Understand, then run the verb."""
    try:
        verb, arguments = understand(argv)
    except Answered as answer:
        terminal.answer_text(str(answer))
        return 0
    terminal.obey(color=arguments.color, verbose=arguments.verbose, quiet=arguments.quiet)
    if program is None:
        from .program import Installed

        program = Installed(terminal.environment)
    with _interruptible():
        return int(verb.run(arguments, program, terminal))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let signals that end a process end it as Ctrl-C does, with the report written; ignored ones (nohup) stay so."""
    ends = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Interrupt whatever runs."""
    raise KeyboardInterrupt
