"""Texts as YAML scalars: bare where every reader of YAML takes the bare word for that text, else in quotes.

Example: `finance` stays bare; `111111111111`, `yes`, `2027-01-31` and `1e3` are quoted, since readers of YAML 1.1 or
1.2 would read a number, a boolean or a date.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_OTHER_TYPES: Final = re.compile(
    r"~|null|y|n|yes|no|true|false|on|off|=|<<"
    r"|[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?)"
    r"|[-+]?\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?|[-+]?\.inf|\.nan"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?",
    re.IGNORECASE,
)
"""Words that YAML 1.1 or 1.2 reads as null, boolean, number or time, and the two that mean something in YAML 1.1."""

_NOT_BARE: Final = re.compile(
    r"-(?:\s|$)|[?:]|---|\.\.\.|[\s,\[\]{}#&*!|>'\"%@`]|.*(?::\s|:$|\s#|\s$|[\t\n])", re.DOTALL
)
"""Texts that are no bare word in a block: what they begin with, hold or end with means something else."""

_OF_BRACKETS: Final = re.compile(r"[,\[\]{}?]|[-:](?:[,\[\]{}]|$)")
"""What a bare word in brackets must not hold."""

BARE: Final = re.compile(r"true|false|[-+.0-9eE]+")
"""Values of booleans and numbers, as the schemas take them."""

_CACHED: Final = 16_384


@lru_cache(_CACHED)
def scalar(text: str, *, flow: bool = False) -> str:
    """Return *text* as a YAML scalar on one line; *flow* tells that it stands in brackets."""
    bare = text.isprintable() and text and not _OTHER_TYPES.fullmatch(text) and not _NOT_BARE.match(text)
    if bare and not (flow and _OF_BRACKETS.search(text)):
        return text
    if text.isprintable() and "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    return "".join(_escaped(text))


def _escaped(text: str) -> Iterator[str]:
    """Quote as JSON does, with YAML's escapes (one for each character) for what cannot be printed."""
    for character in json.dumps(text, ensure_ascii=False):
        yield character if character.isprintable() else f"\\U{ord(character):08x}"
