"""The file of `--told`: what each recipient was told since there was last no drift.

It has a hash of each recipient, since a URL is a secret, and a hash of what the recipient was told. Two runs at once
both write it whole: the last one wins, and at worst a recipient is told the same twice.
"""

import json
import re
from collections.abc import Mapping
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
_LARGEST: Final = 16 * 1024 * 1024
_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")
_MAJOR: Final = FORMAT_VERSION.partition(".")[0]
_KEY: Final = "told"


@dataclass(frozen=True, slots=True)
class Told:
    """What recipients were told: by the hash of each recipient, the tokens of its messages, the latest last."""

    tokens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, recipient: Recipient, token: str) -> bool:
        """Tell whether *recipient* was told what *token* stands for."""
        return token in self.tokens.get(recipient.fingerprint, ())

    def after(self, recipient: Recipient, token: str) -> "Told":
        """Return the same, once *recipient* was told what *token* stands for."""
        before = [one for one in self.tokens.get(recipient.fingerprint, ()) if one != token]
        return Told({**self.tokens, recipient.fingerprint: (*before, token)[-REMEMBERED:]})

    def only(self, token: str) -> "Told":
        """Return the same without what was told besides *token*."""
        return Told({recipient: (token,) for recipient, tokens in self.tokens.items() if token in tokens})

    def write(self, file: Path) -> None:
        """Write *file*, whole. Raises ReconcilerError."""
        told = {recipient: list(tokens) for recipient, tokens in sorted(self.tokens.items())}
        write_whole(file, json.dumps({"format_version": FORMAT_VERSION, _KEY: told}, indent=2) + "\n")


def read_told(file: Path) -> Told:
    """Return what *file* holds; nothing if it is not there. Raises UsageError for a file that is not of this kind."""
    if not file.exists():
        return Told()
    try:
        found = json.loads(read_bytes(file, _LARGEST))
    except NotReadable as error:
        raise UsageError(f"cannot read {file}: {error.reason}") from error
    except (ValueError, RecursionError):
        found = None
    if not _is_told(found):
        hint = "name another file, or delete it: then everybody is told again"
        raise UsageError(f"{file} is not a file of --told, or is broken", hint)
    return Told({recipient: tuple(tokens) for recipient, tokens in found[_KEY].items()})


def _is_told(found: Any) -> bool:  # noqa: ANN401 - JSON
    """Tell whether *found* is what `Told.write` writes, in this version of its format."""
    told = found.get(_KEY) if isinstance(found, dict) else None
    version = str(found.get("format_version")).partition(".")[0] if told is not None else ""
    return version == _MAJOR and isinstance(told, dict) and all(map(_is_entry, told.items()))


def _is_entry(entry: tuple[str, Any]) -> bool:
    recipient, tokens = entry
    return isinstance(tokens, list) and all(
        isinstance(one, str) and _HASH.fullmatch(one) for one in (recipient, *tokens)
    )
