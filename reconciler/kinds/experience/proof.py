"""The effect of each change type of the Catalog API on an experience, and what AWS refuses: plans are proven on this.

Facts: catalog 1.2, 1.4, 1.10, 4.1, 5.1, 5.2. This module shares nothing with the code that makes requests.

Example: AllowProductProcurement with prod-a sets prod-a in `products.allow` and removes it from `products.deny`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from reconciler.effects import Effects, Fact, HoldersByMember, Json, Sent, tags_of
from reconciler.governance import Experience
from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE
from reconciler.model import Fields

ALLOW, DENY, PRINCIPALS, POLICY = "products.allow", "products.deny", "principals", "products"
NONE: frozenset[str] = frozenset()


def _experience(details: Json) -> Iterator[Fact]:
    """Return the facts of a creation: a new experience is disabled and has no policy (facts: catalog 4.1)."""
    yield Fact("status", None, "disabled")
    yield from _named(details)


def _named(details: Json) -> Iterator[Fact]:
    for key, path in (("Name", "title"), ("Description", "description")):
        if key in details:
            yield Fact(path, None, details[key])
    if "Status" in details:
        yield Fact("status", None, details["Status"].lower())


def _policy(details: Json) -> Iterator[Fact]:
    yield Fact(POLICY, None, "restricted")
    yield from _requests(details)


def _requests(details: Json) -> Iterator[Fact]:
    word = details.get("Configuration", {}).get("PolicyResourceRequests")
    if word:
        yield Fact("user_requests", None, word.lower())


def _products(here: str, there: str) -> Callable[[Json], Iterator[Fact]]:
    """Return the effect of Allow or Deny: a product that joins one list leaves the other (facts: catalog 1.10)."""

    def moved(details: Json) -> Iterator[Fact]:
        for product in _listed(details):
            yield Fact(here, product, value=True)
            yield Fact(there, product, value=False)

    return moved


def _principals(*, arrive: bool) -> Callable[[Json], Iterator[Fact]]:
    return lambda details: (Fact(PRINCIPALS, principal, arrive) for principal in details["Principals"])


_LOOKS = {"Title": "title", "Information": "information", "ThemeColor": "theme_color", "LogoUrl": "logo_url"}


def _branding(details: Json) -> Iterator[Fact]:
    for key, value in details["Configuration"].items():
        yield Fact(f"branding.{_LOOKS[key]}", None, value)


def _listed(details: Json) -> Iterator[str]:
    """Return the product ids of an Allow or a Deny."""
    return (product for block in details.get("Products", ()) for product in block["Ids"])


def _read(operation: Json, ids: Mapping[str, str]) -> Iterator[Sent]:
    """Return the changes of a change set or call; an object to be created has the address of its request."""
    if operation["action"] == "TagResource":
        parameters = operation["parameters"]
        id_ = parameters["ResourceArn"].rpartition("/")[2]
        yield Sent(verb="TagResource", about=ids.get(id_, id_), details={}, tags=tags_of(parameters["Tags"]))
        return
    told = list(zip(operation["parameters"]["ChangeSet"], operation["about"], strict=True))
    created = {f"${one['ChangeName']}": about for one, about in told if one["ChangeType"] == "CreateExperience"}
    for change, about in told:
        experience, locked_on = _named_by(change["Entity"].get("Identifier"), about, created, ids)
        yield Sent(
            verb=change["ChangeType"],
            about=experience,
            details=change["DetailsDocument"],
            tags=tags_of(change.get("EntityTags", ())),
            locked_on=locked_on,
        )


def _named_by(
    identifier: str | Json | None, about: str, created: Mapping[str, str], ids: Mapping[str, str]
) -> tuple[str, str | None]:
    """Return the experience that a change is about, and the operation whose revision of it the change is locked on."""
    if identifier is None:
        return about, None
    if isinstance(identifier, Mapping):
        return str(identifier["address"]), str(identifier["known_after"])
    if identifier.startswith("$"):
        return created.get(identifier.partition(".")[0], identifier), None
    id_ = identifier.partition("@")[0]
    return ids.get(id_, id_), None


def _refusals(
    changes: Sequence[Sent], objects: Mapping[str, Fields], holders: HoldersByMember, touched: Mapping[str, str]
) -> Iterator[str]:
    """Return why AWS would refuse *changes* sent together; *objects* are the experiences before the call."""
    unknown = [change.verb for change in changes if change.verb not in EFFECTS.facts]
    if unknown:
        yield f"{unknown[0]} is no change type"
        return
    if len(changes) > CHANGES_PER_SET:
        yield f"{len(changes)} changes in one set"
    for (experience, verb), times in Counter((one.about, one.verb) for one in changes).items():
        if times > 1:
            yield f"{verb} more than once for {experience}"
    created = {one.about for one in changes if one.verb == "CreateExperience"}
    for change in changes:
        if change.about not in objects and change.about not in created:
            yield f"{change.about} does not exist"
            continue
        yield from _lock(change, touched)
        yield from _state(change, changes, objects.get(change.about, {}))
        yield from _CHECKS.get(change.verb, _nothing)(change, changes, objects)
        yield from _members(change, holders)


def _lock(change: Sent, touched: Mapping[str, str]) -> Iterator[str]:
    """Refuse a change that is locked on an old revision (facts: catalog 1.2). Tagging and creating lock nothing."""
    last = touched.get(change.about)
    if change.verb not in {"TagResource", "CreateExperience"} and change.locked_on != last:
        yield f"{change.about} is locked on {change.locked_on or 'what was observed'}, but changed by {last}"


def _state(change: Sent, changes: Sequence[Sent], before: Fields) -> Iterator[str]:
    """Refuse every change of an archived experience but ReviveExperience.

    ReviveExperience and RestrictExperience must be the only change of their experience in a set (twin/README).
    """
    if change.verb == "TagResource":
        return
    archived = before.get("status") == "archived"
    if archived != (change.verb == "ReviveExperience"):
        yield f"{change.verb} of {change.about}, which is {before.get('status', 'new')}"
    beside = [one for one in changes if one.about == change.about]
    if change.verb in {"ReviveExperience", "RestrictExperience"} and len(beside) > 1:
        yield f"{change.verb} of {change.about} beside other changes of it"


def _members(change: Sent, holders: HoldersByMember) -> Iterator[str]:
    """Refuse more than 50 members, duplicates, arrivals of held principals, and departures of principals not held."""
    members = [*change.details.get("Principals", ()), *_listed(change.details)]
    if len(members) > MEMBERS_PER_CHANGE or len(set(members)) < len(members):
        yield f"{change.verb} of {change.about} has {len(members)} members, {len(set(members))} of them different"
    for principal in change.details.get("Principals", ()):
        held = holders.get(principal, ())
        arrives = change.verb == "AssociateAudience"
        if arrives and held:
            yield f"{principal} is held by {min(held)} when {change.about} takes it"
        if not arrives and change.about not in held:
            yield f"{principal} is not held by {change.about}"


FieldsByName = Mapping[str, Fields]
Check = Callable[[Sent, Sequence[Sent], FieldsByName], Iterator[str]]


def _nothing(_change: Sent, _changes: Sequence[Sent], _objects: FieldsByName) -> Iterator[str]:
    return iter(())


def _new(change: Sent, _changes: Sequence[Sent], objects: FieldsByName) -> Iterator[str]:
    if change.about in objects:
        yield f"{change.about} exists"


def _first_policy(change: Sent, _changes: Sequence[Sent], objects: FieldsByName) -> Iterator[str]:
    if POLICY in objects.get(change.about, {}):
        yield f"Procurement policy exists for {change.about}"


def _with_policy(change: Sent, changes: Sequence[Sent], objects: FieldsByName) -> Iterator[str]:
    beside = {one.verb for one in changes if one.about == change.about}
    if POLICY not in objects.get(change.about, {}) and "CreateProcurementPolicy" not in beside:
        yield f"Procurement policy missing from {change.about}"


def _disabled(change: Sent, _changes: Sequence[Sent], objects: FieldsByName) -> Iterator[str]:
    if objects.get(change.about, {}).get("status") == "enabled":
        yield f"{change.about} is archived while it is enabled"


_CHECKS: Mapping[str, Check] = {
    "CreateExperience": _new,
    "CreateProcurementPolicy": _first_policy,
    "UpdateProcurementPolicy": _with_policy,
    "AllowProductProcurement": _with_policy,
    "DenyProductProcurement": _with_policy,
    "RestrictExperience": _disabled,
}


def _governs(name: str, fields: Fields) -> Experience | None:
    if "status" not in fields:
        return None
    return Experience(
        id=name,
        status=fields["status"],
        principals=fields.get(PRINCIPALS, NONE),
        products=fields.get(ALLOW, NONE) if POLICY in fields else None,
    )


EFFECTS = Effects(
    facts={
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
    },
    lists=frozenset({ALLOW, DENY, PRINCIPALS}),
    read=_read,
    refusals=_refusals,
    alive=lambda fields: fields.get("status") != "archived",
    exclusive=PRINCIPALS,
    dead_hold=True,
    makes=frozenset({"CreateExperience"}),
    unlocked=frozenset({"TagResource"}),
    defaulted=frozenset({"user_requests"}),
    unseen=("branding.logo_url", "tags."),
    governs=_governs,
)
"""What each change type does to an experience, and which of its fields AWS does not show.

AWS orders the changes of a change set itself (facts: catalog 1.4). An archived experience lists its principals even if
another experience has them now, and does not hold those until it is revived (facts: catalog 4.1). `user_requests` gets
a default with the first policy. AWS may return its own copy of a logo, and returns tags only on demand.
"""
