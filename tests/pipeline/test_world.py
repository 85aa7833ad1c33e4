"""The plan's `world` is what was read, before and after the plan, and agrees with everything else in the plan."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given

from reconciler.pipeline.planning import Planning, PlanOptions
from reconciler.printed import WorldJson
from tests.ends import as_governance, at_end
from tests.fakes.world import FakeWorld
from tests.kinds.experience.replay import carry_out
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.naive_governance import naive_governing
from tests.pipeline.proofs import planned
from tests.pipeline.test_unfinished_moves import interrupted
from tests.trial import ADS, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Trial, experience, world

WHOLE = PlanOptions(whole_organization=True)
UNITS = [
    {"id": "r-abcd", "name": "Root", "parent": None},
    {"id": FINANCE, "name": "Finance", "parent": "r-abcd"},
]


def world_of(planning: Planning) -> WorldJson:
    """Return the world of a plan's JSON."""
    return planning.plan.as_json()["world"]


def governing(planning: Planning) -> dict[str, tuple[str | None, str | None]]:
    """Return what governs each account before and after a plan."""
    return {one["id"]: (one["before"], one["after"]) for one in world_of(planning)["accounts"] or ()}


def state(status: str, principals: list[str], allow: list[str] | None, deny: Sequence[str] = ()) -> dict[str, Any]:
    """Return an experience at one end of a plan."""
    return {"status": status, "principals": principals, "allow": allow, "deny": list(deny)}


def test_a_move_is_seen_in_the_units_the_accounts_and_the_experiences(trial: Trial) -> None:
    """An experience that is created has no id and no state before; closed accounts are left out."""
    default = experience("Default", principals=[ORGANIZATION, FINANCE], policy={"requests": "Deny", "deny": ["prod-d"]})
    trial.twin.reset(world(default, {"id": "exp-by-hand", "name": "By Hand", "status": "Disabled"}))
    trial.wish(
        f"{{kind: principal, items: {{all: {{id: {ORGANIZATION}, title: Everybody}}}}}}\n---\n"
        "{kind: product, items: {datadog: {id: prod-a, title: Datadog}}}\n---\n"
        "{kind: experience, name: default, title: Default, principals: [all]}\n---\n"
        f"{{kind: experience, name: finance, title: Finance, status: enabled, principals: [{FINANCE}],"
        " products: {allow: [datadog]}}"
    )
    planning = trial.plan(whole_organization=True)
    before = state("enabled", [ORGANIZATION, FINANCE], [], ["prod-d"])
    after = state("enabled", [ORGANIZATION], [], ["prod-d"])
    made, hand = state("enabled", [FINANCE], ["prod-a"]), state("disabled", [], None)
    assert world_of(planning) == {
        "units": UNITS,
        "accounts": [
            {"id": one, "unit": unit, "before": "experience.default", "after": end}
            for one, unit, end in (
                (MANAGEMENT, "r-abcd", "experience.default"),
                (DELEGATE, "r-abcd", "experience.default"),
                (MEMBER, FINANCE, "experience.finance"),
                (ADS, "r-abcd", "experience.default"),
            )
        ],
        "experiences": [
            {
                "id": "exp-default",
                "address": "experience.default",
                "title": "Default",
                "before": before,
                "after": after,
            },
            {"id": None, "address": "experience.finance", "title": "Finance", "before": None, "after": made},
            {"id": "exp-by-hand", "address": None, "title": "By Hand", "before": hand, "after": hand},
        ],
        "services": None,
    }


def test_names_have_every_id_of_the_world_that_has_a_name(trial: Trial) -> None:
    """A view needs no other source of names; a plan that changes nothing has them all."""
    default = experience(
        "Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": ["prod-a", "prod-b"]}
    )
    trial.twin.reset(world(default))
    trial.wish("{kind: product, items: {datadog: {id: prod-a, title: Datadog}}}")
    planning = trial.plan(whole_organization=True)
    assert planning.plan.changes == ()
    assert planning.plan.as_json()["names"] == {
        MANAGEMENT: "Management",
        DELEGATE: "Procurement",
        MEMBER: "Reporting",
        ADS: "Ads",
        FINANCE: "Finance",
        "exp-default": "Default",
        "prod-a": "Datadog",
    }


def test_a_world_without_documents_is_whole_and_its_ends_are_equal(trial: Trial) -> None:
    """Where nothing is managed, everything is still told."""
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION])))
    trial.wish("{kind: product, items: {datadog: {id: prod-a}}}")
    planning = trial.plan(whole_organization=True)
    assert governing(planning) == dict.fromkeys([MANAGEMENT, DELEGATE, MEMBER, ADS], ("exp-default", "exp-default"))
    assert at_end(world_of(planning), "before") == at_end(world_of(planning), "after")


def test_an_organization_without_experiences_has_an_empty_list(trial: Trial) -> None:
    """Null would say that experiences were not read."""
    trial.twin.reset(world())
    trial.wish("{kind: product, items: {datadog: {id: prod-a}}}")
    found = world_of(trial.plan(whole_organization=True))
    assert (found["units"], found["experiences"], found["services"]) == (UNITS, [], None)


def test_an_unfinished_move_is_counted_as_in_the_impact(trial: Trial) -> None:
    """The accounts come from the experience that an earlier run took the principal from; no experience lists it."""
    interrupted(trial)
    planning = trial.plan()
    (group,) = planning.plan.impact.groups
    assert group.accounts == (MEMBER,)
    assert governing(planning)[MEMBER] == (group.before, group.after) == ("experience.old", "experience.new")
    lists = [one["before"]["principals"] for one in world_of(planning)["experiences"] or () if one["before"]]
    assert lists == [[], []]


def test_a_product_has_the_id_of_its_document_in_the_world(trial: Trial) -> None:
    """AWS may list an alias, and the product would have no name."""
    trial.twin.reset(world(experience("A", policy={"requests": "Deny", "allow": ["prod-alias", "prod-z"]})))
    trial.wish("{kind: product, items: {datadog: {id: prod-a, title: Datadog, aliases: [prod-alias]}}}")
    assert at_end(world_of(trial.plan()), "before")["exp-a"]["allow"] == ["prod-a", "prod-z"]


@given(situation=SITUATIONS)
def test_the_world_agrees_with_the_impact_and_with_itself(situation: tuple[FakeWorld, Wishes]) -> None:
    """Accounts are governed as the impact says, and as the principals of the experiences make them governed."""
    fake, wished = situation
    planning = planned(fake, wished, options=WHOLE)
    made, found = planning.plan, world_of(planning)
    assert set(governing(planning)) == {one.id for one in fake.organization.accounts.values() if one.open}
    grouped = {account: (one.before, one.after) for one in made.impact.groups for account in one.accounts}
    before, after = as_governance(found, "before"), as_governance(found, "after")
    for account, ends in governing(planning).items():
        assert grouped.get(account, ends) == ends
        assert ends == tuple(naive_governing(fake.organization, one, account) for one in (before, after))
        assert account in grouped or ends[0] == ends[1]
    assert (before, after) == (planning.course.before, planning.course.after)


@given(situation=SITUATIONS)
def test_the_world_after_a_plan_is_the_world_before_the_next(situation: tuple[FakeWorld, Wishes]) -> None:
    """A plan that is carried out leaves what it has told, also where some documents are in error."""
    fake, wished = situation
    planning = planned(fake, wished, options=WHOLE)
    again = planned(carry_out(planning, fake), wished, options=WHOLE)
    assert at_end(world_of(again), "before") == at_end(world_of(planning), "after")
