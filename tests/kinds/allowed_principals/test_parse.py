from datetime import date

import pytest

from reconciler.kind import Parsed
from reconciler.kinds.allowed_principals.spec import parse
from reconciler.model import Address
from reconciler.names import Name, References
from tests.kinds.document import document

REFERENCES = References.to(
    {
        "principal": {
            "acme": Name("333333333333", groups=frozenset({"customers"})),
            "globex": Name("555555555555", groups=frozenset({"customers"})),
            "reader": Name("arn:aws:iam::333333333333:role/reader"),
            "finance": Name("ou-abcd-01234567", groups=frozenset({"units"})),
        }
    }
)


def parsed(*principals: str) -> Parsed:
    """Parse a document that admits principals."""
    text = f"{{kind: allowed_principals, name: all, service: api, principals: {list(principals)}}}"
    return parse(document(text), REFERENCES)


def members(*principals: str) -> dict[str, int]:
    """Return the members that a document feeds, with their places."""
    (feed,) = parsed(*principals).feeds
    return dict(feed.members)


def test_names_groups_and_literals_are_members() -> None:
    """Members keep the form in which they are stated; the service normalises them."""
    assert members("acme", "444444444444", "reader", "*", "vpce.amazonaws.com") == {
        "333333333333": 0,
        "444444444444": 1,
        "arn:aws:iam::333333333333:role/reader": 2,
        "*": 3,
        "vpce.amazonaws.com": 4,
    }
    assert members("group:customers") == {"333333333333": 0, "555555555555": 0}


def test_a_principal_that_is_named_twice_stands_where_it_is_named_first() -> None:
    """A principal may be stated by name, in a group, as an id, with a path or without."""
    assert members("group:customers", "acme", "333333333333") == {"333333333333": 0, "555555555555": 0}
    assert members("arn:aws:iam::333333333333:role/a/reader", "reader") == {"arn:aws:iam::333333333333:role/reader": 0}


def test_a_feed_knows_its_service_and_its_places() -> None:
    """A problem of the list is reported at the place of the principal."""
    found = parsed("acme", "444444444444")
    (feed,) = found.feeds
    assert (feed.source, feed.target) == (
        Address("allowed_principals", "all"),
        Address("endpoint_service", "api"),
    )
    assert feed.at("444444444444") == "wish.yaml:1:74"
    assert found.used == {"principal": {"acme"}}


def test_a_path_is_stripped_with_a_note() -> None:
    """AWS does not accept paths (privatelink 1.7)."""
    found = parsed("444444444444", "arn:aws:iam::333333333333:role/service-role/team/reader")
    (feed,) = found.feeds
    assert list(feed.members) == ["444444444444", "arn:aws:iam::333333333333:role/reader"]
    (told,) = found.problems
    assert (told.severity, told.code, told.source) == ("note", "path-stripped", "wish.yaml:1:82")
    long, short = "role/service-role/team/reader", "arn:aws:iam::333333333333:role/reader"
    assert told.message == f"arn:aws:iam::333333333333:{long} is granted as {short}: AWS accepts no path here"


@pytest.mark.parametrize("principal", ["finance", "group:units"])
def test_an_organizational_unit_cannot_be_admitted(principal: str) -> None:
    """A unit can be governed but cannot connect."""
    found = parsed("acme", principal)
    assert (found.desired, found.feeds) == (None, ())
    assert [(problem.code, problem.source, problem.message) for problem in found.problems] == [
        (
            "principal-form",
            "wish.yaml:1:74",
            "principal.finance (ou-abcd-01234567) cannot be allowed on an endpoint service",
        )
    ]


def test_a_document_with_an_error_feeds_nothing() -> None:
    """All of its errors are reported."""
    found = parsed("nobody", "group:nobodies", "arn:aws:iam::333333333333:role/a/b")
    assert found.feeds == ()
    assert [problem.code for problem in found.problems] == ["unknown-name", "unknown-name"]


def test_a_document_may_name_no_principal() -> None:
    """A document without principals feeds an empty list."""
    assert members() == {}


def test_one_document_feeds_several_services() -> None:
    """Each service gets a feed with the same members, last day and title."""
    text = (
        "{kind: allowed_principals, name: acme, services: [us, eu], principals: [acme], "
        "expires: 2027-01-31, title: Acme Corp}"
    )
    found = parse(document(text), REFERENCES).feeds
    assert [str(feed.target) for feed in found] == ["endpoint_service.us", "endpoint_service.eu"]
    assert {(*feed.members, feed.ends, feed.title) for feed in found} == {
        ("333333333333", date(2027, 1, 31), "Acme Corp")
    }
