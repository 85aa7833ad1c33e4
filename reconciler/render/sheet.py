"""What to send to a customer, as text: first what the seller has to know, then what the customer needs."""

from collections.abc import Iterator

from reconciler.printed import SheetEndpointJson, SheetJson, SheetServiceJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count

WAITING = "pendingAcceptance"
_READY = "verified"
_ADVICE = {
    "not_yet": "not allowed yet: apply the plan first, then send this",
    "ending": "allowed until the plan is applied, which ends this access",
    "none": "not allowed any more; its endpoints stay connected until they are rejected",
}


def sheet_lines(answer: SheetJson, style: Style = PLAIN) -> Iterator[str]:
    """Show the sheet of one customer."""
    page = Page(style)
    return separated(
        [
            page.folded([page.strong(clean(sheet_title(answer)))]),
            page.messages(problem_lines(page, answer["problems"])),
            page.folded(f"{style.warning}! {clean(one)}{style.off}" for one in sheet_warnings(answer)),
            *(list(_service(page, one)) for one in answer["services"]),
        ]
    )


def sheet_title(answer: SheetJson) -> str:
    """Return the title: the customer and its accounts."""
    customer = answer["customer"]
    accounts = ", ".join(customer["accounts"])
    named = customer["title"] if customer["title"] == accounts else f"{customer['title']} ({accounts})"
    return f"Endpoint services for {named}"


def sheet_warnings(answer: SheetJson) -> Iterator[str]:
    """Return what the seller has to know before it sends the sheet."""
    if not answer["services"]:
        yield "There is nothing to send: no service allows this customer, and none of its endpoints is connected."
    for one in answer["services"]:
        advice = _ADVICE.get(one["access"])
        if advice:
            yield f"{_called(one)} in {one['region']}: {advice}."
        elif one["expires"]:
            yield f"{_called(one)} in {one['region']}: allowed until {one['expires']} (UTC)."


def service_facts(service: SheetServiceJson) -> Iterator[tuple[str, str]]:
    """Return what a customer has to know of a service: a label and a value each."""
    yield "service name", service["service_name"] or "not known before the service is created"
    yield "region", service["region"]
    if service["supported_regions"]:
        others = ", ".join(service["supported_regions"])
        yield "also from", f"{others} (with --service-region {service['region']})"
    if service["granted_to"]:
        yield "allowed", ", ".join("everyone" if one == "*" else one for one in service["granted_to"])
    yield "acceptance", _acceptance(service)
    dns = service["private_dns"]
    if dns:
        ready = "" if dns["state"] == _READY else ", not usable: AWS has not verified it"
        yield "private name", f"{dns['name']}{ready}"
    yield "zones", ", ".join(service["zone_ids"]) or "not known"
    yield "address types", ", ".join(service["ip_address_types"]) or "not known"


def endpoint_facts(endpoint: SheetEndpointJson) -> Iterator[tuple[str, str]]:
    """Return what a customer has to know of one of its endpoints."""
    waits = ", waits to be accepted" if endpoint["state"] == WAITING else ""
    yield "endpoint", f"{endpoint['endpoint']} of {endpoint['account']} in {endpoint['region']}"
    yield "state", f"{endpoint['state']}{waits}, since {endpoint['since']}"
    for label, names in (
        ("regional name", endpoint["regional"]),
        ("zonal name", endpoint["zonal"]),
        ("private name", endpoint["private"]),
    ):
        yield from ((label, name) for name in names)


def after_acceptance(service: SheetServiceJson) -> str:
    """Say how the private name is turned on after an endpoint was accepted; empty where that is not needed."""
    dns = service["private_dns"]
    if not (dns and dns["state"] == _READY and service["acceptance_required"]):
        return ""
    return f"aws ec2 modify-vpc-endpoint --region {service['region']} --vpc-endpoint-id vpce-ID --private-dns-enabled"


def _called(service: SheetServiceJson) -> str:
    return service["service_name"] or "a service that is not created yet"


def _acceptance(service: SheetServiceJson) -> str:
    if service["acceptance_required"] is None:
        return "not known"
    waiting = sum(one["state"] == WAITING for one in service["endpoints"])
    told = f"; {count(waiting, 'endpoint')} now" if waiting else ""
    if service["acceptance_required"]:
        return f"each endpoint waits until it is accepted{told}"
    return f"endpoints connect at once{told and '; an endpoint of before still waits'}"


def _service(page: Page, service: SheetServiceJson) -> Iterator[str]:
    yield page.strong(clean(service["service_name"] or service["region"]))
    yield from _listed(service_facts(service))
    for one in service["endpoints"]:
        yield ""
        yield from _listed(endpoint_facts(one))
    if service["creation"]:
        made, later = service["creation"], after_acceptance(service)
        yield ""
        yield "  In the console:"
        yield from (f"  {number}. {clean(step)}" for number, step in enumerate(made["console"], 1))
        for label, text in (("By the AWS CLI", made["cli"]), ("By Terraform", made["terraform"])):
            yield ""
            yield f"  {label}:"
            yield from (f"    {clean(line)}" for line in text.splitlines())
        if later:
            yield ""
            yield "  For the private name, after the endpoint was accepted:"
            yield f"    {clean(later)}"


def _listed(facts: Iterator[tuple[str, str]]) -> Iterator[str]:
    return (f"  {label + ':':<15}{clean(value)}" for label, value in facts)
