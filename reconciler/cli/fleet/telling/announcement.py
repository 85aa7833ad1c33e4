"""One run of drift on a fleet, as others hear of it: recipients of its members, and a monitor of how each ended.

However the run ends, its metrics are written: an old file must not look like a run without drift.
"""

from argparse import Namespace
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from reconciler.cli.fleet.choosing import Chosen
from reconciler.cli.fleet.dividing import Division
from reconciler.cli.fleet.task import Done
from reconciler.cli.notifying.message import message_about
from reconciler.cli.notifying.notifier import Notifier, complain
from reconciler.cli.notifying.options import check_day, check_telling
from reconciler.cli.notifying.told import ToldBook, read_told
from reconciler.cli.outputs import Output, check_files, check_spared
from reconciler.cli.program import Program
from reconciler.cli.renderings import marker
from reconciler.cli.terminal import Terminal
from reconciler.cli.unplanned import unmade
from reconciler.errors import ExitCode, ReconcilerError, UsageError
from reconciler.fleet import Member
from reconciler.model import Problem, warning
from reconciler.model import error as as_error
from reconciler.pipeline import worst_code
from reconciler.recipients import Recipient
from reconciler.render import RunEnd

from .addressees import Addressees, Senders, addressees, given_recipients
from .finding import MemberFinding, finding
from .fleet_notifier import FleetNotifier
from .measuring import unread, write_metrics
from .places import Places

_FEW: Final = 5
"""How many settings that name nobody a warning lists."""


class FleetAnnouncement:
    """What drift found so far in the members of a fleet, and who is to hear of it."""

    def __init__(self, arguments: Namespace, program: Program, terminal: Terminal) -> None:
        """Take the command line; nothing is read yet."""
        self._given = arguments
        self._program = program
        self._terminal = terminal
        self._places = Places()
        self._metrics: Path | None = None
        self._recipients: tuple[Recipient, ...] = ()
        self._book = ToldBook()
        self._notifier: FleetNotifier | None = None
        self._members: Sequence[Chosen] = ()
        self._every: Collection[str] | None = None
        self._left_out = 0
        self._findings: Sequence[MemberFinding] = ()
        self.code = ExitCode.DONE

    def prepare(self, outputs: Sequence[Output]) -> None:
        """Read whom `--notify` names and what they know. Raises UsageError before anything of AWS is read.

        The files of this answer's *outputs* are none of ours.
        """
        check_telling(self._given)
        check_day(self._given)
        check_files(self._files, self._given.config, [output.file for output in outputs if output.file])
        self._metrics = self._given.metrics
        self._recipients = given_recipients(self._given, self._program)
        self._book = read_told(self._given.told) if self._given.told else ToldBook()

    def begin(self, chosen: Sequence[Chosen], division: Division) -> tuple[Problem, ...]:
        """Take the members that run, and read who is told of them. Return a warning if that is nobody.

        Raises UsageError if a file of ours is read by a member, and if nobody is told of anything.
        """
        members = [one.member for one in chosen]
        self._spare(members)
        self._members, self._left_out = chosen, len(division.every) - len(chosen)
        self._every = None if division.whole else frozenset(one.name for one in division.every)
        if self._given.notify is None:
            return ()
        found = addressees(self._given, self._recipients, members, self._program)
        senders = Senders(members, self._program)
        self._notifier = FleetNotifier(found, senders, self._book, self._given.told, self._terminal)
        for wrong in (error for errors in found.wrong.values() for error in errors):
            complain(as_error("not-delivered", wrong.message, "", wrong.hint), self._terminal)
        return tuple(_unheard(found))

    def _spare(self, members: Sequence[Member]) -> None:
        """Raise UsageError if one of our files is read by one of *members*: it is not written then."""
        metrics, self._metrics = self._metrics, None
        for config in dict.fromkeys(one.config for one in members) if self._files else ():
            check_spared(self._files, str(config))
        self._metrics = metrics

    def found(self, done: Sequence[Done], code: ExitCode) -> None:
        """Take how each member has ended, and the exit code of all."""
        self.code = code
        place, program = self._places.of, self._program
        self._findings = [finding(one, place(one.task.member.config), program, self._given) for one in done]

    def end(self, error: ReconcilerError | None = None) -> None:
        """Tell the recipients what they have to know, and write the metrics. *error* is what ended the command."""
        code = error.exit_code if error else self.code
        untold = self._tell() if self._findings else self._tell_of(error)
        self.code = worst_code([code, *([ExitCode.FAILED] if untold else [])])
        self.measure(self.code, untold)

    def measure(self, code: ExitCode, untold: int = 0) -> None:
        """Write the metrics of a run that ended with *code*. Raises ReconcilerError if they cannot be written."""
        if self._metrics:
            findings = self._findings or unread(self._members, code, self._places)
            missed = self._notifier.untold if self._notifier else {}
            ending = RunEnd(code, self._program.now(), untold)
            write_metrics(self._metrics, self._repository, ending, findings, missed, self._left_out)

    def _tell(self) -> int:
        """Tell everybody of the members, and return how many recipients could not be told or remembered."""
        if not self._notifier:
            return 0
        self._notifier.tell(self._findings, self._repository, self._every)
        return len(self._notifier.failed)

    def _tell_of(self, error: ReconcilerError | None) -> int:
        """Tell whom `--notify` names that no member was compared, because of *error*, and return as `_tell` does."""
        if not error or isinstance(error, UsageError) or not self._recipients:
            return 0
        message = message_about(unmade(error, self._program, self._given), self._repository)
        notifier = Notifier(self._recipients, None, self._book, self._given.told)
        return notifier.tell(message, self._program, self._terminal)

    @property
    def _files(self) -> list[Path]:
        return [file for file in (self._given.told, self._given.metrics) if file]

    @property
    def _repository(self) -> str:
        """Return the repository of fleet.yaml."""
        return self._places.of(Path(marker("drift", self._given.config).config))


def _unheard(found: Addressees) -> Iterator[Problem]:
    """Warn about settings that name nobody."""
    silent = [str(config) for config in found.silent]
    if silent:
        more = f" and {len(silent) - _FEW:,} more" if silent[_FEW:] else ""
        what = f"nobody is told of members whose settings have no notify: {', '.join(silent[:_FEW])}{more}"
        yield warning("nobody-told", what, "", "name recipients there, or behind --notify for all members")
