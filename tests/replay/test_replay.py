"""A plan is replayed on a model of its own: it ends in the desired state, and no operation is needless."""

import json
from collections.abc import Mapping
from typing import Any

from reconciler.governance import Experience
from reconciler.replay import Replay
from tests.effects import EFFECTS
from tests.replay.documents import (
    NEW,
    OLD,
    after,
    change,
    change_set,
    fields,
    findings,
    principals,
    products,
    replay,
    tagging,
)

PRIVATE = "private_marketplace.organization"
FINANCE, ADS = "ou-abcd-finance1", "333333333333"


def test_an_empty_plan_is_proven() -> None:
    """A plan without operations has no findings when nothing is desired."""
    assert findings(before=fields()) == ()


def test_every_change_type_has_its_effect() -> None:
    """Title, description, status, policy, lists, branding, audience, tags change as AWS says (catalog 1.10, 1.11)."""
    assert (
        findings(
            change_set(
                1,
                change("UpdateExperience", Name="New", Description="Why", Status="Disabled"),
                change("UpdateProcurementPolicy", Configuration={"PolicyResourceRequests": "Allow"}),
                products("Allow", "prod-a", "prod-d"),
                products("Deny", "prod-b"),
                principals("Associate", ADS),
                principals("Disassociate", FINANCE),
                change("UpdateBrandingSettings", Configuration={"Title": "T", "LogoUrl": "https://example.com/l.png"}),
            ),
            tagging(2, team="procurement"),
            before=fields(products__allow=["prod-b", "prod-c"], products__deny=["prod-d"], principals=[FINANCE]),
            old=fields(
                title="New",
                description="Why",
                status="disabled",
                user_requests="allow",
                products__allow=["prod-a", "prod-c", "prod-d"],
                products__deny=["prod-b"],
                principals=[ADS],
                branding__title="T",
                branding__logo_url="https://example.com/l.png",
                tags__team="procurement",
            ),
        )
        == ()
    )


def test_a_creation_is_filled_and_enabled_in_its_set() -> None:
    """The changes refer to the new experience by the name of its creation, as AWS's sample does (catalog 1.3)."""
    mine = "$A.Entity.Identifier"
    creation = {**change("CreateExperience", None, Name="New"), "EntityTags": [{"Key": "team", "Value": "x"}]}
    made = change_set(
        1,
        creation,
        change("CreateProcurementPolicy", mine, Configuration={"PolicyResourceRequests": "Deny"}),
        products("Allow", "prod-a", entity=mine),
        principals("Associate", ADS, entity=mine),
        change("UpdateExperience", mine, Status="Enabled"),
    )
    wish = fields(title="New", products__allow=["prod-a"], principals=[ADS], tags__team="x")
    assert findings(made, new=wish) == ()


def test_archiving_and_reviving_take_their_sets() -> None:
    """Disabling comes before archiving; reviving comes before all other changes."""
    disabled = change_set(1, change("UpdateExperience", Status="Disabled"))
    archived = change_set(2, change("RestrictExperience", after("op-1")), waits=[1])
    assert findings(disabled, archived, before=fields(), old=fields(status="archived")) == ()
    revived = change_set(1, change("ReviveExperience"))
    enabled = change_set(2, change("UpdateExperience", after("op-1"), Status="Enabled"), waits=[1])
    assert findings(revived, enabled, before=fields(status="archived"), old=fields()) == ()


def test_an_end_that_differs_from_the_desired_state_is_found() -> None:
    """Each value that differs is named, and each list by its members."""
    renamed = change_set(1, change("UpdateExperience", Name="Newer"), products("Allow", "prod-b"))
    wish = fields(title="New", products__allow=["prod-a", "prod-c"])
    assert findings(renamed, before=fields(products__allow=["prod-a"]), old=wish) == (
        "experience.old products.allow is ['prod-a', 'prod-b'] in the end, not ['prod-a', 'prod-c']",
        "experience.old title is Newer in the end, not New",
    )


def test_an_undesired_change_is_found() -> None:
    """A change that no document asks for is found, in the same experience and in another."""
    stray = change_set(1, change("UpdateExperience", Description="Oh"))
    assert findings(stray, before=fields(description="Why"), old=fields()) == (
        "experience.old description is Oh in the end, not Why",
    )
    assert findings(stray, before=fields(description="Why")) == (
        "experience.old description is Oh in the end, not Why",
    )


def test_a_desired_experience_that_no_operation_creates_is_found() -> None:
    """An experience that no operation creates is missing at the end."""
    assert findings(before=fields(), new=fields(title="New")) == ("experience.new was not made",)


def test_a_needless_change_is_found() -> None:
    """Needless are a product that is allowed already, a value that is set twice, and a set that a later one undoes."""
    again = change_set(1, products("Allow", "prod-a"))
    assert findings(again, before=fields(products__allow=["prod-a"]), old=fields(products__allow=["prod-a"])) == (
        "op-1 could do without AllowProductProcurement of experience.old",
    )
    twice = [
        change_set(1, change("UpdateExperience", Name="Between")),
        change_set(2, change("UpdateExperience", after("op-1"), Name="New"), waits=[1]),
    ]
    assert findings(*twice, before=fields(), old=fields(title="New")) == (
        "op-1 could do without UpdateExperience of experience.old",
    )


def test_every_change_of_a_set_is_checked_for_need() -> None:
    """A needless change behind a needed one is found as well."""
    both = change_set(1, change("UpdateExperience", Name="New"), products("Allow", "prod-a"))
    there = fields(products__allow=["prod-a"])
    assert findings(both, before=there, old={**there, "title": "New"}) == (
        "op-1 could do without AllowProductProcurement of experience.old",
    )


def test_a_change_without_a_trace_at_the_end_may_be_needed() -> None:
    """An experience that is archived must be disabled first, or AWS refuses."""
    steps = [
        change_set(1, change("UpdateExperience", Status="Disabled")),
        change_set(2, change("RestrictExperience", after("op-1")), waits=[1]),
    ]
    archived = fields(status="archived")
    assert findings(*steps, before=fields(), old=archived) == ()
    assert findings(*steps, before=fields(status="disabled"), old=archived) == (
        "op-1 could do without UpdateExperience of experience.old",
    )


def test_operations_come_after_their_dependencies() -> None:
    """A plan lists its operations in an order in which they can be carried out."""
    early = change_set(1, change("UpdateExperience", Name="New"), waits=[2])
    late = change_set(2, change("UpdateExperience", after("op-1"), Description="Why"))
    assert findings(early, late, before=fields(), old=fields(title="New", description="Why")) == (
        "op-1 comes before op-2",
        "op-2 does not wait for op-1",
    )


def test_a_set_waits_for_the_one_that_it_is_locked_on() -> None:
    """The order of the list is no proof, since several sets run at a time; waiting through other sets counts."""
    first = change_set(1, change("UpdateExperience", Name="New"))
    other = change_set(2, change("CreateExperience", None, Name="Other"), waits=[1])
    wishes = {"old": fields(title="New", description="Why"), "other": {"title": "Other"}}
    for waits, found in (([], ("op-3 does not wait for op-1",)), ([2], ()), ([1], ())):
        last = change_set(3, change("UpdateExperience", after("op-1"), Description="Why"), waits=waits)
        assert findings(first, other, last, before=fields(), **wishes) == found


def test_a_principal_arrives_in_a_set_that_waits_for_its_departure() -> None:
    """The first half ends before the second half begins (catalog 5.2)."""
    leaves = change_set(1, principals("Disassociate", FINANCE))
    created = (
        change("CreateExperience", None, Name="New"),
        principals("Associate", FINANCE, entity="$A.Entity.Identifier"),
    )
    wishes = {"old": fields(principals=[]), "new": {"title": "New", "principals": frozenset({FINANCE})}}
    for waits, found in (([], ("op-2 does not wait for op-1",)), ([1], ())):
        arrives = change_set(2, *created, waits=waits)
        assert findings(leaves, arrives, before=fields(principals=[FINANCE]), **wishes) == found


def test_products_may_be_allowed_without_waiting_for_another_list() -> None:
    """A product is no exclusive member: a list does not wait for another list that drops it."""
    denies = change_set(1, products("Deny", "prod-a"))
    creates = change_set(
        2,
        change("CreateExperience", None, Name="New"),
        change("CreateProcurementPolicy", "$A.Entity.Identifier", Configuration={"PolicyResourceRequests": "Deny"}),
        products("Allow", "prod-a", entity="$A.Entity.Identifier"),
    )
    wishes = {
        "old": fields(products__allow=[], products__deny=["prod-a"]),
        "new": fields(title="New", status="disabled", products__allow=["prod-a"]),
    }
    assert findings(denies, creates, before=fields(products__allow=["prod-a"]), **wishes) == ()


def test_a_value_that_no_document_states_must_not_change() -> None:
    """A value that is new at the end and that no document states is found."""
    stray = change_set(1, change("CreateBrandingSettings", Configuration={"Title": "Oh"}))
    assert findings(stray, before=fields(), old=fields()) == (
        "experience.old branding.title is Oh in the end, not None",
    )


def test_a_first_policy_brings_the_default_of_aws() -> None:
    """Requests are allowed unless the policy says otherwise (catalog 4.3)."""
    first = change_set(1, change("CreateProcurementPolicy", Configuration={"PolicyResourceRequests": "Allow"}))
    open_to_all = fields(products=None, user_requests=None)
    assert findings(first, before=open_to_all, old=fields(user_requests=None)) == ()


def test_a_replay_returns_the_state_before_and_after_each_operation() -> None:
    """States are those of governance: an experience without a policy allows every product."""
    found = replay(
        before={OLD: fields(principals=[FINANCE], products=None), "exp-hand": fields(title="By hand")},
        wish={OLD: fields(products__allow=["prod-a"])},
        operations=[
            change_set(1, principals("Disassociate", FINANCE)),
            change_set(2, change("CreateProcurementPolicy", after("op-1")), waits=[1]),
            change_set(3, products("Allow", "prod-a", entity=after("op-2")), waits=[2]),
        ],
    )
    replayed = found.run()
    assert [world[OLD] for world in replayed.states] == [
        Experience(id=OLD, principals=frozenset({FINANCE})),
        Experience(id=OLD),
        Experience(id=OLD, products=frozenset()),
        Experience(id=OLD, products=frozenset({"prod-a"})),
    ]
    assert {world["exp-hand"] for world in replayed.states} == {Experience(id="exp-hand", products=frozenset())}


def test_a_replay_can_be_written_down_and_repeated() -> None:
    """A replay that was saved in a bug report has the same findings again."""
    found = replay(
        before={OLD: fields(products__allow=["prod-a"], principals=[FINANCE])},
        wish={OLD: fields(products__allow=["prod-b"]), NEW: fields(title="New")},
        operations=[change_set(1, products("Deny", "prod-a"))],
    )
    again = Replay.read(json.loads(json.dumps(found.as_json())), EFFECTS)
    assert again.run() == found.run()
    assert again.run().findings


def disabling(number: int, *waits: int) -> Mapping[str, Any]:
    """Return `op-NUMBER`, which disables trusted access."""
    made = change_set(number, waits=waits)
    return {**made, "action": "DisableAWSServiceAccess", "parameters": {}, "about": [PRIVATE]}


def ending(*operations: Mapping[str, Any]) -> tuple[str, ...]:
    """Replay *operations* on an enabled experience, and on trusted access; both end."""
    found = Replay(
        effects=EFFECTS,
        before={"experience": {OLD: fields()}, "private_marketplace": {PRIVATE: {"trusted_access": True}}},
        wish={
            "experience": {OLD: fields(status="disabled")},
            "private_marketplace": {PRIVATE: {"trusted_access": False}},
        },
        ids={"exp-old": OLD},
        operations=operations,
    )
    return found.run().findings


def test_trusted_access_ends_after_all_changes_of_experiences() -> None:
    """Without it AWS takes no change of an experience, and operations may run at the same time (catalog 4.4)."""
    assert ending(change_set(1, change("UpdateExperience", Status="Disabled")), disabling(2, 1)) == ()
    assert ending(change_set(1, change("UpdateExperience", Status="Disabled")), disabling(2)) == (
        "op-2 does not wait for op-1",
    )
    assert ending(disabling(1), change_set(2, change("UpdateExperience", Status="Disabled"), waits=[1])) == (
        "AWS would refuse op-2: an earlier call has ended what takes it",
    )
