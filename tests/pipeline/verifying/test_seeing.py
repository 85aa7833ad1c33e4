"""What another account sees of a service, by reads alone."""

from collections.abc import Callable
from typing import cast

import pytest

from reconciler.errors import ExitCode, InvalidInput, Unreadable, UsageError
from reconciler.pipeline import verify_code
from reconciler.ports import Consumer
from tests.observing import ADMITTED, NAME, OTHER, Observatory, line, statuses, told
from tests.selling import root, service_id

VERIFIED = {"name": "api.example.com", "state": "verified"}
SEEN = ("region", "visible", "listed", "private_dns", "zones", "leftovers")


def test_all_that_can_be_seen_is_green(observatory: Observatory) -> None:
    """The observer is named by a grant, the private name is verified, and the zones are told by their ids."""
    observatory.begin(principals=ADMITTED, private_dns=VERIFIED)
    answer = observatory.verify()
    assert told(answer, *SEEN) == {
        "region": ("green", "the observer looks from us-east-1, its own region"),
        "visible": ("green", f"account {OTHER} sees {NAME}"),
        "listed": ("green", f"the list of account {OTHER} has it"),
        "private_dns": ("green", "api.example.com is verified"),
        "zones": ("green", "use1-az1, use1-az6"),
        "leftovers": ("green", "none was found"),
    }
    assert verify_code(answer) is ExitCode.DONE
    assert (answer["service"], answer["service_name"]) == ("endpoint_service.api", NAME)
    assert (answer["observer"], answer["region"], answer["problems"]) == (OTHER, "us-east-1", [])
    assert answer["at"] == "2026-11-22T10:00:00Z"


def test_looking_writes_nothing_and_says_what_was_not_asked(observatory: Observatory) -> None:
    """Without --endpoint there are only reads, and every line about an endpoint is grey."""
    observatory.begin(principals=ADMITTED)
    answer = observatory.verify()
    assert observatory.written() == {}
    assert observatory.asked == []
    about = ("subnets", "endpoint", "names", "removed")
    assert set(told(answer, *about).values()) == {("grey", "not asked: --endpoint SUBNET,… creates one")}
    assert line(answer, "connects") == {
        "id": "connects",
        "title": "The test endpoint takes TCP connections",
        "status": "grey",
        "because": "can only be tried from inside a VPC with an endpoint",
        "commands": [
            "reconciler verify api --endpoint SUBNET --connect",
        ],
    }
    nameless = "the service has no private DNS name that a certificate could be for"
    assert told(answer, "certificate") == {"certificate": ("grey", nameless)}


def test_commands_to_run_next_name_the_settings_file(observatory: Observatory) -> None:
    """They can be pasted where `--config` was given, also with a space in its value."""
    observatory.begin(principals=ADMITTED, private_dns=VERIFIED)
    answer = observatory.verify(config="all orgs/saas.yaml")
    assert line(answer, "connects")["commands"] == [
        "reconciler verify api --config 'all orgs/saas.yaml' --endpoint SUBNET --connect",
        "openssl s_client -connect api.example.com:443 -servername api.example.com -verify_return_error",
    ]


def test_each_line_is_there_once_and_in_the_same_order(observatory: Observatory) -> None:
    """Programs that read the answer find each id, whatever was found."""
    observatory.begin(principals=ADMITTED)
    seen = [one["id"] for one in observatory.verify()["lines"]]
    observatory.begin(principals=[])
    assert [one["id"] for one in observatory.verify()["lines"]] == seen
    assert seen == [*SEEN, "subnets", "endpoint", "names", "resolves", "connects", "certificate", "removed"]


def test_a_service_that_is_not_granted_is_red_and_says_whom_to_name(observatory: Observatory) -> None:
    """AWS answers as for a name that does not exist (privatelink 1.8); the grants say why."""
    observatory.begin(principals=[root("555555555555")])
    answer = observatory.verify()
    assert told(answer, "visible", "listed") == {
        "visible": (
            "red",
            (
                f"AWS tells account {OTHER} that {NAME} does not exist: it is not allowed; name {OTHER} in an "
                "allowed_principals document"
            ),
        ),
        "listed": ("grey", "waits for: Another account sees the service by its name"),
    }
    assert verify_code(answer) is ExitCode.CHANGES


def test_a_grant_of_another_role_is_told_with_the_observer(observatory: Observatory) -> None:
    """A grant to one role does not admit another one of the same account."""
    observatory.begin(principals=[f"arn:aws:iam::{OTHER}:role/reader"])
    assert told(observatory.verify(), "visible") == {
        "visible": (
            "red",
            (
                f"AWS tells account {OTHER} that {NAME} does not exist: the grants name "
                f"arn:aws:iam::{OTHER}:role/reader, and the observer is arn:aws:iam::{OTHER}:role/observer"
            ),
        )
    }


def test_a_service_for_everyone_is_hidden_from_lists(observatory: Observatory) -> None:
    """With `*` alone it is found by its name only (privatelink 2.4)."""
    observatory.begin(principals=["*"])
    assert told(observatory.verify(), "visible", "listed") == {
        "visible": ("green", f"account {OTHER} sees {NAME}"),
        "listed": ("red", f"hidden: only '*' admits account {OTHER}, so it is found by its name alone"),
    }


@pytest.mark.parametrize("state", ["pendingVerification", "failed"])
def test_a_name_that_is_not_verified_is_red(observatory: Observatory, state: str) -> None:
    """Customers can enable only a verified name (privatelink 2.3)."""
    observatory.begin(principals=ADMITTED, private_dns={"name": "api.example.com", "state": state})
    told_ = f"api.example.com is {state}: only a verified name can be enabled"
    assert told(observatory.verify(), "private_dns") == {"private_dns": ("red", told_)}


def test_a_service_without_private_name_has_a_grey_line(observatory: Observatory) -> None:
    """It is no fault to have none."""
    observatory.begin(principals=ADMITTED)
    assert told(observatory.verify(), "private_dns") == {"private_dns": ("grey", "the service has no private DNS name")}


def test_an_observer_in_a_region_that_is_not_supported_is_told_so(observatory: Observatory) -> None:
    """Nothing else is asked then: AWS would answer that the service does not exist."""
    observatory.settings = f"observer: {{role: 'arn:aws:iam::{OTHER}:role/observer', region: eu-west-1}}"
    observatory.begin(principals=ADMITTED)
    answer = observatory.verify()
    assert line(answer, "region")["because"] == (
        "the observer looks from eu-west-1; the service is in us-east-1 and supports us-east-1: add the region to "
        "supported_regions, or observe from another region"
    )
    assert statuses(answer, ["region", "visible", "listed"]) == {"region": "red", "visible": "grey", "listed": "grey"}


def test_a_supported_region_is_seen_and_needs_no_common_zones(observatory: Observatory) -> None:
    """Zones need not match across regions (privatelink 2.2)."""
    observatory.settings = f"observer: {{role: 'arn:aws:iam::{OTHER}:role/observer', region: eu-west-1}}"
    observatory.begin(principals=ADMITTED, supported_regions=["eu-west-1"])
    answer = observatory.verify()
    assert told(answer, "region", "zones") == {
        "region": ("green", "the observer looks from eu-west-1, a supported region of the service in us-east-1"),
        "zones": ("grey", "the observer looks from another region, where zones need not match"),
    }
    assert statuses(answer, ["visible", "listed"]) == {"visible": "green", "listed": "green"}


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        ("DescribeVpcEndpointServices", ["visible", "listed", "private_dns", "zones"]),
        ("DescribeVpcEndpoints", ["leftovers"]),
    ],
)
def test_a_denied_read_is_grey_and_names_the_permission(
    observatory: Observatory, operation: str, names: list[str]
) -> None:
    """What was not read is never green; the command ends with 7."""
    observatory.begin(principals=ADMITTED)
    observatory.shop.twin.faults.deny(operation)
    answer = observatory.verify()
    assert set(statuses(answer, names).values()) == {"grey"}
    assert f"allow ec2:{operation}" in line(answer, names[0])["because"]
    assert [one["code"] for one in answer["problems"]] == ["unreadable"]
    assert verify_code(answer) is ExitCode.UNREADABLE


def test_a_role_that_cannot_be_assumed_is_one_problem(observatory: Observatory) -> None:
    """Every read of the observer fails for the same reason, which is told once."""

    class Denied:
        def __getattr__(self, name: str) -> Callable[..., object]:
            def refuse(*_arguments: object) -> object:
                raise Unreadable("the role of the observer cannot be assumed", "allow sts:AssumeRole")

            return refuse

    observatory.wrap = lambda _: cast("Consumer", Denied())
    observatory.begin(principals=ADMITTED)
    answer = observatory.verify()
    assert [one["message"] for one in answer["problems"]] == ["the role of the observer cannot be assumed"]
    assert statuses(answer, ["visible", "leftovers"]) == {"visible": "grey", "leftovers": "grey"}


def test_a_seller_without_observer_says_which_setting_is_missing(observatory: Observatory) -> None:
    """One error with the place of the seller and the setting to add."""
    observatory.settings = ""
    observatory.begin(principals=ADMITTED)
    with pytest.raises(InvalidInput) as caught:
        observatory.verify()
    assert [(one.code, one.source.rpartition("/")[2], one.hint) for one in caught.value.problems] == [
        (
            "no-observer",
            "reconciler.yaml:3:9",
            "state sellers.saas.observer: {role: arn:…}, a role in another account that you have",
        )
    ]


def test_a_service_that_aws_lacks_has_to_be_applied_first(observatory: Observatory) -> None:
    """There is nothing to look at yet."""
    observatory.begin(principals=ADMITTED)
    text = """
        kind: endpoint_service
        name: api
        region: us-east-1
        load_balancers: [arn:aws:elasticloadbalancing:us-east-1:888888888888:loadbalancer/net/new/0123456789abcdef]
    """
    observatory.shop.wish(text)
    with pytest.raises(UsageError) as caught:
        observatory.verify()
    assert caught.value.message == "AWS has no endpoint_service.api yet"
    assert service_id() in NAME
