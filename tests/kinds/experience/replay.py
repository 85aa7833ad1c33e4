"""A plan carried out on plain data by the kind's own expectations; the next plan is made from the result."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.kinds.experience.proof import EFFECTS
from reconciler.model import Address, Operation, Request
from reconciler.model.fields import Fields, stated
from reconciler.pipeline.planning import Planning
from tests.fakes.world import FakeWorld, LiveExperience

COPY_OF_AWS = "https://images.example.com/copy.png"
"""The URL that AWS returns for a logo that was sent with another URL (catalog 1.9)."""


def carry_out(planning: Planning, world: FakeWorld) -> FakeWorld:
    """Return *world* after every operation of the plan."""
    objects: dict[Address, Fields] = {a: {**EFFECTS.blank(), **stated(o.spec)} for a, o in planning.observed.items()}
    tags = {address: dict(world.experiences[o.remote_id].tags) for address, o in planning.observed.items()}
    ids = {address: observed.remote_id for address, observed in planning.observed.items()}
    for request in _requests(planning.plan.operations):
        before = objects.get(request.address, EFFECTS.blank())
        objects[request.address] = _with_logo(EFFECTS.after(before, request.verb.name, request.details))
        tags.setdefault(request.address, {}).update(_tags(request))
    touched = {operation for one in planning.plan.operations for operation in one.addresses}
    after = {
        (id_ := ids.get(address, f"exp-new-{address.name}")): _live(id_, objects[address], tags[address])
        for address in touched
    }
    for address in touched & ids.keys():
        after[ids[address]] = _with_both(after[ids[address]], world, _products(planning, address))
    return replace(world, experiences={**world.experiences, **after})


def _with_both(after: LiveExperience, world: FakeWorld, sent: frozenset[str]) -> LiveExperience:
    """Keep a product in both lists if it was in both and *sent* has no Allow or Deny of it."""
    before = world.experiences[after.id]
    both = {*(before.allow or ())} & {*before.deny} - sent
    return replace(after, allow=(*(after.allow or ()), *sorted(both))) if both else after


def _products(planning: Planning, address: Address) -> frozenset[str]:
    requests = (request for request in _requests(planning.plan.operations) if request.address == address)
    return frozenset(id_ for one in requests for block in one.details.get("Products", ()) for id_ in block["Ids"])


def _requests(operations: Iterable[Operation]) -> list[Request]:
    return [request for operation in operations for request in operation.requests]


def _tags(request: Request) -> Mapping[str, str]:
    sent = {tag["Key"]: tag["Value"] for tag in request.details["Tags"]} if request.verb.name == "TagResource" else {}
    return {**(request.tags or {}), **sent}


def _with_logo(fields: Fields) -> Fields:
    return {**fields, "branding.logo_url": COPY_OF_AWS} if "branding.logo_url" in fields else fields


def _live(id_: str, fields: Fields, tags: Mapping[str, str]) -> LiveExperience:
    looks = {path.removeprefix("branding."): one for path, one in fields.items() if path.startswith("branding.")}
    return LiveExperience(
        id=id_,
        title=fields.get("title", ""),
        description=fields.get("description"),
        status=fields.get("status", "disabled"),
        allow=tuple(sorted(fields["products.allow"])) if "products" in fields else None,
        deny=tuple(sorted(fields["products.deny"])),
        requests=fields.get("user_requests"),
        principals=tuple(sorted(fields["principals"])) or None,
        branding=looks or None,
        tags=tags,
    )
