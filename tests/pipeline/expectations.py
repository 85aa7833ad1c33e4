"""The effect that a document must have on AWS, written from the contract alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.twin.catalog.inspection import InspectedExperience

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Others:
    """What other documents say of principals.

    *gone* do not exist any more, *claimed* are named by other documents of the plan, *awaited* by documents that the
    plan leaves out. An awaited principal stays where it is, since it would arrive nowhere. No plan associates one
    that is gone.
    """

    gone: set[str]
    claimed: set[str]
    awaited: set[str]


LOOKS = {"title": "Title", "information": "Information", "theme_color": "ThemeColor"}


def violations(
    body: Body, before: InspectedExperience | None, after: InspectedExperience, others: Others
) -> Iterator[str]:
    """Yield each difference between *after* and what *body* makes of *before*, given the *others*."""
    if body.get("status") == "archived":
        yield from _unless(after.archived, "is not archived")
        return
    yield from _values(body, before, after)
    yield from _products(body, before, after)
    yield from _principals(body, before, after, others)
    yield from _branding(body.get("branding", {}), before, after)
    yield from _tags(body.get("tags", {}), before, after)


def _unless(holds: bool, what: str) -> Iterator[str]:  # noqa: FBT001 - the one thing that it is about
    if not holds:
        yield what


def _values(body: Body, before: InspectedExperience | None, after: InspectedExperience) -> Iterator[str]:
    yield from _unless(not after.archived, "is archived")
    title = body.get("title", before.name if before else None)
    yield from _unless(after.name == title, f"is called {after.name}")
    description = body.get("description", before.description if before else None)
    yield from _unless(after.description == description, f"is described as {after.description}")
    status = body.get("status", before.status.lower() if before else "disabled")
    yield from _unless(after.status.lower() == status, f"is {after.status}, not {status}")
    manages = "user_requests" in body or body.get("products")
    default = (before.requests if before else "Allow") or ("Allow" if manages else None)
    requests = body["user_requests"].title() if "user_requests" in body else default
    yield from _unless(after.requests == requests, f"has requests {after.requests}, not {requests}")


def _products(body: Body, before: InspectedExperience | None, after: InspectedExperience) -> Iterator[str]:
    products, additive = body.get("products", {}), body.get("mode") == "additive"
    old_allow, old_deny = (before.allow, before.deny) if before else (frozenset(), frozenset())
    allow, deny = frozenset(products.get("allow", ())), frozenset(products.get("deny", ()))
    kept = old_allow - deny if additive or "allow" not in products else frozenset()
    yield from _unless(after.allow == allow | kept, f"allows {sorted(after.allow)}")
    yield from _unless(after.deny == (deny | old_deny | old_allow) - after.allow, f"denies {sorted(after.deny)}")


def _principals(
    body: Body, before: InspectedExperience | None, after: InspectedExperience, others: Others
) -> Iterator[str]:
    held = set(before.principals if before else ())
    named = set(body.get("principals", ()))
    owned = "principals" in body and body.get("mode") != "additive"
    waiting = others.awaited - others.gone
    kept = held & ((others.gone & named) | waiting) if owned else held - (others.claimed - others.gone)
    expected = (named - others.gone) | kept
    yield from _unless(after.principals == expected, f"governs {sorted(after.principals)}, not {sorted(expected)}")


def _branding(wished: Body, before: InspectedExperience | None, after: InspectedExperience) -> Iterator[str]:
    old, new = dict((before.branding if before else None) or {}), dict(after.branding or {})
    stated = {
        LOOKS[key]: value.lower() if key == "theme_color" else value for key, value in wished.items() if key in LOOKS
    }
    stated = {
        key: old[key] if str(old.get(key, "")).lower() == value and key == "ThemeColor" else value
        for key, value in stated.items()
    }
    if "logo_url" in wished:
        yield from _unless(new.pop("LogoUrl", "").startswith("https://logos.example.com/"), "has no logo")
        old.pop("LogoUrl", None)
    yield from _unless(new == {**old, **stated}, f"looks like {new}")


def _tags(wished: Body, before: InspectedExperience | None, after: InspectedExperience) -> Iterator[str]:
    new = {key: value for key, value in after.tags.items() if key != "reconciler:logo"}
    yield from _unless(new == {**(before.tags if before else {}), **wished}, f"is tagged {new}")
