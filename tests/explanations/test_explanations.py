"""Every code that reconciler makes is explained, truthfully and in few words."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from reconciler.documents.reading import read_text
from reconciler.explanations import RULES, Explanation, read_explanations
from reconciler.kinds import all_kinds
from reconciler.model import Rule, Severity
from reconciler.render import code_lines, explanation_lines
from reconciler.validation import validate
from tests.problem_codes import OUTCOME, PASSED_ON, made, unevaluated

ROOT = Path(__file__).parents[2]
FILES = (*(ROOT / "reconciler" / "explanations").glob("*.toml"), *(ROOT / "reconciler" / "kinds").glob("*/*.toml"))
SECTION = re.compile(r"^#+ (\d+(?:\.\d+)?)[. ]", re.MULTILINE)
SENTENCE = re.compile(r"(?:[A-Z`\"]|reconciler ).*\.")
TABLE = re.compile(r"^\[(.+)\]$", re.MULTILINE)
MADE_LATER = {
    ("nothing-managed", "error"),  # by drift
    ("ungoverned", "warning"),  # where the settings say so
    ("public_endpoint_service", "warning"),  # where the settings say so
    *((rule.value, "note") for rule in Rule if rule is not Rule.PROTECTED),  # once accepted
}
"""Severities that a problem gets after it was made."""
LONGEST = {"summary": 110, "means": 540, "do": 280}
"""Characters: what is read in half a minute."""


@cache
def known() -> Mapping[str, Explanation]:
    """Return what the package explains."""
    return read_explanations(kind.problems for kind in all_kinds().values())


def test_every_code_is_explained_and_no_other() -> None:
    """A new code without an explanation fails here, and so does an explanation that nothing makes any more."""
    codes = {one.code for one in made()}
    assert len(codes) > 120
    assert (sorted(codes - known().keys()), sorted(known().keys() - codes)) == ([], [])


def test_no_call_makes_a_code_that_is_not_collected() -> None:
    """Where a code comes from a variable, the tests know which codes it can be."""
    assert unevaluated() == PASSED_ON.keys()


def test_no_code_is_explained_twice() -> None:
    """A code that several kinds make is explained once, outside of their folders."""
    tables = [code for file in FILES for code in TABLE.findall(file.read_text("utf-8"))]
    assert sorted(tables) == sorted(known())


def test_an_explanation_has_the_severities_that_the_code_makes() -> None:
    """What is said to be an error is one, and what can be a warning is said to be one."""
    told = {(one.code, severity.value) for one in known().values() for severity in one.severity}
    told |= {(one.code, OUTCOME) for one in known().values() if one.outcome}
    assert told == {(one.code, one.severity) for one in made()} | MADE_LATER


def test_every_rule_is_in_the_group_of_rules() -> None:
    """In the order in which guards name them."""
    assert [one.code for one in known().values() if one.group == RULES] == [rule.value for rule in Rule]


def test_an_explanation_is_short_and_in_sentences() -> None:
    """A summary is a row of a table; the rest are sentences that end with a full stop."""
    assert [one.code for one in known().values() if one.summary.endswith(".")] == []
    assert [one.code for one in known().values() for text in (one.means, one.do) if not SENTENCE.fullmatch(text)] == []
    sizes = {(one.code, part): len(getattr(one, part)) for one in known().values() for part in LONGEST}
    assert {at: size for at, size in sizes.items() if size > LONGEST[at[1]]} == {}


def test_the_page_and_the_section_that_an_explanation_names_exist() -> None:
    """`docs/contract.md 1.2` is a page with a section 1.2."""
    named = {one.see for one in known().values() if one.see}
    pages = {see.partition(" ")[0] for see in named}
    sections = {page: {"", *SECTION.findall((ROOT / page).read_text("utf-8"))} for page in pages}
    assert len(named) > 20
    assert [see for see in named if see.partition(" ")[2] not in sections[see.partition(" ")[0]]] == []


def test_an_example_that_is_a_document_is_valid() -> None:
    """A user can copy the example into a repository."""
    schemas = {name: kind.schema for name, kind in all_kinds().items()}
    examples = {one.code: one.example for one in known().values() if "kind:" in one.example}
    assert len(examples) > 5
    for code, example in examples.items():
        read = read_text(example.encode(), code)
        assert (*read.problems, *validate(read.documents, schemas)[1]) == ()


def test_an_error_that_stops_the_plan_says_so() -> None:
    """Users see at once whether one document waits, or all of them: of every error of documents, and of every kind."""
    what = re.compile(r"[Nn]othing (?:is|was) planned|left out of the plan|no plan")
    errors = [
        one
        for one in known().values()
        if Severity.ERROR in one.severity and one.group not in {"Plans", "Runs", "Twin", RULES}
    ]
    assert len(errors) > 70
    assert [one.code for one in errors if not what.search(one.means)] == []


@pytest.mark.parametrize("width", [60, 100])
def test_every_explanation_fits_into_the_width(width: int) -> None:
    """Sentences at the narrowest and at the widest; examples, which are never broken, at the width of the help."""
    examples = {line for one in known().values() for line in one.example.splitlines()}
    assert max(map(len, examples)) <= 98
    lines = [line for one in known().values() for line in explanation_lines(one, width=width)]
    assert [line for line in lines if len(line) > width and line.strip() not in map(str.strip, examples)] == []
    assert max(map(len, code_lines(known().values(), width=width))) <= max(width, 69)
