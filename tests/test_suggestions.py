"""Suggestions are those of difflib, found without comparing every word, and only as many as a user reads."""

import difflib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.suggestions import MOST, KnownWords, Suggestions, did_you_mean, edits, nearest

WORDS = st.text("abc-1", min_size=1, max_size=12) | st.text("ab", min_size=1, max_size=30)


@given(word=WORDS, known=st.lists(WORDS, max_size=20), least=st.sampled_from([0.6, 0.7, 0.9]))
def test_the_suggestion_is_that_of_difflib(word: str, known: list[str], least: float) -> None:
    """Bounds leave out only words that are less similar, and of equally similar words the same one is found."""
    found = KnownWords(known).nearest(word, least)
    assert ([] if found is None else [found]) == difflib.get_close_matches(word, known, n=1, cutoff=least)


def test_few_words_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2,000 similar names, those that cannot be more similar than the best so far are not compared."""
    compared: list[str] = []

    class Counted(difflib.SequenceMatcher[str]):
        """Notes each word that is compared."""

        def set_seq1(self, a: Sequence[str]) -> None:
            compared.extend([str(a)] if a else [])
            super().set_seq1(a)

    monkeypatch.setattr(difflib, "SequenceMatcher", Counted)
    known = KnownWords(f"{kind}-{number:04d}" for kind in ("customer", "supplier") for number in range(1000))
    assert known.nearest("custmer-0042", 0.6) == "customer-0042"
    assert sorted(compared) == ["customer-0042", "customer-0204", "customer-0402", "customer-0420"]


def test_the_first_words_have_suggestions() -> None:
    """Of more words than a user reads, only the first ones are searched for, each once; the others are told why."""
    searched: list[str] = []

    def search(word: str) -> str:
        searched.append(word)
        return f"{word}!"

    suggestions = Suggestions(search)
    words = [f"name-{number}" for number in range(MOST + 1)]
    hints = [(suggestions.did_you_mean(word), suggestions.end(word)) for word in (*words, "name-0")]
    assert hints[0] == hints[-1] == ("did you mean 'name-0!'?", "")
    assert hints[MOST - 1] == ("did you mean 'name-49!'?", "")
    assert hints[MOST] == ("", "only the first 50 unknown names have suggestions")
    assert searched == words[:MOST]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("vendr", "vendor"),
        ("titel", "title"),
        ("TITLE", "title"),
        ("Groups", "groups"),
        ("kind", None),
        ("price", None),
        ("", None),
    ],
)
def test_only_a_likely_slip_is_guessed(word: str, meant: str | None) -> None:
    """A word that resembles no known one has no guess."""
    assert nearest(word, ["id", "title", "vendor", "groups"]) == meant


def test_a_guess_is_a_question() -> None:
    """A hint asks "did you mean"; without a guess there is no question."""
    assert did_you_mean("vendr", ["vendor"]) == "did you mean 'vendor'?"
    assert did_you_mean("x", ["vendor"]) == ""


def test_a_guess_does_not_depend_on_order() -> None:
    """Of two equally similar words, the same is chosen in any order."""
    assert nearest("us-east-9", ["us-east-1", "us-east-2"]) == nearest("us-east-9", ["us-east-2", "us-east-1"])


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("us-east-1", "us-east-1", 0),
        ("us-east-1", "us-east-2", 1),
        ("us-east-1", "us-esat-1", 2),
        ("us-east-1", "us-east-11", 1),
        ("west", "east", 2),
        ("", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_edits_are_counted_character_by_character(one: str, other: str, count: int) -> None:
    """Inserting, deleting and replacing count one each; the distance is symmetric."""
    assert (edits(one, other), edits(other, one)) == (count, count)
