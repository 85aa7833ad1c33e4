"""A plan is replayed on a model of its own: what it does is what was wished, and nothing of it is in vain."""

import json

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

FINANCE, ADS = "ou-abcd-finance1", "333333333333"


def test_nothing_done_is_nothing_wished() -> None:
    """An empty plan is proven."""
    assert findings(before=fields()) == ()


def test_every_change_type_leaves_what_its_name_says() -> None:
    """Facts, catalog 1.10: title, description, status, policy, lists, branding, audience, tags."""
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
    """Facts, catalog 1.3: the sample's own pattern; the changes find it by the name of its creation."""
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
    """Disable, then archive; revive, then everything else."""
    disabled = change_set(1, change("UpdateExperience", Status="Disabled"))
    archived = change_set(2, change("RestrictExperience", after("op-1")), waits=[1])
    assert findings(disabled, archived, before=fields(), old=fields(status="archived")) == ()
    revived = change_set(1, change("ReviveExperience"))
    enabled = change_set(2, change("UpdateExperience", after("op-1"), Status="Enabled"), waits=[1])
    assert findings(revived, enabled, before=fields(status="archived"), old=fields()) == ()


def test_an_end_that_is_not_the_wish_is_found() -> None:
    """Each value that differs is named, and each list by its members."""
    renamed = change_set(1, change("UpdateExperience", Name="Newer"), products("Allow", "prod-b"))
    wish = fields(title="New", products__allow=["prod-a", "prod-c"])
    assert findings(renamed, before=fields(products__allow=["prod-a"]), old=wish) == (
        "experience.old products.allow is ['prod-a', 'prod-b'] in the end, not ['prod-a', 'prod-c']",
        "experience.old title is Newer in the end, not New",
    )


def test_what_is_not_wished_for_stays() -> None:
    """A change of what no wish is about is found, in the same experience and in another."""
    stray = change_set(1, change("UpdateExperience", Description="Oh"))
    assert findings(stray, before=fields(description="Why"), old=fields()) == (
        "experience.old description is Oh in the end, not Why",
    )
    assert findings(stray, before=fields(description="Why")) == (
        "experience.old description is Oh in the end, not Why",
    )


def test_a_wish_that_nothing_makes_is_found() -> None:
    """An experience that no operation creates."""
    assert findings(before=fields(), new=fields(title="New")) == ("experience.new was not made",)


def test_a_change_in_vain_is_found() -> None:
    """Allowed already; set and set again; a whole set that something later undoes."""
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


def test_every_change_of_a_call_is_asked_whether_it_is_in_vain() -> None:
    """Also those behind one that is needed."""
    both = change_set(1, change("UpdateExperience", Name="New"), products("Allow", "prod-a"))
    there = fields(products__allow=["prod-a"])
    assert findings(both, before=there, old={**there, "title": "New"}) == (
        "op-1 could do without AllowProductProcurement of experience.old",
    )


def test_a_change_that_leaves_no_trace_may_be_needed_all_the_same() -> None:
    """Disabling what is archived later: without it AWS would refuse."""
    steps = [
        change_set(1, change("UpdateExperience", Status="Disabled")),
        change_set(2, change("RestrictExperience", after("op-1")), waits=[1]),
    ]
    archived = fields(status="archived")
    assert findings(*steps, before=fields(), old=archived) == ()
    assert findings(*steps, before=fields(status="disabled"), old=archived) == (
        "op-1 could do without UpdateExperience of experience.old",
    )


def test_operations_come_after_what_they_wait_for() -> None:
    """The order of a plan is one in which it can be carried out."""
    early = change_set(1, change("UpdateExperience", Name="New"), waits=[2])
    late = change_set(2, change("UpdateExperience", after("op-1"), Description="Why"))
    assert findings(early, late, before=fields(), old=fields(title="New", description="Why")) == (
        "op-1 comes before op-2",
        "op-2 does not wait for op-1",
    )


def test_a_set_waits_for_the_one_that_it_is_locked_on() -> None:
    """Several run at a time: the order in which they stand proves nothing; waiting through others counts."""
    first = change_set(1, change("UpdateExperience", Name="New"))
    other = change_set(2, change("CreateExperience", None, Name="Other"), waits=[1])
    wishes = {"old": fields(title="New", description="Why"), "other": {"title": "Other"}}
    for waits, found in (([], ("op-3 does not wait for op-1",)), ([2], ()), ([1], ())):
        last = change_set(3, change("UpdateExperience", after("op-1"), Description="Why"), waits=waits)
        assert findings(first, other, last, before=fields(), **wishes) == found


def test_a_principal_arrives_in_a_set_that_waits_for_its_departure() -> None:
    """Facts, catalog 5.2: the first half has ended before the second begins."""
    leaves = change_set(1, principals("Disassociate", FINANCE))
    created = (
        change("CreateExperience", None, Name="New"),
        principals("Associate", FINANCE, entity="$A.Entity.Identifier"),
    )
    wishes = {"old": fields(principals=[]), "new": {"title": "New", "principals": frozenset({FINANCE})}}
    for waits, found in (([], ("op-2 does not wait for op-1",)), ([1], ())):
        arrives = change_set(2, *created, waits=waits)
        assert findings(leaves, arrives, before=fields(principals=[FINANCE]), **wishes) == found


def test_what_many_objects_may_have_is_taken_without_waiting() -> None:
    """A product that one experience takes off its list is nothing that another one waits for."""
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


def test_what_aws_has_of_no_document_stays() -> None:
    """A value that was not there before, and that nobody wished for, is found."""
    stray = change_set(1, change("CreateBrandingSettings", Configuration={"Title": "Oh"}))
    assert findings(stray, before=fields(), old=fields()) == (
        "experience.old branding.title is Oh in the end, not None",
    )


def test_a_first_policy_brings_the_default_of_aws() -> None:
    """Requests are allowed unless somebody says otherwise (facts: catalog 4.3)."""
    first = change_set(1, change("CreateProcurementPolicy", Configuration={"PolicyResourceRequests": "Allow"}))
    open_to_all = fields(products=None, user_requests=None)
    assert findings(first, before=open_to_all, old=fields(user_requests=None)) == ()


def test_worlds_are_told_before_everything_and_after_each_operation() -> None:
    """As governance sees them: without a policy everything may be bought."""
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
    assert [world[OLD] for world in replayed.worlds] == [
        Experience(id=OLD, principals=frozenset({FINANCE})),
        Experience(id=OLD),
        Experience(id=OLD, products=frozenset()),
        Experience(id=OLD, products=frozenset({"prod-a"})),
    ]
    assert {world["exp-hand"] for world in replayed.worlds} == {Experience(id="exp-hand", products=frozenset())}


def test_a_replay_can_be_written_down_and_repeated() -> None:
    """What a bug report holds gives the same findings again."""
    found = replay(
        before={OLD: fields(products__allow=["prod-a"], principals=[FINANCE])},
        wish={OLD: fields(products__allow=["prod-b"]), NEW: fields(title="New")},
        operations=[change_set(1, products("Deny", "prod-a"))],
    )
    again = Replay.read(json.loads(json.dumps(found.as_json())), EFFECTS)
    assert again.run() == found.run()
    assert again.run().findings
