from dataclasses import dataclass, replace

from reconciler.kind import Kind
from reconciler.model import Address, Desired, Document, Feed, Marks
from reconciler.model.document import mark
from reconciler.pipeline.loading.repository import fed

API, ADMIN = Address("endpoint_service", "api"), Address("endpoint_service", "admin")


@dataclass(frozen=True)
class Gathered:
    """A spec that records what it absorbed."""

    members: tuple[str, ...] = ()


def absorb(desired: Desired[Gathered], feeds: tuple[Feed, ...]) -> Desired[Gathered]:
    """Return the object with every member, in the order of the feeds."""
    return replace(desired, spec=Gathered(tuple(member for feed in feeds for member in feed.members)), fed=feeds)


KINDS = {"endpoint_service": Kind(name="endpoint_service", schema={}, parse=lambda *_: NotImplemented, absorb=absorb)}


def document(address: Address, line: int = 1) -> Document:
    """Return a document whose `service` stands in its third line."""
    marks = Marks(mark(line, 1), {"service": mark(line + 2, 10)})
    return Document(address, {}, "wish.yaml", marks)


def stated(*addresses: Address) -> dict[Address, Desired[Gathered]]:
    """Return objects that have absorbed nothing yet."""
    return {one: Desired(address=one, spec=Gathered(), document=document(one)) for one in addresses}


def feed(name: str, target: Address, *members: str) -> Feed:
    """Return a feed of members to a target."""
    source = Address("allowed_principals", name)
    return Feed(source, target, document(source), {member: index for index, member in enumerate(members)})


def test_every_feed_reaches_its_object() -> None:
    """Feeds come in the order of their addresses, whatever the order of files."""
    wish, problems = fed(KINDS, stated(API, ADMIN), [feed("b", API, "2"), feed("c", ADMIN, "3"), feed("a", API, "1")])
    assert (wish[API].spec, wish[ADMIN].spec, problems) == (Gathered(("1", "2")), Gathered(("3",)), ())


def test_an_object_without_feeds_stays_as_it_is() -> None:
    """An object without feeds does not even absorb an empty list."""
    before = stated(API)
    wish, _ = fed(KINDS, before, [])
    assert wish[API] is before[API]


def test_a_feed_without_an_object_is_an_error_at_the_name() -> None:
    """The hint says which name may have been meant."""
    _, problems = fed(KINDS, stated(API, ADMIN), [feed("a", Address("endpoint_service", "apii"), "1")])
    assert [(one.code, one.message, one.source, one.hint, one.address) for one in problems] == [
        (
            "unknown-name",
            "no endpoint_service is called 'apii'",
            "wish.yaml:3:10",
            "did you mean 'api'?",
            Address("allowed_principals", "a"),
        )
    ]


def test_the_first_fifty_unknown_objects_have_suggestions() -> None:
    """Of feeds for more unknown objects, the later ones say that suggestions have ended."""
    lost = [feed(f"a-{number}", Address("endpoint_service", f"warehouses-{number:02d}"), "1") for number in range(51)]
    _, problems = fed(KINDS, stated(Address("endpoint_service", "warehouse")), lost)
    assert [one.hint for one in problems[:50]] == ["did you mean 'warehouse'?"] * 50
    assert problems[50].hint == (
        "state it in a document of kind endpoint_service; only the first 50 unknown names have suggestions"
    )


def test_a_feed_of_an_object_in_error_is_no_error() -> None:
    """The problem of the object is reported already."""
    wish, problems = fed(KINDS, stated(ADMIN), [feed("a", API, "1")], {API})
    assert (list(wish), problems) == ([ADMIN], ())
