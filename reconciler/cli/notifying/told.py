"""The file of `--told`: what each recipient was told since there was last no drift.

It has a hash of each recipient, since a URL is a secret, and a hash of what the recipient was told. Two runs at once
both write it whole: the last one wins, and at worst a recipient is told the same twice. That of a fleet has a page for
each member.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reconciler.cli.files import write_whole
from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import UsageError
from reconciler.model import FORMAT_VERSION
from reconciler.recipients import Recipient

REMEMBERED: Final = 100
"""How many different things are remembered for each recipient, the latest of them."""
OF_MEMBER: Final = 10
"""How many are remembered for each recipient of each member of a fleet: 20,000 members keep the file readable."""
_LARGEST: Final = 256 * 1024 * 1024
_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")
_MAJOR: Final = FORMAT_VERSION.partition(".")[0]
_KEY: Final = "told"
_MEMBERS: Final = "members"


@dataclass(frozen=True, slots=True)
class Told:
    """What recipients were told: by the hash of each recipient, the tokens of its messages, the latest last."""

    tokens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, recipient: Recipient, token: str) -> bool:
        """Tell whether *recipient* was told what *token* stands for."""
        return token in self.tokens.get(recipient.fingerprint, ())

    def after(self, recipient: Recipient, token: str, remembered: int = REMEMBERED) -> "Told":
        """Return the same, once *recipient* was told what *token* stands for; the latest *remembered* are kept."""
        before = [one for one in self.tokens.get(recipient.fingerprint, ()) if one != token]
        return Told({**self.tokens, recipient.fingerprint: (*before, token)[-remembered:]})

    def only(self, token: str) -> "Told":
        """Return the same without what was told besides *token*."""
        return Told({recipient: (token,) for recipient, tokens in self.tokens.items() if token in tokens})

    def as_json(self) -> Mapping[str, list[str]]:
        """Return its part of the file."""
        return {recipient: list(tokens) for recipient, tokens in sorted(self.tokens.items())}


@dataclass(frozen=True, slots=True)
class ToldBook:
    """The whole file: what was told of a repository alone, and what of each member of a fleet, by its name."""

    alone: Told = field(default_factory=Told)
    members: Mapping[str, Told] = field(default_factory=dict)

    def knows(self, recipient: Recipient, member: str, token: str) -> bool:
        """Tell whether *recipient* was told what *token* stands for of *member*."""
        return member in self.members and self.members[member].knows(recipient, token)

    def after(self, recipient: Recipient, tokens: Mapping[str, str]) -> "ToldBook":
        """Return the same, once *recipient* was told what *tokens* stand for, by member."""
        told = {
            member: self.members.get(member, Told()).after(recipient, token, OF_MEMBER)
            for member, token in tokens.items()
        }
        return ToldBook(self.alone, {**self.members, **told})

    def forgotten(self, tokens: Mapping[str, str], members: Collection[str] | None) -> "ToldBook":
        """Return the same without what was told of those in *tokens* besides their token, since they do not differ.

        Those that are not among *members* are members no more, unless *members* is None. What was told of the fleet
        as a whole, that it could not be read, is over.
        """
        told = {
            member: page.only(tokens[member]) if member in tokens else page
            for member, page in self.members.items()
            if members is None or member in members
        }
        return ToldBook(members={member: page for member, page in told.items() if page.tokens})

    def write(self, file: Path) -> None:
        """Write *file*, whole. Raises ReconcilerError."""
        members = {member: page.as_json() for member, page in sorted(self.members.items())}
        every = {
            "format_version": FORMAT_VERSION,
            _KEY: self.alone.as_json(),
            **({_MEMBERS: members} if members else {}),
        }
        write_whole(file, json.dumps(every, indent=2) + "\n")


def read_told(file: Path) -> ToldBook:
    """Return what *file* holds; nothing if it is not there. Raises UsageError for a file that is not of this kind."""
    if not file.exists():
        return ToldBook()
    try:
        found = json.loads(read_bytes(file, _LARGEST))
    except NotReadable as error:
        raise UsageError(f"cannot read {file}: {error.reason}") from error
    except (ValueError, RecursionError):
        found = None
    if not _is_told(found):
        hint = "name another file, or delete it: then everybody is told again"
        raise UsageError(f"{file} is not a file of --told, or is broken", hint)
    members = {member: _read(page) for member, page in found.get(_MEMBERS, {}).items()}
    return ToldBook(_read(found[_KEY]), members)


def _read(page: Mapping[str, list[str]]) -> Told:
    return Told({recipient: tuple(tokens) for recipient, tokens in page.items()})


def _is_told(found: Any) -> bool:  # noqa: ANN401 - JSON
    """Tell whether *found* is what `ToldBook.write` writes, in this version of its format."""
    told = found.get(_KEY) if isinstance(found, dict) else None
    version = str(found.get("format_version")).partition(".")[0] if told is not None else ""
    members = found.get(_MEMBERS, {}) if told is not None else None
    return version == _MAJOR and isinstance(members, dict) and all(map(_is_page, (told, *members.values())))


def _is_page(page: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(page, dict) and all(map(_is_entry, page.items()))


def _is_entry(entry: tuple[str, Any]) -> bool:
    recipient, tokens = entry
    return isinstance(tokens, list) and all(
        isinstance(one, str) and _HASH.fullmatch(one) for one in (recipient, *tokens)
    )
