from collections.abc import Callable
from typing import Any

import pytest

from reconciler.aws.details import Entity
from reconciler.errors import Unreadable
from reconciler.ports import EntitySummary
from tests.aws.answers import good, paged
from tests.aws.conftest import Connect, api
from tests.aws.loopback import Asked, Reply, Script

SCOPE = {"Name": "Scope", "ValueList": ["SharedWithMe"]}
OTHER_ORGANIZATION = {"Organization": {"Id": "o-abcdef1234", "MasterAccountId": "999999999999", "FeatureSet": "ALL"}}


def entities(count: int) -> list[dict[str, str]]:
    """Return the summaries of many experiences."""
    return [{"EntityId": f"exp-{at}", "Name": f"E {at}", "EntityArn": f"arn:exp-{at}"} for at in range(count)]


def described(known: Callable[[str], dict[str, Any] | None]) -> Script:
    """Return a script for BatchDescribeEntities: *known* has an answer or None by id; None is an error."""

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        ids = [item["EntityId"] for item in asked.parameters["EntityRequestList"]]
        found = {entity_id: details for entity_id in ids if (details := known(entity_id))}
        lost = {
            entity_id: {"ErrorCode": entity_id, "ErrorMessage": "no"} for entity_id in ids if entity_id not in found
        }
        return {"EntityDetails": found, "Errors": lost}

    return script


def details(entity_id: str, identifier: str | None = None) -> dict[str, Any]:
    """Return the description of one entity."""
    document = {"Name": entity_id}
    revised = identifier or f"{entity_id}@3"
    return {"EntityArn": f"arn:{entity_id}", "EntityIdentifier": revised, "DetailsDocument": document}


def test_entities_are_listed_in_pages_of_fifty_sorted_by_id(connect: Connect) -> None:
    """Changes do not move entities in this order, so none slips from one page to another."""
    connected = connect(paged("ListEntities", "EntitySummaryList", entities(120), 50))
    assert len(connected.clients.catalog.list_entities("Experience")) == 120
    asked = [asked.parameters for asked in connected.server.asked if asked.operation == "ListEntities"]
    first = {
        "Catalog": "AWSMarketplace",
        "EntityType": "Experience",
        "MaxResults": 50,
        "Sort": {"SortBy": "EntityId", "SortOrder": "ASCENDING"},
    }
    assert asked == [first, first | {"NextToken": "50"}, first | {"NextToken": "100"}]


def test_an_entity_listed_on_two_pages_is_one_entity(connect: Connect) -> None:
    """An entity that appears during reading moves others to the next page."""
    found = connect(paged("ListEntities", "EntitySummaryList", [*entities(2), *entities(1)], 2))
    assert found.clients.catalog.list_entities("Experience") == (
        EntitySummary("exp-0", "E 0", "arn:exp-0"),
        EntitySummary("exp-1", "E 1", "arn:exp-1"),
    )


def test_an_experience_listed_without_a_name_is_described(connect: Connect) -> None:
    """Before a creation, experiences are found by title; an audience is found by the experience that it names."""
    listed = [{"EntityId": id_, "EntityArn": f"arn:{id_}", **more} for id_, more in (("a", {"Name": "A"}), ("b", {}))]
    one_described = {"EntityDetails": {"b": details("b")}}
    connected = connect(good(ListEntities={"EntitySummaryList": listed}, BatchDescribeEntities=one_described))
    found = (EntitySummary("a", "A", "arn:a"), EntitySummary("b", "b", "arn:b"))
    assert connected.clients.catalog.list_entities("Experience") == found
    asked = [one.parameters for one in connected.server.asked if one.operation == "BatchDescribeEntities"]
    assert asked == [{"EntityRequestList": [{"Catalog": "AWSMarketplace", "EntityId": "b"}]}]
    assert connected.clients.catalog.list_entities("Audience") == (found[0], EntitySummary("b", "", "arn:b"))


def test_an_id_may_be_written_with_a_revision(connect: Connect) -> None:
    """`EntityId@RevisionId` means the same entity in lists and in maps of entities (catalog 1.2)."""
    listed = [{"EntityId": "exp-a@7", "Name": "A", "EntityArn": "arn:exp-a"}]
    described_as = {"EntityDetails": {"exp-a@7": details("exp-a", "exp-a@7")}}
    clients = connect(good(ListEntities={"EntitySummaryList": listed}, BatchDescribeEntities=described_as)).clients
    assert clients.catalog.list_entities("Experience") == (EntitySummary("exp-a", "A", "arn:exp-a"),)
    assert api(clients).describe_entities(["exp-a"]) == {"exp-a": Entity("exp-a", "7", "arn:exp-a", {"Name": "exp-a"})}


def test_the_management_account_lists_without_a_scope(connect: Connect) -> None:
    """The owner of the entities lists them as they are; the owner is looked up once."""
    connected = connect(good())
    connected.clients.catalog.list_entities("Experience")
    connected.clients.catalog.list_change_sets()
    assert all("FilterList" not in asked.parameters for asked in connected.server.asked)
    assert connected.server.operations == [
        "GetCallerIdentity",
        "DescribeOrganization",
        "ListEntities",
        "ListChangeSets",
    ]


def test_another_account_lists_what_is_shared_with_it(connect: Connect) -> None:
    """A delegated administrator lists entities with Scope=SharedWithMe, and its own sets without it."""
    connected = connect(good(DescribeOrganization=OTHER_ORGANIZATION))
    connected.clients.catalog.list_entities("Audience")
    connected.clients.catalog.list_change_sets(status=("APPLYING", "PREPARING"), entity_id="exp-a")
    filters = [asked.parameters.get("FilterList") for asked in connected.server.asked if "Catalog" in asked.parameters]
    wanted = [{"Name": "Status", "ValueList": ["APPLYING", "PREPARING"]}, {"Name": "EntityId", "ValueList": ["exp-a"]}]
    assert filters == [[SCOPE], wanted, [*wanted, SCOPE]]


def test_entities_are_described_twenty_a_call_and_each_once(connect: Connect) -> None:
    """Forty-five ids, one of them twice, take three calls; the answer has the requested order."""
    ids = [f"exp-{at}" for at in range(45)]
    connected = connect(described(details))
    found = api(connected.clients).describe_entities([*ids, "exp-0"])
    assert list(found) == ids
    assert found["exp-7"] == Entity("exp-7", "3", "arn:exp-7", {"Name": "exp-7"})
    sizes = sorted(len(asked.parameters["EntityRequestList"]) for asked in connected.server.asked)
    assert sizes == [5, 20, 20]


def test_describing_no_entities_makes_no_call(connect: Connect) -> None:
    """AWS refuses an empty list."""
    connected = connect(good())
    assert api(connected.clients).describe_entities([]) == {}
    assert connected.server.asked == []


def test_an_entity_that_is_denied_is_told_with_the_id_of_the_request(connect: Connect) -> None:
    """An answer with HTTP 200 may have an error for one entity."""
    errors = {"exp-a": {"ErrorCode": "AccessDeniedException", "ErrorMessage": "no"}}
    connected = connect(good(BatchDescribeEntities={"EntityDetails": {}, "Errors": errors}))
    with pytest.raises(Unreadable, match=r"AccessDeniedException: exp-a: no \(request req-1\)$"):
        api(connected.clients).describe_entities(["exp-a"])


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "RESOURCE_NOT_FOUND", "ENTITY_NOT_FOUND"])
def test_an_entity_that_aws_does_not_know_is_absent(connect: Connect, code: str) -> None:
    """A missing id is no error; the kinds decide what it means."""
    script = described(lambda entity_id: details(entity_id) if entity_id == "exp-a" else None)
    assert list(api(connect(script).clients).describe_entities(["exp-a", code])) == ["exp-a"]


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "InternalServiceException"])
def test_an_entity_that_could_not_be_described_is_unreadable(connect: Connect, code: str) -> None:
    """Half an answer would plan the rest as new; the message has the entity and AWS's code."""
    with pytest.raises(Unreadable, match=f"BatchDescribeEntities: {code}: {code}: no"):
        api(connect(described(lambda _: None)).clients).describe_entities([code])


@pytest.mark.parametrize("code", ["ThrottlingException", "INTERNAL_SERVICE_EXCEPTION", "SERVICE_UNAVAILABLE"])
def test_throttled_entities_of_an_answer_are_described_again(connect: Connect, code: str) -> None:
    """Two of twenty-five fail twice: one call repeats only these, and the answer is complete and in order."""
    ids = [f"exp-{at}" for at in range(25)]
    left = {"exp-3": 2, "exp-22": 1}

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        some = [item["EntityId"] for item in asked.parameters["EntityRequestList"]]
        busy = [one for one in some if left.get(one)]
        left.update({one: left[one] - 1 for one in busy})
        errors = {one: {"ErrorCode": code, "ErrorMessage": "later"} for one in busy}
        return {"EntityDetails": {one: details(one) for one in some if one not in busy}, "Errors": errors}

    connected = connect(script)
    assert list(api(connected.clients).describe_entities(ids)) == ids
    asked = [[item["EntityId"] for item in asked.parameters["EntityRequestList"]] for asked in connected.server.asked]
    assert (asked[2:], connected.pauses) == ([["exp-3", "exp-22"], ["exp-3"]], [1.0, 2.0])


def test_an_entity_that_stays_throttled_is_unreadable_after_four_calls(connect: Connect) -> None:
    """The calls take seven seconds; an error that is not temporary is not repeated."""
    busy, denied = connect(described(lambda _: None)), "AccessDeniedException"
    with pytest.raises(Unreadable, match="BatchDescribeEntities: ThrottlingException"):
        api(busy.clients).describe_entities(["ThrottlingException"])
    assert (len(busy.server.asked), busy.pauses) == (4, [1.0, 2.0, 4.0])
    denying = connect(described(lambda _: None))
    with pytest.raises(Unreadable, match=denied):
        api(denying.clients).describe_entities([denied])
    assert len(denying.server.asked) == 1


def test_an_entity_that_the_answer_omits_is_unreadable(connect: Connect) -> None:
    """An entity that is neither found nor an error is not "unknown"."""
    with pytest.raises(
        Unreadable, match=r"EntityDetails\.exp-b in the answer is missing, and AWS returns no error for it"
    ):
        api(connect(good()).clients).describe_entities(["exp-b"])


@pytest.mark.parametrize("identifier", ["exp-a", "exp-a@", "exp-b@3"])
def test_an_entity_without_its_own_id_and_revision_is_unreadable(connect: Connect, identifier: str) -> None:
    """Apply locks on the revision."""
    script = described(lambda entity_id: details(entity_id, identifier))
    with pytest.raises(Unreadable, match=r"EntityDetails\.exp-a\.EntityIdentifier in the answer is not exp-a@"):
        api(connect(script).clients).describe_entities(["exp-a"])


@pytest.mark.parametrize("document", [None, "text", [], 5])
def test_an_entity_without_its_document_is_unreadable(connect: Connect, document: object) -> None:
    """A missing document is not an empty one."""
    script = described(lambda entity_id: details(entity_id) | {"DetailsDocument": document})
    with pytest.raises(Unreadable, match=r"EntityDetails\.exp-a\.DetailsDocument in the answer is "):
        api(connect(script).clients).describe_entities(["exp-a"])


def test_tags_are_a_mapping(connect: Connect) -> None:
    """The answer may leave out the tags, but there must be an answer."""
    assert connect(good()).clients.catalog.list_tags("arn:exp-a") == {"team": "procurement"}
    assert connect(good(ListTagsForResource={"ResourceArn": "a"})).clients.catalog.list_tags("a") == {}
    with pytest.raises(Unreadable, match="ResourceArn in the answer is missing"):
        connect(good(ListTagsForResource={})).clients.catalog.list_tags("arn:exp-a")
