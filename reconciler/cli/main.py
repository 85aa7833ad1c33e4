"""Run one command line, from its words to its exit code."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .arguments import understand
from .parser import Answered
from .terminal import Terminal

if TYPE_CHECKING:
    from reconciler.interruption import Interruption

    from .program import Program


def run(
    argv: Sequence[str],
    terminal: Terminal,
    program: "Program | None" = None,
    *,
    interruption: "Interruption | None" = None,
) -> int:
    """Run one command line and return its exit code; every error is printed here.

    Signals set *interruption* (`signals.listening`), which the installed program obeys.
    """
    try:
        return _answer(argv, terminal, program, interruption)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place that tells all of them
        from .errors import tell

        return int(tell(error, terminal))


def _answer(
    argv: Sequence[str], terminal: Terminal, program: "Program | None", interruption: "Interruption | None"
) -> int:
    """Understand, then run the command."""
    try:
        command, arguments = understand(argv)
    except Answered as answer:
        terminal.answer_text(answer.text(terminal.width))
        return answer.code
    terminal.obey(color=arguments.color, verbose=arguments.verbose, quiet=arguments.quiet)
    program = program or _installed(terminal, interruption)
    if vars(arguments).get("on") or (arguments.config and _names_a_fleet(arguments.config)):
        from .fleet.command import run_all

        return int(run_all(command, arguments, program, terminal))
    return int(command.run(arguments, program, terminal))


def run_member(argv: Sequence[str], terminal: Terminal, program: "Program") -> int:
    """Run one command line in a member of a fleet, and return its exit code; a member is no fleet itself."""
    try:
        command, arguments = understand(argv)
        terminal.obey(color=arguments.color, verbose=arguments.verbose, quiet=arguments.quiet)
        return int(command.run(arguments, program, terminal))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the answer of the member tells all of them
        from .errors import tell

        return int(tell(error, terminal))


def _names_a_fleet(config: str) -> bool:
    from pathlib import Path

    from reconciler.pipeline import is_fleet

    return is_fleet(Path(config))


def _installed(terminal: Terminal, interruption: "Interruption | None") -> "Program":
    from reconciler.aws.log import Log
    from reconciler.interruption import Interruption

    from .installed import Installed

    log = Log(terminal.add, terminal.add_more) if terminal.verbose else Log()
    return Installed(terminal.environment, interruption or Interruption(), log)
