from dataclasses import replace

from reconciler.kinds.experience.parse import parse
from reconciler.kinds.experience.reading import observe, reread
from reconciler.model import Wish
from reconciler.names import References
from reconciler.ports import ChangeSet, SentChange
from reconciler.reading_progress import ReadCount, ReadingProgress
from tests.fakes.ports import FakeCatalog, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents

FINANCE = LiveExperience(id="exp-1", title="Finance", allow=("prod-b", "prod-shown"), tags={"team": "x"})
RESEARCH = LiveExperience(id="exp-2", title="Research", allow=("prod-b",), principals=("ou-abcd-research",))


def wish(text: str) -> Wish:
    """Parse experiences."""
    parsed = [parse(one, References()).desired for one in documents(text)]
    return {one.address: one for one in parsed if one}


def allowing(set_id: str, entity: str, *ids: str, verb: str = "AllowProductProcurement") -> ChangeSet:
    """Return a change set that allowed *ids*, or did something else with them."""
    change = SentChange("A", verb, entity, frozenset(ids))
    return ChangeSet(id=set_id, name=set_id, status="SUCCEEDED", changes=(change,))


def test_everything_is_read_even_without_documents() -> None:
    """Experiences that no document names are reported as unmanaged."""
    assert sorted(observe({}, clients(FakeWorld.of(FINANCE, RESEARCH))).live) == ["exp-1", "exp-2"]


def test_tags_are_read_only_where_they_are_stated() -> None:
    """Only stated keys are managed, and the tag `reconciler:logo` keeps the hash of the logo (contract 1.2)."""
    world = FakeWorld.of(FINANCE, RESEARCH, replace(RESEARCH, id="exp-3", title="Third", principals=None))
    live = observe(
        wish("""
{kind: experience, name: a, title: Finance, tags: {team: y}}
---
{kind: experience, name: b, title: Research, branding: {logo_url: "https://example.com/l.png"}}
---
{kind: experience, name: c, title: Third, tags: {}}
"""),
        clients(world),
    ).live
    assert [live[id_].spec.tags for id_ in ("exp-1", "exp-2", "exp-3")] == [{"team": "x"}, {}, None]


def test_history_is_read_only_where_an_id_may_have_changed_its_form() -> None:
    """A product that should be allowed is in no list, and an unknown product is in one."""
    history = (allowing("set2", "exp-1", "prod-sent"), allowing("set1", "exp-2", "prod-other"))
    seen = clients(replace(FakeWorld.of(FINANCE, RESEARCH), change_sets=history))
    found = observe(
        wish("""
{kind: experience, name: a, title: Finance, products: {allow: [prod-b, prod-sent]}}
---
{kind: experience, name: b, title: Research, products: {allow: [prod-b, prod-new]}}
"""),
        seen,
    )
    assert found.allowed_before == {"exp-1": {"prod-sent"}}
    assert isinstance(seen.catalog, FakeCatalog)
    assert (seen.catalog.calls["ListChangeSets"], seen.catalog.calls["DescribeChangeSet"]) == (1, 1)


def test_tags_and_change_sets_that_are_read_are_counted() -> None:
    """Each tagged experience and each change set takes a call, so many of them take long."""
    progress = ReadingProgress()
    progress.begin()
    world = replace(
        FakeWorld.of(FINANCE, RESEARCH), change_sets=(leaving(2, "ou-abcd-other000"), leaving(1, "ou-abcd-f"))
    )
    text = "{kind: experience, name: a, title: Finance, tags: {team: y}, principals: [ou-abcd-finance0]}"
    observe(wish(text), replace(clients(world), progress=progress))
    assert progress.so_far.counts == {
        "experience": ReadCount(2, 2),
        "tagged experience": ReadCount(1, 1),
        "change set": ReadCount(2),
    }


def test_only_allowals_by_the_newest_sets_count() -> None:
    """The 20 newest sets of the experience that succeeded are read; only changes that allow count."""
    history = (
        allowing("set99", "exp-1", "prod-denied", verb="DenyProductProcurement"),
        replace(allowing("set98", "exp-1", "prod-failed"), status="FAILED"),
        *(allowing(f"set{number}", "exp-1", f"prod-{number}") for number in range(40, 19, -1)),
    )
    text = "{kind: experience, name: a, title: Finance, products: {allow: [prod-b, prod-sent]}}"
    found = observe(wish(text), clients(replace(FakeWorld.of(FINANCE), change_sets=history)))
    assert sorted(found.allowed_before["exp-1"]) == [f"prod-{number}" for number in range(22, 41)]


def leaving(number: int, principal: str, name: str = "reconciler 0123456789ab op-1 none") -> ChangeSet:
    """Return a change set of reconciler that removed a principal from exp-1."""
    change = SentChange("A", "DisassociateAudience", "exp-1", frozenset({principal}))
    return ChangeSet(id=f"set{number}", name=name, status="SUCCEEDED", changes=(change,))


def test_the_former_holder_is_looked_up_in_the_newest_own_sets() -> None:
    """Up to 20 sets are read until each principal without a holder is found; others are not looked up."""
    text = "{kind: experience, name: a, title: Finance, principals: [ou-abcd-research, ou-abcd-finance0]}"
    theirs = leaving(99, "ou-abcd-finance0", name="by hand")
    for others, found in ((19, {"ou-abcd-finance0": ("exp-1", "set1")}), (20, {})):
        ours = [leaving(number, "ou-abcd-another0") for number in range(others + 1, 1, -1)]
        history = (theirs, *ours, leaving(1, "ou-abcd-finance0"), leaving(0, "ou-abcd-research"))
        seen = clients(replace(FakeWorld.of(FINANCE, RESEARCH), change_sets=history))
        assert observe(wish(text), seen).left == found
        assert isinstance(seen.catalog, FakeCatalog)
        assert (seen.catalog.calls["ListChangeSets"], seen.catalog.calls["DescribeChangeSet"]) == (2, 20)


def test_rereading_reads_only_the_requested_experiences() -> None:
    """Audiences that may be new are read as well; audiences known to be of others are not."""
    before = observe({}, clients(FakeWorld.of(FINANCE, RESEARCH)))
    later = FakeWorld.of(replace(FINANCE, revision=9, principals=("333333333333",)), RESEARCH)
    again = clients(later)
    found = reread(["exp-1"], again, before)
    assert list(found) == ["exp-1"]
    assert (found["exp-1"].revision, found["exp-1"].spec.principals) == ("9", frozenset({"333333333333"}))
    assert isinstance(again.catalog, FakeCatalog)
    assert again.catalog.calls == {"ListEntities": 1, "BatchDescribeEntities": 2}


def test_a_set_is_read_once_whichever_experiences_it_changed() -> None:
    """At most twenty experiences are looked up; for others it is unknown who allowed a product."""
    names = [f"e{number:02}" for number in range(25)]
    live = [LiveExperience(id=f"exp-{one}", title=one, allow=("prod-b",), requests="allow") for one in names]
    changes = tuple(change for one in live for change in allowing("set1", one.id, "prod-b").changes)
    ours = ChangeSet(id="set1", name="reconciler 1", status="SUCCEEDED", changes=changes)
    seen = clients(replace(FakeWorld.of(*live), change_sets=(ours,)))
    items = ", ".join(f"{one}: {{title: {one}, products: {{allow: []}}}}" for one in names)
    found = observe(wish(f"{{kind: experience, items: {{{items}}}}}"), seen)
    assert found.by_us == {f"exp-{one}": {"prod-b"} for one in names[:20]}
    assert isinstance(seen.catalog, FakeCatalog)
    assert (seen.catalog.calls["ListChangeSets"], seen.catalog.calls["DescribeChangeSet"]) == (20, 1)
