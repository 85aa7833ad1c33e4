from typing import Any

import pytest

from reconciler.printed import ExposureJson, OperationJson
from reconciler.render.page import Page
from reconciler.render.running import call_about, call_size, exposed_lines, open_exposures

NAMES = {"exp-a": "A", "111111111111": "Billing\x1b[2J"}


def operation(action: str, address: str = "endpoint_service.api", **parameters: object) -> Any:  # noqa: ANN401 - JSON
    """Return a call about one object."""
    return {"action": action, "addresses": [address], "parameters": parameters}


def exposure(
    principal: str, governed_by: str | None = "exp-a", begin: str = "op-1", until: str = "op-2"
) -> ExposureJson:
    """Return an exposure of one principal."""
    return {
        "principal": principal,
        "accounts": [principal],
        "from": begin,
        "until": until,
        "governed_by": governed_by,
        "wider": True,
        "narrower": False,
        "seconds": 30,
    }


@pytest.mark.parametrize(
    ("call", "about", "size"),
    [
        (
            operation("ModifyVpcEndpointServicePermissions", AddAllowedPrincipals=["a", "b"], ServiceId="vpce-svc-1"),
            "permissions of api",
            "2 added",
        ),
        (operation("CreateVpcEndpointServiceConfiguration"), "new service api", ""),
        (operation("Subscribe", "topic.sms"), "Subscribe sms", ""),
        (operation("StartChangeSet", "experience.a", ChangeSet=[{}]), "change set of a", "1 change"),
    ],
)
def test_a_call_is_told_by_what_it_is_about_and_how_much_it_carries(call: OperationJson, about: str, size: str) -> None:
    """A call that has no words of its own is told by its API operation."""
    assert (call_about(call, None), call_size(call)) == (about, size)


def test_a_change_set_is_told_by_the_beginning_of_its_id() -> None:
    """A short id is whole."""
    call = operation("StartChangeSet")
    assert call_about(call, "1wj6936l06yqdpexample") == "change set 1wj6936l06yqdpe…"
    assert call_about(call, "1wj6936l06yqdpe") == "change set 1wj6936l06yqdpe"


def test_who_is_ungoverned_stands_first_and_many_are_counted() -> None:
    """Names are harmless, and the lines of many experiences do not fill the screen."""
    many = [exposure("111111111111"), exposure("222222222222"), exposure("333333333333", None)]
    many += [exposure(f"44444444444{number}", f"exp-{number}") for number in range(6)]
    assert list(exposed_lines(Page(names=NAMES), many, "this")) == [
        "333333333333 is ungoverned until this is done",
        "222222222222 and Billing\\x1b[2J are under A until this is done",
        "444444444440 is under exp-0 until this is done",
        "5 more are under other experiences until this is done",
    ]


def test_an_exposure_is_open_from_its_first_call_to_its_last() -> None:
    """It is open only if the first call did everything, and until the second did, or its principals are put back."""
    one = exposure("111111111111")
    closed: dict[str, object] = {}
    assert open_exposures([one], (), (), ["op-1"]) == closed
    assert open_exposures([one], ["op-1"], ["op-1"], []) == {"op-2": [one]}
    assert open_exposures([one], ["op-1"], ["op-1"], ["op-2"]) == {"op-2": [one]}
    assert open_exposures([one], ["op-1", "op-2"], ["op-1", "op-2"], []) == closed
    assert open_exposures([one], ["op-1"], ["op-1", "op-2"], ["op-2.putback"]) == {"op-2.putback": [one]}
    assert open_exposures([one], ["op-1"], ["op-1", "op-2"], []) == closed
    assert open_exposures([one], [], ["op-1"], ["op-2"]) == closed
