"""A principal that an archived experience lists beside the live one that holds it.

AWS says that the audience of an archived experience can be associated with a different one, and not that the archived
one then stops listing it (catalog 4.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from reconciler.governance import govern
from reconciler.model import Problem
from reconciler.pipeline.planning import Planning, PlanOptions
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.replay import carry_out
from tests.pipeline.proofs import planned, replay_of

FINANCE, PAYROLL = "ou-abcd-finance0", "ou-abcd-payroll0"
ARCHIVED = LiveExperience(id="exp-arch", title="Arch", status="archived", principals=(FINANCE, PAYROLL))
LIVE = LiveExperience(id="exp-live", title="Live", status="enabled", principals=(FINANCE,))
OTHER = LiveExperience(id="exp-other", title="Other", status="enabled", principals=())

LISTINGS = [(ARCHIVED, LIVE, OTHER), (OTHER, LIVE, ARCHIVED), (replace(ARCHIVED, id="exp-z"), LIVE, OTHER)]
"""AWS may list them in any order, and the order of ids has no meaning."""

listings = pytest.mark.parametrize("listing", LISTINGS, ids=["first", "last", "last-by-id"])
Listing = Sequence[LiveExperience]
Body = Mapping[str, Any]

ARCH: Body = {"title": "Arch", "status": "disabled"}
KEEP: Body = {"title": "Live", "principals": [FINANCE]}
LEAVE: Body = {"title": "Live", "principals": []}
TAKE: Body = {"title": "Other", "principals": [FINANCE]}

LET_GO = "write principals: without it, in mode: exclusive and without --no-removals: then reviving removes it"


def calls(planning: Planning) -> list[list[tuple[str, str]]]:
    """Return the changes of each operation: verb and experience."""
    return [[(one.verb.name, one.address.name) for one in op.requests] for op in planning.plan.operations]


def errors(planning: Planning) -> list[tuple[str, str, str]]:
    """Return the errors: experience, message and hint."""
    problems = [one for one in planning.plan.problems if one.severity.value == "error"]
    return [(_name(one), one.message, one.hint) for one in problems if one.code == "principal-held"]


def _name(problem: Problem) -> str:
    return problem.address.name if problem.address else ""


def settled(listing: Listing, wish: Mapping[str, Body]) -> FakeWorld:
    """Carry out the plan and return the state after it; the next plan must be empty."""
    world = FakeWorld.of(*listing)
    planning = planned(world, wish)
    assert [problem for problem in planning.plan.problems if problem.severity.value == "error"] == []
    after = carry_out(planning, world)
    assert calls(planned(after, wish)) == []
    return after


def of_(world: FakeWorld, title: str) -> tuple[str, ...]:
    """Return the principals of the experience with *title*."""
    (found,) = (one for one in world.experiences.values() if one.title == title)
    return found.principals or ()


@listings
@pytest.mark.parametrize("live", [KEEP, {"title": "Live"}], ids=["named", "not-stated"])
@pytest.mark.parametrize("arch", [None, {"title": "Arch", "status": "archived"}], ids=["unmanaged", "archived"])
def test_a_principal_stays_with_its_live_holder(listing: Listing, live: Body, arch: Body | None) -> None:
    """The archived holder may be managed or not."""
    planning = planned(FakeWorld.of(*listing), {"live": live, **({"arch": arch} if arch else {})})
    assert (calls(planning), planning.plan.problems) == ([], ())


@listings
@pytest.mark.parametrize("arch", [None, {"title": "Arch", "status": "archived"}], ids=["unmanaged", "archived"])
def test_a_principal_moves_from_its_live_holder_to_another(listing: Listing, arch: Body | None) -> None:
    """The move takes two sets, as any other does."""
    wish = {"live": LEAVE, "other": TAKE, **({"arch": arch} if arch else {})}
    assert calls(planned(FakeWorld.of(*listing), wish)) == [
        [("DisassociateAudience", "live")],
        [("AssociateAudience", "other")],
    ]
    assert of_(settled(listing, wish), "Other") == (FINANCE,)


@listings
def test_an_unmanaged_live_holder_keeps_its_principal(listing: Listing) -> None:
    """The live experience counts as the holder: `principal-held` (contract 1.2)."""
    assert errors(planned(FakeWorld.of(*listing), {"other": TAKE})) == [
        ("other", f"{FINANCE} is held by exp-live (Live), which no document names", "adopt it with id: exp-live")
    ]


@listings
@pytest.mark.parametrize("live", [KEEP, {"title": "Live"}], ids=["named", "not-stated"])
@pytest.mark.parametrize("status", ["disabled", "enabled"])
def test_an_archived_holder_that_is_revived_without_the_principal_drops_it(
    listing: Listing, live: Body, status: str
) -> None:
    """The holder keeps principals that no other experience holds, and is enabled after the disassociation."""
    wish = {"arch": {"title": "Arch", "status": status, "principals": [PAYROLL]}, "live": live}
    enabled = [("UpdateExperience", "arch")] if status == "enabled" else []
    assert calls(planned(FakeWorld.of(*listing), wish)) == [
        [("ReviveExperience", "arch")],
        [("DisassociateAudience", "arch"), *enabled],
    ]
    after = settled(listing, wish)
    assert (of_(after, "Arch"), of_(after, "Live")) == ((PAYROLL,), (FINANCE,))


@listings
def test_a_principal_that_no_document_names_leaves_both_holders(listing: Listing) -> None:
    """Neither document states it any more."""
    wish = {"arch": {**ARCH, "principals": [PAYROLL]}, "live": LEAVE}
    assert calls(planned(FakeWorld.of(*listing), wish)) == [
        [("ReviveExperience", "arch"), ("DisassociateAudience", "live")],
        [("DisassociateAudience", "arch")],
    ]
    after = settled(listing, wish)
    assert (of_(after, "Arch"), of_(after, "Live")) == ((PAYROLL,), ())


def test_a_principal_leaves_both_holders_once_the_revived_one_governs() -> None:
    """The live holder waits until the revived one is enabled above it, so no account is ungoverned."""
    everybody = "o-abcdef1234"
    world = FakeWorld.of(LIVE, OTHER, replace(ARCHIVED, principals=(everybody, FINANCE)))
    wish = {"arch": {"title": "Arch", "status": "enabled", "principals": [everybody]}, "live": LEAVE}
    planning = planned(world, wish)
    assert (planning.plan.exposures, planning.plan.impact.ungoverned) == ((), ())
    after = settled(tuple(world.experiences.values()), wish)
    assert (of_(after, "Arch"), of_(after, "Live")) == ((everybody,), ())


@listings
def test_a_named_principal_leaves_the_revived_holder_that_states_none(listing: Listing) -> None:
    """Naming a principal is an explicit move (contract 1.2)."""
    after = settled(listing, {"arch": ARCH, "live": KEEP})
    assert (of_(after, "Arch"), of_(after, "Live")) == ((PAYROLL,), (FINANCE,))


@listings
@pytest.mark.parametrize(
    ("arch", "live", "hint"),
    [
        (ARCH, {"title": "Live"}, LET_GO),
        ({**ARCH, "mode": "additive", "principals": [PAYROLL]}, {"title": "Live"}, LET_GO),
        (
            {**ARCH, "principals": [FINANCE, PAYROLL]},
            LEAVE,
            "revive it without this principal, and add the principal in a later plan",
        ),
    ],
    ids=["not-stated", "additive", "named"],
)
def test_reviving_never_makes_two_live_holders(listing: Listing, arch: Body, live: Body, hint: str) -> None:
    """The plan has an error that says what to do, and the live holder keeps the principal."""
    planning = planned(FakeWorld.of(*listing), {"arch": arch, "live": live})
    message = f"{FINANCE} is held by exp-live (Live), and reviving experience.arch would put it into both"
    assert (calls(planning), errors(planning)) == ([], [("arch", message, hint)])


@listings
def test_no_removals_revives_no_second_holder(listing: Listing) -> None:
    """Reviving would have to remove the principal."""
    wish = {"arch": {**ARCH, "principals": [PAYROLL]}, "live": KEEP}
    planning = planned(FakeWorld.of(*listing), wish, options=PlanOptions(no_removals=True))
    assert (calls(planning), [name for name, *_ in errors(planning)]) == ([], ["arch"])


@listings
@pytest.mark.parametrize("arch", [ARCH, {**ARCH, "principals": [PAYROLL]}], ids=["not-stated", "emptied"])
def test_a_principal_moves_first_and_the_next_plan_revives(listing: Listing, arch: Body) -> None:
    """A principal leaves one experience in a plan; the next plan has no error any more."""
    wish: dict[str, Body] = {"arch": arch, "live": LEAVE, "other": TAKE}
    world = FakeWorld.of(*listing)
    planning = planned(world, wish)
    assert calls(planning) == [[("DisassociateAudience", "live")], [("AssociateAudience", "other")]]
    assert errors(planning) == [
        (
            "arch",
            f"{FINANCE} moves to experience.other in this plan, and reviving experience.arch would put it into both",
            "apply the move first; the next plan revives the experience without the principal",
        )
    ]
    after = settled(tuple(carry_out(planning, world).experiences.values()), wish)
    assert (of_(after, "Arch"), of_(after, "Live"), of_(after, "Other")) == ((PAYROLL,), (), (FINANCE,))


@listings
def test_a_principal_stays_with_its_live_holder_if_the_target_is_omitted(listing: Listing) -> None:
    """The revived experience drops it, and the live holder waits for the target."""
    wish = {"arch": {**ARCH, "principals": [PAYROLL]}, "live": LEAVE, "other": TAKE}
    planning = planned(FakeWorld.of(*listing), wish, options=PlanOptions(exclude=("experience.other",)))
    assert calls(planning) == [[("ReviveExperience", "arch")], [("DisassociateAudience", "arch")]]
    assert [(one.code, _name(one)) for one in planning.plan.problems] == [("waits", "live")]


@pytest.mark.parametrize("first", ["exp-a", "exp-c"])
def test_of_two_archived_holders_the_revived_one_holds_the_principal(first: str) -> None:
    """The revived holder can hand the principal over, whatever the other one lists."""
    kept = LiveExperience(id="exp-b", title="Kept", status="archived", principals=(FINANCE,))
    arch = replace(ARCHIVED, id=first)
    wish = {"arch": {**ARCH, "principals": [PAYROLL]}, "other": TAKE}
    after = settled((kept, arch, OTHER), wish)
    assert (of_(after, "Arch"), of_(after, "Other")) == ((PAYROLL,), (FINANCE,))


@pytest.mark.parametrize("first", ["exp-a", "exp-c"])
def test_of_two_revived_holders_the_one_that_names_the_principal_keeps_it(first: str) -> None:
    """The other holder disassociates the principal."""
    second = LiveExperience(id="exp-b", title="Second", status="archived", principals=(FINANCE,))
    wish = {"arch": ARCH, "second": {"title": "Second", "status": "disabled", "principals": [FINANCE]}}
    after = settled((second, replace(ARCHIVED, id=first)), wish)
    assert (of_(after, "Arch"), of_(after, "Second")) == ((PAYROLL,), (FINANCE,))


def test_a_principal_held_only_by_an_archived_experience_moves_on_revival() -> None:
    """In the twin's reading, the archived experience really holds it until then."""
    held: dict[str, Body] = {"live": {"title": "Live"}, "other": {"title": "Other", "principals": [PAYROLL]}}
    world = FakeWorld.of(ARCHIVED, LIVE, OTHER)
    assert errors(planned(world, held)) == [
        (
            "other",
            f"{PAYROLL} is held by exp-arch (Arch), which is archived and cannot be changed",
            "revive it, remove its principals, then archive it again",
        )
    ]
    revived: dict[str, Body] = {**held, "arch": {**ARCH, "principals": []}}
    assert calls(planned(world, revived)) == [
        [("ReviveExperience", "arch")],
        [("DisassociateAudience", "arch")],
        [("AssociateAudience", "other")],
    ]


@listings
def test_reviving_an_archived_holder_changes_no_accounts_catalogue(listing: Listing) -> None:
    """The catalogue is that of the live holder before, during and after the plan (catalog 4.1, catalog 4.2)."""
    wish: dict[str, Body] = {"arch": {"title": "Arch", "status": "enabled", "principals": []}, "live": KEEP}
    world = FakeWorld.of(*listing)
    planning = planned(world, wish)
    worlds = replay_of(planning).run().states
    assert {govern(world.organization, one).governing("333333333333") for one in worlds} == {"experience.live"}
    assert (planning.plan.impact.groups, planning.plan.exposures) == ((), ())
