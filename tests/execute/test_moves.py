"""The principals that a plan moves, and their sources."""

import pytest

from reconciler.execute.edges import moves_of
from reconciler.model import Address, Operation, Request
from tests.verbs import VERB

FINANCE = "ou-abcd-finance1"


def request(name: str, verb: str) -> Request:
    """Return one request about an experience; those of audiences are about FINANCE."""
    details = {"Principals": [FINANCE]} if verb.endswith("Audience") else {}
    about = Address("experience", name)
    return Request(address=about, verb=VERB[verb], details=details, remote_id=f"exp-{name}")


def operation(*requests: Request) -> Operation:
    """Return an operation with these requests."""
    parameters = {"Catalog": "AWSMarketplace", "ChangeSet": []}
    return Operation(
        id="op-1", after=(), account="1", region="us-east-1", service="marketplace-catalog", action="StartChangeSet",
        parameters=parameters, requests=requests,
    )  # fmt: skip


@pytest.mark.parametrize("archived", ["aged", "zoo"])
def test_a_move_leaves_the_experience_that_governed_not_the_archived_one(archived: str) -> None:
    """Both experiences disassociate the principal. A put-back goes to the one that governed, whatever the names are."""
    arrival = request("new", "AssociateAudience")
    leaving = [request(name, "DisassociateAudience") for name in sorted(["old", archived])]
    plan = [operation(request(archived, "ReviveExperience")), operation(*leaving), operation(arrival)]
    assert [(move.principal, move.source.name, move.target.name) for move in moves_of(plan)] == [
        (FINANCE, "old", "new")
    ]
