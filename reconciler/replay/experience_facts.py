"""What each change type of the Catalog API makes of an experience."""

from collections.abc import Callable, Iterator, Mapping

from .facts import Fact
from .sent import Document

ALLOW, DENY, PRINCIPALS, POLICY = "products.allow", "products.deny", "principals", "products"
LISTS = frozenset({ALLOW, DENY, PRINCIPALS})


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


EFFECTS: Mapping[str, Callable[[Document], Iterator[Fact]]] = {
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
"""By change type, in the order in which changes of one set take effect: AWS finds its own (facts: catalog 1.4)."""
