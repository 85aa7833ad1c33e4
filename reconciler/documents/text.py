"""Bytes of a file -> its text, or the findings that it is no text."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from reconciler.model import mark

from .files import LARGEST_FILE
from .finding import Finding, mark_at

LONGEST_LINE: Final = (1 << 20) - 1
"""Characters: the largest column that a `Mark` can hold."""

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that YAML forbids, and those that it reads as line breaks or byte order marks but editors do not show."""

_MOST_CHARACTERS: Final = 10
"""How many unprintable characters of a file are reported: a file with more of them is probably binary."""


def decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of *data* without its byte order mark, or an empty text and the findings that it is no text."""
    if len(data) > LARGEST_FILE:
        message = f"the file has {len(data)} bytes; {LARGEST_FILE} are read at most"
        return "", (Finding(mark(1, 1), "too-large", message, "split it into several files"),)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as undecodable:
        return "", (_not_utf_8(data.removeprefix(codecs.BOM_UTF8), undecodable.start),)
    findings = (*_long_lines(text), *(() if text.isascii() else unprintable(text)))
    return ("", findings) if findings else (text, ())


def unprintable(text: str) -> tuple[Finding, ...]:
    """Find the first ten characters that YAML forbids or that editors do not show."""
    found = [match for match, _ in zip(_UNPRINTABLE.finditer(text), range(_MOST_CHARACTERS), strict=False)]
    return tuple(
        Finding(
            mark_at(text, match.start()),
            "invisible-character",
            f"the character U+{ord(match[0]):04X} cannot be seen and is not allowed",
            'delete it; in text, write it in double quotes as an escape, like "\\u2028"',
        )
        for match in found
    )


def _not_utf_8(data: bytes, offset: int) -> Finding:
    if data.startswith(_UTF_16):
        return Finding(mark(1, 1), "not-utf-8", "the file is UTF-16, not UTF-8", "save it as UTF-8")
    at = mark_at(data[:offset].decode("utf-8") + "?", offset=len(data[:offset].decode("utf-8")))
    return Finding(at, "not-utf-8", f"the byte 0x{data[offset]:02X} is not UTF-8", "save the file as UTF-8")


def _long_lines(text: str) -> Iterator[Finding]:
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            message = f"the line has {len(line)} characters; {LONGEST_LINE} are read at most"
            yield Finding(mark(number, 1), "too-large", message, "break it into several lines")
