"""The checklist of endpoint services as Markdown, and what to send to AWS Marketplace."""

from collections.abc import Iterator

from reconciler.printed import ChecklistJson, ChecklistServiceJson, SubmissionJson
from reconciler.render.checklist import (
    PARTS,
    SIGNS,
    checklist_verdict,
    service_verdict,
    submission_facts,
)

from .blocks import heading, table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .problems import problem_section


def checklist_markdown(answer: ChecklistJson, marker: Marker) -> str:
    """Return the answer of `checklist` as a comment."""
    return fitted(lambda limits: marker.above([*_lines(answer, limits)], None))


def submission_markdown(answer: SubmissionJson, marker: Marker) -> str:
    """Return what to send to AWS Marketplace: a table for each service."""
    return fitted(lambda limits: marker.above([*_submission(answer, limits)], None))


def _lines(answer: ChecklistJson, limits: Limits) -> Iterator[str]:
    yield f"## {checklist_verdict(answer).removesuffix('.')}"
    yield from problem_section(answer["problems"], "error", limits)
    for one in answer["services"]:
        yield from _service(one, limits)


def _service(one: ChecklistServiceJson, limits: Limits) -> Iterator[str]:
    yield from heading(f"{code(one['address'])} in {prose(one['region'], limits.value)}: {service_verdict(one)}")
    for part, title in PARTS.items():
        rows = [
            [
                f"{SIGNS[item['status']]} {item['status']}",
                prose(item["title"], limits.value),
                prose(item["because"], limits.message),
            ]
            for item in one["items"]
            if item["part"] == part
        ]
        yield from ("", *table(["", title, "Because"], rows))


def _submission(answer: SubmissionJson, limits: Limits) -> Iterator[str]:
    yield "## Endpoint services for AWS Marketplace"
    for facts in submission_facts(answer):
        yield from ("", *table(["", ""], [[label, code(value, limits.message)] for label, value in facts]))
