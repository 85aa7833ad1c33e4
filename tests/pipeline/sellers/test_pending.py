"""Endpoints that wait to be accepted are named by each plan of a managed service, whatever else it says."""

import pytest

from reconciler.model import Severity
from reconciler.render import drift_lines, plan_lines
from tests.render.plans import WIDE
from tests.selling import ACME, GLOBEX, HOME, INITECH, Shop, connection, endpoint_id, problems, root, service, world
from tests.selling import service_id as id_of

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {id_of()}\n"
SINCE = "waits to be accepted since 2026-11-10T10:00:00Z"
PENDING = "pendingAcceptance"
READER = f"arn:aws:iam::{ACME}:role/reader"


def admits(*principals: str, name: str = "acme") -> str:
    """Return the document of a customer."""
    listed = ", ".join(f'"{one}"' for one in principals)
    return f"{{kind: allowed_principals, name: {name}, service: api, principals: [{listed}]}}"


def waiting(shop: Shop, *owners: str, granted: list[str]) -> None:
    """Let an endpoint of each owner wait on the service."""
    connections = [connection(number, owner, PENDING) for number, owner in enumerate(owners, 1)]
    shop.twin.reset(world(service(principals=granted, connections=connections)))
    shop.wish(HEAD)


def test_a_waiting_endpoint_is_noted_though_the_lists_agree(shop: Shop) -> None:
    """The plan is empty, and a note names owner, title, document, place and since when."""
    waiting(shop, ACME, granted=[root(ACME)])
    shop.wish(f'{{kind: principal, name: acme-corp, id: "{ACME}", title: Acme Corp}}', "names.yaml")
    shop.wish(admits("acme-corp"), "acme.yaml")
    made = shop.plan().plan
    assert (made.changes, made.operations) == ((), ())
    (found,) = made.as_json()["problems"]
    assert found["hint"]
    assert (found["source"] or "").endswith("/desired_state/acme.yaml:1:67")
    assert {**found, "hint": "", "source": ""} == {
        "severity": "note",
        "code": "pending-connection",
        "message": f"{endpoint_id(1)} of {ACME} (Acme Corp) {SINCE}: customer acme",
        "source": "",
        "hint": "",
        "address": "endpoint_service.api",
        "path": None,
        "remote_id": endpoint_id(1),
    }
    assert "note[pending-connection]" in "\n".join(drift_lines(made.as_json(), WIDE))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([ACME], "customer acme"),
        ([READER], "documents name roles or users of the account, not the account"),
        (["*"], "only '*' admits the account"),
        ([GLOBEX], "no document names the account"),
    ],
)
def test_the_note_says_which_document_names_the_account(shop: Shop, named: list[str], told: str) -> None:
    """A role does not prove that the role made the endpoint (privatelink 1.8), and `*` names nobody."""
    waiting(shop, ACME, granted=[])
    shop.wish(admits(*named), "acme.yaml")
    assert problems(shop.plan().plan, Severity.NOTE) == [
        ("pending-connection", f"{endpoint_id(1)} of {ACME} {SINCE}: {told}")
    ]


def test_a_service_without_list_is_looked_at_for_waiting_endpoints(shop: Shop) -> None:
    """The connections of each service with a document are read, also where no document says who may connect."""
    waiting(shop, INITECH, granted=[root(INITECH)])
    assert [code for code, _ in problems(shop.plan().plan, Severity.NOTE)] == ["pending-connection"]


def test_no_endpoint_waits_on_a_service_that_ends(shop: Shop) -> None:
    """Its connections are rejected with it; the plan lists them there."""
    waiting(shop, ACME, granted=[root(ACME)])
    shop.wish(HEAD + "state: absent\n")
    assert problems(shop.plan().plan, Severity.NOTE) == []


def test_no_endpoint_is_pending_where_no_acceptance_is_required(shop: Shop) -> None:
    """EC2 accepts connections itself then."""
    shop.twin.reset(world(service(acceptance_required=False, connections=[connection(4, INITECH)])))
    shop.wish(HEAD)
    assert problems(shop.plan().plan, Severity.NOTE) == []


def test_many_waiting_endpoints_are_one_note_of_their_service(shop: Shop) -> None:
    """The text counts them and shows the first three; `--full` shows all, and so does the JSON."""
    waiting(shop, *[ACME] * 40, granted=[root(ACME)])
    shop.wish(admits(ACME), "acme.yaml")
    plan = shop.plan().plan.as_json()
    told = f"of {ACME} {SINCE}: customer acme"
    lines = list(plan_lines(plan, WIDE))
    start = lines.index("note[pending-connection] 40 endpoints of endpoint_service.api wait to be accepted:")
    assert lines[start + 1 : start + 5] == [*(f"  {endpoint_id(one)} {told}" for one in (1, 2, 3)), "  and 37 more"]
    assert len(plan["problems"]) == 40
    full = "\n".join(plan_lines(plan, WIDE, full=True))
    assert full.count("note[pending-connection]") == 40
