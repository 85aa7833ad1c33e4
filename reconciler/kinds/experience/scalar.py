"""Texts as YAML has them."""

import json
from collections.abc import Iterator

_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def scalar(value: str) -> str:
    """Write a text so that every YAML reader takes it for a text: quoted, unless it is plainly a word."""
    plain = value.replace("-", "").isalnum() and value[0].isalpha() and value.isascii()
    return value if plain and value.lower() not in _TAKEN else "".join(_quoted(value))


def _quoted(value: str) -> Iterator[str]:
    """Quote as JSON does, but for what only YAML can say: one escape a character, be it beyond the first 65536."""
    for character in json.dumps(value, ensure_ascii=False):
        yield character if character.isprintable() else f"\\U{ord(character):08x}"
