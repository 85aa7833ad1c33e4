"""The API calls of a plan, in their order, and what each does to which object."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.printed import OperationJson, PlanJson
from reconciler.spelling import numbered

from .owners import Owners
from .page import Page
from .words import clean, count, joined, value

_CHANGE_SET = "StartChangeSet"
_MANY_SETS = 3
"""Change sets from which on a plan says how many of them wait for each other; of two, the seconds tell it."""
_GLOBAL = "marketplace-catalog"
_TELLING = {"Status"}
_UNTOLD = {"Catalog", "ResourceArn", "Resources", "ServiceId", "ServiceIds", "TagSpecifications"}
"""Parameters that are not shown: they name the object, as its address does, or every such call has them."""


def call_lines(page: Page, plan: PlanJson) -> Iterator[str]:
    """Show all operations: the operations that each waits for, and what it does to each object."""
    operations = plan["operations"]
    if not operations:
        return
    yield f"{page.strong('API calls')}  {len(operations)}{duration(plan)}"
    owners = Owners.of(plan)
    for operation in page.shown(operations):
        yield _call(page, operation)
        for address, verbs in content(operation, owners).items():
            yield f"        {page.strong(clean(address))}: {', '.join(verbs)}".removesuffix(": ")
    yield from page.rest(operations, "  ")


def duration(plan: PlanJson) -> str:
    """Return how long the calls are expected to take; empty for a plan file that does not say it."""
    budget: Mapping[str, Any] = plan["budget"]
    return f", about {budget['expected_seconds']:,} s" if "expected_seconds" in budget else ""


def chain_words(plan: PlanJson) -> str:
    """Return how many of the plan's change sets are carried out one after the other; empty if there are only a few.

    It is also empty for a plan file that does not say it.
    """
    proof = plan["proof"]
    if "chain" not in proof or proof.get("change_sets", 0) < _MANY_SETS:
        return ""
    return f" (at most {proof['chain']:,} one after the other)" if proof["chain"] > 1 else " (none after another)"


def _call(page: Page, operation: OperationJson) -> str:
    """Name the call, its account and region, and the operations that it waits for."""
    where = page.named(operation["account"])
    if operation["service"] != _GLOBAL:
        where += f", {clean(operation['region'])}"
    after = f", after {joined([clean(item) for item in operation['after']])}" if operation["after"] else ""
    return f"  {clean(operation['id'])}  {clean(operation['action'])} in {where}{page.faint(after) if after else ''}"


def content(operation: OperationJson, owners: Owners) -> Mapping[str, list[str]]:
    """Return by address what the call does to each object, in the order in which it is sent."""
    if operation["action"] != _CHANGE_SET:
        parameters = operation["parameters"]
        told = _records(parameters) if "ChangeBatch" in parameters else _parameters(parameters)
        return {_addresses(operation): [told]}
    found: dict[str, list[str]] = {}
    for address, change in owners.each(operation["parameters"]["ChangeSet"]):
        found.setdefault(address or _addresses(operation), []).append(_verb(change))
    return found


def _addresses(operation: OperationJson) -> str:
    return ", ".join(numbered(operation["addresses"]))


def _verb(change: Mapping[str, Any]) -> str:
    """Name one change of a change set, with the number of its members or the values that it sets."""
    verb, details = clean(change["ChangeType"]), change.get("DetailsDocument") or {}
    if "Products" in details:
        carried = count(sum(len(product["Ids"]) for product in details["Products"]), "product")
    elif "Principals" in details:
        carried = count(len(details["Principals"]), "principal")
    else:
        carried = _values(details) if verb.startswith("Update") else ""
    return f"{verb} ({carried})" if carried else verb


def _values(details: Mapping[str, Any]) -> str:
    """Name the fields that an update sets, and the values of those that are short."""
    parts = [f"{clean(key)} {clean(details[key])}" if key in _TELLING else clean(key) for key in details]
    requests = details.get("Configuration", {}).get("PolicyResourceRequests")
    return f"user requests {clean(requests)}" if requests else joined(parts)


def _parameters(parameters: Mapping[str, Any]) -> str:
    """Show the parameters of any other call: lists by their length, other values as they are."""
    told = {name: given for name, given in parameters.items() if name not in _UNTOLD}
    tags = [clean(tag["Key"]) for tag in told.pop("Tags", ())]
    return joined([*(_parameter(*one) for one in told.items()), *[f"tags {joined(tags)}"] * bool(tags)])


def _records(parameters: Mapping[str, Any]) -> str:
    """Show a change of records: what is done to each record set, and how many values it has then."""
    changes = ((one["Action"], one["ResourceRecordSet"]) for one in parameters["ChangeBatch"]["Changes"])
    told = [
        f"{clean(action)} {clean(one['Type'])} {_name(one['Name'])} ({count(len(one['ResourceRecords']), 'value')})"
        for action, one in changes
    ]
    return f"{joined(told)} in {clean(parameters['HostedZoneId'])}"


def _name(given: Any) -> str:  # noqa: ANN401 - a name, or the placeholder of one
    """Return the name of a record set, with `…` for a part that an earlier call makes."""
    return clean(given["within"].replace("{}", "_…") if isinstance(given, Mapping) else given)


def _parameter(name: str, given: object) -> str:
    """Show one parameter; a true one by its name alone, such as `RemovePrivateDnsName`."""
    if isinstance(given, list):
        return f"{clean(name)} ({len(given)})"
    return clean(name) if given is True else f"{clean(name)} {value(given)}"
