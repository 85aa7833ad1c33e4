"""What accounts feel of a plan is refused once, under the strongest rule."""

import pytest

from reconciler.model import Severity
from reconciler.render import plan_lines
from tests.turns import ADS, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Turns, experience, world

ALL = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}
ENDS = [("archived", None), ("archived", "[]"), ("disabled", None), ("disabled", "[]"), ("disabled", f"[{FINANCE}]")]
"""How a document may end an experience that holds Finance; archived with principals is an error of the document."""
EIGHT = [f"prod-{letter}" for letter in "abcdefgh"]


def refused(turns: Turns, **options: object) -> list[tuple[str, str]]:
    """Return the rules that refuse what the repository wishes, and the paths that they are about."""
    return [(one.code, one.path) for one in turns.plan(**options).plan.problems if one.severity is Severity.REFUSED]


def wish(name: str, **stated: object) -> str:
    """Write the document of an experience, titled as its name."""
    fields = ", ".join(f"{key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: {name.lower()}, title: {name}, {fields}}}\n"


@pytest.mark.parametrize(("status", "principals"), ENDS)
@pytest.mark.parametrize("mode", ["exclusive", "additive"])
def test_an_experience_that_ends_with_principals_asks_once(
    turns: Turns, status: str, principals: str | None, mode: str
) -> None:
    """However the document says it; its accounts end ungoverned, and that is what is asked."""
    turns.twin.reset(world(experience("Finance", principals=[FINANCE], policy=ALL)))
    stated = {} if principals is None else {"principals": principals}
    turns.wish(wish("Finance", status=status, mode=mode, **stated))
    assert refused(turns) == [("ungoverned", "")]


@pytest.mark.parametrize(("status", "principals"), ENDS)
def test_an_end_that_no_rule_about_accounts_refuses_asks_for_the_list(
    turns: Turns, status: str, principals: str | None
) -> None:
    """The default governs them instead, and allows the same: the experience is emptied all the same."""
    default = experience("Default", principals=[ORGANIZATION], policy=ALL)
    turns.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    turns.wish(wish("Finance", status=status, **({} if principals is None else {"principals": principals})))
    assert refused(turns) == [("max_removals", "principals")]


def test_archiving_a_disabled_experience_empties_its_principals(turns: Turns) -> None:
    """AWS keeps them with it, where nobody can take them; one without principals asks nothing."""
    turns.twin.reset(world(experience("Finance", principals=[FINANCE], status="Disabled"), experience("Old")))
    turns.wish(wish("Finance", status="archived") + "---\n" + wish("Old", status="archived"))
    assert refused(turns) == [("max_removals", "principals")]


def test_who_ends_with_nothing_is_asked_about_as_that(turns: Turns) -> None:
    """Contract 1.1: governed before and after, and none of what could be bought is left; the list is not told of."""
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": ["prod-z"]})
    turns.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    turns.wish(wish("Finance", status="archived", principals="[]"))
    assert refused(turns) == [("max_accounts_losing_everything", "")]
    (one,) = turns.plan().plan.preconditions
    assert (one.rule, one.accounts) == ("max_accounts_losing_everything", (MEMBER,))


def test_products_that_are_replaced_are_an_emptied_list(turns: Turns) -> None:
    """The eight products of a protected experience, and its only OU."""
    finance = experience("Finance", principals=[FINANCE], policy={"requests": "Deny", "allow": EIGHT})
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": EIGHT})
    turns.twin.reset(world(finance, default))
    turns.settings("guards: {protected: [experience.finance], max_accounts_losing_everything: 9}\n")
    turns.wish(wish("Finance", products="{allow: [prod-x, prod-y]}"))
    assert refused(turns) == [("protected", "products.allow"), ("max_removals", "products.allow")]
    turns.wish(wish("Finance", principals=f'["{ADS}"]'))
    assert refused(turns) == [("protected", "principals"), ("max_removals", "principals")]


def test_who_is_governed_for_the_first_time_loses_access(turns: Turns) -> None:
    """Counted in the rule and in the first sentence, and not as losing everything."""
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


def test_principals_that_move_count_for_whom_they_leave(turns: Turns) -> None:
    """Contract 1.1: removed from the first, be it that all their accounts may buy the same as before."""
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


def test_a_part_is_asked_what_the_whole_is_asked_about_an_object(turns: Turns) -> None:
    """The whole empties a list of three: taking one of them is asked about, taking none is not."""
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
    """Protection holds for the first principal that a part takes of a list that the whole empties."""
    turns.settings("guards: {protected: [experience.old]}\n")
    held = [FINANCE, ADS, DELEGATE]
    turns.twin.reset(world(experience("Old", principals=held, policy=ALL), experience("First"), experience("Second")))
    turns.wish(SHARED)
    assert ("protected", "principals") in refused(turns, exclude=("experience.second",))
