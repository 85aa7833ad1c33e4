"""Suggestions for misspelt words: the known word that is most similar, as difflib measures similarity.

difflib needs 10 µs to compare two words, and more than a second to find one of 100,000. `KnownWords` finds the same
word, but compares only those that can be more similar than the best so far. Two upper bounds tell: the characters that
two words have in common, and the longest sequence of them in the same order (of length L, the similarity is at most 2 L
divided by the sum of both lengths). Example: `vendr` has all its 5 characters in common with `vendor`, so the
similarity is at most 10/11, which it is; `bread` has 3, so at most 6/11, and is not compared once `vendor` was.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

_CLOSE: Final = 0.7
"""The minimum similarity of close words (difflib's ratio): `vendr` is close to `vendor`, `kind` is not to `id`."""
MOST: Final = 50
"""The number of unknown words of one list of known words that have suggestions: a search for each costs time."""


class KnownWords:
    """Known words, prepared for many searches."""

    def __init__(self, known: Iterable[str]) -> None:
        """Prepare *known*: of each word the set of its characters, as a bit for each character and its repetitions."""
        self._bits: dict[tuple[str, int], int] = {}
        self._words = [(word, len(word), self._mask(word)) for word in dict.fromkeys(known)]

    def nearest(self, word: str, least: float) -> str | None:
        """Return the known word that is most similar to *word*, None if no similarity is at least *least*.

        Of equally similar words it is the last in the order of characters, as of `difflib.get_close_matches`.
        """
        compared = difflib.SequenceMatcher(b=word)
        best = (least, "")
        for bound, candidate in self._by_bound(word, least):
            if bound < best[0]:
                break
            if _similarity(_in_order(word, candidate), word, candidate) >= best[0]:
                compared.set_seq1(candidate)
                best = max(best, (compared.ratio(), candidate))
        return best[1] or None

    def _by_bound(self, word: str, least: float) -> Iterator[tuple[float, str]]:
        """Return the words whose similarity may be at least *least*, each with an upper bound, the highest first."""
        mask, length = self._mask(word), len(word)
        bounds = [((mask & its).bit_count() / (length + long or 1), known) for known, long, its in self._words]
        yield from sorted(((2.0 * bound, known) for bound, known in bounds if 2.0 * bound >= least), reverse=True)

    def _mask(self, word: str) -> int:
        mask = 0
        for at, character in enumerate(word):
            times = word.count(character, 0, at)
            mask |= 1 << self._bits.setdefault((character, times), len(self._bits))
        return mask


def _similarity(common: int, one: str, other: str) -> float:
    """Return the similarity of two words with *common* characters in common, as difflib computes it."""
    return 2.0 * common / (len(one) + len(other))


def _in_order(one: str, other: str) -> int:
    """Return the length of the longest common subsequence of two words, by Hyyrö's bit-parallel algorithm."""
    places: dict[str, int] = {}
    for at, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << at
    every = (1 << len(one)) - 1
    unmatched = every
    for character in other:
        matched = unmatched & places.get(character, 0)
        unmatched = ((unmatched + matched) | (unmatched - matched)) & every
    return len(one) - unmatched.bit_count()


class Spellings:
    """Known words as users may misspell them: case is ignored, and a suggestion is close."""

    def __init__(self, known: Iterable[str]) -> None:
        """Prepare *known*."""
        self._by_lower = {word.lower(): word for word in sorted(known, reverse=True)}
        self._words = KnownWords(self._by_lower)

    def nearest(self, word: str) -> str | None:
        """Return the known word that *word* is probably a misspelling of, ignoring case; None when none is close."""
        close = self._words.nearest(word.lower(), _CLOSE)
        return self._by_lower[close] if close else None


class Suggestions:
    """Hints for the unknown words of one run: the first `MOST` different words have suggestions, later ones a note."""

    def __init__(self, nearest: Callable[[str], str | None]) -> None:
        """Ask *nearest* for the word that an unknown one is probably a misspelling of, once for each word."""
        self._nearest = nearest
        self._hints: dict[str, str] = {}

    def did_you_mean(self, word: str) -> str:
        """Return the hint "did you mean"; empty when no word is close, or when this word is not searched for."""
        if word not in self._hints and len(self._hints) < MOST:
            self._hints[word] = _question(self._nearest(word))
        return self._hints.get(word, "")

    def end(self, word: str) -> str:
        """Return the note that suggestions have ended before *word*; empty when it was searched for."""
        return "" if word in self._hints else f"only the first {MOST} unknown names have suggestions"


def _question(near: str | None) -> str:
    return f"did you mean '{near}'?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of *known* that *word* is probably a misspelling of, ignoring case; None when none is close."""
    return _prepared(tuple(known)).nearest(word)


_prepared = lru_cache(maxsize=8)(Spellings)
"""Keeps the latest lists, since one command often searches one list for many words."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint "did you mean", with the nearest of *known*; empty when none is close."""
    return _question(nearest(word, known))


def edits(one: str, other: str) -> int:
    """Return the number of characters inserted, removed or replaced between two words (Levenshtein distance)."""
    before = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        costs = [row]
        for at, wanted in enumerate(other, 1):
            costs.append(min(costs[-1] + 1, before[at] + 1, before[at - 1] + (character != wanted)))
        before = costs
    return before[-1]
