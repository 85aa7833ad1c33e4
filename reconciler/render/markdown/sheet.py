"""What to send to a customer, as Markdown."""

from collections.abc import Iterator

from reconciler.printed import SheetJson, SheetServiceJson
from reconciler.render.sheet import after_acceptance, endpoint_facts, service_facts, sheet_warnings

from .blocks import heading, table
from .inert import code, fenced, prose, text
from .limits import Limits, fitted
from .marker import Marker
from .problems import problem_section


def sheet_markdown(answer: SheetJson, marker: Marker) -> str:
    """Return the sheet of one customer; the first line says which command wrote it."""
    return fitted(lambda limits: marker.above([*_lines(answer, limits)], None))


def _lines(answer: SheetJson, limits: Limits) -> Iterator[str]:
    customer = answer["customer"]
    accounts = ", ".join(code(one, limits.value) for one in customer["accounts"])
    named = [] if [customer["title"]] == customer["accounts"] else [text(customer["title"], limits.value)]
    yield f"## Endpoint services for {' '.join([*named, f'({accounts})' if named else accounts])}"
    yield from problem_section(answer["problems"], "error", limits)
    for one in sheet_warnings(answer):
        yield from ("", f"> **{prose(one, limits.message)}**")
    for service in answer["services"]:
        yield from _service(service, limits)


def _service(service: SheetServiceJson, limits: Limits) -> Iterator[str]:
    yield from heading(code(service["service_name"] or service["region"], limits.value))
    yield from table(["", ""], [[label, _cell(value, limits)] for label, value in service_facts(service)])
    for one in service["endpoints"]:
        yield ""
        yield from table(["", ""], [[label, _cell(value, limits)] for label, value in endpoint_facts(one)])
    made, later = service["creation"], after_acceptance(service)
    if made:
        yield from ("", "In the console:", "")
        yield from (f"{number}. {prose(step, limits.message)}" for number, step in enumerate(made["console"], 1))
        yield from ("", "By the AWS CLI:", "", *fenced(made["cli"].splitlines(), "sh"))
        yield from ("", "By Terraform:", "", *fenced(made["terraform"].splitlines(), "hcl"))
        if later:
            yield from ("", "For the private name, after the endpoint was accepted:", "", *fenced([later], "sh"))


def _cell(value: str, limits: Limits) -> str:
    """Return a value; one without blanks is a name or an id, and is copied exactly out of its code span."""
    return prose(value, limits.message) if " " in value else code(value, limits.message)
