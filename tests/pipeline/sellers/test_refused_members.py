"""A principal or a number of principals that EC2 refuses holds up no other principal of the service."""

from collections.abc import Iterable
from typing import Any

import pytest

from reconciler.pipeline import Run
from reconciler.render import report_lines
from tests.render.plans import WIDE
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    accounts,
    connection,
    endpoint_id,
    root,
    service,
    service_id,
    world,
)
from tests.trial import errors

PERMIT, REJECT = "ModifyVpcEndpointServicePermissions", "RejectVpcEndpointConnections"
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\nprincipals: exclusive\n"
SETTINGS = "guards: {max_removals: {count: 99, share: 1, floor: 0}}\n"


def connector(number: int) -> str:
    """Return the role of a customer."""
    return f"arn:aws:iam::40000000000{number}:role/connector"


def start(shop: Shop, granted: Iterable[str], wanted: Iterable[str], settings: str = "", **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Reset the twin to one service, with one document for each customer to admit: c0.yaml and so on."""
    connected = stated.pop("connections", [])
    shop.twin.reset(world(service(principals=list(granted), connections=connected), **stated))
    shop.settings(settings + SETTINGS)
    shop.wish(HEAD, "api.yaml")
    for number, principal in enumerate(wanted):
        document = f'kind: allowed_principals\nname: c{number}\nservice: api\nprincipals: ["{principal}"]\n'
        shop.wish(document, f"customers/c{number}.yaml")


def told(run: Run) -> list[tuple[str, str, str | None]]:
    """Return the errors of a run: code, message, and the file name, line and column."""
    return [
        (error.code, error.message, error.source.rpartition("/desired_state/")[2] if error.source else None)
        for outcome in run.outcomes
        for error in outcome.errors
    ]


def last_line(run: Run) -> str:
    """Return the advice at the end of the report."""
    return list(report_lines(run.as_json(), run.plan.as_json(), style=WIDE))[-1]


def test_a_deleted_role_holds_up_no_other_customer(shop: Shop) -> None:
    """Four of five are admitted and the old one goes.

    The report names the document to change, since a new run would not help.
    """
    dead = connector(3)
    start(shop, [root(ACME)], map(connector, range(5)), unknown_principals=[dead])
    run = shop.apply()
    assert told(run) == [("InvalidPrincipal", f"Invalid Principal: '{dead}'", "customers/c3.yaml:4:14")]
    assert shop.service().principals == {connector(number) for number in (0, 1, 2, 4)}
    assert ([one.status for one in run.outcomes], run.converged) == (["failed"], False)
    assert run.remaining == ("endpoint_service.api",)
    assert last_line(run).startswith("Correct ")
    assert last_line(run).endswith("customers/c3.yaml:4:14, then run reconciler apply again.")
    assert shop.written() == {PERMIT: 2}


def test_the_calls_that_were_made_are_reported(shop: Shop) -> None:
    """Repeated calls are shown with what they carried, and the report says that a part was done."""
    start(shop, [root(ACME)], map(connector, range(2)), unknown_principals=[connector(1)])
    run = shop.apply()
    first, retry = run.as_json()["outcomes"]
    assert (first["status"], first["in_part"]) == ("failed", True)
    assert (retry["operation"], retry["status"], retry["action"]) == ("op-1.retry", "succeeded", PERMIT)
    sent = {"AddAllowedPrincipals": [connector(0)], "RemoveAllowedPrincipals": [root(ACME)]}
    assert retry["parameters"] == {"ServiceId": service_id(), **sent}
    assert "Applied in part: of 1 API call, 1 done in part." in report_lines(run.as_json(), run.plan.as_json())


def test_a_call_that_is_refused_whole_is_not_reported_as_done_in_part(shop: Shop) -> None:
    """Nothing was done, and the report says so."""
    start(shop, [], [connector(0)], unknown_principals=[connector(0)])
    run = shop.apply()
    assert [(one["status"], one["in_part"]) for one in run.as_json()["outcomes"]] == [("failed", False)]
    assert "Not finished: of 1 API call, 1 failed." in report_lines(run.as_json(), run.plan.as_json())


def test_every_deleted_role_is_reported(shop: Shop) -> None:
    """EC2 names the first role that it finds, so there is one call for each role and one more."""
    dead = [connector(1), connector(4)]
    start(shop, [], map(connector, range(6)), unknown_principals=dead)
    run = shop.apply()
    assert [(code, place) for code, _, place in told(run)] == [
        ("InvalidPrincipal", "customers/c1.yaml:4:14"),
        ("InvalidPrincipal", "customers/c4.yaml:4:14"),
    ]
    assert len(shop.service().principals) == 4
    assert shop.written() == {PERMIT: 3}


def test_a_call_of_deleted_roles_alone_does_not_stop_the_next_call(shop: Shop) -> None:
    """Beyond `permission_edits_per_call`, a second call waits for the first and is sent nevertheless."""
    start(shop, [root(ACME)], [connector(0), connector(1)], "permission_edits_per_call: 1\n",
          unknown_principals=[connector(0)])  # fmt: skip
    run = shop.apply()
    assert [one.status for one in run.outcomes] == ["failed", "succeeded", "succeeded"]
    assert shop.service().principals == {connector(1)}


def test_a_refused_principal_that_is_not_named_is_found_by_halves(shop: Shop) -> None:
    """The call is halved until the refused principal is alone."""
    start(shop, [root(ACME)], map(connector, range(4)), unknown_principals=[connector(2)])
    shop.twin.faults.fail(PERMIT, "InvalidPrincipal", "The principal is not valid", times=1)
    run = shop.apply()
    assert [code for code, _, _ in told(run)] == ["InvalidPrincipal"]
    assert shop.service().principals == {connector(0), connector(1), connector(3)}


@pytest.mark.parametrize("wanted", [f"arn:aws:iam::{ACME}:role/typo", f"arn:aws:iam::{ACME}:user/typo"])
def test_a_mistyped_role_leaves_its_account_connected(shop: Shop, wanted: str) -> None:
    """The grant that the role was to replace stays, and so does the connection; all other removals are made."""
    connected = [connection(1, ACME), connection(2, GLOBEX)]
    start(shop, [root(ACME), root(GLOBEX)], [wanted, root(INITECH)], unknown_principals=[wanted], connections=connected)
    run = shop.apply(shop.plan(reject_connections=True))
    stays = f"{root(ACME)} is not revoked: the grant of {wanted} in the same plan was refused"
    assert [(code, message) for code, message, _ in told(run)] == [
        ("InvalidPrincipal", f"Invalid Principal: '{wanted}'"),
        ("waits", stays),
    ]
    assert shop.service().principals == {root(ACME), root(INITECH)}
    assert shop.service().connections == {endpoint_id(1): "available", endpoint_id(2): "rejected"}


def test_a_removal_in_a_later_call_waits_too(shop: Shop) -> None:
    """Additions go first; the accounts that were refused are remembered for the calls after them."""
    typo = f"arn:aws:iam::{ACME}:role/typo"
    start(shop, [root(ACME), root(GLOBEX)], [typo], "permission_edits_per_call: 1\n", unknown_principals=[typo])
    run = shop.apply()
    assert [one.status for one in run.outcomes] == ["failed", "failed", "succeeded"]
    assert shop.service().principals == {root(ACME)}


def test_everyone_stays_admitted_while_a_role_is_refused(shop: Shop) -> None:
    """The customer of the refused role was admitted by `*`, which therefore stays."""
    start(shop, ["*", root(GLOBEX)], [connector(0), connector(1)], unknown_principals=[connector(0)],
          connections=[connection(1, "400000000000"), connection(2, GLOBEX)])  # fmt: skip
    run = shop.apply(shop.plan(reject_connections=True))
    assert shop.service().principals == {"*", connector(1)}
    assert set(shop.service().connections.values()) == {"available"}
    assert [one.status for one in run.outcomes] == ["failed", "skipped"]


@pytest.mark.parametrize("quotas", [{"principals_per_service": 3}, {"principals_per_service": 3, "edits_per_call": 2}])
def test_grants_stay_while_everyone_cannot_be_admitted(shop: Shop, quotas: dict[str, int]) -> None:
    """Where EC2 refuses `*`, which was to replace the grants, the grants stay."""
    wanted = [*(root(account) for account in accounts(3)), "*"]
    start(shop, [root(ACME), root(GLOBEX)], wanted, "permission_edits_per_call: 2\n", quotas=quotas)
    shop.apply(shop.plan(accept=["public_endpoint_service"]))
    assert shop.service().principals == {root(ACME), root(GLOBEX), wanted[0]}


@pytest.mark.parametrize("code", ["InvalidParameterValue", "OperationNotPermitted"])
def test_a_removal_waits_for_its_addition_whatever_the_refusal(shop: Shop, code: str) -> None:
    """The part that adds is refused as a whole; removals that no addition was to replace are made."""
    start(shop, [root(ACME), root(GLOBEX)], [f"arn:aws:iam::{ACME}:role/api", root(INITECH)])
    shop.twin.faults.fail(PERMIT, "ResourceCountExceeded", "Too many", times=1)
    shop.twin.faults.after(PERMIT, lambda: shop.twin.faults.fail(PERMIT, code, "Huh"), times=1)
    shop.apply()
    assert shop.service().principals == {root(ACME)}


def test_a_service_principal_that_is_refused_holds_up_no_other(shop: Shop) -> None:
    """A service principal belongs to no account, so no removal waits for it."""
    start(shop, ["old.amazonaws.com", root(ACME)], ["new.amazonaws.com"], unknown_principals=["new.amazonaws.com"])
    shop.apply()
    assert shop.service().principals == frozenset()


def test_a_call_with_too_many_principals_is_split(shop: Shop) -> None:
    """Everything is done in the end without an error, since only EC2 knows the number."""
    start(shop, accounts_granted(9, 100), map(root, accounts(9)), quotas={"edits_per_call": 4})
    shop.converge(accept=["max_removals"])
    assert shop.service().principals == {root(account) for account in accounts(9)}


def accounts_granted(number: int, first: int) -> list[str]:
    """Return the roots of some accounts."""
    return [root(account) for account in accounts(number, first)]


def test_a_full_service_admits_the_first_of_the_documents(shop: Shop) -> None:
    """Removals go first to make room; each customer that finds none is reported with its place."""
    wanted = [root(account) for account in (*accounts(3, 7), *accounts(3, 1))]
    start(shop, [root(ACME)], wanted, quotas={"principals_per_service": 4})
    run = shop.apply()
    assert shop.service().principals == set(wanted[:4])
    assert [(code, place) for code, _, place in told(run)] == [
        ("ResourceLimitExceeded", "customers/c4.yaml:4:14"),
        ("ResourceLimitExceeded", "customers/c5.yaml:4:14"),
    ]


def test_the_first_of_the_documents_get_in_over_several_calls(shop: Shop) -> None:
    """The order is that of the documents, not of the alphabet, whichever call a customer is in."""
    wanted = [root(account) for account in (*accounts(2, 7), *accounts(2, 1))]
    start(shop, [], wanted, "permission_edits_per_call: 2\n", quotas={"principals_per_service": 3})
    shop.apply()
    assert shop.service().principals == set(wanted[:3])


def test_a_full_service_is_not_asked_again_by_the_next_call(shop: Shop) -> None:
    """Additions of later calls are reported as well; removals are made."""
    wanted = [root(account) for account in accounts(4)]
    start(
        shop, [root(ACME), root(GLOBEX)], wanted, "permission_edits_per_call: 2\n", quotas={"principals_per_service": 3}
    )
    run = shop.apply()
    assert [one.status for one in run.outcomes] == ["failed", "failed", "succeeded"]
    assert shop.service().principals == {wanted[0]}
    assert [place for _, _, place in told(run)] == [f"customers/c{number}.yaml:4:14" for number in (1, 2, 3)]


def test_a_new_customer_is_admitted_beside_a_role_still_refused(shop: Shop) -> None:
    """In each run, only the refused role is left out."""
    start(shop, [], map(connector, range(2)), unknown_principals=[connector(0)])
    shop.apply()
    shop.wish(f'{{kind: allowed_principals, name: c9, service: api, principals: ["{GLOBEX}"]}}', "customers/c9.yaml")
    run = shop.apply()
    assert shop.service().principals == {connector(1), root(GLOBEX)}
    assert len(errors(run.outcomes[0])) == 1


def test_a_throttled_rest_is_sent_again(shop: Shop) -> None:
    """The remaining parts are sent; once the document is corrected, a new run converges."""
    start(shop, [root(ACME)], map(connector, range(5)), unknown_principals=[connector(3)])
    shop.twin.faults.after(PERMIT, lambda: shop.twin.faults.throttle(PERMIT, times=2), times=1)
    shop.apply()
    assert shop.service().principals == {connector(number) for number in (0, 1, 2, 4)}
    shop.wish(f'{{kind: allowed_principals, name: c3, service: api, principals: ["{GLOBEX}"]}}', "customers/c3.yaml")
    shop.converge()


def test_an_account_that_may_not_edit_is_reported_once(shop: Shop) -> None:
    """A refusal of the caller concerns no principal, so the call is not halved."""
    start(shop, [root(ACME)], map(connector, range(5)))
    shop.twin.faults.deny(PERMIT)
    run = shop.apply()
    assert [code for code, _, _ in told(run)] == ["UnauthorizedOperation"]
    assert shop.written() == {PERMIT: 1}
