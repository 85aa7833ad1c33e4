"""Find the members of a request that AWS's message names, and make the request without them."""

import pytest

from reconciler.execute.members import members, named_in, only, without
from reconciler.model import Address, Request
from tests.verbs import VERB

ROLE, LONGER = "arn:aws:iam::333333333333:role/api", "arn:aws:iam::333333333333:role/api-2"
PERMIT = "ModifyVpcEndpointServicePermissions"
SENT = (ROLE, LONGER, f"{ROLE},b", f"{ROLE}.", "333333333333", "prod-abc", "*", "ou-abcd-finance1")


def request(verb: str, **details: object) -> Request:
    """Return a request."""
    return Request(address=Address("experience", "a"), verb=VERB[verb], details=details, remote_id=None)


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (f"Invalid Principal: '{ROLE}'", (ROLE,)),
        (f"Invalid Principal: '{LONGER}'", (LONGER,)),
        (f"Invalid Principals: [{ROLE},{LONGER}]", (ROLE, LONGER)),
        (f"{ROLE}, {LONGER} are not valid.", (ROLE, LONGER)),
        ("Unable to disassociate audience for account 333333333333.", ("333333333333",)),
        ("Product prod-abc: not found", ("prod-abc",)),
        ('No such product: "prod-abc"; try again', ("prod-abc",)),
        ("prod-abcd is unknown, and so is my-prod-abc", ()),
        ("1333333333333 is no account", ()),
        ("Invalid Principal: '*'", ("*",)),
        ("An audience (ou-abcd-finance1) exists", ("ou-abcd-finance1",)),
        (f"Invalid Principal: '{ROLE},b'", (f"{ROLE},b",)),
        (f"Invalid Principal: {ROLE}..", (f"{ROLE}.",)),
        (f"Invalid Principal: {ROLE}.", (f"{ROLE}.",)),
        (f"Invalid Principals: {ROLE},{LONGER}.", (ROLE, LONGER)),
        ("", ()),
    ],
)
def test_only_members_that_were_sent_are_found_in_a_message(message: str, named: tuple[str, ...]) -> None:
    """A member matches as a whole word; names may contain commas and full stops."""
    assert named_in(message, SENT) == named


def test_a_request_without_some_members_keeps_all_else() -> None:
    """An empty list is not sent; a request without any content is None."""
    both = request(PERMIT, AddAllowedPrincipals=["a", "b"], RemoveAllowedPrincipals=["c"], ServiceId="vpce-svc-1")
    assert members(both) == ("a", "b", "c")
    left = without(both, {"a", "c"})
    assert left
    assert left.details == {"AddAllowedPrincipals": ["b"], "ServiceId": "vpce-svc-1"}
    assert without(both, {"a", "b", "c"}) is None


def test_products_are_members_block_by_block() -> None:
    """An empty block is not sent."""
    allowing = request("AllowProductProcurement", Products=[{"Ids": ["prod-a", "prod-b"]}, {"Ids": ["prod-c"]}])
    left = without(allowing, {"prod-b", "prod-c"})
    assert left
    assert left.details == {"Products": [{"Ids": ["prod-a"]}]}


def test_a_part_of_a_request_comes_in_the_order_asked_for() -> None:
    """The order is that of the documents."""
    part = only(request(PERMIT, AddAllowedPrincipals=["a", "b", "c"], RemoveAllowedPrincipals=["d"]), ["c", "a"])
    assert part
    assert part.details == {"AddAllowedPrincipals": ["c", "a"]}
    assert only(request("AssociateAudience", Principals=["a"]), ["b"]) is None
