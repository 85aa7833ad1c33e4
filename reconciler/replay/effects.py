"""What one change makes of one experience, fact by fact.

A fact is a value at a YAML path, or a member's place in the list at a path. That each change sets facts, and never
looks at what was there, is what lets `needs` tell in one pass which changes a plan could do without.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from .sent import Document, Sent

ALLOW, DENY, PRINCIPALS, POLICY = "products.allow", "products.deny", "principals", "products"
LISTS = frozenset({ALLOW, DENY, PRINCIPALS})

Fields = Mapping[str, Any]
"""An experience by YAML path, in YAML's words; a list is a frozenset, and what is not there has no path."""


class Fact(NamedTuple):
    """One value of one experience: at *path*, or whether *member* is in the list there."""

    path: str
    member: str | None
    value: Any


def facts(change: Sent) -> Iterator[Fact]:
    """Give every fact that *change* sets; raises KeyError for a change type that there is none of."""
    yield from _EFFECTS[change.verb](change.details)
    yield from (Fact(f"tags.{key}", None, value) for key, value in change.tags.items())


def held(fields: Fields, fact: Fact) -> Any:  # noqa: ANN401 - any value of a field
    """Give what *fields* have in the place of *fact*; None where they have nothing."""
    if fact.member is None:
        return fields.get(fact.path)
    return fact.member in fields.get(fact.path, ())


def changed(fields: Fields, change: Sent) -> Fields:
    """Give *fields* after *change*."""
    after = dict(fields)
    joined: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    for path, member, value in facts(change):
        if member is None:
            after[path] = value
        else:
            (joined if value else left).setdefault(path, set()).add(member)
    for path in joined.keys() | left.keys():
        members = (after.get(path, frozenset()) | joined.get(path, set())) - left.get(path, set())
        if members or path in after:
            after[path] = members
    return after


def _experience(details: Document) -> Iterator[Fact]:
    """Facts, catalog 4.1: a new experience is disabled, without policy and audience."""
    yield Fact("status", None, "disabled")
    yield from _named(details)


def _named(details: Document) -> Iterator[Fact]:
    for key, path in (("Name", "title"), ("Description", "description")):
        if key in details:
            yield Fact(path, None, details[key])
    if "Status" in details:
        yield Fact("status", None, details["Status"].lower())


def _policy(details: Document) -> Iterator[Fact]:
    yield Fact(POLICY, None, "restricted")
    yield from _requests(details)


def _requests(details: Document) -> Iterator[Fact]:
    word = details.get("Configuration", {}).get("PolicyResourceRequests")
    if word:
        yield Fact("user_requests", None, word.lower())


def _products(here: str, there: str) -> Callable[[Document], Iterator[Fact]]:
    """Facts, catalog 1.10: what joins one list leaves the other."""

    def moved(details: Document) -> Iterator[Fact]:
        for product in listed(details):
            yield Fact(here, product, value=True)
            yield Fact(there, product, value=False)

    return moved


def _principals(*, arrive: bool) -> Callable[[Document], Iterator[Fact]]:
    return lambda details: (Fact(PRINCIPALS, principal, arrive) for principal in details["Principals"])


_LOOKS = {"Title": "title", "Information": "information", "ThemeColor": "theme_color", "LogoUrl": "logo_url"}


def _branding(details: Document) -> Iterator[Fact]:
    for key, value in details["Configuration"].items():
        yield Fact(f"branding.{_LOOKS[key]}", None, value)


def listed(details: Document) -> Iterator[str]:
    """Give the product ids of an Allow or a Deny."""
    return (product for block in details.get("Products", ()) for product in block["Ids"])


_EFFECTS: Mapping[str, Callable[[Document], Iterator[Fact]]] = {
    "CreateExperience": _experience,
    "ReviveExperience": lambda _details: iter([Fact("status", None, "disabled")]),
    "CreateProcurementPolicy": _policy,
    "UpdateProcurementPolicy": _requests,
    "CreateBrandingSettings": _branding,
    "UpdateBrandingSettings": _branding,
    "DenyProductProcurement": _products(DENY, ALLOW),
    "AllowProductProcurement": _products(ALLOW, DENY),
    "DisassociateAudience": _principals(arrive=False),
    "AssociateAudience": _principals(arrive=True),
    "UpdateExperience": _named,
    "RestrictExperience": lambda _details: iter([Fact("status", None, "archived")]),
    "TagResource": lambda _details: iter(()),
}

VERBS = tuple(_EFFECTS)
"""Every change type in the order in which changes of one set take effect: AWS finds its own (facts: catalog 1.4)."""
