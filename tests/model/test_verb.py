"""Facts of a request that come from its verb and its details."""

from typing import Any

import pytest

from reconciler.model import Address, Request
from tests.verbs import VERB

FINANCE = ["ou-abcd-finance1", "333333333333"]


def request(verb: str, **details: object) -> Request:
    """Return a request."""
    return Request(address=Address("any", "a"), verb=VERB[verb], details=details, remote_id=None)


@pytest.mark.parametrize(
    ("verb", "details", "leaving", "arriving"),
    [
        ("DisassociateAudience", {"Principals": FINANCE}, ("ou-abcd-finance1", "333333333333"), ()),
        ("AssociateAudience", {"Principals": FINANCE}, (), ("ou-abcd-finance1", "333333333333")),
        ("AllowProductProcurement", {"Products": [{"Ids": ["prod-a"]}]}, (), ()),
        ("ModifyVpcEndpointServiceConfiguration", {"RemoveNetworkLoadBalancerArns": ["arn"]}, (), ()),
        ("CreateVpcEndpointServiceConfiguration", {"NetworkLoadBalancerArns": ["arn"]}, (), ()),
    ],
)
def test_only_principals_leave_and_arrive(
    verb: str, details: dict[str, Any], leaving: tuple[str, ...], arriving: tuple[str, ...]
) -> None:
    """A load balancer that changes its service is not governed, so no put-back is made."""
    made = request(verb, **details)
    assert (made.leaving, made.arriving) == (leaving, arriving)


@pytest.mark.parametrize(
    ("verb", "details", "opens", "closes"),
    [
        ("UpdateExperience", {"Name": "A", "Status": "Enabled"}, True, False),
        ("UpdateExperience", {"Status": "Disabled"}, False, True),
        ("UpdateExperience", {"Name": "A"}, False, False),
        ("RestrictExperience", {}, False, True),
        ("ReviveExperience", {}, False, False),
        ("CreateExperience", {"Name": "A"}, False, False),
        ("AssociateAudience", {"Principals": FINANCE}, False, False),
    ],
)
def test_a_verb_or_its_details_begin_and_end_governing(
    verb: str, details: dict[str, Any], *, opens: bool, closes: bool
) -> None:
    """Archiving always ends it; an update only by its status."""
    made = request(verb, **details)
    assert (made.opens, made.closes) == (opens, closes)
