"""A plan carried out on plain data, with the kind's own expectations: what the next plan is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reconciler.kinds.experience.expect import expect
from reconciler.kinds.experience.spec import BLANK, ExperienceSpec
from reconciler.model import Address, Operation, Request
from reconciler.pipeline.planning import Planning
from tests.fakes.world import FakeWorld, LiveExperience

COPY_OF_AWS = "https://images.example.com/copy.png"
"""What AWS tells of a logo that it was sent another address of (facts: catalog 1.9)."""


def carry_out(planning: Planning, world: FakeWorld) -> FakeWorld:
    """Give *world* after every operation of the plan."""
    specs: dict[Address, Any] = {address: observed.spec for address, observed in planning.observed.items()}
    tags = {address: dict(world.experiences[o.remote_id].tags) for address, o in planning.observed.items()}
    ids = {address: observed.remote_id for address, observed in planning.observed.items()}
    for request in _requests(planning.plan.operations):
        specs[request.address] = expect(specs.get(request.address, BLANK), request)
        specs[request.address] = _with_logo(specs[request.address], request)
        tags.setdefault(request.address, {}).update(_tags(request))
    touched = {operation for one in planning.plan.operations for operation in one.addresses}
    after = {
        (id_ := ids.get(address, f"exp-new-{address.name}")): _live(id_, specs[address], tags[address])
        for address in touched
    }
    for address in touched & ids.keys():
        after[ids[address]] = _with_both(after[ids[address]], world, _products(planning, address))
    return replace(world, experiences={**world.experiences, **after})


def _with_both(after: LiveExperience, world: FakeWorld, sent: frozenset[str]) -> LiveExperience:
    """Keep in both lists what was in both and in no Allow or Deny that was *sent*."""
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


def _with_logo(spec: ExperienceSpec, request: Request) -> ExperienceSpec:
    looks: Mapping[str, Any] = request.details.get("Configuration", {})
    return replace(spec, branding={**(spec.branding or {}), "logo_url": COPY_OF_AWS}) if "LogoUrl" in looks else spec


def _live(id_: str, spec: ExperienceSpec, tags: Mapping[str, str]) -> LiveExperience:
    return LiveExperience(
        id=id_,
        title=spec.title or "",
        description=spec.description,
        status=spec.status or "disabled",
        allow=None if spec.policy is None else tuple(sorted(spec.allow or ())),
        deny=tuple(sorted(spec.deny or ())),
        requests=spec.user_requests,
        principals=tuple(sorted(spec.principals)) if spec.principals else None,
        branding=spec.branding,
        tags=tags,
    )
