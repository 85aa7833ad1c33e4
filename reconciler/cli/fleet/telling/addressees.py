"""Who is told of the members of a fleet, and with which role: read on the client alone, since URLs are secrets."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reconciler.cli.notifying.addressed import recipients_of, settings_in, stated_in
from reconciler.cli.program import Program
from reconciler.errors import UsageError
from reconciler.fleet import Member
from reconciler.pipeline import accounts_in
from reconciler.recipients import Message, Recipient
from reconciler.settings import Settings


class Addressees(NamedTuple):
    """The recipients by the settings that name them, and an error for each that cannot be told, by the same."""

    recipients: Mapping[Path, tuple[Recipient, ...]]
    wrong: Mapping[Path, tuple[UsageError, ...]]

    @property
    def silent(self) -> Sequence[Path]:
        """Return the settings that name nobody, rightly or wrongly."""
        return [config for config, named in self.recipients.items() if not named and not self.wrong[config]]


def addressees(
    arguments: Namespace, given: Sequence[Recipient], members: Iterable[Member], program: Program
) -> Addressees:
    """Return who is told of *members*: those *given* by `--notify`, or those that their settings name.

    Raises UsageError if no settings name anybody.
    """
    configs = dict.fromkeys(member.config for member in members)
    if arguments.notify:
        return Addressees(dict.fromkeys(configs, tuple(given)), dict.fromkeys(configs, ()))
    found = {config: stated_in(config, program.environment) for config in configs}
    each = Addressees({one: named for one, (named, _) in found.items()}, {one: bad for one, (_, bad) in found.items()})
    if len(each.silent) == len(configs) and any(map(settings_in, configs)):
        hint = "name recipients behind --notify, or below notify in the settings of members"
        raise UsageError("--notify names nobody, and no member has notify in its settings", hint)
    return each


def given_recipients(arguments: Namespace, program: Program) -> tuple[Recipient, ...]:
    """Return the recipients that `--notify` names. Raises UsageError for one that cannot be told."""
    return recipients_of(arguments, program.environment) if arguments.notify else ()


class Senders:
    """Sends messages with the roles of the members that they are about."""

    def __init__(self, members: Iterable[Member], program: Program) -> None:
        """Take the *members*; their settings are read when a message is about them."""
        self._members = {member.config: member for member in members}
        self._program = program

    def deliver(self, recipient: Recipient, message: Message, configs: Sequence[Path]) -> None:
        """Send *message*, about members with the settings *configs*. Raises ReconcilerError, which quotes no URL.

        The roles are those of the first member that knows the account of the recipient, or else of the first one.
        """
        config, settings = self._chosen(recipient, configs)
        member = self._members.get(config)
        role = member.role if member else None
        program = self._program.beside([role], self._program.interruption)[0] if role else self._program
        program.deliver(recipient, message, settings)

    def _chosen(self, recipient: Recipient, configs: Sequence[Path]) -> tuple[Path, Settings | None]:
        for config in configs if recipient.account else ():
            settings = settings_in(config)
            if settings and recipient.account in accounts_in(settings):
                return config, settings
        return configs[0], settings_in(configs[0])
