"""How words of users, ids of AWS and times are written, and what may have been meant by a word not known."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

_LONGEST_QUOTE = 60
_CLOSE = 0.7
"""How much of two words must be equal (difflib's ratio): `vendr` is close to `vendor`, `kind` is not to `id`."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that *word* is a likely slip of, whatever its case; None when none is close."""
    by_lower = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=_CLOSE)
    return by_lower[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask whether the nearest of *known* was meant, as a hint; empty when none is close."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def slip(word: str, slips: Mapping[str, str]) -> str:
    """Return what *slips* says of *word*, by the patterns of likely mistakes: the first one found; empty for none."""
    return next((said for pattern, said in slips.items() if re.search(pattern, word)), "")


_RUNS = re.compile(r"([^0-9]*)([0-9]*)")


def by_number(name: str) -> list[tuple[str, int, str, str]]:
    """Return the key that puts *name* among others where people look for it: `account-2` before `account-10`.

    For names, which people number; of ids the characters are all that can be compared.
    """
    runs = [(text, digits, digits.lstrip("0")) for text, digits in _RUNS.findall(name)]
    return [(text, len(number), number, digits) for text, digits, number in runs]


def numbered(names: Iterable[str]) -> list[str]:
    """Sort *names* for people, by the numbers in them."""
    return sorted(names, key=by_number)


def edits(one: str, other: str) -> int:
    """Count how many characters are inserted, left out or replaced between two words (Levenshtein's distance)."""
    before = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        costs = [row]
        for at, wanted in enumerate(other, 1):
            costs.append(min(costs[-1] + 1, before[at] + 1, before[at - 1] + (character != wanted)))
        before = costs
    return before[-1]


def hints(*sentences: str) -> str:
    """Join those hints that say anything."""
    return "; ".join(sentence for sentence in sentences if sentence)


def field(path: Sequence[str | int]) -> str:
    """Name the value at *path* as users do: `'branding.title'`, `entry 2 of 'products.allow'`, `'list[2].field'`."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {field(path[:-1])}"
    steps = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return quoted(steps.removeprefix(".")) if path else "the document"


def quoted(word: object) -> str:
    """Quote what a user wrote on one line, shortened where it is long, without characters that a terminal obeys."""
    text = "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in str(word)[: _LONGEST_QUOTE + 1]
    )
    return f"'{text}'" if len(str(word)) <= _LONGEST_QUOTE else f"'{text[:_LONGEST_QUOTE]}…'"


def printable(text: str) -> str:
    """Make *text* fit for a comment: on one line, without characters that a terminal or a reader of YAML obeys."""
    return "".join(character if character.isprintable() else " " for character in text)


def moment(given: datetime) -> str:
    """Write a time as AWS does, and every document of ours: `YYYY-MM-DDTHH:MM:SSZ`."""
    return f"{given.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


NAMED = 10
"""How many ids a message names; the plan shows all of them."""


def named(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Name *ids* in their order by id and name, the first ones where there are many."""
    every = list(ids)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(f"{id_} ({names[id_]})" if names.get(id_, "").strip() else id_ for id_ in every[:NAMED]) + more
