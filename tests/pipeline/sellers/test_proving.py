"""A plan of services carries its proof: EC2 accepts every call, the end is the desired state, no call is needless."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from reconciler.errors import PlanBug
from reconciler.kind import Kind
from reconciler.kinds import all_kinds
from reconciler.model import Request, SetChange
from reconciler.model.fields import stated
from reconciler.model.terms import Terms
from reconciler.pipeline import Planning, PlanOptions, load, plan
from reconciler.pipeline.proving import told
from reconciler.replay import Replay
from tests.effects import EFFECTS
from tests.selling import ABROAD, ACME, GLOBEX, HOME, SAAS, Shop, balancer, connection, root, service, service_id, world

CREATE, MODIFY = "CreateVpcEndpointServiceConfiguration", "ModifyVpcEndpointServiceConfiguration"
PERMIT, PAYER = "ModifyVpcEndpointServicePermissions", "ModifyVpcEndpointServicePayerResponsibility"
REJECT, DELETE, TAG = "RejectVpcEndpointConnections", "DeleteVpcEndpointServiceConfigurations", "CreateTags"
WISH = f"""
kind: endpoint_service
items:
  api:
    region: {HOME}
    id: {service_id()}
    principals: exclusive
    load_balancers: ["{balancer()}", "{balancer("more")}"]
    supported_regions: [{ABROAD}]
    private_dns_name: none
    payer: service_owner
    tags: {{team: platform}}
  old: {{region: {HOME}, id: {service_id("old")}, state: absent}}
  new: {{region: {HOME}, load_balancers: ["{balancer("old")}"], acceptance_required: false}}
---
kind: allowed_principals
name: acme
service: api
principals: ["{ACME}"]
---
kind: allowed_principals
name: globex
service: new
principals: ["{GLOBEX}"]
"""
FELT = ["max_connected_removed", "private_dns"]
EVERY_VERB = {CREATE, MODIFY, PERMIT, PAYER, REJECT, DELETE, TAG}


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a seller whose plan needs every kind of call: a service changes, one ends, one takes its load balancer."""
    changing = service(
        principals=[root(GLOBEX)], connections=[connection(1, GLOBEX)], private_dns={"name": "api.example.com"}
    )
    shop.twin.reset(world(changing, service("old", connections=[connection(2, ACME)]), spare=[balancer("more")]))
    shop.settings("guards: {max_removals: {count: 9, share: 1, floor: 0}}\n")
    shop.wish(WISH)
    return shop


def replay_of(planning: Planning) -> Replay:
    """Return the replay of a plan; the desired state is taken from its changes."""
    cut = {one for operation in planning.plan.operations for one in operation.parameters.get("VpcEndpointIds", ())}
    before, wish = dict[str, dict[str, Any]](), dict[str, dict[str, Any]]()
    for address, observed in planning.observed.items():
        live = frozenset(one.endpoint_id for one in observed.facts.get("connections", ()))
        before[str(address)] = {**stated(observed.spec), "account": SAAS, "connections": live}
    for change in planning.plan.changes:
        after = dict(before.get(str(change.address), {"account": SAAS}))
        for field in change.fields:
            if isinstance(field, SetChange):
                after[field.path] = (after.get(field.path, frozenset()) | field.added) - field.removed
            else:
                after[field.path] = field.after
        after["connections"] = after.get("connections", frozenset()) - cut
        wish[str(change.address)] = after
    for fields in (*before.values(), *wish.values()):
        fields.pop("seller", None)
    ids = {observed.remote_id: str(address) for address, observed in planning.observed.items()}
    return Replay(
        effects=EFFECTS,
        before={"endpoint_service": before},
        wish={"endpoint_service": wish},
        ids=ids,
        operations=[told(operation) for operation in planning.plan.operations],
    )


def test_a_plan_of_every_call_does_what_its_changes_say(shop: Shop) -> None:
    """The replay is made again from the plan's JSON alone."""
    planning = shop.plan(reject_connections=True)
    assert {operation.action for operation in planning.plan.operations} == EVERY_VERB
    assert replay_of(planning).run().findings == ()


def test_no_call_can_be_left_out(shop: Shop) -> None:
    """Without any one call, EC2 refuses the rest or the end differs."""
    replay = replay_of(shop.plan(reject_connections=True))
    for left_out in replay.operations:
        rest = [
            {**one, "after": [each for each in one["after"] if each != left_out["id"]]}
            for one in replay.operations
            if one is not left_out
        ]
        assert replace(replay, operations=rest).run().findings, left_out["action"]


def test_a_proven_plan_is_carried_out(shop: Shop) -> None:
    """The twin accepts the calls that the proof accepted, and the next plan is empty."""
    shop.converge(reject_connections=True, accept=["delete", "reject_connections", "payer", "max_removals", *FELT])


def losing(verb: str) -> Mapping[str, Kind]:
    """Return the kinds; one of them drops the requests of *verb*."""
    kinds = dict(all_kinds())
    kind = kinds["endpoint_service"]
    assert kind.remote
    whole: Callable[..., tuple[Request, ...]] = kind.remote.requests

    def requests(planned: Any, terms: Terms) -> tuple[Request, ...]:  # noqa: ANN401 - as the kind's own
        return tuple(one for one in whole(planned, terms) if one.verb.name != verb)

    return {**kinds, "endpoint_service": replace(kind, remote=replace(kind.remote, requests=requests))}


@pytest.mark.parametrize(
    ("lost", "finding"),
    [
        (TAG, "endpoint_service.api tags.team is None in the end, not platform"),
        (PAYER, "endpoint_service.api payer is endpoint_owner in the end, not service_owner"),
        (PERMIT, f"endpoint_service.api allowed_principals is ['{root(GLOBEX)}'] in the end, not ['{root(ACME)}']"),
        (MODIFY, f"endpoint_service.api load_balancers is ['{balancer()}'] in the end, not"),
        (REJECT, "AWS would refuse op-5: endpoint_service.old is deleted while vpce-00000000000000002 is connected"),
        (DELETE, f"AWS would refuse op-5: {balancer('old')} backs endpoint_service.old when endpoint_service.new"),
    ],
)
def test_a_plan_that_forgets_a_call_is_a_bug_that_can_be_repeated(shop: Shop, lost: str, finding: str) -> None:
    """The plan is not shown, and the replay of the bug report has the same findings."""
    repository = load(shop.folder / "reconciler.yaml", losing(lost), today=shop.clock.now().date())
    options = PlanOptions(reject_connections=True)
    with pytest.raises(PlanBug) as raised:
        plan(repository, shop.clients(writes=False), options, clock=shop.clock, commit=None)
    assert any(one.startswith(finding) for one in raised.value.findings), raised.value.findings
    assert Replay.read(raised.value.dump, EFFECTS).run().findings == raised.value.findings
