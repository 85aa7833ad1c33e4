"""Changes of an endpoint service that cannot be undone need an acceptance."""

from dataclasses import replace
from typing import Any

import pytest

from reconciler.guard import guard
from reconciler.model import (
    Acceptance,
    Action,
    Address,
    Change,
    FieldChange,
    Operation,
    Plan,
    Problem,
    Request,
    SetChange,
    Severity,
    Stakes,
    ValueChange,
)
from reconciler.settings import Guards, Ruling
from tests.verbs import VERB

API = Address("endpoint_service", "api")
EVERYONE = SetChange("allowed_principals", frozenset({"*"}), frozenset(), 3)
MEANING = "every account that knows its service name can request a connection"
PAYER = "ModifyVpcEndpointServicePayerResponsibility"
DELETE, REJECT = "DeleteVpcEndpointServiceConfigurations", "RejectVpcEndpointConnections"


def plan(
    *fields: FieldChange,
    action: Action = Action.UPDATE,
    verb: str = "",
    **parameters: Any,  # noqa: ANN401
) -> Plan:
    """Return a plan of one change, with one call if *verb* is given."""
    change = Change(address=API, action=action, fields=fields, remote_id="vpce-svc-1", reason="", source="api.yaml:1:1")
    request = Request(address=API, verb=VERB[verb or "CreateTags"], details={}, remote_id="vpce-svc-1")
    operation = Operation(
        id="op-1",
        after=(),
        account="888888888888",
        region="us-east-1",
        service="ec2",
        action=verb,
        parameters=parameters,
        requests=(request,),
    )
    return Plan(created_at="", commit=None, changes=(change,), operations=(operation,) if verb else ())


def named(before: str | None, after: str | None, *, verified: bool = True) -> Plan:
    """Return a plan that changes or removes the private DNS name."""
    made = plan(ValueChange("private_dns_name", before, after))
    (change,) = made.changes
    return replace(made, changes=(replace(change, stakes=Stakes(verified=verified)),))


def said(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Return severity, code and message."""
    return [(problem.severity.value, problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("ruling", "severity"), [(Ruling.REFUSE, "refused"), (Ruling.WARN, "warning"), (Ruling.ALLOW, None)]
)
def test_admitting_everyone_is_ruled_by_the_settings(ruling: Ruling, severity: str | None) -> None:
    """A grant to everyone is refused by default, with what it means (contract 1.1)."""
    found = guard(plan(EVERYONE), Guards(public_endpoint_service=ruling))
    expected = (severity, "public_endpoint_service", f"endpoint_service.api would admit everyone ('*'): {MEANING}")
    assert said(found) == ([expected] if severity else [])


@pytest.mark.parametrize(
    "field",
    [
        SetChange("allowed_principals", frozenset({"arn:aws:iam::333333333333:root"}), frozenset(), 1),
        SetChange("allowed_principals", frozenset(), frozenset({"*"}), 4),
    ],
)
def test_only_a_new_grant_to_everyone_is_refused(field: SetChange) -> None:
    """Adding another principal or removing `*` is not."""
    assert guard(plan(field), Guards()) == ()


def test_changing_the_payer_needs_acceptance() -> None:
    """AWS cannot change it back (privatelink 1.10)."""
    assert said(guard(plan(verb=PAYER, PayerResponsibility="ServiceOwner"), Guards())) == [
        ("refused", "payer", "endpoint_service.api: its owner would pay for all endpoints, which cannot be undone")
    ]


def test_deleting_a_service_needs_acceptance() -> None:
    """The message has its address and id."""
    assert said(guard(plan(action=Action.DELETE, verb=DELETE), Guards())) == [
        ("refused", "delete", "endpoint_service.api (vpce-svc-1) would be deleted, which cannot be undone")
    ]


def test_rejecting_connections_for_a_deletion_needs_acceptance() -> None:
    """Each endpoint is named; the singular is used for one."""
    assert said(guard(plan(action=Action.DELETE, verb=REJECT, VpcEndpointIds=["vpce-1", "vpce-2"]), Guards())) == [
        ("refused", "reject_connections", "endpoint_service.api would cut 2 connections: vpce-1, vpce-2")
    ]
    assert said(guard(plan(action=Action.DELETE, verb=REJECT, VpcEndpointIds=["vpce-1"]), Guards()))[0][2] == (
        "endpoint_service.api would cut 1 connection: vpce-1"
    )


def test_rejecting_connections_on_request_needs_no_acceptance() -> None:
    """The option `--reject-connections` is the consent."""
    assert guard(plan(verb=REJECT, VpcEndpointIds=["vpce-1"]), Guards()) == ()


@pytest.mark.parametrize(
    ("made", "rule", "path"),
    [
        (plan(EVERYONE), "public_endpoint_service", "allowed_principals"),
        (plan(verb=PAYER), "payer", "payer"),
        (plan(action=Action.DELETE, verb=DELETE), "delete", ""),
        (plan(action=Action.DELETE, verb=REJECT, VpcEndpointIds=["vpce-1"]), "reject_connections", ""),
        (named("a.example.com", None), "private_dns", "private_dns_name"),
    ],
    ids=["public", "payer", "delete", "reject", "private DNS"],
)
def test_each_rule_is_accepted_by_its_own_name(made: Plan, rule: str, path: str) -> None:
    """The hint can be pasted; an acceptance of another rule or plan accepts nothing."""
    (refused,) = guard(made, Guards())
    assert (refused.address, refused.path) == (API, path)
    assert refused.hint == f"--accept {rule}@{made.short_digest}"
    (accepted,) = guard(made, Guards(), [Acceptance(rule, made.short_digest)])
    assert (accepted.severity, accepted.message) == (Severity.NOTE, f"{refused.message} (accepted)")
    others = [Acceptance("max_removals", made.short_digest), Acceptance(rule, "00000000")]
    assert [problem.severity for problem in guard(made, Guards(), others)] == [Severity.REFUSED]


def test_a_service_that_is_protected_is_not_deleted_whatever_is_accepted() -> None:
    """The other rules are reported as well."""
    made = plan(action=Action.DELETE, verb=DELETE)
    found = guard(made, Guards(protected=("endpoint_service",)), [Acceptance("delete", made.short_digest)])
    assert [(problem.severity, problem.code) for problem in found] == [("refused", "protected"), ("note", "delete")]


def test_an_emptied_list_of_a_protected_service_is_refused() -> None:
    """A protected service keeps its last customer."""
    emptied = SetChange("allowed_principals", frozenset(), frozenset({"arn:aws:iam::333333333333:root"}), 0)
    found = guard(plan(emptied), Guards(protected=("endpoint_service.api",)))
    assert [problem.code for problem in found] == ["protected", "max_removals"]


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (None, "would be removed"),
        ("b.example.com", "would be replaced by b.example.com, which AWS has to verify again"),
    ],
)
def test_changing_a_verified_private_dns_name_needs_acceptance(after: str | None, what: str) -> None:
    """Customers resolve the name, and would notice its removal or a new verification."""
    (refused,) = guard(named("a.example.com", after), Guards())
    message = f"endpoint_service.api: its verified private DNS name a.example.com {what}"
    assert (refused.severity, refused.code, refused.message) == (Severity.REFUSED, "private_dns", message)
    assert (refused.path, refused.source) == ("private_dns_name", "api.yaml:1:1")


@pytest.mark.parametrize(
    "made",
    [named("a.example.com", None, verified=False), named(None, "a.example.com"), named(None, None, verified=True)],
)
def test_an_unverified_private_dns_name_may_change(made: Plan) -> None:
    """A name may also be set where there was none."""
    assert guard(made, Guards()) == ()


def test_calls_without_a_change_are_not_judged() -> None:
    """Calls alone make no problem."""
    assert guard(replace(plan(verb=DELETE), changes=()), Guards()) == ()
