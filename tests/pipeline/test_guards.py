"""A harm to accounts is refused once, under the strongest rule."""

import pytest

from reconciler.model import Severity
from reconciler.render import plan_lines
from tests.turns import ADS, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Turns, experience, world

ALL = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}
ENDS = [("archived", None), ("archived", "[]"), ("disabled", None), ("disabled", "[]"), ("disabled", f"[{FINANCE}]")]
"""How a document may end an experience that holds Finance; archived with principals is an error of the document."""
EIGHT = [f"prod-{letter}" for letter in "abcdefgh"]


def refused(turns: Turns, **options: object) -> list[tuple[str, str]]:
    """Return the rules that refuse the plan of the repository, with the paths that they are about."""
    return [(one.code, one.path) for one in turns.plan(**options).plan.problems if one.severity is Severity.REFUSED]


def wish(name: str, **stated: object) -> str:
    """Return the document of an experience whose title is its name."""
    fields = ", ".join(f"{key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: {name.lower()}, title: {name}, {fields}}}\n"


@pytest.mark.parametrize(("status", "principals"), ENDS)
@pytest.mark.parametrize("mode", ["exclusive", "additive"])
def test_an_experience_that_ends_with_principals_asks_once(
    turns: Turns, status: str, principals: str | None, mode: str
) -> None:
    """Its accounts end up ungoverned, and only that rule refuses, whichever way the document ends it."""
    turns.twin.reset(world(experience("Finance", principals=[FINANCE], policy=ALL)))
    stated = {} if principals is None else {"principals": principals}
    turns.wish(wish("Finance", status=status, mode=mode, **stated))
    assert refused(turns) == [("ungoverned", "")]


@pytest.mark.parametrize(("status", "principals"), ENDS)
def test_an_end_that_no_account_rule_refuses_is_refused_for_its_list(
    turns: Turns, status: str, principals: str | None
) -> None:
    """The default governs the accounts instead and allows the same; the experience is emptied nevertheless."""
    default = experience("Default", principals=[ORGANIZATION], policy=ALL)
    turns.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    turns.wish(wish("Finance", status=status, **({} if principals is None else {"principals": principals})))
    assert refused(turns) == [("max_removals", "principals")]


def test_archiving_a_disabled_experience_empties_its_principals(turns: Turns) -> None:
    """AWS keeps the principals with it, where they cannot be removed; one without principals needs no acceptance."""
    turns.twin.reset(world(experience("Finance", principals=[FINANCE], status="Disabled"), experience("Old")))
    turns.wish(wish("Finance", status="archived") + "---\n" + wish("Old", status="archived"))
    assert refused(turns) == [("max_removals", "principals")]


def test_accounts_that_lose_everything_are_refused_under_that_rule(turns: Turns) -> None:
    """They are governed before and after and keep nothing (contract 1.1).

    The list of principals is not refused as well.
    """
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": ["prod-z"]})
    turns.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    turns.wish(wish("Finance", status="archived", principals="[]"))
    assert refused(turns) == [("max_accounts_losing_everything", "")]
    (one,) = turns.plan().plan.preconditions
    assert (one.rule, one.accounts) == ("max_accounts_losing_everything", (MEMBER,))


def test_replacing_all_members_empties_a_list(turns: Turns) -> None:
    """The plan replaces the eight products of a protected experience, and its only OU."""
    finance = experience("Finance", principals=[FINANCE], policy={"requests": "Deny", "allow": EIGHT})
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": EIGHT})
    turns.twin.reset(world(finance, default))
    turns.settings("guards: {protected: [experience.finance], max_accounts_losing_everything: 9}\n")
    turns.wish(wish("Finance", products="{allow: [prod-x, prod-y]}"))
    assert refused(turns) == [("protected", "products.allow"), ("max_removals", "products.allow")]
    turns.wish(wish("Finance", principals=f'["{ADS}"]'))
    assert refused(turns) == [("protected", "principals"), ("max_removals", "principals")]


def test_accounts_governed_for_the_first_time_lose_access(turns: Turns) -> None:
    """The rule and the first sentence count them, and not as losing everything."""
    turns.twin.reset(world(experience("Finance", policy=ALL)))
    turns.settings("guards: {max_accounts_losing_access: 1}\n")
    turns.wish(wish("Finance", principals=f'["{ADS}", "{DELEGATE}"]'))
    (found,) = [one for one in turns.plan().plan.problems if one.severity is Severity.REFUSED]
    assert (found.code, found.message) == (
        "max_accounts_losing_access",
        f"2 accounts lose products (limit: 1); 2 were ungoverned before: {DELEGATE} (Procurement), {ADS} (Ads)",
    )
    assert next(iter(plan_lines(turns.plan().plan.as_json()))) == (
        "2 accounts lose every product that their experience does not allow (2 were ungoverned before)."
    )


def test_a_move_counts_as_a_removal_from_its_source(turns: Turns) -> None:
    """This holds even if all accounts may buy the same as before (contract 1.1)."""
    default = experience("Default", principals=[ORGANIZATION], policy=ALL)
    old, new = experience("Old", principals=[FINANCE, ADS], policy=ALL), experience("New", policy=ALL)
    turns.twin.reset(world(default, old, new))
    turns.wish(wish("New", principals=f'["{FINANCE}", "{ADS}"]') + "---\n" + wish("Old", status="enabled"))
    assert refused(turns) == [("max_removals", "principals")]


SHARED = (
    wish("Old", principals="[]")
    + f"---\n{wish('First', principals=f'[{FINANCE}]', products='{allow: [prod-a, prod-b]}')}"
    + f"---\n{wish('Second', principals=f'[{ADS}, {DELEGATE}]', products='{allow: [prod-a, prod-b]}')}"
)


def test_a_part_needs_the_acceptance_that_the_whole_needs(turns: Turns) -> None:
    """The whole empties a list of three: removing one of them is refused, removing none is not."""
    held = [FINANCE, ADS, DELEGATE]
    turns.twin.reset(world(experience("Old", principals=held, policy=ALL), experience("First"), experience("Second")))
    turns.wish(SHARED)
    whole = [one.message for one in turns.plan().plan.problems if one.code == "max_removals"]
    part = turns.plan(exclude=("experience.second",)).plan
    assert [message.partition(" (this")[0] for message in whole] == [
        "experience.old loses 3 of 3 members of principals"
    ]
    assert [one.message for one in part.problems if one.code == "max_removals"] == [
        (
            "experience.old loses 1 of 3 members of principals (the whole repository empties the list): "
            f"{FINANCE} (Finance)"
        )
    ]
    assert refused(turns, exclude=("experience.first", "experience.second")) == []


def test_a_protected_experience_is_not_emptied_part_by_part(turns: Turns) -> None:
    """If the whole plan empties a list, a part that removes its first principal is refused."""
    turns.settings("guards: {protected: [experience.old]}\n")
    held = [FINANCE, ADS, DELEGATE]
    turns.twin.reset(world(experience("Old", principals=held, policy=ALL), experience("First"), experience("Second")))
    turns.wish(SHARED)
    assert ("protected", "principals") in refused(turns, exclude=("experience.second",))
