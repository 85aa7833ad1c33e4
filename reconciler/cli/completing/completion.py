"""What can stand at a slot of the command line."""

import re
from argparse import Action
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reconciler.cli.arguments import COMMANDS

from .slot import Slot
from .values import FILE, FORMAT, VALUES, Candidate, Context, value_of

_SAFE = re.compile(r"[A-Za-z0-9*_.@=:/-]+")
"""Words that no shell changes or executes, except that `*` may be expanded, as in the user's own word."""


class Completion(NamedTuple):
    """What can stand at the cursor: *candidates*, each in the place of the whole word.

    *files* tells that the shell has to complete a file behind the first *head* characters of the word, and *other* that
    it has to complete the command line of another program.
    """

    candidates: tuple[Candidate, ...] = ()
    files: bool = False
    other: bool = False
    head: int = 0


def complete(slot: Slot, config: str | None, here: Path) -> Completion:
    """Return what can stand at *slot*; *config* is the value of `--config`, *here* the working directory."""
    if slot.other:
        return Completion(other=True)
    if slot.command:
        return _words(slot, (Candidate(name, one.summary) for name, one in COMMANDS.items()))
    if slot.value_of:
        return _values(slot, slot.value_of, Context(slot.word, config, here))
    return _words(slot, _options(slot))


def _words(slot: Slot, candidates: Iterable[Candidate]) -> Completion:
    """Return those of *candidates* that begin with the word and need no quotes."""
    fitting = (one for one in candidates if one.word.startswith(slot.word) and _SAFE.fullmatch(one.word))
    return Completion(tuple(one._replace(word=slot.head + one.word) for one in fitting))


def _options(slot: Slot) -> Iterator[Candidate]:
    """Return the options of *slot*; short ones only where the user begins with a single dash."""
    short = slot.word.startswith("-") and not slot.word.startswith("--")
    for option in slot.options:
        names = [name for name in option.option_strings if short or name.startswith("--")]
        yield from (Candidate(name, option.help or "") for name in names)


def _values(slot: Slot, argument: Action, context: Context) -> Completion:
    """Return the values of *argument*."""
    kind = value_of(argument)
    to_file = kind == FORMAT and "=" in slot.word
    if kind == FILE or to_file:
        before = slot.word.index("=") + 1 if to_file else 0
        return Completion(files=True, head=len(slot.head) + before)
    return _words(slot, VALUES[kind](argument, context))
