"""The checklist of endpoint services as text: each service with its items, and what is red or unknown and why."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reconciler.printed import ChecklistItemJson, ChecklistJson, ChecklistServiceJson, SubmissionJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count

PARTS: Final = {"creation": "Product creation", "testing": "Product testing"}
"""The headings of both checklists, in AWS Marketplace's words."""
SIGNS: Final = {"green": "✓", "red": "✗", "grey": "?"}
NOTHING: Final = "Nothing to check: no document wants an endpoint service."


def checklist_lines(answer: ChecklistJson, style: Style = PLAIN) -> Iterator[str]:
    """Show each service and its items."""
    page = Page(style)
    return separated(
        [
            page.folded([checklist_verdict(answer)]),
            page.messages(problem_lines(page, answer["problems"])),
            *(list(_service(page, one)) for one in answer["services"]),
        ]
    )


def checklist_verdict(answer: ChecklistJson) -> str:
    """Count services and items by status; an answer without services says so."""
    services = answer["services"]
    if not services:
        return "Not everything could be read." if answer["problems"] else NOTHING
    counts = Counter[str](item["status"] for one in services for item in one["items"])
    told = ", ".join(f"{counts[status]:,} {status}" for status in SIGNS if counts[status])
    part = ", as far as AWS could be read" if answer["problems"] else ""
    return f"{count(len(services), 'endpoint service')}{part}: {told}."


def service_verdict(one: ChecklistServiceJson) -> str:
    """Say how many of the items that AWS Marketplace requires are red or unknown."""
    counts = Counter(item["status"] for item in one["items"] if item["required"])
    if counts["red"]:
        return f"not ready: {count(counts['red'], 'required item')} red"
    return f"nothing required is red; {counts['grey']} unknown" if counts["grey"] else "all that is required is green"


def submission_facts(answer: SubmissionJson) -> Iterator[list[tuple[str, str]]]:
    """Return what to send about each service: a label and a value each."""
    for one in answer["submission"]:
        yield [
            ("Endpoint service", one["service_name"]),
            ("Region", one["region"]),
            ("AWS account of the endpoint service", one["account"]),
            ("User-friendly DNS name", one["user_friendly_name"]),
            ("AWS account of the certificates", one["certificate_account"]),
            *([("Private DNS name", one["private_dns_name"])] if one["private_dns_name"] else []),
        ]


def submission_lines(answer: SubmissionJson, _style: Style = PLAIN) -> Iterator[str]:
    """Show what to send to AWS Marketplace."""
    return separated([f"{label}: {clean(value)}" for label, value in facts] for facts in submission_facts(answer))


def _service(page: Page, one: ChecklistServiceJson) -> Iterator[str]:
    where = f"{clean(one['region'])} of {clean(one['account'])}"
    yield page.strong(f"{clean(one['address'])}  {where}: {service_verdict(one)}")
    for part, title in PARTS.items():
        yield f"  {title}"
        for item in one["items"]:
            if item["part"] == part:
                yield from page.messages(_item(page.style, item))


def _item(style: Style, item: ChecklistItemJson) -> Iterator[str]:
    colour = {"green": style.good, "red": style.error, "grey": style.faint}[item["status"]]
    yield f"    {colour}{SIGNS[item['status']]}{style.off} {clean(item['title'])}"
    yield f"      {clean(item['because'])}"
