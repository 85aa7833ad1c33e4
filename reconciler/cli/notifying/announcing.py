"""One run of drift, as others hear of it: however it ends, people are told and its metrics are written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from reconciler.cli.errors import telling
from reconciler.cli.outputs import Output
from reconciler.cli.terminal import Terminal
from reconciler.errors import ExitCode, ReconcilerError


class Announced(Protocol):
    """What a run of drift found so far, and who is to hear of it."""

    def prepare(self, outputs: Sequence[Output]) -> None:
        """Read who is told. Raises UsageError before anything of AWS is read."""
        ...

    def end(self, error: ReconcilerError | None = None) -> None:
        """Tell people what they have to know, and write the metrics. *error* is what ended the command."""
        ...

    def measure(self, code: ExitCode) -> None:
        """Write the metrics of a run that ended with *code*."""
        ...


@contextmanager
def announcing(announcement: Announced, terminal: Terminal, outputs: Sequence[Output]) -> Iterator[None]:
    """Announce what the block finds, also if it ends with an error, which is raised again."""
    try:
        announcement.prepare(outputs)
        yield
    except ReconcilerError as error:
        with telling(terminal):
            announcement.end(error)
        raise
    except BaseException as error:
        with telling(terminal):
            announcement.measure(ExitCode.FAILED if isinstance(error, Exception) else ExitCode.INTERRUPTED)
        raise
    announcement.end()
