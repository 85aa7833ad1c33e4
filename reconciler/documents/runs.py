"""Runs of plain list entries, which are taken out of a text before it is parsed and put back afterwards.

The lists of a seller may have a million entries. One parser event for each of them takes most of the time of reading
(measured: `make bench`), but nearly all entries are lines of the same form: one word, in the same column. `shorten`
replaces eight or more such lines in a row by one entry, the name of the run, and blank lines, which keep the line
numbers of the rest. Example: a list of 1,000 accounts becomes `- <run 0>` and 999 blank lines, and the parser emits one
event for it.

A name that is not parsed as a list entry was part of a multi-line text. Then, and whenever the text is not YAML, the
whole text is parsed in full.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SIGN: Final = "\ue000"
"""The first character of a run's name: printable for YAML, and from the private use area, so not in users' texts."""

_WORD: Final = r"[A-Za-z0-9][A-Za-z0-9_.:/+=,@-]*+"
_ENTRY: Final = rf"""- (?:(?!(?:null|Null|NULL)\n){_WORD}(?<!:)|"{_WORD}"|'{_WORD}')\n"""
_REMEMBERED: Final = 65_536
_RUN: Final = re.compile(rf"^( *+){_ENTRY}(?:\1{_ENTRY}){{7,}}+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text whose runs are replaced by their names, and the entries of each run by its name."""

    text: str
    runs: Mapping[str, list[str]] = field(default_factory=dict)


class SharedWords(dict[str, str]):
    """One object for each word, of about `_REMEMBERED` words: a customer is in the lists of many services.

    A million entries that name 20,000 customers take 100 MB less.
    """

    def __missing__(self, word: str) -> str:
        """Keep a word that is read for the first time."""
        self[word] = word
        return word

    def each(self, words: list[str]) -> list[str]:
        """Return *words* with the objects that are kept, and keep new words while there is room."""
        if len(self) < _REMEMBERED:
            return list(map(self.__getitem__, words))
        return [self.get(word, word) for word in words]


_SHARED: Final = SharedWords()


def shorten(text: str) -> Shortened:
    """Replace every run of *text* by its name and blank lines."""
    runs: dict[str, list[str]] = {}

    def take(found: re.Match[str]) -> str:
        name, head = f"{_SIGN}{len(runs)}", f"{found[1]}- "
        words = found[0].replace('"', "").replace("'", "")
        runs[name] = _SHARED.each(words[len(head) : -1].split(f"\n{head}"))
        return head + name + "\n" * len(runs[name])

    return Shortened(text) if _SIGN in text else Shortened(_RUN.sub(take, text), runs)
