"""The API calls that a plan makes, in their order: what each carries, by object."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from reconciler.spelling import numbered

from .owners import Owners
from .page import Document, Page
from .words import clean, count, joined, value

_CHANGE_SET = "StartChangeSet"
_GLOBAL = "marketplace-catalog"
_WIDTH = 100
_TELLING = {"Status"}
_UNTOLD = {"Catalog", "ResourceArn", "Resources", "ServiceId", "ServiceIds", "TagSpecifications"}
"""Parameters that only name the object, which its address does, or that every such call has."""


def call_lines(page: Page, document: Document) -> Iterator[str]:
    """Show all operations, with what each waits for and what it carries."""
    operations = document["operations"]
    if not operations:
        return
    yield ""
    yield page.strong("Calls, in this order")
    owners = Owners.of(document)
    for operation in page.shown(operations):
        yield _call(page, operation)
        for address, verbs in _content(operation, owners).items():
            yield from _wrapped(page, address, verbs)
    yield from page.rest(operations, "  ")


def _wrapped(page: Page, address: str, verbs: list[str]) -> Iterator[str]:
    """Show what is done to one object, in as many lines as that takes."""
    first, *more = wrap(", ".join(verbs), _WIDTH - len(address), break_long_words=False) or [""]
    yield f"        {page.strong(clean(address))}: {first}".removesuffix(": ")
    yield from (f"          {line}" for line in more)


def _call(page: Page, operation: Document) -> str:
    """Say which call is made, as whom, where, and after which others."""
    where = page.named(operation["account"])
    if operation["service"] != _GLOBAL:
        where += f", {clean(operation['region'])}"
    after = f", after {joined([clean(item) for item in operation['after']])}" if operation["after"] else ""
    return f"  {clean(operation['id'])}  {clean(operation['action'])} in {where}{page.faint(after) if after else ''}"


def _content(operation: Document, owners: Owners) -> Mapping[str, list[str]]:
    """Give what the call does to each object, in words, in the order in which it is sent."""
    if operation["action"] != _CHANGE_SET:
        return {_addresses(operation): [_parameters(operation["parameters"])]}
    content: dict[str, list[str]] = {}
    for address, change in owners.each(operation["parameters"]["ChangeSet"]):
        content.setdefault(address or _addresses(operation), []).append(_verb(change))
    return content


def _addresses(operation: Document) -> str:
    return ", ".join(numbered(operation["addresses"]))


def _verb(change: Document) -> str:
    """Name one change of a set, with what it carries: how many members, or which values."""
    verb, details = clean(change["ChangeType"]), change.get("DetailsDocument") or {}
    if "Products" in details:
        carried = count(sum(len(product["Ids"]) for product in details["Products"]), "product")
    elif "Principals" in details:
        carried = count(len(details["Principals"]), "principal")
    else:
        carried = _values(details) if verb.startswith("Update") else ""
    return f"{verb} ({carried})" if carried else verb


def _values(details: Document) -> str:
    """Name the values that an update sets; those of few words are told."""
    parts = [f"{clean(key)} {clean(details[key])}" if key in _TELLING else clean(key) for key in details]
    requests = details.get("Configuration", {}).get("PolicyResourceRequests")
    return f"user requests {clean(requests)}" if requests else joined(parts)


def _parameters(parameters: Document) -> str:
    """Say in short what any other call is told: lists by their length, all else as it is."""
    told = {name: given for name, given in parameters.items() if name not in _UNTOLD}
    tags = [clean(tag["Key"]) for tag in told.pop("Tags", ())]
    return joined([*(_parameter(*one) for one in told.items()), *[f"tags {joined(tags)}"] * bool(tags)])


def _parameter(name: str, given: object) -> str:
    """Say one parameter; one that is true is said by its name alone, like `RemovePrivateDnsName`."""
    if isinstance(given, list):
        return f"{clean(name)} ({len(given)})"
    return clean(name) if given is True else f"{clean(name)} {value(given)}"
