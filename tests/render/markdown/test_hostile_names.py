"""Names and values of AWS and of files do nothing in a comment, in a line of text, or in JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.render import (
    Marker,
    Style,
    drift_lines,
    drift_markdown,
    effective_lines,
    effective_markdown,
    github_lines,
    plan_lines,
    plan_markdown,
    refusal_lines,
    report_lines,
    report_markdown,
    validation_lines,
    validation_markdown,
)
from reconciler.render.as_json import to_json
from reconciler.render.page import Page
from tests.render.markdown.hostile import ATTACKS, LONG, NAMES, poisoned, renamed
from tests.render.markdown.rendered import faults
from tests.render.markdown.samples import (
    bought_answer,
    drifted_plan,
    unmade_plan,
    whole_answer,
    whole_plan,
    whole_report,
    whole_validation,
)

MARKER = Marker("plan", "reconciler.yaml")
COMMENTS: Mapping[str, tuple[Callable[[], Any], Callable[[Any], str]]] = {
    "plan": (whole_plan, lambda plan: plan_markdown(plan, MARKER)),
    "unmade plan": (unmade_plan, lambda plan: plan_markdown(plan, MARKER)),
    "drift": (drifted_plan, lambda plan: drift_markdown(plan, MARKER)),
    "effective": (whole_answer, lambda answer: effective_markdown(answer, MARKER)),
    "product": (bought_answer, lambda answer: effective_markdown(answer, MARKER)),
    "validation": (whole_validation, lambda answer: validation_markdown(answer, MARKER)),
    "report": (whole_report, lambda report: report_markdown(report, whole_plan(), MARKER)),
    "report without plan": (whole_report, lambda report: report_markdown(report, None, MARKER)),
}
SEVERAL = st.lists(NAMES, min_size=1, max_size=30)
ALL = [*ATTACKS, *LONG]


@pytest.mark.parametrize("names", [ALL, ALL[::-1]], ids=["forwards", "backwards"])
@pytest.mark.parametrize("kind", COMMENTS)
def test_values_make_nothing_in_a_comment(kind: str, names: list[str]) -> None:
    """No value makes HTML, a link, an image, a heading, a list, a mention or a reference, or breaks a table."""
    sample, markdown = COMMENTS[kind]
    assert faults(markdown(poisoned(sample(), names))) == []


@given(kind=st.sampled_from(sorted(COMMENTS)), names=SEVERAL)
def test_values_in_any_order_make_nothing_in_a_comment(kind: str, names: list[str]) -> None:
    """Whatever stands beside a value, it stays text."""
    sample, markdown = COMMENTS[kind]
    assert faults(markdown(poisoned(sample(), names))) == []


@given(kind=st.sampled_from(["plan", "drift", "effective", "report"]), names=SEVERAL)
@example(kind="plan", names=ALL)
@example(kind="plan", names=ALL[::-1])
def test_names_of_ids_make_nothing_in_a_comment(kind: str, names: list[str]) -> None:
    """Titles of accounts, units, products, experiences and customers are text."""
    sample, markdown = COMMENTS[kind]
    assert faults(markdown(renamed(sample(), names))) == []


TEXTS: Mapping[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "plan": (whole_plan, lambda plan: plan_lines(plan, full=True)),
    "short plan": (whole_plan, plan_lines),
    "plan on a small screen": (whole_plan, lambda plan: plan_lines(plan, Style(width=60, screen=True))),
    "refusal": (whole_plan, refusal_lines),
    "drift": (drifted_plan, drift_lines),
    "effective": (whole_answer, effective_lines),
    "product": (bought_answer, effective_lines),
    "validation": (whole_validation, lambda answer: validation_lines(Page(), answer["problems"], answer["read"])),
    "report": (whole_report, lambda report: report_lines(report, whole_plan())),
    "annotations": (whole_validation, lambda answer: github_lines(answer["problems"])),
}


@pytest.mark.parametrize("names", [ALL, ALL[::-1]], ids=["forwards", "backwards"])
@pytest.mark.parametrize("kind", TEXTS)
def test_each_line_of_text_stays_one_printable_line(kind: str, names: list[str]) -> None:
    """No value moves the cursor, ends a line, or hides what follows it."""
    sample, lines = TEXTS[kind]
    assert [line for line in lines(poisoned(sample(), names)) if not line.isprintable()] == []


@given(kind=st.sampled_from(sorted(TEXTS.keys() - {"plan on a small screen"})), names=SEVERAL)
def test_each_line_of_any_text_is_printable(kind: str, names: list[str]) -> None:
    """Whatever stands beside a value, it stays in its line."""
    sample, lines = TEXTS[kind]
    assert [line for line in lines(poisoned(sample(), names)) if not line.isprintable()] == []


@pytest.mark.parametrize("sample", [whole_plan, whole_answer, whole_validation, whole_report])
def test_json_keeps_every_value_in_ascii(sample: Callable[[], Any]) -> None:
    """A program reads back what was written, whatever encoding lies between."""
    value = poisoned(sample(), ALL)
    text = to_json(value)
    assert (json.loads(text), text.isascii()) == (value, True)
