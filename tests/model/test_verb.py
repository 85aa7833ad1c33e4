"""What a request tells of its verb's facts and of its own details."""

from typing import Any

import pytest

from reconciler.model import Address, Request
from tests.verbs import VERB

FINANCE = ["ou-abcd-finance1", "333333333333"]


def request(verb: str, **details: Any) -> Request:  # noqa: ANN401 - details of a change
    """Make a request."""
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
def test_only_who_is_governed_leaves_and_arrives(
    verb: str, details: dict[str, Any], leaving: tuple[str, ...], arriving: tuple[str, ...]
) -> None:
    """A load balancer that changes its service is governed by neither: nobody puts it back."""
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
def test_a_verb_or_a_word_in_its_details_opens_and_closes(
    verb: str, details: dict[str, Any], *, opens: bool, closes: bool
) -> None:
    """Archiving ends an experience whatever it says; an update, only by its status."""
    made = request(verb, **details)
    assert (made.opens, made.closes) == (opens, closes)
