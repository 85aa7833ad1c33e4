"""The spelling of words, ids and times in messages.

Example: `numbered` sorts `account-2` before `account-10`; `field(("products", "allow", 1))` is `entry 2 of
'products.allow'`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

_LONGEST_QUOTE = 60


def slip(word: str, slips: Mapping[str, str]) -> str:
    """Return the hint of *slips* for *word*: that of the first pattern that matches; empty when none does."""
    return next((said for pattern, said in slips.items() if re.search(pattern, word)), "")


_RUNS = re.compile(r"([^0-9]*)([0-9]*)")


def by_number(name: str) -> list[tuple[str, int, str, str]]:
    """Return a sort key by which numbers in a name count as numbers: `account-2` is before `account-10`.

    It is for names, which users may number. Ids are sorted by their characters.
    """
    runs = [(text, digits, digits.lstrip("0")) for text, digits in _RUNS.findall(name)]
    return [(text, len(number), number, digits) for text, digits, number in runs]


def numbered(names: Iterable[str]) -> list[str]:
    """Sort *names* by their text and the numbers in it."""
    return sorted(names, key=by_number)


def hints(*sentences: str) -> str:
    """Join all *sentences* that are not empty into one hint; a question ends with its own mark."""
    return "; ".join(sentence for sentence in sentences if sentence).replace("?; ", "? ")


def field(path: Sequence[str | int]) -> str:
    """Return the value at *path* as messages name it: `'branding.title'`, `entry 2 of 'products.allow'`."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {field(path[:-1])}"
    steps = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return quoted(steps.removeprefix(".")) if path else "the document"


def quoted(word: object) -> str:
    """Return *word* in quotes on one line, at most 60 characters of it, without control characters."""
    text = "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in str(word)[: _LONGEST_QUOTE + 1]
    )
    return f"'{text}'" if len(str(word)) <= _LONGEST_QUOTE else f"'{text[:_LONGEST_QUOTE]}…'"


def printable(text: str) -> str:
    """Return *text* for a YAML comment or a log: on one line, without control characters."""
    return "".join(character if character.isprintable() else " " for character in text)


def moment(given: datetime) -> str:
    """Return a time as AWS writes it: `YYYY-MM-DDTHH:MM:SSZ`."""
    return f"{given.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


NAMED = 10
"""The maximum number of ids in a message; the plan shows all."""


def named(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Return *ids* in their order, with their names where they have one; the first ten and how many more there are."""
    every = list(ids)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(f"{id_} ({names[id_]})" if names.get(id_, "").strip() else id_ for id_ in every[:NAMED]) + more
