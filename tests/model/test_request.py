from reconciler.model import Address, Operation, Request, RequestKey, known_after
from tests.verbs import VERB

FINANCE, RESEARCH = Address("experience", "finance"), Address("experience", "research")


def request(address: Address, verb: str) -> Request:
    """Return a request without content."""
    return Request(address=address, verb=VERB[verb], details={}, remote_id="exp-1", revision="1")


def test_an_id_known_later_names_the_call_that_returns_it() -> None:
    """Ids and revisions that are not known yet name their operation (contract 4)."""
    assert known_after("op-1", FINANCE) == {"known_after": "op-1", "address": "experience.finance"}


def test_an_operation_names_each_object_once_and_sorted() -> None:
    """A call may carry several changes of an object."""
    requests = [request(RESEARCH, "UpdateExperience"), request(FINANCE, "AllowProductProcurement")]
    operation = Operation(
        id="op-1",
        after=("op-0",),
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={"Catalog": "AWSMarketplace"},
        requests=(*requests, request(FINANCE, "UpdateExperience")),
    )
    assert operation.as_json() == {
        "id": "op-1",
        "after": ["op-0"],
        "account": "111111111111",
        "region": "us-east-1",
        "service": "marketplace-catalog",
        "action": "StartChangeSet",
        "parameters": {"Catalog": "AWSMarketplace"},
        "addresses": ["experience.finance", "experience.research"],
    }


def test_requests_are_told_apart_by_object_verb_and_part() -> None:
    """Two parts of one long list are two requests."""
    first = RequestKey(FINANCE, "AllowProductProcurement")
    assert first == RequestKey(FINANCE, "AllowProductProcurement", 0)
    assert first != RequestKey(FINANCE, "AllowProductProcurement", 1)
