"""Runs of plain entries, taken out of a text before it is parsed, and put back where the parser comes upon them.

A seller's lists hold a million entries. An event with its marks for each of them is most of the time that reading takes
(measured: `make bench`), but nearly all are lines of one form: one word, in one column. Such a run becomes a single
entry that names it, and blank lines, which leave everything else in its place. A name that is not an entry of its own
was no list to begin with, but a part of some text: then, as with everything that is no YAML, all is read in full.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SIGN: Final = "\ue000"
"""Begins the name of a run: printable, and in nobody's text."""

_WORD: Final = r"[A-Za-z0-9][A-Za-z0-9_.:/+=,@-]*+"
_ENTRY: Final = rf"""- (?:(?!(?:null|Null|NULL)\n){_WORD}(?<!:)|"{_WORD}"|'{_WORD}')\n"""
_RUN: Final = re.compile(rf"^( *+){_ENTRY}(?:\1{_ENTRY}){{7,}}+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without its *runs*, whose entries are kept by name."""

    text: str
    runs: Mapping[str, list[str]] = field(default_factory=dict)


def shorten(text: str) -> Shortened:
    """Take every run out of *text*."""
    runs: dict[str, list[str]] = {}

    def take(found: re.Match[str]) -> str:
        name, head = f"{_SIGN}{len(runs)}", f"{found[1]}- "
        words = found[0].replace('"', "").replace("'", "")
        runs[name] = words[len(head) : -1].split(f"\n{head}")
        return head + name + "\n" * len(runs[name])

    return Shortened(text) if _SIGN in text else Shortened(_RUN.sub(take, text), runs)
