"""Tells recipients of the members of a fleet, one after the other; one that fails does not hold up the others.

The client tells, after all members have ended: workers never see a recipient, and only then is it known how much each
recipient has to hear.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from reconciler.cli.notifying.notifier import complain, remembered, untold
from reconciler.cli.notifying.told import ToldBook
from reconciler.cli.terminal import Terminal
from reconciler.errors import ReconcilerError
from reconciler.recipients import Recipient

from .addressees import Addressees, Senders
from .finding import MemberFinding
from .letters import letters, message_of, named


class FleetNotifier:
    """Tells *addressees*, each the same of a member only once if *file* remembers it, as *book* holds.

    *untold* counts, by member, the recipients that could not be told or remembered; *failed* names these recipients.
    """

    def __init__(
        self, addressees: Addressees, senders: Senders, book: ToldBook, file: Path | None, terminal: Terminal
    ) -> None:
        """Tell nobody yet."""
        self._addressees = addressees
        self._senders = senders
        self._book = book
        self._file = file
        self._terminal = terminal
        self.untold: Counter[str] = Counter()
        self.failed: set[str] = set()

    def tell(self, findings: Sequence[MemberFinding], fleet: str, members: Collection[str] | None) -> None:
        """Tell all recipients what is news for them; *fleet* is the repository of fleet.yaml.

        What is told of members that are clean is forgotten, and so are all members that are not among *members*.
        """
        self._forget(findings, members)
        self._count_wrong(findings)
        news: dict[Recipient, list[MemberFinding]] = {}
        for one in findings:
            for recipient in self._addressees.recipients.get(one.config, ()) if one.is_news else ():
                news.setdefault(recipient, []).append(one)
        for recipient, every in news.items():
            self._tell(recipient, every, fleet)

    def _tell(self, recipient: Recipient, every: Sequence[MemberFinding], fleet: str) -> None:
        """Tell one recipient what it does not know yet of *every* member that there is something to tell of."""
        known = [one for one in every if self._book.knows(recipient, one.member, one.token)]
        if known:
            self._terminal.say(f"{recipient} knows of {named(known)} already")
        told = frozenset(one.member for one in known)
        for letter in letters([one for one in every if one.member not in told]):
            self._send(recipient, letter, fleet, len(known))

    def _send(self, recipient: Recipient, letter: Sequence[MemberFinding], fleet: str, known: int) -> None:
        try:
            message = message_of(letter, fleet, known)
            self._senders.deliver(recipient, message, [*dict.fromkeys(one.config for one in letter)])
        except ReconcilerError as error:
            complain(untold(f"{recipient} (of {named(letter)})", error), self._terminal)
            self._count(recipient, letter)
            return
        self._terminal.say(f"told {recipient} of {named(letter)}")
        self._book = self._book.after(recipient, {one.member: one.token for one in letter})
        if not remembered(self._book, self._file, self._terminal):
            self._count(recipient, letter)

    def _count(self, recipient: Recipient, letter: Sequence[MemberFinding]) -> None:
        self.untold.update(one.member for one in letter)
        self.failed.add(recipient.fingerprint)

    def _count_wrong(self, findings: Sequence[MemberFinding]) -> None:
        """Count the recipients that settings name and that cannot be told."""
        for one in findings:
            wrong = self._addressees.wrong.get(one.config, ())
            self.untold[one.member] += len(wrong)
            self.failed |= {error.message for error in wrong}

    def _forget(self, findings: Sequence[MemberFinding], members: Collection[str] | None) -> None:
        kept = self._book.forgotten({one.member: one.token for one in findings if one.is_clean}, members)
        if kept != self._book:
            self._book = kept
            if not remembered(kept, self._file, self._terminal):
                self.failed.add(str(self._file))
