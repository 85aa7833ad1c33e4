"""Objects that a plan leaves out because of an error: adopting AWS's version may be what solves it."""

import re
from typing import Any

import pytest

from reconciler.ports import EndpointConnection
from tests.fakes.endpoint_services import FakeEndpointServices
from tests.fakes.world import LiveExperience
from tests.pipeline.restating.test_services import ACME, HEAD, ID, nlb, selling
from tests.restating import LOOSE, Drifted, aws, told


def adopted(drifted: Drifted, *rules: str) -> None:
    """Adopt everything and accept *rules*; require that nothing differs and nothing is in error any more."""
    said = drifted.adopt()
    if rules:
        accepts = re.findall(r"--accept (\w+)@([0-9a-f]{8})", said.out)
        assert ({rule for rule, _ in accepts}, said.code) == ({*rules}, 4)
        assert drifted.plan().plan.short_digest not in {digest for _, digest in accepts}
        said = drifted.adopt(" ".join(["--select *", *(f"--accept {rule}@{digest}" for rule, digest in accepts)]))
    assert said.code == 0, said
    assert drifted.differing() == {}
    assert [one.code for one in drifted.plan().plan.problems if one.severity == "error"] == []


def test_an_archived_experience_with_an_id_is_adopted(drifted: Drifted) -> None:
    """Its document states no status, so a plan must not revive it by itself; adopted, it says archived."""
    drifted.wish("{kind: experience, name: a, title: A, id: exp-1, principals: ['333333333333']}\n")
    drifted.reader = aws(LiveExperience(id="exp-1", title="A", status="archived"))
    adopted(drifted, "max_removals")
    assert drifted.text() == "{kind: experience, name: a, title: A, status: archived, id: exp-1, principals: []}\n"


def test_a_service_whose_id_is_gone_is_adopted_as_absent(drifted: Drifted) -> None:
    """No service of any seller has the id any more: the document says absent, if the deletion is accepted."""
    drifted.wish(HEAD)
    drifted.reader = aws()
    assert drifted.adopt().code == 4
    adopted(drifted, "delete")
    assert drifted.text() == f"{HEAD}state: absent\n"


def test_a_payer_that_cannot_go_back_is_adopted(drifted: Drifted) -> None:
    """Somebody let the service owner pay, which AWS cannot undo; the document may say so, once it is accepted."""
    drifted.wish(f"{HEAD}payer: endpoint_owner  # free for us\n")
    drifted.reader = aws(services=selling(payer="ServiceOwner"))
    refused = drifted.adopt()
    assert (refused.code, "refused[payer]" in told(refused)) == (4, True)
    adopted(drifted, "payer")
    assert drifted.text() == f"{HEAD}payer: service_owner  # free for us\n"


def connected(*balancers: str) -> FakeEndpointServices:
    """Return a service with *balancers* and a connected customer."""
    services = selling(load_balancers=frozenset(balancers))
    fields: dict[str, Any] = {"region": "us-east-1", "state": "available", "created_at": "2026-11-10T10:00:00Z"}
    services.connected = [EndpointConnection(service_id=ID, endpoint_id="vpce-1", owner=ACME, **fields)]
    return services


def test_a_load_balancer_that_aws_keeps_is_adopted(drifted: Drifted) -> None:
    """AWS does not remove it while customers are connected; the document lists it again."""
    drifted.wish(f"{HEAD}load_balancers: [{nlb('api')}]\n")
    drifted.reader = aws(services=connected(nlb("api"), nlb("new")))
    adopted(drifted)
    assert drifted.text() == f"{HEAD}load_balancers:\n  - {nlb('api')}\n  - {nlb('new')}\n"


@pytest.mark.parametrize("answer", [None, "yes\n"])
def test_a_principal_that_an_unmanaged_experience_holds_is_adopted(drifted: Drifted, answer: str | None) -> None:
    """A plan cannot take it, and somebody placed it there by hand: the document lets it go."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A, principals: ['333333333333', '444444444444']}\n")
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", status="enabled", principals=("333333333333",)),
        LiveExperience(id="exp-b", title="B", status="enabled", principals=("444444444444",)),
    )
    assert [one.code for one in drifted.plan().plan.problems if one.severity == "error"] == ["principal-held"]
    said = drifted.adopt("" if answer else "--select *", answer=answer)
    assert said.code == 0, said
    assert drifted.text() == "{kind: experience, name: a, title: A, principals: ['333333333333']}\n"
    assert drifted.differing() == {}


def test_an_error_that_adopting_does_not_solve_is_told(drifted: Drifted) -> None:
    """Two experiences have the title: only the user knows which one is meant, and the command ends with 3."""
    drifted.wish("{kind: experience, name: a, title: A, description: Old}\n")
    drifted.reader = aws(LiveExperience(id="exp-1", title="A"), LiveExperience(id="exp-2", title="A"))
    said = drifted.adopt()
    assert said.code == 3
    assert "Not adopted:\n  experience.a: 2 experiences are called 'A': exp-1 (disabled), exp-2 (disabled)\n" in told(
        said
    )
