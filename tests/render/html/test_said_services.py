"""What the view Services says of a plan."""

from typing import Any, cast

from reconciler.printed import PlanJson
from reconciler.render.html.said import said_page
from reconciler.render.html.said_services import services_said
from tests.render.plans import everything


def said(*, drifting: bool = False, **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - the parts of a plan
    """Return what is said of the sample plan with *parts* of it replaced."""
    plan = cast("PlanJson", {**everything(), **parts})
    return dict(services_said(said_page(plan), plan, drifting=drifting))


def world(services: list[Any] | None) -> dict[str, Any]:
    """Return a world of endpoint services alone."""
    return {"units": None, "accounts": None, "experiences": None, "services": services}


GRANTS = {
    "address": "endpoint_service.api",
    "action": "update",
    "remote_id": "vpce-svc-1",
    "fields": [{"path": "allowed_principals", "added": ["a", "b"], "removed": ["c"], "unchanged": 0}],
}


def test_services_that_were_not_read_are_not_said_to_be_none() -> None:
    """Not read and none are two things."""
    assert said(world=world(None))["sentence"] == "No endpoint service was read."
    assert said(world=world([]))["sentence"] == "There is no endpoint service."


def test_services_say_which_grants_go_and_come() -> None:
    """The sentence has the heads of the points of text."""
    parts: dict[str, Any] = {"world": world([{}]), "changes": [GRANTS]}
    lost = {**everything()["impact"], "lost_services": []}
    assert said(**parts, impact=lost)["sentence"] == "1 grant is revoked. 2 grants are added."
    assert said(drifting=True, **parts)["sentence"] == "1 grant is only in AWS. 2 grants are missing in AWS."
    assert (
        said(world=world([{}, {}]), changes=[], impact=lost)["sentence"] == "No grant differs on 2 endpoint services."
    )


def test_services_name_the_endpoints_that_a_plan_cuts() -> None:
    """They are looked up in the calls that reject connections."""
    reject = {
        **everything()["operations"][2],
        "action": "RejectVpcEndpointConnections",
        "parameters": {"ServiceId": "vpce-svc-1", "VpcEndpointIds": ["vpce-2", "vpce-1"]},
    }
    assert said(operations=[reject])["cut"] == ["vpce-1", "vpce-2"]
