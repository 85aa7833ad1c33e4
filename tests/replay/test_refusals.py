"""The replay refuses the operations that AWS refuses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reconciler.effects import Sent
from tests.effects import EFFECTS
from tests.replay.documents import OLD, after, change, change_set, fields, findings, principals, products, replay

FINANCE = "ou-abcd-finance1"


def refused(*changes: Any, **before: Any) -> str:  # noqa: ANN401 - JSON
    """Send *changes* in one set; return AWS's reason for refusing it."""
    (why,) = findings(change_set(1, *changes), before=fields(**before))
    return why


MANY = [f"prod-{number}" for number in range(51)]


@pytest.mark.parametrize(
    ("changes", "before", "why"),
    [
        ([change("Rename")], {}, "Rename is no change type"),
        ([change("UpdateExperience", "exp-other@1")], {}, "exp-other does not exist"),
        ([change("UpdateExperience", "$B.Entity.Identifier")], {}, "$B.Entity.Identifier does not exist"),
        ([change("UpdateExperience", Name=n) for n in "ab"], {}, f"UpdateExperience more than once for {OLD}"),
        ([change("CreateProcurementPolicy")], {}, f"Procurement policy exists for {OLD}"),
        ([products("Allow", "a")], {"products": None}, f"Procurement policy missing from {OLD}"),
        (
            [change("UpdateProcurementPolicy", Configuration={})],
            {"products": None},
            f"Procurement policy missing from {OLD}",
        ),
        ([change("RestrictExperience")], {}, f"{OLD} is archived while it is enabled"),
        (
            [change("UpdateExperience", Status="Disabled"), change("RestrictExperience")],
            {"status": "disabled"},
            f"RestrictExperience of {OLD} beside other changes of it",
        ),
        (
            [change("UpdateExperience", Name="x")],
            {"status": "archived"},
            f"UpdateExperience of {OLD}, which is archived",
        ),
        ([change("ReviveExperience")], {}, f"ReviveExperience of {OLD}, which is enabled"),
        (
            [change("ReviveExperience"), products("Allow", "a")],
            {"status": "archived"},
            f"ReviveExperience of {OLD} beside other changes of it",
        ),
        ([principals("Disassociate", FINANCE)], {}, f"{FINANCE} is not held by {OLD}"),
        (
            [principals("Associate", FINANCE)],
            {"principals": [FINANCE]},
            f"{FINANCE} is held by {OLD} when {OLD} takes it",
        ),
        (
            [products("Allow", *MANY)],
            {},
            f"AllowProductProcurement of {OLD} has 51 members, 51 of them different",
        ),
        (
            [products("Deny", "a", "a")],
            {},
            f"DenyProductProcurement of {OLD} has 2 members, 1 of them different",
        ),
    ],
)
def test_every_refusal_of_aws_is_found(changes: list[Any], before: dict[str, Any], why: str) -> None:
    """Each finding names the call and the reason (catalog 1.4, catalog 1.10, catalog 4.1, catalog 5.1)."""
    assert refused(*changes, **before) == f"AWS would refuse op-1: {why}"


def test_a_set_of_more_than_twenty_changes_is_refused() -> None:
    """A change set holds at most 20 changes (catalog 1.4)."""
    sets = [change("CreateExperience", None, Name=f"N{number}") for number in range(21)]
    assert refused(*sets) == "AWS would refuse op-1: 21 changes in one set"


def test_a_second_creation_of_an_experience_is_refused() -> None:
    """The second creation is in a later set."""
    made = [change_set(n, change("CreateExperience", None, Name="New")) for n in (1, 2)]
    assert findings(*made, new={"title": "New"}) == ("AWS would refuse op-2: experience.new exists",)


def test_a_principal_leaves_in_an_earlier_set_than_it_arrives() -> None:
    """Both halves of a move in one set are refused (catalog 5.2)."""
    both = change_set(
        1,
        change("CreateExperience", None, Name="New"),
        principals("Disassociate", FINANCE),
        principals("Associate", FINANCE, entity="$A.Entity.Identifier"),
    )
    assert findings(both, before=fields(principals=[FINANCE]), new={"title": "New"}) == (
        f"AWS would refuse op-1: {FINANCE} is held by {OLD} when experience.new takes it",
    )


@pytest.mark.parametrize(
    ("entity", "locked_on"),
    [("exp-old@3", "what was observed"), (after("op-0"), "op-0")],
)
def test_a_later_set_locks_on_the_revision_of_the_earlier_one(entity: object, locked_on: str) -> None:
    """A revision that an earlier set has advanced is stale (catalog 1.2)."""
    first = change_set(1, change("UpdateExperience", Name="New"))
    second = change_set(2, change("UpdateExperience", entity, Description="Why"), waits=[1])
    assert findings(first, second, before=fields()) == (
        f"AWS would refuse op-2: {OLD} is locked on {locked_on}, but changed by op-1",
    )


def test_a_principal_listed_by_an_archived_experience_may_leave() -> None:
    """The principals of an archived experience may be associated with another experience (catalog 4.1)."""
    archived = fields(title="Gone", status="archived", principals=[FINANCE])
    for others in ({"exp-a": archived}, {"exp-z": archived}):
        found = replay(
            before={OLD: fields(principals=[FINANCE]), **others},
            wish={OLD: fields(principals=[])},
            operations=[change_set(1, principals("Disassociate", FINANCE))],
        )
        assert found.run().findings == ()


ARCHIVED = fields(title="Gone", status="archived", principals=[FINANCE])
REVIVE, LET_GO = (
    change("ReviveExperience", "exp-a@1"),
    principals("Disassociate", FINANCE, entity=after("op-1", "exp-a")),
)


def listed_twice(
    *operations: Mapping[str, Any], old: dict[str, Any], new: dict[str, Any] | None = None
) -> tuple[str, ...]:
    """Replay with an archived experience that lists the principal of the old one; return the findings."""
    before = {OLD: fields(principals=[FINANCE]), "exp-a": ARCHIVED}
    wish = {OLD: fields(**old), **({"experience.new": new} if new else {})}
    return replay(before=before, wish=wish, operations=operations).run().findings


def test_a_principal_listed_by_an_archived_experience_may_arrive() -> None:
    """Only the live holder has to let the principal go (catalog 4.1)."""
    moved = [
        change_set(1, principals("Disassociate", FINANCE)),
        change_set(
            2,
            change("CreateExperience", None, Name="New"),
            principals("Associate", FINANCE, entity="$A.Entity.Identifier"),
            waits=[1],
        ),
    ]
    new = {"title": "New", "status": "disabled", "principals": frozenset({FINANCE})}
    assert listed_twice(*moved, old={"principals": []}, new=new) == ()


def test_a_principal_that_only_an_archived_experience_holds_is_held() -> None:
    """The twin and the replay take the stricter reading of catalog 4.1."""
    taken = change_set(1, principals("Associate", FINANCE))
    found = replay(
        before={OLD: fields(), "exp-a": ARCHIVED},
        wish={OLD: fields(principals=[FINANCE])},
        operations=[taken],
    )
    assert found.run().findings == (f"AWS would refuse op-1: {FINANCE} is held by exp-a when {OLD} takes it",)


def test_a_revived_experience_holds_its_principals_until_they_leave() -> None:
    """No other experience can take its principals, and no plan ends with two holders of one principal."""
    revived, lets_go = change_set(1, REVIVE), change_set(2, LET_GO, waits=[1])
    assert listed_twice(revived, old={"principals": [FINANCE]}) == (
        "exp-a status is disabled in the end, not archived",
        f"{FINANCE} is held by exp-a and {OLD} in the end",
    )
    left = change_set(3, principals("Disassociate", FINANCE))
    back = change_set(4, principals("Associate", FINANCE, entity=after("op-3")), waits=[3])
    assert listed_twice(revived, left, back, old={"principals": [FINANCE]}) == (
        f"AWS would refuse op-4: {FINANCE} is held by exp-a when {OLD} takes it",
    )
    assert listed_twice(revived, lets_go, old={"principals": [FINANCE]}) == (
        "exp-a principals is [] in the end, not ['ou-abcd-finance1']",
        "exp-a status is disabled in the end, not archived",
    )


def test_of_two_archived_holders_the_revived_one_holds_the_principal() -> None:
    """A principal that the revived experience disassociates is free."""
    operations = [
        change_set(1, REVIVE),
        change_set(2, LET_GO, waits=[1]),
        change_set(3, principals("Associate", FINANCE), waits=[2]),
    ]
    revived = {**ARCHIVED, "status": "disabled", "principals": frozenset[str]()}
    found = replay(
        before={OLD: fields(), "exp-a": ARCHIVED, "exp-b": ARCHIVED},
        wish={OLD: fields(principals=[FINANCE]), "exp-a": revived},
        operations=operations,
    )
    assert found.run().findings == ()


def test_every_reason_is_known() -> None:
    """Every reason to refuse a call is found; a call that is no change type has that reason alone."""
    refusals = EFFECTS["experience"].refusals
    sent = [Sent(verb="RestrictExperience", about="x", details={}, tags={})] * 2
    assert list(refusals(sent, {}, {}, {})) == [
        "RestrictExperience more than once for x",
        "x does not exist",
        "x does not exist",
    ]
    assert list(refusals([replace(sent[0], verb="Rename")], {}, {}, {})) == ["Rename is no change type"]
