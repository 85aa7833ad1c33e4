"""Which argument of a command line the cursor stands at. Pure.

The parsers of the commands know all arguments, so there is no second list of them. Example: after `apply --select`, the
slot is the value of `--select`; after `apply --report=`, it is the value of `--report`, behind the head `--report=`.
"""

from argparse import Action
from collections.abc import Sequence
from typing import NamedTuple

from reconciler.cli.arguments import COMMANDS, command_parser, global_parser, split
from reconciler.cli.parser import Parser

PROGRAM = "reconciler"


class Slot(NamedTuple):
    """What can stand at the cursor.

    *value_of* is an argument whose value can; *options* are the options that can; *command* tells that the name of a
    command can, and *other* that the words are the command line of another program. *head* is the beginning of the word
    at the cursor that is not part of the value, such as `--select=`. *word* is the rest of that word.
    """

    word: str
    head: str = ""
    value_of: Action | None = None
    options: tuple[Action, ...] = ()
    command: bool = False
    other: bool = False


class _Walk:
    """The words of one command as its parser takes them, up to the cursor."""

    def __init__(self, parser: Parser, words: Sequence[str]) -> None:
        self._options = [action for action in parser.arguments if action.option_strings]
        self._positions = [action for action in parser.arguments if not action.option_strings]
        self._named = {name: action for action in self._options for name in action.option_strings}
        self._waiting: Action | None = None
        self._given: set[str] = set()
        self._positions_only = False
        for word in words:
            self._take(word)

    def _take(self, word: str) -> None:
        if self._waiting and not self._ends(word):
            self._waiting = self._waiting if self._waiting.nargs == "*" else None
        elif self._positions_only or not word.startswith("-"):
            if self._positions and self._positions[0].nargs != "*":
                self._positions.pop(0)
        elif word == "--":
            self._positions_only = True
        else:
            name, equals, _ = word.partition("=")
            option = self._named.get(name)
            self._given.add(option.dest if option else name)
            self._waiting = option if option and option.nargs != 0 and not equals else None

    def slot(self, word: str) -> Slot:
        """Return the slot of *word*, the word at the cursor."""
        if self._waiting and not self._ends(word):
            return Slot(word, value_of=self._waiting)
        if word.startswith("-") and not self._positions_only:
            name, equals, value = word.partition("=")
            option = self._named.get(name)
            if not equals:
                return Slot(word, options=self._open())
            return Slot(value, name + equals, value_of=option if option and option.nargs != 0 else None)
        if self._positions:
            return Slot(word, value_of=self._positions[0])
        return Slot(word, options=() if word or self._positions_only else self._open())

    def _ends(self, word: str) -> bool:
        """Tell whether *word* is an option behind the values of an option that takes any number of them."""
        return self._waiting is not None and self._waiting.nargs == "*" and word.startswith("-")

    def _open(self) -> tuple[Action, ...]:
        """Return the options that can still be given: those that are repeatable, and those that are not given yet."""
        return tuple(one for one in self._options if isinstance(one.default, list) or one.dest not in self._given)


def find_slot(words: Sequence[str], word: str) -> Slot:
    """Return what can stand at *word*, the word at the cursor, behind *words*; the program's name is not one of them.

    Of a wrong command line, it returns what fits best, or a slot for nothing.
    """
    before, rest = split(words)
    if rest:
        return _slot_of_command(rest[0], rest[1:], word)
    slot = _Walk(global_parser(), before).slot(word)
    return slot if slot.value_of or word.startswith("-") else Slot(word, command=True)


def _slot_of_command(command: str, words: Sequence[str], word: str) -> Slot:
    if command not in COMMANDS:
        return Slot(word)
    _, parser = command_parser(command)
    if not (parser.takes_command and "--" in words):
        return _Walk(parser, words).slot(word)
    other = words[words.index("--") + 1 :]
    if other and other[0].rpartition("/")[2] == PROGRAM:
        return find_slot(other[1:], word)
    return Slot(word, other=True)
