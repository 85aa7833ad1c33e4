"""One run of drift, as others hear of it: recipients of its answer, and a monitor of how it ended.

However the run ends, its metrics are written: an old file must not look like a run without drift.
"""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from reconciler.cli.files import write_whole
from reconciler.cli.git.remote import find_remote
from reconciler.cli.outputs import Output, check_files
from reconciler.cli.program import Program
from reconciler.cli.renderings import marker
from reconciler.cli.terminal import Terminal
from reconciler.cli.unplanned import unmade
from reconciler.errors import ExitCode, ReconcilerError, UsageError
from reconciler.printed import PlanJson
from reconciler.render import RunEnd, drift_metrics

from .addressed import recipients_of, settings_of
from .message import message_about, warns_beside
from .notifier import Notifier
from .options import check_telling
from .told import ToldBook, read_told

_STRONGER: Final = frozenset({ExitCode.INVALID, ExitCode.REFUSED, ExitCode.UNREADABLE})
"""Exit codes that a failed delivery does not change: they say that the drift is not known, or not completely."""


class Announcement:
    """What drift found so far, and who is to hear of it."""

    def __init__(self, arguments: Namespace, program: Program, terminal: Terminal) -> None:
        """Take the command line; nothing is read yet."""
        self._given = arguments
        self._program = program
        self._terminal = terminal
        self._metrics: Path | None = None
        self._notifier: Notifier | None = None
        self._kinds: Iterable[str] = ()
        self._drift: PlanJson | None = None
        self.code = ExitCode.DONE

    def prepare(self, outputs: Sequence[Output]) -> None:
        """Read who is told and what they know. Raises UsageError before anything of AWS is read.

        The files of this answer's *outputs* are none of ours.
        """
        told, metrics = self._given.told, self._given.metrics
        check_telling(self._given)
        files = [file for file in (told, metrics) if file]
        check_files(files, self._given.config, [output.file for output in outputs if output.file])
        self._metrics = metrics
        if self._given.notify is not None:
            recipients = recipients_of(self._given, self._program.environment)
            book = read_told(told) if told else ToldBook()
            self._notifier = Notifier(recipients, settings_of(self._given), book, told)

    def found(self, drift: PlanJson, code: ExitCode, kinds: Iterable[str] = ()) -> None:
        """Take the answer of drift and its exit code; metrics count *kinds* also where nothing differs."""
        self._drift, self.code, self._kinds = drift, code, kinds

    def end(self, error: ReconcilerError | None = None) -> None:
        """Tell the recipients what they have to know, and write the metrics. *error* is what ended the command."""
        code = error.exit_code if error else self.code
        if error and not self._drift and not isinstance(error, UsageError):
            self._drift = unmade(error, self._program, self._given)
        untold = self._tell()
        self.code = ExitCode.FAILED if untold and code not in _STRONGER else code
        self.measure(self.code, untold)

    def measure(self, code: ExitCode, untold: int = 0) -> None:
        """Write the metrics of a run that ended with *code*. Raises ReconcilerError if they cannot be written."""
        if self._metrics:
            ending = RunEnd(code, self._program.now(), untold)
            write_whole(self._metrics, drift_metrics(self._drift, ending, self._repository(), self._kinds))

    def _tell(self) -> int:
        """Tell everybody who has to know, and return how many of them could not be told."""
        if not self._notifier or not self._drift:
            return 0
        message = message_about(self._drift, self._repository())
        unforgotten = 0
        if self._drift["digest"] and self.code == ExitCode.DONE:
            unforgotten = self._notifier.forget(self._terminal, message.token)
            if not warns_beside(self._drift):
                return unforgotten
        return unforgotten + self._notifier.tell(message, self._program, self._terminal)

    def _repository(self) -> str:
        """Return the repository by its git remote, without credentials, or by the path of its settings."""
        config = marker("drift", self._given.config).config
        return find_remote(Path(config).parent).place or config
